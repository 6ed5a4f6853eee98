"""A list of names cannot be tried out against what other agencies know."""

from datetime import timedelta

from gugus.audit.actions import record
from gugus.people.probing import ASKED, MOST_AN_HOUR
from gugus.people.searching import search_text
from tests.conftest import NOON, voice_of
from tests.people.conftest import NIK


def probed(user, times: int, at) -> None:
    for _ in range(times):
        record("person.searched", by=user, at=at, changes={ASKED: True})


def test_after_a_hundred_questions_within_the_hour_others_are_not_asked(laila, world):
    with voice_of(world.sari):
        probed(world.sari, MOST_AN_HOUR - 1, NOON - timedelta(minutes=30))
        last = search_text(world.viewer("sari"), NIK, NOON)
        beyond = search_text(world.viewer("sari"), NIK, NOON)

    assert [pointer.name for pointer in last.outside] == [world.unit.name] and not last.paused
    assert beyond.paused and not beyond.outside


def test_the_pause_is_over_after_an_hour_and_is_nobody_elses(laila, world):
    with voice_of(world.sari):
        probed(world.sari, MOST_AN_HOUR, NOON - timedelta(minutes=61))
        assert search_text(world.viewer("sari"), NIK, NOON).outside
        probed(world.sari, MOST_AN_HOUR, NOON)
    with voice_of(world.maya):
        assert not search_text(world.viewer("maya"), NIK, NOON).paused


def test_inside_ones_reach_one_may_search_on(laila, world):
    with voice_of(world.rina):
        probed(world.rina, MOST_AN_HOUR, NOON)
        found = search_text(world.viewer("rina"), NIK, NOON)

    assert [hit.person.ref for hit in found.inside] == [laila.ref]
