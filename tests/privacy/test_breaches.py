"""The clock, the journal, decisions and closing of a breach."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.conftest import NOON, as_role, voice_of
from tests.privacy.conftest import a_breach, fresh, survivor_of, told

from gugus.audit.models import Entry
from gugus.base.versions import Stale
from gugus.privacy.actions import breaches as actions
from gugus.privacy.actions import letters
from gugus.privacy.actions.breaches import CannotKeepBreach
from gugus.privacy.models import Breach
from gugus.tasks.actions import escalate
from gugus.tasks.models import Task

THREE_DAYS = timedelta(hours=72)
FRIDAY_NIGHT = datetime(2026, 6, 19, 16, 59, tzinfo=UTC)  # 23.59 in Jakarta


def task_of(breach, user):
    with voice_of(user):
        rows = Task.objects.unscoped(because="the test looks")
        return rows.filter(about_id=breach.pk).order_by("-done_at").first()  # an open one comes first


def decide(breach, user, *, at=NOON, **more):
    facts = {"tell_persons": "yes", "tell_authority": "yes", "reason": "Risiko tinggi."} | more
    with voice_of(user):
        return actions.decide_notices(breach=breach, by=user, at=at, **facts)


@pytest.mark.parametrize(
    "known_at",
    [
        NOON,
        FRIDAY_NIGHT,
        datetime(2026, 12, 31, 16, 59, tzinfo=UTC),
        datetime(2028, 2, 28, 17, 1, tzinfo=UTC),
    ],
)
def test_the_clock_runs_72_hours_to_the_minute_over_midnight_weekend_and_new_year(world, known_at):
    breach = a_breach(world.lestari, known_at=known_at, at=known_at)

    assert breach.due_at == known_at + THREE_DAYS
    assert task_of(breach, world.lestari).due_at == breach.due_at


@pytest.mark.parametrize("area", ["31.74", "51.71", "91.71"])
def test_no_zone_of_the_country_makes_the_clock_longer(world, area):
    world.unit.area_code = area
    world.unit.save()
    world.lestari.agency.refresh_from_db()

    breach = a_breach(world.lestari, known_at=FRIDAY_NIGHT, at=FRIDAY_NIGHT)

    assert breach.due_at - FRIDAY_NIGHT == THREE_DAYS


def test_the_task_belongs_to_the_officer_is_escalated_and_nobody_ticks_it_off(world, breach):
    task = task_of(breach, world.lestari)

    assert task.assignee_id == world.lestari.pk and task.ends_by_act
    with as_role("gugus_worker"):
        assert not escalate(task=task, at=breach.due_at - timedelta(minutes=1))
        assert escalate(task=task, at=breach.due_at)


def test_the_start_of_the_clock_changes_only_with_a_reason_that_stays(world, breach):
    earlier = NOON - timedelta(hours=5)
    with voice_of(world.lestari):
        Breach.objects.unscoped(because="test").filter(pk=breach.pk).update(
            found_at=earlier - timedelta(hours=1), version=2
        )
        actions.correct_known(
            breach=breach, known_at=earlier, code="earlier_report", text="Rina menelepon.", by=world.lestari,
            at=NOON, seen=2,
        )  # fmt: skip
        breach = fresh(breach, world.lestari)
        note = breach.notes.get(kind="known")
        entry = Entry.objects.unscoped(because="test").get(verb="privacy.breach_known_corrected")

    assert breach.due_at == earlier + THREE_DAYS
    assert (note.code, note.text) == ("earlier_report", "Rina menelepon.")
    assert entry.reason == "earlier_report" and "Rina" not in str(entry.changes)
    assert task_of(breach, world.lestari).due_at == breach.due_at


def test_without_words_the_clock_stays(world, breach):
    with voice_of(world.lestari), pytest.raises(CannotKeepBreach, match="reason_needed, words_needed"):
        actions.correct_known(
            breach=breach, known_at=NOON + timedelta(minutes=1), code="", text=" ", by=world.lestari, at=NOON
        )

    assert fresh(breach, world.lestari).known_at == NOON


@pytest.mark.parametrize("field", ["known_at", "due_at"])
def test_the_database_itself_refuses_to_move_the_clock_silently(world, breach, field):
    with voice_of(world.lestari), pytest.raises(IntegrityError), transaction.atomic():
        Breach.objects.unscoped(because="test").filter(pk=breach.pk).update(
            **{field: NOON + timedelta(days=9)}
        )


def test_the_journal_cannot_be_rewritten(world, breach):
    with voice_of(world.lestari):
        note = breach.notes.first()
        note.code = "mistyped"

        with pytest.raises(Exception, match="permission denied"), transaction.atomic():
            note.save()


def test_late_decisions_say_why(world, breach):
    told(breach, world.lestari)
    late = breach.due_at + timedelta(minutes=1)

    with pytest.raises(CannotKeepBreach, match="late_reason_needed"):
        decide(breach, world.lestari, at=late)
    decide(breach, world.lestari, at=late, late_reason="Baru dipastikan.")

    with voice_of(world.lestari):
        assert breach.notes.get(kind="late").text == "Baru dipastikan."


def test_in_the_last_minute_no_reason_is_needed(world, breach):
    told(breach, world.lestari)

    assert decide(breach, world.lestari, at=breach.due_at).decided_at == breach.due_at


def test_a_decision_needs_a_risk_and_reasons_all_at_once(world, breach):
    with pytest.raises(CannotKeepBreach, match="risk_needed, choice_needed, words_needed"):
        decide(breach, world.lestari, tell_authority="", reason=" ")


def test_letters_must_not_betray_what_service_this_is(world, breach):
    with pytest.raises(CannotKeepBreach) as refused:
        told(breach, world.lestari, told_how="Data korban TPPO dalam K-7F3Q-9M2X hilang.")

    assert [one.field for one in refused.value.reasons] == ["told_how"]
    for word in ("korban", "TPPO", "K-7F3Q-9M2X"):
        assert word in str(refused.value.reasons[0].words)


def test_a_breach_closes_only_when_everybody_was_told(world, case, breach):
    person = survivor_of(world, case)
    told(breach, world.lestari)
    decide(breach, world.lestari)
    with voice_of(world.lestari):
        row = actions.add_affected(
            breach=breach, person=person, reach="unknown", is_child=True, by=world.lestari, at=NOON
        )
        with pytest.raises(CannotKeepBreach, match="persons_undecided, authority_not_told, words_needed"):
            actions.close_breach(breach=breach, lessons="", by=world.lestari, at=NOON)
        actions.decide_affected(row=row, tell="yes", guardian=True, reason="", by=world.lestari, at=NOON)
        row.refresh_from_db()
        to_person = letters.write_to_person(row=row, delivery="hand", by=world.lestari, at=NOON)
        to_authority = letters.write_to_authority(breach=breach, by=world.lestari, at=NOON)
        letters.send_letter(letter=to_person, delivery="hand", by=world.lestari, at=NOON)
        assert task_of(breach, world.lestari).done_at is None
        assert fresh(breach, world.lestari).settled_at is None
        letters.send_letter(letter=to_authority, delivery="official", by=world.lestari, at=NOON)
        actions.close_breach(breach=breach, lessons="Laptop dikunci.", by=world.lestari, at=NOON)

    assert (fresh(breach, world.lestari).settled_at, fresh(breach, world.lestari).closed_at) == (NOON, NOON)
    assert task_of(breach, world.lestari).done_at == NOON


def test_two_people_at_once_the_second_is_told(world, breach):
    told(breach, world.lestari)

    with voice_of(world.lestari), pytest.raises(Stale):
        actions.write_facts(breach=breach, facts={"risk": "low"}, by=world.lestari, at=NOON, seen=1)


def test_the_same_form_twice_is_one_breach(world):
    key = "0190a000-0000-7000-8000-000000000001"
    facts = {"source": "paper", "kind": "lost", "found_at": NOON, "known_at": NOON}
    with voice_of(world.lestari):
        first, second = (
            actions.open_breach(facts=facts, by=world.lestari, at=NOON, key=key) for _ in range(2)
        )

    assert first.pk == second.pk


def test_what_happened_is_sealed_and_the_trail_has_digests(world, breach):
    told(breach, world.lestari)

    with voice_of(world.lestari):
        entry = Entry.objects.unscoped(because="test").get(verb="privacy.breach_facts")
        raw = Breach.objects.unscoped(because="test").filter(pk=breach.pk).values_list("what_happened").get()

    assert "Kirana" not in str(entry.changes)
    assert b"Kirana" not in bytes(raw[0])


@pytest.mark.parametrize("name", ["sari", "maya", "budi", "arif", "wulan"])
def test_other_agencies_see_nothing_even_without_the_first_lock(world, breach, name):
    with voice_of(getattr(world, name)):
        assert not Breach.objects.unscoped(because="test").exists()
        assert not Breach.objects.visible_to(world.viewer(name)).exists()


def test_a_day_before_any_deadline_is_refused_at_its_field(world):
    with pytest.raises(CannotKeepBreach) as refused:
        a_breach(world.lestari, known_at=NOON.replace(year=2000))

    assert [(one.code, one.field) for one in refused.value.reasons] == [("no_clock", "known_at")]
