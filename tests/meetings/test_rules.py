"""What procedure allows, and what a text may hold; no database."""

from io import BytesIO

import pytest
import rustpy_xlsxwriter

from gugus.directory.models import Agency
from gugus.meetings import rules, secrets
from gugus.meetings.actions.moving import CannotMeet
from gugus.meetings.codes import PointKind, State
from gugus.meetings.importing import read_list


@pytest.mark.parametrize("ended", [State.APPROVED, State.CANCELLED])
def test_from_an_end_nothing_moves_on(ended):
    assert not any(rules.may_move(ended, to) for to in State)


def test_a_postponed_meeting_comes_back_or_is_cancelled():
    assert {to for to in State if rules.may_move(State.POSTPONED, to)} == {State.INVITED, State.CANCELLED}


@pytest.mark.parametrize(
    ("now", "seen", "same_pen", "same_text", "outcome"),
    [
        (3, 3, False, False, "save"),
        (3, 2, False, False, "beside"),
        (3, 2, True, False, "save"),  # the answer to the own save was lost
        (3, 1, False, True, "nothing"),
        (3, 9, False, False, "beside"),
    ],
)
def test_what_happens_to_a_text(now, seen, same_pen, same_text, outcome):
    assert rules.outcome_of_saving(now=now, seen=seen, same_pen=same_pen, same_text=same_text) == outcome


@pytest.mark.parametrize(
    ("former", "text", "same_pen", "kept"),
    [
        ("Dibuka pukul 09.00.", "Dibuka pukul 09.00. Hadir 40.", False, False),
        ("Dibuka pukul 09.00.", "Rapat dibuka.", False, True),
        ("Dibuka pukul sembilan.", "Dibuka pukul sembila", True, False),
        ("Dibuka pukul sembilan.", "D", True, True),
        ("  ", "D", False, False),
    ],
)
def test_words_that_are_replaced_are_kept(former, text, same_pen, kept):
    assert rules.keeps_earlier(former, text, same_pen=same_pen) is kept


def test_a_recommendation_lacks_what_it_lacks():
    missing = rules.missing_of_point(
        kind=PointKind.RECOMMENDATION, text=" ", has_owner=False, has_day=False, has_field=False
    )

    assert missing == ["empty", "no_owner", "no_day", "no_field"]


@pytest.mark.parametrize(("number", "shown"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (120, "120")])
def test_small_counts_are_not_shown(number, shown):
    assert rules.protected(number) == shown


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("NIK 0074015608100001", True),
        ("hubungi 0812-3456-7890", True),
        ("kasus K-7F3Q-9M2X", True),
        ("NIP 19800101 200501 1 001", False),
        ("UU 21/2007, 35 pos (2024), anggaran Rp 1.250.000.000", False),
        ("Rapat RG-7F3Q-9M2X pukul 09.00, 23 Juni 2025", False),
    ],
)
def test_what_points_to_a_person_is_found_by_its_form(text, tells):
    assert rules.tells_of_somebody(None, "", text) is tells


def test_codes_are_read_as_people_type_them():
    code = secrets.new_code()

    assert secrets.read_code(f" {code[:4].lower()}-{code[4:]} ") == code
    assert secrets.read_code("K7QM") == secrets.read_code("") == ""
    assert secrets.read_key("https://x/jawab-undangan/#" + "a" * 32) == "a" * 32


def sheet(*rows) -> bytes:
    out = BytesIO()
    rustpy_xlsxwriter.write_worksheets([("Daftar", list(rows))], out)
    return out.getvalue()


def test_a_list_is_read_and_known_offices_are_agencies():
    unit = Agency(name="UPT PPPA")
    content = sheet(
        {"Nama": "Sari Contoh", "Jabatan": "Lurah", "Instansi": "Kelurahan Contoh", "L/P": "P"},
        {"Nama": "Tomi Contoh", "Jabatan": "", "Instansi": "upt pppa", "L/P": "x"},
    )

    first, second = read_list(content, [unit])

    assert (first.name, first.office, first.agency, first.sex) == (
        "Sari Contoh",
        "Kelurahan Contoh",
        None,
        "female",
    )
    assert (second.office, second.agency, second.sex) == ("", unit, "unknown")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "no_table"),
        (b"Instansi;Jabatan\nA;B\n", "no_names"),
        (b"Nama;Jabatan\n;B\n", "no_name"),
        (b"Nama;Jabatan\n", "empty"),
        (b"PK\x03\x04rubbish", "broken"),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(content, code):
    with pytest.raises(CannotMeet) as refused:
        read_list(content, [])

    assert {one.code for one in refused.value.reasons} == {code}


def test_a_formula_stays_text():
    [line] = read_list(b"Nama;Jabatan\n=cmd|' /C calc'!A0;B\n", [])

    assert line.name.startswith("=cmd")
