"""Who may meet a person, and how near a colleague stands."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import Verb
from gugus.people import neighbours
from gugus.people.gate import person_for, within_reach
from tests.conftest import NOON, voice_of

TEAM: dict[str, set] = {}


def near_for_tests(viewer, ids, at):
    return TEAM.get(viewer.user.username, set())


@pytest.fixture
def ratihs_team(monkeypatch, laila):
    """A context says that Laila is the work of Ratih's team."""
    monkeypatch.setattr(neighbours, "_nearness", {f"{__name__}.near_for_tests": None})
    monkeypatch.setitem(TEAM, "ratih", {laila.pk})


def test_who_registered_a_person_sees_and_corrects(laila, world):
    assert person_for(world.viewer("rina"), laila.ref, verb=Verb.WRITE, at=NOON) == laila


def test_a_code_may_be_typed_in_any_writing(laila, world):
    assert person_for(world.viewer("rina"), laila.ref.lower().replace("-", ""), at=NOON) == laila


def test_a_colleague_on_another_team_does_not_meet_her(laila, world):
    with voice_of(world.ratih), pytest.raises(Http404):
        person_for(world.viewer("ratih"), laila.ref, at=NOON)


def test_a_colleague_on_the_team_does(laila, ratihs_team, world):
    with voice_of(world.ratih):
        assert person_for(world.viewer("ratih"), laila.ref, verb=Verb.UNMASK, at=NOON) == laila
        assert within_reach(world.viewer("ratih"), [laila], NOON) == {laila.pk}


def test_a_tale_of_nearness_opens_no_other_agencys_person(laila, monkeypatch, ratihs_team, world):
    monkeypatch.setitem(TEAM, "sari", {laila.pk})

    with voice_of(world.sari), pytest.raises(Http404):
        person_for(world.viewer("sari"), laila.ref, at=NOON)
    assert within_reach(world.viewer("tono"), [laila], NOON) == set()


def test_an_intake_officer_sees_but_may_not_decide_what_the_matrix_does_not_know(laila, world):
    with voice_of(world.dewi):
        assert person_for(world.viewer("dewi"), laila.ref, verb=Verb.WRITE, at=NOON) == laila
        with pytest.raises(PermissionDenied):
            person_for(world.viewer("dewi"), laila.ref, verb=Verb.EXPORT, at=NOON)


@pytest.mark.parametrize("ref", ["", "P", "P-0000-0000", "x" * 10_000, "' or 1=1"])
def test_a_missing_person_is_not_found(rina, world, ref):
    with pytest.raises(Http404):
        person_for(world.viewer("rina"), ref, at=NOON)
