"""What the chair's page says: late, to decide, not reported, against last year; each part by itself."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import NOON, voice_of
from tests.followup.conftest import DUE, recommended
from tests.meetings.conftest import held
from tests.room.conftest import AFTER, counts, room_for

from gugus.access.viewer import viewer_of
from gugus.figures.freezing import content_of, freeze
from gugus.kernel.counts import THRESHOLD
from gugus.kernel.periods import Period
from gugus.room import parts, rules
from gugus.room.parts import Told, add_part, take_out
from gugus.room.telling import room_of, sights_of
from gugus.statistics.overview import title_of
from gugus.taskforce.actions.head import set_frequency
from gugus.taskforce.gate import sight_of


@pytest.mark.parametrize(
    ("times", "since", "due"),
    [(4, 400, 4), (4, 365, 4), (4, 364, 3), (4, 92, 1), (4, 91, 0), (0, 400, 0), (1, 100, 0), (2, -5, 0)],
)
def test_meetings_are_due_by_the_part_of_the_year_that_has_passed(times, since, due):
    day = date(2026, 6, 15)

    assert rules.wanted(times, day - timedelta(days=since), day) == due


def test_a_share_of_nothing_is_a_dash():
    assert (rules.share_said(1, 3), rules.share_said(0, 5), rules.share_said(0, 0)) == ("33 %", "0 %", "–")


def test_everything_that_waits_stands_there_with_whose_move_it_is(world, waiting):
    room = room_for(world.wulan)

    assert counts(room.late) == {"recommendations_late": 1}
    assert counts(room.decide) == {"recommendations_waiting": 1, "minutes_unsigned": 1, "publications": 1}
    assert all(str(one.whose) for one in [*room.late, *room.decide])
    late = room.late[0]
    assert (late.lines[0].note, late.lines[0].on) == (world.police.name, DUE)
    assert f"gugus={waiting.ref}&keadaan=late" in late.url
    assert room.coming[0].said == "Rapat berikutnya"
    assert room.failed == []


def test_your_move_is_said_to_whoever_has_to_move(world, waiting):
    yours = {
        name: {one.key for one in room_for(getattr(world, name)).decide if one.yours}
        for name in ("wulan", "arif")
    }

    assert yours["wulan"] == {"recommendations_waiting"}
    assert yours["arif"] >= {"minutes_unsigned", "publications"}


def test_members_see_what_is_late_but_no_decisions(world, waiting):
    room = room_for(world.budi)

    assert not room.sees_decisions and room.decide == []
    assert "recommendations_late" in counts(room.late)


def test_agencies_that_have_not_answered_stand_by_name(world, waiting):
    whole = {agency for agency, _owed in room_for(world.wulan).silent}
    police = room_for(world.budi)

    assert {world.police.name, world.unit.name} <= whole
    assert {agency for agency, _owed in police.silent} == {world.police.name}
    assert police.notes and not room_for(world.wulan).notes


def test_meetings_below_the_frequency_are_late(world, force):
    with voice_of(world.wulan):
        set_frequency(
            force=force, kind="plenary", times=2, source="", confirmed=False, on=date(2020, 1, 1), by=world.wulan,
            at=NOON,
        )  # fmt: skip
    assert counts(room_for(world.wulan).late) == {"meetings_few": 1}

    held(world, force)
    held(world, force, starts_at=NOON + timedelta(days=13))
    assert "meetings_few" not in counts(room_for(world.wulan).late)


def test_minutes_are_late_after_five_days(world, force):
    held(world, force)

    assert "minutes_late" not in counts(room_for(world.wulan, NOON + timedelta(days=18)).late)
    assert counts(room_for(world.wulan, NOON + timedelta(days=20)).late) == {"minutes_late": 1}


def test_the_rate_and_the_figures_are_drawn_and_small_counts_kept_back(world, waiting):
    room = room_for(world.wulan)
    rate, *figures = room.drawn

    assert [bar.values for bar in rate.bars] == [[0, 0, 0, 0], [0, 0, 0, 2]]
    assert room.facts[0].value == "0 %"
    assert len(figures) == 3 and all(
        [bar.label for bar in one.bars] == ["2024", "2025", "2026"] for one in figures
    )
    shown = [bar.value for one in figures for bar in one.bars]
    assert all(isinstance(one, str) or one == 0 or one >= THRESHOLD for one in shown)


def test_a_frozen_year_stands_as_it_was_frozen_and_the_page_says_so(world, waiting):
    last = Period.parse("2025")
    with voice_of(world.wulan):
        [one] = freeze(force=waiting, figures=["reports"], period=last, by=world.wulan, at=NOON)
    figures = {one.title: one for one in room_for(world.wulan).drawn}
    reports, cases = (figures[title_of(code)] for code in ("reports", "cases"))

    lead = content_of(one)["lead"][0]["values"][0]
    assert [bar.value for bar in reports.bars][1] == ("<5" if lead == "*" else lead)
    assert one.ref in reports.note and one.ref not in cases.note
    assert "2024" in reports.note and "2025" in cases.note


def fails(sight, at):
    with connection.cursor() as cursor:
        cursor.execute("select 1/0")
    return Told()


def test_a_part_that_fails_leaves_the_others_standing(world, waiting, caplog):
    add_part("broken", "Yang rusak", "tests.room.test_telling.fails", order=-1)
    add_part("gone", "Yang hilang", "gugus.room.tellers.nowhere.tell", order=99)
    try:
        room = room_for(world.wulan)
    finally:
        take_out("broken")
        take_out("gone")

    assert room.failed == ["Yang rusak", "Yang hilang"]
    assert counts(room.decide)["publications"] == 1
    assert {one.key for one in parts.parts()} >= {"recommendations", "meetings", "publications"}


def test_the_database_gives_an_outsider_nothing_even_with_a_members_sight(world, waiting):
    viewer = viewer_of(world.wulan, on=AFTER.date())
    with voice_of(world.wulan):
        sight = sight_of(viewer, waiting)

    with voice_of(world.sari):
        room = room_of(sight, AFTER)

    assert (room.late, room.decide, room.owed, room.coming) == ([], [], [], [])
    assert [bar.values for bar in room.drawn[0].bars] == [[0, 0, 0, 0], [0, 0, 0, 0]]


def test_an_agency_outside_has_no_room(world, waiting):
    with voice_of(world.sari):
        assert sights_of(viewer_of(world.sari, on=AFTER.date())) == []


def test_it_asks_the_same_number_of_questions_for_many(world, waiting):
    def asked() -> int:
        with voice_of(world.wulan):
            sight = sights_of(viewer_of(world.wulan, on=AFTER.date()))[0]
            with CaptureQueriesContext(connection) as found:
                room_of(sight, AFTER)
        return len(found)

    few = asked()
    for _number in range(9):
        recommended(world, waiting)
    assert asked() == few
