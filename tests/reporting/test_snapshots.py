"""Frozen figures as a report shows them: areas by name, in an order that no change of data disturbs."""

from gugus.reporting import snapshots


def test_areas_have_names_the_greatest_first_held_counts_before_zeros(monkeypatch):
    monkeypatch.setattr(snapshots, "labels", lambda codes, depth: {"31": "DKI Jakarta", "32": "Jawa Barat"})
    rows = [["31", 5], ["33", None], ["34", 0], ["32", 12], ["35", "<5"]]

    assert [row[0] for row in snapshots._by_place(rows)] == ["Jawa Barat", "DKI Jakarta", "35", "34", "33"]


def test_times_in_words_are_no_picture():
    facts = dict.fromkeys(
        (
            "id",
            "ref",
            "digest",
            "code",
            "title",
            "period",
            "source",
            "counted_on",
            "query_version",
            "definition",
        ),
        "",
    )

    words = snapshots.Frozen(
        **facts, picture="bars", columns=["Jumlah"], rows=[["Median", "2 jam"], ["Terlama", "3 hari"]]
    )
    numbers = snapshots.Frozen(**facts, picture="bars", columns=["Jumlah"], rows=[["a", 1], ["b", 2]])

    assert (words.has_picture, numbers.has_picture) == (False, True)
