from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus.kernel.documents import is_test_nik, read_nik, read_passport, read_splp

# Province 00 exists nowhere, so none of these can be anybody's number.
WOMAN = "0012034505980007"  # 5 May 1998, plus 40 for the day
MAN = "0012030505980007"
TODAY = date(2026, 11, 23)


def test_the_digits_hint_at_area_sex_and_day():
    nik = read_nik(WOMAN)

    assert nik.is_possible
    assert (nik.province, nik.regency, nik.district) == ("00", "00.12", "00.12.03")
    assert (nik.sex, nik.day, nik.month, nik.year_of_century) == ("female", 5, 5, 98)
    assert read_nik(MAN).sex == "male"


def test_spaces_dots_and_dashes_do_not_matter():
    assert read_nik(" 001203 450598-0007. ") == read_nik(WOMAN)


def test_digits_of_another_keyboard_are_read():
    assert read_nik("\uff10\uff10" + WOMAN[2:]) == read_nik(WOMAN)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("001203450598000", "length"),
        ("00120345059800071", "length"),
        ("", "letters"),
        ("OO12034505980007", "letters"),
        ("0012030005980007", "day"),
        ("0012033205980007", "day"),
        ("0012034005980007", "day"),
        ("0012037205980007", "day"),
        ("0012030513980007", "month"),
        ("0012030500980007", "month"),
        ("0012033102980007", "date"),
        ("0012032902990007", "date"),
    ],
)
def test_what_cannot_be_a_nik_is_kept_with_the_reason(typed, problem):
    nik = read_nik(typed)

    assert nik.problems == (problem,) and nik.digits == typed and not nik.is_possible
    assert nik.sex is None and nik.birth_dates(TODAY) == ()


def test_day_and_month_can_both_be_wrong():
    assert read_nik("0012039913980007").problems == ("day", "month")


def test_leap_days_are_possible_in_leap_years():
    assert read_nik("0012032902000007").is_possible and read_nik("0012036902960007").is_possible


def test_unknown_areas_are_accepted():
    assert read_nik("0099990505980007").is_possible


def test_the_century_is_left_open_where_both_are_possible():
    nik = read_nik("0012030505100007")

    assert nik.birth_dates(TODAY) == (date(2010, 5, 5), date(1910, 5, 5))
    assert read_nik(WOMAN).birth_dates(TODAY) == (date(1998, 5, 5),)


def test_a_birth_date_in_the_future_is_not_offered():
    assert read_nik("0012032412260007").birth_dates(TODAY) == (date(1926, 12, 24),)


def test_a_leap_day_of_1900_is_not_offered():
    assert read_nik("0012032902000007").birth_dates(date(2019, 1, 1)) == (date(2000, 2, 29),)


def test_a_year_known_from_elsewhere_chooses_the_century():
    nik = read_nik("0012030505100007")

    assert nik.born_near(2012) == date(2010, 5, 5)
    assert nik.born_near(1915) == date(1910, 5, 5)


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)), st.booleans())
def test_every_birth_date_can_be_written_and_read(born_on, is_woman):
    day = born_on.day + (40 if is_woman else 0)

    nik = read_nik(f"001203{day:02}{born_on:%m%y}0001")

    assert nik.born_near(born_on.year) == born_on and nik.sex == ("female" if is_woman else "male")


@given(st.text(max_size=30))
def test_reading_never_fails(text):
    read_nik(text)
    read_passport(text)
    read_splp(text)
    assert is_test_nik(text) in (True, False)


def test_made_up_numbers_are_recognised():
    assert is_test_nik(WOMAN) and is_test_nik("00 1203 9999 9999 99")
    assert not is_test_nik("99" + WOMAN[2:]) and not is_test_nik("0012")


@pytest.mark.parametrize("typed", ["x0000001", " X 000-0001", "No. Paspor: X0000001", "PASSPORT NO X0000001"])
def test_a_passport_number_has_one_writing(typed):
    passport = read_passport(typed)

    assert (passport.number, passport.typed, passport.looks_usual) == ("X0000001", typed, True)


def test_an_unusual_passport_number_is_kept():
    assert read_passport("belum ada").looks_usual is False
    assert read_passport("belum ada").number == "BELUMADA"


def test_a_number_that_begins_like_a_label_keeps_its_letters():
    assert read_passport("NO000001").number == "NO000001"


def test_a_travel_document_is_read_like_a_passport():
    assert read_splp("SPLP no. xd 000001").number == "XD000001" and read_splp("xd000001").looks_usual
    assert not read_splp("12").looks_usual
