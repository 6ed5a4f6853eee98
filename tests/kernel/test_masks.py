from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gugus.kernel.documents import read_passport
from gugus.kernel.masks import (
    initials,
    mask_date,
    mask_email,
    mask_name,
    mask_nik,
    mask_paper_number,
    mask_phone,
)
from gugus.kernel.partials import Partial


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Siti Aminah", "S*** A***"),
        ("siti", "S***"),
        ("Hj. Siti Aminah, S.H.", "S*** A***"),
        ("Siti binti Abdullah", "S*** A***"),
        ("Moh. Ali", "M*** A***"),
        ("Tjahjadi", "T***"),
        ("", ""),
        ("---", ""),
    ],
)
def test_of_a_name_only_initials_are_left(name, masked):
    assert mask_name(name) == masked
    assert initials(name) == masked.replace("***", ".").replace(" ", "")


def test_the_stars_do_not_tell_the_length():
    assert mask_name("Ani") == mask_name("Aisyahrani")


@pytest.mark.parametrize(
    ("number", "masked"),
    [("+6280000001234", "***234"), ("0800-0000-1234", "***234"), ("129", "***"), ("belum ada", ""), ("", "")],
)
def test_of_a_phone_three_digits_are_left(number, masked):
    assert mask_phone(number) == masked


@pytest.mark.parametrize(("nik", "masked"), [("0012034505980007", "***07"), ("0012", "***"), ("", "")])
def test_of_a_nik_only_the_end_of_the_serial_is_left(nik, masked):
    assert mask_nik(nik) == masked


@given(st.integers(0, 10**12 - 1), st.integers(0, 99))
def test_two_niks_of_different_people_can_look_alike(front, end):
    assert mask_nik(f"{front:012}00{end:02}") == f"***{end:02}"


def test_of_a_passport_two_characters_are_left():
    assert mask_paper_number("x0000017") == mask_paper_number(read_passport("X 0000017")) == "***17"
    assert mask_paper_number("X1") == "***" and mask_paper_number("") == ""


def test_of_an_email_one_letter_is_left():
    assert mask_email("Rina@example.org") == "r***@***" and mask_email(" ") == ""


def test_of_a_date_the_year_is_left():
    assert mask_date(date(2004, 5, 17)) == mask_date(Partial(2004, 5)) == mask_date(Partial(2004)) == "2004"
