import pytest

from gugus.places import countries
from gugus.places.codes import STATELESS, UNKNOWN_COUNTRY


def test_there_are_the_249_countries_of_the_standard_and_two_of_our_own():
    names = countries.country_names("id")

    assert len(names) == 251
    assert list(names)[-2:] == [UNKNOWN_COUNTRY, STATELESS]


@pytest.mark.parametrize("code", ["EU", "UN", "XK", "AC", "ZZ", "id", "IDN", ""])
def test_what_is_not_in_the_standard_is_no_country(code):
    assert not countries.is_country(code)


def test_countries_have_indonesian_and_english_names():
    assert countries.country_name("KH", "id") == "Kamboja"
    assert countries.country_name("KH", "en") == "Cambodia"
    assert countries.country_name(STATELESS, "id") == "Tanpa kewarganegaraan"
    assert countries.country_name(UNKNOWN_COUNTRY, "en-gb") == "Unknown"


def test_an_unknown_code_is_shown_as_it_stands():
    assert countries.country_name("??", "id") == "??"


def test_three_letter_codes_exist_for_every_country_and_lead_back():
    for code in countries.country_names("id"):
        assert countries.from_alpha3(countries.alpha3(code)) == code


@pytest.mark.parametrize(
    ("two", "three"), [("ID", "IDN"), ("MM", "MMR"), ("CD", "COD"), ("TL", "TLS"), ("XA", "XXA")]
)
def test_three_letter_codes_are_those_of_today(two, three):
    assert countries.alpha3(two) == three
