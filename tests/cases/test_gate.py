"""Who gets through the door to a case, with the Python lock and without it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404

from gugus.access.codes import Section, Verb
from gugus.cases.actions import add_colleague
from gugus.cases.gate import case_for, sight_for
from gugus.cases.models import Case, ChronologyEntry, Flag, Incident, Party, RouteLeg, TeamMember
from gugus.cases.policies import sight_of
from gugus.cases.queries import cases_for
from gugus.cases.records import Leg, add_incident, write_entry
from gugus.kernel.ids import new_id
from tests.conftest import NOON, voice_of

BECAUSE = "the test asks the database itself"


@pytest.fixture
def story(file, rina):
    """One incident with a leg and one entry in each section."""
    add_incident(case=file.case, facts={"modus": "online_scam"}, legs=[Leg(kind="transit")], by=rina, at=NOON)
    for section in ("case", "care", "health", "justice"):
        write_entry(
            case=file.case, kind="note", text=f"Isi {section}.", happened_at=NOON, by=rina, at=NOON, section=section
        )  # fmt: skip
    return file


@pytest.mark.parametrize("name", ["rina", "yusuf"])
def test_manager_and_supervisor_come_in(world, file, name):
    with voice_of(getattr(world, name)):
        assert case_for(world.viewer(name), file.case.ref, verb=Verb.WRITE, at=NOON) == file.case


@pytest.mark.parametrize(
    "name", ["sari", "maya", "budi", "arif", "wulan", "lestari", "tono", "dewi", "ratih"]
)
def test_for_everybody_else_the_case_is_not_there(world, file, name):
    viewer = world.viewer(name)

    with voice_of(getattr(world, name)), pytest.raises(Http404):
        case_for(viewer, file.case.ref, at=NOON)
    with voice_of(getattr(world, name)):
        assert not cases_for(viewer).exists()


def test_a_colleague_on_the_team_comes_in(world, file, rina):
    add_colleague(case=file.case, user=world.ratih, by=rina, at=NOON)

    with voice_of(world.ratih):
        assert case_for(world.viewer("ratih"), file.case.ref, verb=Verb.WRITE, at=NOON) == file.case
        assert list(cases_for(world.viewer("ratih"))) == [file.case]


def test_sharing_opens_for_reading_what_was_opened_and_no_more(world, story, share):
    share(world.shelter, ["case", "care"])

    with voice_of(world.maya):
        sight = sight_for(world.viewer("maya"), story.case.ref, at=NOON)
        assert not sight.is_ours and not sight.may_write and not sight.reads_notes and not sight.sees_story
        assert sight.entry_sections == [Section.CASE, Section.CARE]
        assert sight.writable_sections == [Section.CARE]
        with pytest.raises(PermissionDenied):
            case_for(world.viewer("maya"), story.case.ref, verb=Verb.WRITE, at=NOON)


def test_the_database_itself_keeps_closed_sections_and_unshared_persons(world, story, share):
    share(world.shelter, ["case", "care"])

    with voice_of(world.maya):
        entries = ChronologyEntry.objects.unscoped(because=BECAUSE)
        assert {entry.section for entry in entries} == {"case", "care"}
        assert [one.person_id for one in Party.objects.unscoped(because=BECAUSE)] == [story.survivor.pk]
        assert not Incident.objects.unscoped(because=BECAUSE).exists()
        assert not RouteLeg.objects.unscoped(because=BECAUSE).exists()


def test_the_police_read_what_happened_but_no_care(world, story, share):
    share(world.police, ["case", "justice"])

    with voice_of(world.budi):
        assert sight_for(world.viewer("budi"), story.case.ref, at=NOON).sees_story
        entries = ChronologyEntry.objects.unscoped(because=BECAUSE)
        assert {entry.section for entry in entries} == {"case", "justice"}
        assert RouteLeg.objects.unscoped(because=BECAUSE).count() == 1


def test_without_a_grant_the_database_shows_nothing_of_a_case(world, story):
    with voice_of(world.sari):
        for table in (Case, Party, ChronologyEntry, Incident, RouteLeg, Flag, TeamMember):
            assert not table.objects.unscoped(because=BECAUSE).exists(), table


def test_the_database_lets_nobody_but_the_owner_change_a_shared_case(world, story, share):
    share(world.shelter, ["case", "care"])

    with voice_of(world.maya):
        assert Case.objects.unscoped(because=BECAUSE).update(safety="safe") == 0
        assert Party.objects.unscoped(because=BECAUSE).update(until_at=NOON) == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Flag(case=story.case, kind="threat", raised_at=NOON).save(force_insert=True)
        with pytest.raises(DatabaseError), transaction.atomic():
            TeamMember(case=story.case, user=world.maya, from_at=NOON).save(force_insert=True)


def test_a_line_of_the_chronology_stands_for_ever(story):
    with pytest.raises(DatabaseError), transaction.atomic():
        ChronologyEntry.objects.unscoped(because=BECAUSE).update(happened_at=NOON)


@pytest.mark.parametrize("section", ["justice", "case"])
def test_nobody_writes_in_a_section_that_was_not_opened_or_in_another_name(world, story, share, section):
    share(world.shelter, ["care"])

    with voice_of(world.maya), pytest.raises(DatabaseError), transaction.atomic():
        write_entry(
            case=story.case, kind="note", text="x", happened_at=NOON, by=world.maya, at=NOON, section=section
        )  # fmt: skip
    with voice_of(world.maya), pytest.raises(DatabaseError), transaction.atomic():
        ChronologyEntry(
            id=new_id(), case=story.case, kind="note", happened_at=NOON, written_at=NOON, by=world.rina,
            agency=world.unit, section="care",
        ).save(force_insert=True)  # fmt: skip


def test_nobody_opens_a_case_in_another_agencys_name(world, rina):
    with voice_of(world.sari), pytest.raises(DatabaseError), transaction.atomic():
        Case(agency=world.unit, opened_at=NOON, state_at=NOON, risk="low").save(force_insert=True)


def test_a_sight_costs_at_most_two_queries(world, file, share, django_assert_max_num_queries):
    share(world.police, ["case", "justice"])

    with voice_of(world.budi), django_assert_max_num_queries(2):
        sight = sight_of(world.viewer("budi"), file.case, NOON)
        assert sight.entry_sections and sight.sees_story
