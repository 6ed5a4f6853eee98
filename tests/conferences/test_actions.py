"""A conference from its first question to its last decision."""

from datetime import timedelta

import pytest
from tests.conferences.conftest import TOMORROW, draft, held, invited, plan_by, rows, seen_by
from tests.conftest import NOON, as_role, voice_of

from gugus.access.actions import close_because, open_to
from gugus.base.along import Going
from gugus.base.versions import Stale
from gugus.conferences.actions import closing, meeting, planning
from gugus.conferences.actions.moving import CannotConfer
from gugus.conferences.along import MOVES, being_held
from gugus.conferences.jobs import look_for_forgotten, look_for_successors, on_move
from gugus.conferences.models import Conference, Decision, Invitation, Item, Shown
from gugus.notices.models import Notice
from gugus.outbox.models import Event
from gugus.referrals.models import Referral
from gugus.tasks.models import Task


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def follow_all(at=NOON) -> None:
    """Let the worker deal with everything that was announced about conferences."""
    with as_role("gugus_worker"):
        for event in Event.objects.filter(topic__startswith="conference."):
            on_move(event=event, at=at)


def tasks(user, kind: str) -> list[Task]:
    return seen_by(user, Task, kind=kind, done_at=None)


def item_on(user, conference, section: str) -> Item:
    return seen_by(user, Item, conference=conference, section=section)[0]


def test_only_agencies_on_the_case_are_invited(world, case):
    made = draft(world, case)

    with voice_of(world.rina), pytest.raises(CannotConfer) as refused:
        planning.invite(conference=made, agencies=[world.police, world.shelter], by=world.rina, at=NOON)

    assert codes(refused) == {"not_on_case"}


def test_a_draft_is_nobody_elses(world, case):
    made = draft(world, case)

    assert rows(world.maya, made) == {"Conference": 0, "Invitation": 0, "Item": 0, "Decision": 0}


def test_the_invited_see_the_questions_that_are_open_to_them(world, case):
    made = invited(world, case)

    assert rows(world.maya, made) == {"Conference": 1, "Invitation": 1, "Item": 1, "Decision": 0}
    assert item_on(world.maya, made, "care").words == "Tempat tinggal Kirana Wulandari."
    for stranger in (world.budi, world.sari, world.arif):
        assert rows(stranger, made) == {"Conference": 0, "Invitation": 0, "Item": 0, "Decision": 0}


def test_an_empty_agenda_invites_nobody(world, case):
    with voice_of(world.rina):
        made = planning.write_conference(case=case, plan=plan_by(world.rina), by=world.rina, at=NOON)
        with pytest.raises(CannotConfer) as refused:
            planning.invite(conference=made, agencies=[world.shelter], by=world.rina, at=NOON)

    assert codes(refused) == {"no_agenda"}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"starts_at": NOON}, "in_the_past"),
        ({"minutes": 5}, "length"),
        ({"minutes": 481}, "length"),
    ],
)
def test_a_plan_that_cannot_be_kept_is_refused(world, case, more, code):
    with voice_of(world.rina), pytest.raises(CannotConfer) as refused:
        planning.write_conference(case=case, plan=plan_by(world.rina, **more), by=world.rina, at=NOON)

    assert codes(refused) == {code}


def test_a_stranger_does_not_take_the_chair(world, case):
    with voice_of(world.rina), pytest.raises(CannotConfer) as refused:
        planning.write_conference(case=case, plan=plan_by(world.maya), by=world.rina, at=NOON)

    assert codes(refused) == {"not_ours"}


def test_a_double_click_writes_one(world, case):
    key = Item().pk
    with voice_of(world.rina):
        made = [
            planning.write_conference(case=case, plan=plan_by(world.rina), by=world.rina, at=NOON, key=key)
            for _ in range(2)
        ]

    assert made[0].pk == made[1].pk


def test_an_invitation_is_a_task_of_the_invited_and_names_no_case(world, case):
    made = invited(world, case)

    follow_all()
    follow_all()

    [task] = tasks(world.maya, "conference_answer")
    assert (task.about_ref, task.within_ref) == (made.ref, "")
    told = seen_by(world.maya, Notice, user=world.maya, code="conference_planned")
    assert [one.about_ref for one in told] == [made.ref]


def test_an_answer_ends_the_task(world, case):
    made = invited(world, case)
    follow_all()

    with voice_of(world.maya):
        meeting.answer_invitation(conference=made, answer="comes", by=world.maya, at=NOON)

    assert tasks(world.maya, "conference_answer") == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"answer": "declines"}, "no_code"),
        ({"answer": "writes", "contribution": " "}, "nothing_written"),
        ({"answer": "waiting"}, "no_answer"),
    ],
)
def test_an_answer_says_what_it_needs_to(world, case, words, code):
    made = invited(world, case)

    with voice_of(world.maya), pytest.raises(CannotConfer) as refused:
        meeting.answer_invitation(conference=made, by=world.maya, at=NOON, **words)

    assert codes(refused) == {code}


def test_nobody_answers_once_it_has_begun(world, case):
    made = invited(world, case)

    with voice_of(world.maya), pytest.raises(CannotConfer) as refused:
        meeting.answer_invitation(conference=made, answer="comes", by=world.maya, at=TOMORROW)

    assert codes(refused) == {"too_late"}


def test_another_time_asks_everybody_again(world, case):
    made = invited(world, case)
    with voice_of(world.maya):
        meeting.answer_invitation(conference=made, answer="comes", by=world.maya, at=NOON)

    with voice_of(world.rina):
        planning.move_to(
            conference=made, starts_at=TOMORROW + timedelta(days=2), minutes=45, code="asked", by=world.rina, at=NOON
        )  # fmt: skip
    follow_all()

    [mine] = seen_by(world.maya, Invitation, conference=made)
    assert (mine.answer, mine.answered_at) == ("waiting", None)
    assert len(tasks(world.maya, "conference_answer")) == 1


def test_what_was_open_to_whom_is_kept_when_it_begins(world, case):
    made = held(world, case)

    kept = {(one.agency_id, one.section, one.basis) for one in seen_by(world.rina, Shown, conference=made)}

    assert kept == {(world.shelter.pk, "care", "consent")}
    assert seen_by(world.sari, Shown) == []


def test_a_decision_goes_to_who_may_read_it(world, case):
    made = held(world, case)
    closed = item_on(world.rina, made, "screening")

    with voice_of(world.rina), pytest.raises(CannotConfer) as refused:
        meeting.decide(
            conference=made, item=closed, kind="find_out", words="Tanya lagi.", to_agency=world.shelter,
            due_on=TOMORROW.date(), by=world.rina, at=TOMORROW,
        )  # fmt: skip

    assert codes(refused) == {"part_closed"}


def minuted(world, case) -> tuple[Conference, Decision]:
    made = held(world, case)
    care, other = item_on(world.rina, made, "care"), item_on(world.rina, made, "screening")
    with voice_of(world.rina):
        decision = meeting.decide(
            conference=made, item=care, kind="place", words="Tinggal sampai Agustus.", to_agency=world.shelter,
            due_on=(TOMORROW + timedelta(days=7)).date(), by=world.rina, at=TOMORROW,
        )  # fmt: skip
        meeting.write_said(conference=made, item=other, said="Dibahas.", by=world.rina, at=TOMORROW)
        made = closing.finish_minutes(conference=made, by=world.rina, at=TOMORROW)
    follow_all(TOMORROW)
    return made, decision


def test_minutes_are_finished_when_each_question_has_an_end(world, case):
    made = held(world, case)

    with voice_of(world.rina), pytest.raises(CannotConfer) as refused:
        closing.finish_minutes(conference=made, by=world.rina, at=TOMORROW)

    assert len(refused.value.reasons) == 2


def test_a_decision_becomes_a_task_of_its_agency_and_comes_back(world, case):
    made, decision = minuted(world, case)
    [task] = tasks(world.maya, "conference_decision")
    assert task.about_ref == made.ref and task.within_ref == ""

    with voice_of(world.maya):
        meeting.carry_out(decision=decision, result="Kamar sudah siap.", by=world.maya, at=TOMORROW)

    assert tasks(world.maya, "conference_decision") == []
    [seen] = seen_by(world.rina, Decision, pk=decision.pk)
    assert (seen.result, seen.done_by_id) == ("Kamar sudah siap.", world.maya.pk)


def test_somebody_else_carries_nothing_out(world, case):
    _, decision = minuted(world, case)

    with voice_of(world.sari), pytest.raises(Decision.DoesNotExist):
        meeting.carry_out(decision=decision, result="Beres.", by=world.sari, at=TOMORROW)


def test_the_host_alone_approves_nothing(world, case):
    made, _ = minuted(world, case)

    with voice_of(world.rina), pytest.raises(CannotConfer) as refused:
        closing.approve(conference=made, by=world.rina, at=TOMORROW)

    assert codes(refused) == {"nobody_agreed"}


def test_an_objection_stays_and_one_yes_is_needed(world, case):
    made, _ = minuted(world, case)
    with voice_of(world.maya):
        closing.agree(conference=made, objects=True, objection="Bukan Agustus.", by=world.maya, at=TOMORROW)
    with voice_of(world.rina), pytest.raises(CannotConfer):
        closing.approve(conference=made, by=world.rina, at=TOMORROW)

    with voice_of(world.rina):
        again = closing.reopen_minutes(conference=made, by=world.rina, at=TOMORROW)
        closing.finish_minutes(conference=again, by=world.rina, at=TOMORROW)
    with voice_of(world.maya):
        closing.agree(conference=made, by=world.maya, at=TOMORROW)
    with voice_of(world.rina):
        done = closing.approve(conference=made, by=world.rina, at=TOMORROW)

    assert (done.state, bool(done.digest)) == ("approved", True)


def approved(world, case) -> tuple[Conference, Decision]:
    made, decision = minuted(world, case)
    with voice_of(world.maya):
        closing.agree(conference=made, by=world.maya, at=TOMORROW)
    with voice_of(world.rina):
        return closing.approve(conference=made, by=world.rina, at=TOMORROW), decision


def test_approved_minutes_stay_as_they_are(world, case):
    made, decision = approved(world, case)
    item = item_on(world.rina, made, "care")

    with voice_of(world.rina):
        with pytest.raises(CannotConfer):
            meeting.write_said(conference=made, item=item, said="Anders.", by=world.rina, at=TOMORROW)
        added = closing.add_addendum(
            conference=made,
            section="care",
            question="place",
            said="Diperpanjang.",
            by=world.rina,
            at=TOMORROW,
        )
        assert closing.digest_of(made) == made.digest
    assert added.addendum


def test_two_approve_at_once_and_one_does(world, case):
    made, _ = minuted(world, case)
    with voice_of(world.maya):
        closing.agree(conference=made, by=world.maya, at=TOMORROW)
    with voice_of(world.rina):
        closing.approve(conference=made, by=world.rina, at=TOMORROW, seen=made.version)
        with pytest.raises(Stale):
            closing.approve(conference=made, by=world.rina, at=TOMORROW, seen=made.version)


def test_it_is_closed_when_everything_was_carried_out(world, case):
    made, decision = approved(world, case)
    with voice_of(world.rina), pytest.raises(CannotConfer):
        closing.close(conference=made, by=world.rina, at=TOMORROW)

    with voice_of(world.maya):
        meeting.carry_out(decision=decision, result="Selesai.", by=world.maya, at=TOMORROW)
    with voice_of(world.rina):
        assert closing.close(conference=made, by=world.rina, at=TOMORROW).state == "closed"


def test_who_loses_the_case_loses_its_questions_but_not_the_own_words(world, case):
    made, _ = approved(world, case)
    referral = seen_by(world.rina, Referral, case=case)[0]

    with voice_of(world.rina):
        close_because(because=referral, by=world.rina, at=TOMORROW)

    assert rows(world.maya, made) == {"Conference": 1, "Invitation": 1, "Item": 0, "Decision": 0}


def test_a_meeting_that_everybody_forgot_becomes_a_task_once(world, case):
    made = invited(world, case)

    with as_role("gugus_worker"):
        look_for_forgotten(TOMORROW + timedelta(hours=9))
        look_for_forgotten(TOMORROW + timedelta(hours=10))

    [task] = tasks(world.rina, "conference_minutes")
    assert task.about_id == made.pk


def test_cancelling_frees_everybody(world, case):
    made = invited(world, case)
    follow_all()

    with voice_of(world.rina):
        planning.cancel(conference=made, code="solved", by=world.rina, at=NOON)
    follow_all()

    assert tasks(world.maya, "conference_answer") == [] == tasks(world.rina, "conference_prepare")
    assert seen_by(world.maya, Notice, user=world.maya, code="conference_cancelled")


def test_a_successor_is_invited_and_carries_out_what_waits(world, case):
    made, decision = minuted(world, case)
    later = TOMORROW + timedelta(days=1)
    with as_role("gugus_worker"):
        world.shelter.successor, world.shelter.valid_to = world.police, later.date()
        world.shelter.save(update_fields=["successor", "valid_to"])
        assert look_for_successors(later) == 0  # the case is not open to it yet
    with voice_of(world.rina):
        open_to(
            kind="case", about=case, agency=world.police, sections=["case"], basis="legal_duty", because=None,
            by=world.rina, at=later,
        )  # fmt: skip
    with as_role("gugus_worker"):
        assert (look_for_successors(later), look_for_successors(later)) == (1, 0)
    follow_all(later)

    assert [one.conference_id for one in seen_by(world.budi, Invitation)] == [made.pk]
    assert seen_by(world.rina, Decision, pk=decision.pk)[0].to_agency_id == world.police.pk


def test_who_takes_the_case_over_holds_its_conferences(world, case):
    made = invited(world, case)
    going = Going(
        origin=world.unit.pk, target=world.outside.pk, manager=world.sari.pk, by=None, at=NOON, because=case.pk,
        cases=frozenset([case.pk]),
    )  # fmt: skip

    with as_role("gugus_worker"):
        for mover in MOVES:
            mover.run(going)

    [moved] = seen_by(world.sari, Conference)
    assert (moved.pk, moved.chair_id) == (made.pk, world.sari.pk)
    assert len(seen_by(world.sari, Invitation)) == 2 and seen_by(world.rina, Conference) == []


def test_a_case_is_not_given_away_over_unapproved_minutes(world, case):
    held(world, case)
    going = Going(
        origin=world.unit.pk, target=world.outside.pk, manager=None, by=None, at=NOON, because=case.pk,
        cases=frozenset([case.pk]),
    )  # fmt: skip

    with voice_of(world.rina):
        assert [one.code for one in being_held(going)] == ["conference_running"]
