"""Invented people: no number that could exist, no name of a public person."""

from datetime import date
from hashlib import sha256
from random import Random

import phonenumbers
import pytest

from gugus.demo import names

# Digests of name parts of officials and public figures that must not turn up; the names stand nowhere here.
NOT_FOR_US = {
    "52f79b07f99f4c1c",
    "871b1fb4e1141818",
    "57955f88c799d72c",
    "f54757d7b09a880d",
    "59d6619449f9483e",
    "828b0d9e7830920b",
    "a367be2d9185731f",
    "3d5259111453e4c2",
    "2194f6d380b8d74e",
    "c12e59a42705339f",
    "ca1b59d049837c2b",
    "8d0e9f86d9c165f1",
}


def digest(word: str) -> str:
    return sha256(word.lower().encode()).hexdigest()[:16]


def every_word():
    for bank in names.banks().values():
        for lists in (bank.given, bank.second, bank.single):
            for words in lists.values():
                yield from words


@pytest.mark.parametrize("seed", range(50))
def test_no_number_could_belong_to_anybody(seed):
    chance = Random(seed)

    nik = names.nik(chance, born_on=date(2009, 8, 17), area="52.03", sex="female")
    phone = names.phone(chance)
    passport = names.passport(chance)

    assert nik.startswith("00") and len(nik) == 16 and nik.isdigit() and nik[6:12] == "570809"
    assert phone.startswith("0800-0") and not phonenumbers.is_valid_number(phonenumbers.parse(phone, "ID"))
    assert passport.startswith("XX") and passport[2:].isdigit() and len(passport) == 8


def test_banks_are_large_enough_for_names_that_do_not_repeat():
    chance = Random(1)

    found = {names.full_name(chance, sex="female", province="32") for _ in range(500)}

    assert len(found) > 380
    assert len(names.banks()) >= 10


def test_no_official_or_public_figure_is_in_the_banks():
    assert not [word for word in every_word() if digest(word) in NOT_FOR_US]


def test_a_noisy_name_differs_but_keeps_most_of_its_letters():
    chance = Random(3)

    for _ in range(300):
        name = names.full_name(chance, sex="male", province=chance.choice(list(names.REGION_OF_PROVINCE)))
        heard = names.noisy(chance, name)

        assert heard != name
        shared = set(name.lower()) & set(heard.lower())
        assert len(shared) >= min(3, len(set(name.lower())) - 2)


def test_neighbours_leave_titles_out():
    assert names.nickname("Baiq Rohani Wardani") == "Rohani"
    assert names.nickname("Laila Safitri") == "Laila"
    assert names.nickname("Sukarjo") == "Sukarjo"
