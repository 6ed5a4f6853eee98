"""The usual matrix is read as offices write it; what is wrong is said at its cell; nothing runs."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gugus.actionplan import matrix
from gugus.actionplan.matrix import Figure

YEARS = range(2025, 2030)
OFFICES = {"sudin pppapp": "office", "unit ppa": "police", "sudinsos": "social"}
HEAD = [
    "No", "Bidang", "Strategi", "Program", "Kegiatan", "Indikator Kinerja", "Satuan", "Baseline", "Target 2025",
    "Target 2026", "APBD 2025", "Penanggung Jawab", "Instansi Pendukung", "Kendala",
]  # fmt: skip
LINE = [
    "1", "Pencegahan", "Edukasi", "Sekolah aman", "Kelas cegah TPPO", "Sekolah yang ikut", "sekolah", "4", "10", "12",
    "Rp 125.000.000", "Sudin PPPAPP", "Unit PPA; Sudinsos", "apa saja",
]  # fmt: skip


def rows(*lines, head=HEAD, known=frozenset()):
    heads = matrix.find_heads([head, *lines], YEARS)
    return matrix.rows_of([head, *lines], heads, agencies=OFFICES, known=known)


def test_a_row_of_the_usual_form_is_read():
    (row,) = rows(LINE)

    assert row.is_good
    assert row.place == ("prevention", "Edukasi", "Sekolah aman", "Kelas cegah TPPO", "Sekolah yang ikut")
    assert (row.agency, row.supporting) == ("office", ["police", "social"])
    assert (row.baseline.value, row.targets[2026].value) == (Decimal(4), Decimal(12))
    assert row.budgets == {(2025, "apbd"): Decimal(125_000_000)}


def test_merged_cells_repeat_what_stands_above():
    second = ["", "", "", "", "", "Guru yang dilatih", "orang", "", "20", "", "", "", "", ""]

    first, below = rows(LINE, second)

    assert below.is_good
    assert below.place == (*first.place[:4], "Guru yang dilatih")
    assert (below.agency, below.supporting) == ("office", ["police", "social"])


@pytest.mark.parametrize(
    ("said", "better"),
    [
        ("", "more"),
        ("naik", "more"),
        ("Turun", "less"),
        ("Makin sedikit", None),
        ("negatif", "less"),
        ("-5", None),
    ],
)
def test_the_direction_of_an_indicator_is_read_and_never_guessed(said, better):
    head = [*HEAD, "Arah"]

    (row,) = rows([*LINE, said], head=head)

    assert [one.column for one in row.wrong] == ([] if better else ["Arah"])
    assert row.better == (better or "more")


def test_a_new_activity_does_not_inherit_the_agency_of_the_one_above():
    second = ["", "", "", "", "Kegiatan lain", "Orang", "", "", "", "", "", "", "", ""]

    _first, below = rows(LINE, second)

    assert [one.column for one in below.wrong] == ["Penanggung Jawab"]


def test_headings_may_stand_lower_and_below_a_title():
    title = ["Rencana Aksi Daerah PP-TPPO", *[""] * 13]

    heads = matrix.find_heads([title, [], HEAD, LINE], YEARS)

    assert (heads.line, heads.missing, heads.unknown) == (3, (), ())


def test_wrong_headings_are_named():
    head = ["Bidang", "Tujuan", "Kegiatan", "Target 2031", "Indikator"]

    heads = matrix.find_heads([head], YEARS)

    assert heads.missing == ("strategy", "programme", "agency")
    assert heads.unknown == ("Tujuan", "Target 2031")


@pytest.mark.parametrize(
    ("place", "text", "column"),
    [
        (1, "Olahraga", "Bidang"),
        (1, "", "Bidang"),
        (4, "k" * 301, "Kegiatan"),
        (5, "", "Indikator Kinerja"),
        (4, "Pendampingan korban berinisial AB", "Kegiatan"),
        (3, "Hubungi 0812 3456 7890", "Program"),
        (10, "-5000", "APBD 2025"),
        (10, "1,250", "APBD 2025"),
        (10, "banyak", "APBD 2025"),
        (11, "Kantor yang tidak ada", "Penanggung Jawab"),
        (12, "Sudinsos; Entah Siapa", "Instansi Pendukung"),
        (8, "kata " * 30, "Target 2025"),
        (8, "Anak bernama Contoh dijemput", "Target 2025"),
        (7, "kata " * 30, "Baseline"),
    ],
)
def test_what_is_wrong_is_said_at_its_cell(place, text, column):
    line = [*LINE]
    line[place] = text

    (row,) = rows(line)

    assert [one.column for one in row.wrong] == [column]


def test_the_same_indicator_twice_is_wrong_the_second_time():
    first, second = rows(LINE, LINE)

    assert first.is_good
    assert "2" in second.wrong[0].words


def test_what_the_plan_has_already_is_left_out():
    place = tuple(matrix.key_of(part) for part in rows(LINE)[0].place)

    (row,) = rows(LINE, known=frozenset({place}))

    assert row.is_good and row.known


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Pencegahan", "prevention"),
        ("1", "prevention"),
        ("Bidang 5", "enforcement"),
        ("3. Rehabilitasi Sosial", "social"),
        ("Rehabilitasi Sosial", "social"),
        ("Rehabilitasi", ""),
        ("Law enforcement", "enforcement"),
        ("7", ""),
    ],
)
def test_a_field_is_known_by_name_number_or_beginning(text, code):
    assert matrix.field_of(text) == code


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12", Figure(Decimal("12.00"))),
        ("75 %", Figure(Decimal("75.00"))),
        ("1.250", Figure(Decimal("1250.00"))),
        ("ada SOP", Figure(None, "ada SOP")),
        ("-", Figure()),
        ("", Figure()),
        ("=2+2", Figure(None, "=2+2")),
    ],
)
def test_a_figure_is_a_number_or_words(text, found):
    assert matrix.figure_of(text) == found


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.text(max_size=30), max_size=16), max_size=30))
def test_no_file_breaks_the_reading(lines):
    heads = matrix.find_heads(lines, YEARS)

    for row in matrix.rows_of(lines, heads, agencies=OFFICES):
        assert row.wrong or row.agency is not None


def test_the_headings_that_we_write_are_the_ones_that_we_read():
    heads = matrix.find_heads([matrix.headings(YEARS)], YEARS)

    assert (heads.missing, heads.unknown) == ((), ())
    assert len(heads.columns) == len(matrix.headings(YEARS))


def test_a_share_that_looks_like_a_percentage_is_asked_about():
    percent = [*LINE[:6], "%", *LINE[7:]]

    (asked,) = rows([*percent[:8], "0,95", *percent[9:]])
    (said,) = rows([*percent[:8], "0,5 %", *percent[9:]])

    assert ([one.column for one in asked.wrong], said.is_good) == (["Target 2025"], True)


@pytest.mark.parametrize(
    ("place", "text", "column"),
    [
        (11, "Sudinsos", "Penanggung Jawab"),
        (12, "Sudinsos", None),
        (12, "Sudin PPPAPP", None),
        (10, "Rp 1.000", "APBD 2025"),
        (10, "", None),
    ],
)
def test_a_further_indicator_says_nothing_else_of_its_activity(place, text, column):
    second = [*LINE]
    second[5], second[place] = "Guru yang dilatih", text

    _first, below = rows(LINE, second)

    assert [one.column for one in below.wrong] == ([column] if column else [])


def test_a_column_that_stands_twice_is_named():
    heads = matrix.find_heads([[*HEAD, "Anggaran APBD 2025"]], YEARS)

    assert heads.unknown == ("Anggaran APBD 2025",)


@pytest.mark.parametrize(
    ("kept", "said"),
    [("12.345", "12,35"), ("33.333333", "33,33"), ("5.5", "5,5"), ("1e-07", "0"), ("20", "20")],
)
def test_a_number_of_a_spreadsheet_is_never_read_as_thousands(kept, said):
    assert matrix.typed(kept) == said
