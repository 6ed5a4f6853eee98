"""What stands in a cell: days, sexes, countries, numbers."""

from datetime import date

import pytest

from gugus.groups import cells

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("17/05/1998", "1998-05-17"), ("17-5-1998", "1998-05-17"), ("17.05.1998", "1998-05-17"),
        ("17 Mei 1998", "1998-05-17"), ("7 Agustus 2004", "2004-08-07"), ("07-Agt-2004", "2004-08-07"),
        ("3 Pebruari 1990", "1990-02-03"), ("1 Nopember 1991", "1991-11-01"), ("12 Des. 1999", "1999-12-12"),
        ("1998-05-17", "1998-05-17"), ("1998-05-17 00:00:00", "1998-05-17"), ("1998", "1998"), ("1998-05", "1998-05"),
        ("Mei 1998", "1998-05"), ("'17/05/1998", "1998-05-17"), ("", ""),
    ],
)  # fmt: skip
def test_a_birth_date_in_the_writings_of_offices(typed, kept):
    assert cells.birth(typed, TODAY) == (kept, "", "")


def test_a_day_number_of_a_spreadsheet_becomes_a_day_and_is_doubted():
    assert cells.birth("35932", TODAY) == ("1998-05-17", "", cells.Doubt.SERIAL)


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ("31/02/1998", "day"), ("05/17/1998", "day"), ("17/05/98", "short_year"), ("kemarin", "day"),
        ("17/05/2031", "day_out"), ("17/05/1850", "day_out"), ("17 Foo 1998", "day"),
    ],
)  # fmt: skip
def test_what_is_no_birth_date_says_why(typed, wrong):
    assert cells.birth(typed, TODAY)[1] == wrong


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("P", "female"), ("pr", "female"), ("Perempuan", "female"), ("L", "male"), ("Laki-laki", "male"), ("F", "female"),
     ("M", "male"), ("-", ""), ("", "")],
)  # fmt: skip
def test_sexes(typed, kept):
    assert cells.sex(typed) == (kept, "")


def test_an_unknown_word_for_a_sex_is_asked_about():
    assert cells.sex("X1") == ("", "sex")


@pytest.mark.parametrize(
    ("typed", "code"),
    [("WNI", "ID"), ("Indonesia", "ID"), ("Kamboja", "KH"), ("PHL", "PH"), ("vn", "VN"), ("", "")],
)
def test_countries(typed, code):
    assert cells.nationality(typed) == (code, "")


@pytest.mark.parametrize(
    ("typed", "numeric", "kept", "wrong"),
    [
        ("'0000004503950001", False, "0000004503950001", ""),
        ("0000.0045.0395.0001", False, "0000004503950001", ""),
        ("3,17401E+15", False, "", "scientific"),
        ("3.17401E+15", True, "", "scientific"),
        ("3174014503950000", True, "", "nik_rounded"),
        ("12345", False, "", "nik_length"),
        ("0000009903950001", False, "", "nik_date"),
        ("-", False, "", ""),
    ],
)
def test_a_nik_is_kept_as_it_was_typed_or_the_reason_is_said(typed, numeric, kept, wrong):
    assert cells.nik(typed, numeric=numeric) == (kept, wrong)


@pytest.mark.parametrize("text", ["=1+1", "=cmd|'/c calc'!A0", "@SUM(A1)", "-2+3+cmd", "  =HYPERLINK(1)"])
def test_formulas_are_seen(text):
    assert cells.looks_like_formula(text)


@pytest.mark.parametrize("text", ["+62 812-0000", "-", "Siti", "0812", "A-1"])
def test_phones_and_dashes_are_no_formulas(text):
    assert not cells.looks_like_formula(text)
