"""What an agreement opens and closes by itself."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from tests.agreements.conftest import (
    DAY,
    again,
    child_case,
    draft,
    grants,
    in_force,
    proposed,
    seen,
    signed,
    survivor_of,
    work,
)
from tests.conftest import NOON, as_role, voice_of

from gugus.access.codes import FieldClass, Section, Verb
from gugus.agreements import actions, calendar, opening
from gugus.agreements.jobs import look_at_everything
from gugus.cases.actions import add_party
from gugus.cases.models import Case, ChronologyEntry, Flag, Party
from gugus.cases.policies import sight_of
from gugus.cases.queries import cases_for
from gugus.people.actions import register_person
from gugus.people.models import Identity, Person


def open_to(case, viewer, at=NOON) -> set:
    with voice_of(viewer.user):
        found = Case.objects.visible_to(viewer).filter(pk=case.pk).first()
        if found is None:
            return set()
        sight = sight_of(viewer, found, at)
        return {str(one) for one in Section if sight.may(Verb.SEE, one)}


def test_a_draft_a_proposal_and_a_signature_open_nothing(people, case):
    world = people.world
    draft(people)
    work()
    assert seen(world.maya) == set()

    proposed(people)
    work()
    assert seen(world.maya) == set()

    made = signed(people)
    assert made.state == "signed"
    assert seen(world.maya) == set()


def test_in_force_the_receiver_sees_the_sections_and_no_more(people, case):
    world = people.world
    in_force(people)

    assert open_to(case, world.viewer("maya")) == {"case", "identity", "care"}
    assert seen(world.maya) == {case.pk}
    assert seen(world.maya, Person) == {survivor_of(case).pk}
    assert seen(world.sari) == seen(world.budi) == set()


def test_only_cases_that_are_meant_open(people, case):
    grown = child_case(people.world, "Dewasa Sentosa", birth_year=1990)
    in_force(people)

    assert case.pk in seen(people.world.maya)
    assert grown.pk not in seen(people.world.maya)


def test_bare_facts_show_nobody_and_no_words(people, case):
    world = people.world
    with voice_of(world.rina):
        ChronologyEntry(
            case=case, happened_at=NOON, written_at=NOON, by=world.rina, agency=world.unit, kind="note", section="case",
            text="Catatan",
        ).save(force_insert=True)  # fmt: skip
        Flag(case=case, kind="threat", raised_at=NOON, raised_by=world.rina).save(force_insert=True)
    in_force(
        people, parts=[actions.Part(world.unit, ["case"], 0), actions.Part(world.shelter, receives=True)]
    )
    viewer = world.viewer("maya")

    with voice_of(world.maya):
        found = Case.objects.visible_to(viewer).get(pk=case.pk)
        sight = sight_of(viewer, found, NOON)

        assert sight.may(Verb.SEE) and not sight.sees_people and not sight.reads_warnings
        assert not sight.may(Verb.SEE, Section.IDENTITY)
        assert sight.refusal(Verb.SEE, field_class=FieldClass.SENSITIVE).code == "beyond_agreement"
        assert list(cases_for(viewer)) == [case]
        assert not cases_for(viewer, depth=FieldClass.PERSONAL).exists()
    for model in (Person, Identity, Party, Flag, ChronologyEntry):
        assert seen(world.maya, model) == set(), model


def test_it_is_for_reading_only(people, case):
    world = people.world
    in_force(people)
    viewer = world.viewer("maya")

    with voice_of(world.maya):
        sight = sight_of(viewer, Case.objects.visible_to(viewer).get(pk=case.pk), NOON)

        assert not any(sight.may(verb, Section.CARE) for verb in (Verb.WRITE, Verb.DECIDE, Verb.EXPORT))
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            ChronologyEntry(
                case=case, happened_at=NOON, written_at=NOON, by=world.maya, agency=world.shelter, kind="note",
                section="case", text="Titipan",
            ).save(force_insert=True)  # fmt: skip


def test_a_section_closed_to_the_kind_of_agency_stays_closed(people, case):
    world = people.world
    sections = ["case", "care", "health", "justice"]
    in_force(people, parts=[actions.Part(world.unit, sections, 2), actions.Part(world.police, receives=True)])

    assert open_to(case, world.viewer("budi")) == {"case", "justice"}


def test_the_day_before_nothing_is_open_and_the_first_minute_in_jakarta_opens(people, case):
    first = datetime.fromisoformat("2026-06-20T00:00:00+07:00")
    made = signed(people, valid_from=first.date())

    work(first - timedelta(seconds=1))
    assert again(made).state == "signed" and grants(made) == []

    work(first)
    assert again(made).state == "in_force" and seen(people.world.maya) == {case.pk}


def test_time_itself_closes_on_the_last_day_in_jakarta(people, case):
    viewer = people.world.viewer("maya")
    last = datetime.fromisoformat("2027-12-31T23:59:59+07:00")
    made = in_force(people)

    assert open_to(case, viewer, last) == {"case", "identity", "care"}
    assert open_to(case, viewer, last + timedelta(seconds=1)) == set()  # no job ran
    work(last)
    assert again(made).state == "in_force"
    work(last + timedelta(seconds=1))
    assert (again(made).state, again(made).code) == ("ended", "expired")
    assert grants(made) == [] and seen(people.world.maya) == set()


def test_a_case_that_stops_to_match_closes_and_one_that_starts_opens(people, case):
    world = people.world
    made = in_force(people)
    with voice_of(world.rina):
        party = case.parties.get(role="survivor")
        Party.objects.unscoped(because="the test ends the role").filter(pk=party.pk).update(until_at=NOON)
    with as_role("gugus_worker"):
        assert opening.rematch(made.pk, [case.pk], NOON) == (0, 1)
    assert seen(world.maya) == seen(world.maya, Person) == set()

    later = child_case(world, "Kenanga Sari")
    work(NOON + DAY)
    assert seen(world.maya) == {later.pk}


def test_somebody_added_later_is_shown_and_the_accused_never(people, case):
    world = people.world
    made = in_force(people)
    with voice_of(world.rina):
        mother = register_person(agency=world.unit, by=world.rina, at=NOON, sex="female")
        accused = register_person(agency=world.unit, by=world.rina, at=NOON, sex="male")
        add_party(case=case, person=mother, role="family", by=world.rina, at=NOON)
        add_party(case=case, person=accused, role="accused", by=world.rina, at=NOON)
    work(NOON)

    assert seen(world.maya, Person) == {survivor_of(case).pk, mother.pk}
    assert len(grants(made, record_kind="case")) == 1


def test_killed_between_signing_and_opening_it_opens_once(people, case, monkeypatch):
    for number in range(5):
        child_case(people.world, f"Anak Nomor {number}")
    made = signed(people)
    real, calls = opening.open_to, []

    def broken(**told):
        calls.append(told)
        if len(calls) == 4:
            raise RuntimeError("killed")
        return real(**told)

    monkeypatch.setattr(opening, "open_to", broken)
    with pytest.raises(RuntimeError):
        work()
    monkeypatch.setattr(opening, "open_to", real)
    work()
    work()

    opened = [one.record_id for one in grants(made, record_kind="case")]
    assert len(opened) == len(set(opened)) == 6


def test_batches_go_on_where_they_stopped(people, case):
    for number in range(4):
        child_case(people.world, f"Anak Nomor {number}")
    made = signed(people)
    with as_role("gugus_worker"):
        calendar.begin(made, at=NOON)
        done = [opening.sweep(made.pk, NOON, batch=2) for _ in range(3)]

    assert done == [False, False, True]
    assert again(made).opened == len(grants(made, record_kind="case")) == 5


def test_every_hour_what_no_event_told_is_mended(people, case):
    made = in_force(people)
    child = survivor_of(case)
    with as_role("gugus_worker"):
        Person.objects.unscoped(because="a birthday").filter(pk=child.pk).update(birth_year=1990)
        look_at_everything(NOON + DAY)

    assert grants(made) == []


def test_ending_early_closes_in_the_same_transaction(people, case):
    world = people.world
    made = in_force(people)
    with voice_of(people.mira):
        actions.give_notice(agreement=made, code="danger", by=people.mira, at=NOON + DAY)

    assert again(made).state == "ended"
    assert grants(made) == [] and seen(world.maya) == seen(world.maya, Identity) == set()


def test_notice_brings_the_end_nearer_and_time_closes(people, case):
    made = in_force(people)
    with voice_of(people.yusuf):
        actions.give_notice(agreement=made, code="not_needed", by=people.yusuf, at=NOON)

    ends = datetime.fromisoformat("2026-07-16T00:00:00+07:00")
    assert again(made).ends_at == ends
    assert {one.until_at for one in grants(made)} == {ends}
    work(ends)
    assert (again(made).state, again(made).code) == ("ended", "not_needed")
