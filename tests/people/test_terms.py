"""A search text taken apart."""

import pytest

from gugus.kernel.ids import new_ref
from gugus.people.terms import (
    digests,
    sought_by_fields,
    sought_by_text,
    tokens_inside,
    tokens_outside,
)
from tests.people.conftest import NIK

PHONE_KEY = "+6280000001501"


@pytest.mark.parametrize(
    "text",
    ["0800-0000-1501", "0800 0000 1501", "+62 800-0000-1501", "6280000001501", "https://wa.me/6280000001501"],
)
def test_a_phone_in_any_writing_is_one_key(text):
    assert PHONE_KEY in sought_by_text(text).phones


@pytest.mark.parametrize("text", [NIK, "0003 0057 0809 0001", "00.03.00.570809.0001", f"NIK {NIK}"])
def test_a_nik_in_any_writing_is_one_key(text):
    found = sought_by_text(text)

    assert NIK in found.documents and not found.phones


@pytest.mark.parametrize("text", ["X0000001", "x 0000001", "paspor X-0000001"])
def test_a_passport_number_is_a_document(text):
    assert "X0000001" in sought_by_text(text).documents


def test_a_code_needs_its_check_character():
    code = new_ref("P")
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")

    assert sought_by_text(code.lower().replace("-", " ")).code == code
    assert sought_by_text(wrong).code == ""


def test_name_year_and_phone_may_stand_together():
    found = sought_by_text("siti aminah 2004 0800-0000-1501")

    assert (found.name, found.birth_year, found.phones) == ("siti aminah", 2004, frozenset({PHONE_KEY}))


def test_a_year_alone_is_nobody():
    assert not sought_by_text("2004")


@pytest.mark.parametrize("text", ["", "  ", "%", "_", "';--", "\\", "129", "()*+", "\x00", "😀"])
def test_what_says_nothing_asks_nothing(text):
    assert not sought_by_text(text)


def test_an_endless_text_is_cut():
    found = sought_by_text("a" * 10_000)

    assert len(found.name) == 200
    assert len(tokens_inside(found)) < 500


def test_endless_numbers_are_cut():
    found = sought_by_fields(phones=[f"0800-0000-{n:04}" for n in range(5000)], documents=["X" * 9] * 5000)

    assert len(found.phones) <= 6 and len(tokens_outside(found)) <= 12


def test_a_name_alone_is_never_asked_outside():
    assert tokens_outside(sought_by_text("Siti Aminah")) == []
    assert tokens_outside(sought_by_text("Suminten 2004")) == []
    assert len(tokens_outside(sought_by_text("Siti Aminah 2004"))) == 1


def test_the_trail_gets_digests_that_are_equal_for_equal_searches():
    one, other = digests(sought_by_text("Siti AMINAH")), digests(sought_by_text("sitti aminah"))

    assert one == other
    assert "aminah" not in str(one)
