"""Every code list can be read, has both languages, and refuses what it does not know."""

import re
from datetime import date

import pytest

from gugus import law
from gugus.law import lists

EVERY_CODE = [(name, one) for name in law.list_names() for one in law.codes(name)]
NAMES = [f"{name}:{one}" for name, one in EVERY_CODE]


@pytest.mark.parametrize(("name", "one"), EVERY_CODE, ids=NAMES)
def test_every_code_is_short_and_speaks_both_languages(name, one):
    assert re.fullmatch(r"[a-z][a-z0-9_]{1,28}", one.code)
    assert one.words.id and one.words.en
    assert one.source
    assert one.status in {"C", "M", "D"}


@pytest.mark.parametrize("name", law.list_names())
def test_no_two_codes_of_a_list_read_alike(name):
    indonesian = [one.words.id.casefold() for one in law.codes(name)]
    english = [one.words.en.casefold() for one in law.codes(name)]

    assert len(set(indonesian)) == len(indonesian)
    assert len(set(english)) == len(english)


@pytest.mark.parametrize(("name", "one"), EVERY_CODE, ids=NAMES)
def test_a_sub_form_has_a_parent_without_parent(name, one):
    top = lists.root(name, one.code)

    assert not top.parent
    assert top.code in (one.code, one.parent)


@pytest.mark.parametrize(
    ("name", "official"),
    [
        ("acts", {"A1", "A2", "A3", "A4", "A5", "A6"}),
        ("means", {f"M{number}" for number in range(1, 10)}),
        ("purposes", {"P1", "P2"}),
        ("exploitation_forms", {f"E{number}" for number in range(1, 12)}),
    ],
)
def test_the_elements_of_the_law_are_complete(name, official):
    found = {one.official for one in law.codes(name) if one.official}

    assert found == official


def test_abuse_of_power_and_of_vulnerability_are_recorded_apart():
    both = [one.code for one in law.codes("means") if one.official == "M7"]

    assert both == ["abuse_of_power", "abuse_of_vulnerability"]


def test_the_list_of_exploitation_stays_open():
    assert law.code("exploitation_forms", "other").words.id.endswith("(jelaskan)")


def test_a_modern_form_belongs_to_a_form_of_the_law():
    assert lists.root("exploitation_forms", "online_scam").official == "E2"
    assert "online_scam" in {one.code for one in lists.children("exploitation_forms", "forced_labour")}


def test_there_are_eight_services_and_each_but_the_religious_one_has_kinds():
    services = [one.code for one in law.codes("services") if not one.parent]

    assert len(services) == 8
    assert [one for one in services if not lists.children("services", one)] == ["religious_support"]


def test_mediation_of_the_crime_is_never_offered():
    assert "mediation" not in {one.code for one in law.codes("services")}


def test_grounds_for_services_are_not_forms_of_exploitation():
    grounds = {one.code for one in law.codes("service_grounds")}

    assert not grounds & {one.code for one in law.codes("exploitation_forms")}


def test_a_list_can_be_asked_for_a_day():
    assert not law.codes("service_grounds", on=date(2023, 12, 27))
    assert len(law.codes("service_grounds", on=date(2023, 12, 28))) == 5


def test_an_unknown_list_or_code_fails_loudly():
    with pytest.raises(law.UnknownList, match="colours"):
        law.codes("colours")
    with pytest.raises(law.UnknownCode, match="acts has no code 'selling'"):
        law.code("acts", "selling")
    with pytest.raises(law.UnknownCode):
        lists.children("services", "mediation")
