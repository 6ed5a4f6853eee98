"""Likeness, field by field."""

import pytest

from gugus.people.codes import Field, Verdict
from gugus.people.matching import Known, likeness
from gugus.people.rules import IdentityFacts
from gugus.people.terms import sought_by_fields, sought_by_text
from tests.people.conftest import NIK

LAILA = Known(
    IdentityFacts(
        "Laila Wulansari",
        ("Lala",),
        ("+6280000001501",),
        (NIK,),
        2009,
        "52.03.10",
    ),
    "female",
    "documented",
)


def compare(known=LAILA, **asked):
    return likeness(sought_by_fields(**asked), known)


@pytest.mark.parametrize(
    ("asked", "field", "verdict"),
    [
        ({"name": "Laila Wulansari"}, Field.NAME, Verdict.AGREE),
        ({"name": "Layla Wulan Sari"}, Field.NAME, Verdict.AGREE),
        ({"name": "Wulansari, Laila"}, Field.NAME, Verdict.AGREE),
        ({"name": "Lala"}, Field.NAME, Verdict.AGREE),
        ({"name": "Bambang Sutrisno"}, Field.NAME, Verdict.DIFFER),
        ({"birth_year": 2009}, Field.BIRTH_YEAR, Verdict.AGREE),
        ({"birth_year": 2010}, Field.BIRTH_YEAR, Verdict.AGREE),
        ({"birth_year": 2003}, Field.BIRTH_YEAR, Verdict.DIFFER),
        ({"sex": "male"}, Field.SEX, Verdict.DIFFER),
        ({"home_area": "52.03"}, Field.HOME_AREA, Verdict.AGREE),
        ({"home_area": "31.74"}, Field.HOME_AREA, Verdict.DIFFER),
        ({"phones": ["0800 0000 1501"]}, Field.PHONE, Verdict.AGREE),
        ({"phones": ["0800 0000 9999"]}, Field.PHONE, Verdict.DIFFER),
        ({"documents": ["0003.0057.0809.0001"]}, Field.DOCUMENT, Verdict.AGREE),
        ({"documents": ["0003005708090002"]}, Field.DOCUMENT, Verdict.DIFFER),
        ({"documents": ["X0000001"]}, Field.DOCUMENT, Verdict.UNKNOWN),
    ],
)
def test_each_field_says_what_it_says(asked, field, verdict):
    assert compare(**asked).says(field) == verdict


def test_only_asked_fields_are_compared():
    assert [one.field for one in compare(name="Laila").why] == [Field.NAME]
    assert compare(sex="unknown").why == ()


def test_the_unknown_weighs_less_than_a_contradiction():
    without_year = Known(IdentityFacts("Laila Wulansari"), "female")

    agree = compare(name="Laila Wulansari", birth_year=2009).score
    unknown = compare(without_year, name="Laila Wulansari", birth_year=2009).score
    differ = compare(name="Laila Wulansari", birth_year=1990).score

    assert agree > unknown > differ
    assert agree - unknown < unknown - differ


def test_another_phone_hardly_speaks_against_somebody():
    one, other = (
        compare(name="Laila Wulansari"),
        compare(name="Laila Wulansari", phones=["0800-0000-9999"]),
    )

    assert one.score - other.score < 0.15


def test_a_name_alone_is_never_strong():
    assert not compare(name="Laila Wulansari").is_strong
    assert not compare(name="Laila Wulansari", sex="female", home_area="52.03").is_strong
    assert compare(name="Laila Wulansari", birth_year=2009).is_strong


def test_a_document_is_strong_by_itself():
    assert compare(documents=[NIK]).is_strong


def test_a_shared_phone_with_another_name_is_not_strong():
    assert not compare(name="Bambang Sutrisno", birth_year=2009, phones=["0800-0000-1501"]).is_strong


def test_an_estimated_year_reaches_further():
    guessed = Known(IdentityFacts("Laila Wulansari", birth_year=2006), "female", "estimated")

    assert compare(guessed, birth_year=2009).says(Field.BIRTH_YEAR) == Verdict.AGREE


def test_a_year_that_is_one_off_agrees_but_is_not_strong():
    assert not compare(name="Laila Wulansari", birth_year=2010).is_strong


def test_a_phone_in_the_search_box_is_not_told_apart_as_a_document():
    from_box = likeness(sought_by_text("Laila 0800-0000-1501"), LAILA)

    assert from_box.says(Field.DOCUMENT) is None
    assert from_box.says(Field.PHONE) == Verdict.AGREE
