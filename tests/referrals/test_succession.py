"""An agency is closed or merged while referrals to it are open: none is lost, both sides are told."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from tests.cast import agency as new_agency
from tests.cast import user as new_user
from tests.conftest import NOON, as_role, voice_of
from tests.referrals.conftest import ask, read_again, wish_for

from gugus.access.codes import Role
from gugus.access.models import Grant
from gugus.directory.codes import AgencyKind
from gugus.directory.models import Agency
from gugus.notices.models import Notice
from gugus.outbox.actions import deliver
from gugus.outbox.models import Event
from gugus.people.models import Identity
from gugus.referrals.actions import (
    CannotRefer,
    accept_referral,
    decline_referral,
    give_feedback,
    send_referral,
    start_service,
    write_referral,
)
from gugus.referrals.jobs import look_for_successors
from gugus.referrals.models import Referral, Words
from gugus.tasks.models import Task

BECAUSE = "the test looks"
TODAY = date(2026, 6, 15)


@pytest.fixture
def heir(world):
    """The house that takes over, with somebody who answers."""
    world.heir = new_agency("rumah-baru", "Rumah Aman Baru", AgencyKind.SHELTER)
    world.lina = new_user("lina", world.heir, Role.LIAISON, at=NOON)
    return world.heir


def work_off() -> None:
    with as_role("gugus_worker"):
        for event in Event.objects.filter(settled_at=None).order_by("at", "pk"):
            assert deliver(event.pk, at=NOON)


def close(agency, successor=None, *, on=TODAY) -> None:
    Agency.objects.filter(pk=agency.pk).update(valid_to=on, successor=successor)
    agency.refresh_from_db()


def watch(at=NOON) -> dict:
    with as_role("gugus_worker"):
        return look_for_successors(at)


def bring(world, referral, upto) -> Referral:
    with voice_of(world.maya):
        if upto != "sent":
            referral = accept_referral(referral=referral, answer="Siap.", by=world.maya, at=NOON)
        if upto in {"in_service", "feedback"}:
            referral = start_service(referral=referral, by=world.maya, at=NOON)
        if upto == "feedback":
            referral = give_feedback(referral=referral, feedback="Aman.", by=world.maya, at=NOON)
    return referral


@pytest.mark.parametrize("upto", ["sent", "accepted", "in_service", "feedback"])
def test_the_successor_takes_over_with_state_clock_grants_and_tasks(world, case, referral, heir, upto):
    before = bring(world, referral, upto)
    work_off()
    close(world.shelter, heir)

    assert watch() == {"taken_over": 1}
    assert watch() == {}

    after = read_again(referral, world.rina)
    assert (after.to_agency_id, after.state) == (heir.pk, upto)
    assert (after.due_at, after.clock_from, after.sent_at) == (
        before.due_at,
        before.clock_from,
        before.sent_at,
    )
    with voice_of(world.lina):
        assert Referral.objects.unscoped(because=BECAUSE).filter(pk=referral.pk).exists()
        seen = Identity.objects.unscoped(because=BECAUSE).filter(person_id=referral.person_id).exists()
        message = Words.objects.unscoped(because=BECAUSE).filter(referral=referral, kind="message").exists()
        assert (seen, message) == (upto != "sent", upto != "sent")
        tasks = Task.objects.unscoped(because=BECAUSE).filter(done_at=None, about_id=referral.pk)
        expected = {"sent": ["referral_answer"], "feedback": []}.get(upto, ["referral_feedback"])
        assert [task.kind for task in tasks] == expected
        assert all(task.due_at == before.due_at and task.assignee is None for task in tasks)
    with voice_of(world.maya):
        assert not Referral.objects.unscoped(because=BECAUSE).filter(pk=referral.pk).exists()
        assert not Identity.objects.unscoped(because=BECAUSE).filter(person_id=referral.person_id).exists()
        assert not Task.objects.unscoped(because=BECAUSE).filter(done_at=None, about_id=referral.pk).exists()


def test_both_sides_are_told_once_and_the_history_says_who_took_over(signed_in, world, referral, heir):
    close(world.shelter, heir)
    watch()

    for user in (world.rina, world.lina):
        with voice_of(user):
            told = Notice.objects.unscoped(because=BECAUSE).filter(user=user, code="referral_taken_over")
            assert told.count() == 1
    shown = signed_in(world.rina).get(reverse("referrals:detail", args=[referral.ref])).content.decode()
    assert "Rumah Aman Baru" in shown
    with as_role("gugus_worker"):
        assert Event.objects.filter(topic="referral.taken_over").count() == 1


def test_the_successor_answers_and_only_then_the_person_opens(signed_in, world, referral, heir):
    close(world.shelter, heir)
    watch()
    fresh = read_again(referral, world.lina)

    with voice_of(world.lina):
        accept_referral(referral=fresh, answer="Kami lanjutkan.", by=world.lina, at=NOON)
        assert Identity.objects.unscoped(because=BECAUSE).filter(person_id=referral.person_id).exists()
    with voice_of(world.rina):
        live = Grant.objects.unscoped(because=BECAUSE).filter(because_id=referral.pk, ended_at=None)
        assert {one.agency_id for one in live} == {heir.pk}
        assert all(one.given_by_agency_id == world.unit.pk for one in live)


def test_a_chain_of_successors_ends_with_the_last(world, referral, heir):
    middle = new_agency("rumah-tengah", "Rumah Tengah", AgencyKind.SHELTER)
    close(middle, heir, on=date(2026, 6, 1))
    close(world.shelter, middle)

    watch()

    assert read_again(referral, world.rina).to_agency_id == heir.pk


@pytest.mark.parametrize("why", ["nobody", "takes none", "is the sender"])
@pytest.mark.parametrize("upto", ["sent", "in_service"])
def test_without_a_successor_it_goes_home_with_a_code_and_a_task(world, referral, heir, why, upto):
    bring(world, referral, upto)
    successor = {"nobody": None, "takes none": heir, "is the sender": world.unit}[why]
    Agency.objects.filter(pk=heir.pk).update(receives_referrals=False)
    close(world.shelter, successor)

    assert watch() == {"returned": 1}

    after = read_again(referral, world.rina)
    assert (after.state, after.code) == ("returned", "agency_closed")
    with voice_of(world.rina):
        task = Task.objects.unscoped(because=BECAUSE).get(kind="referral_next", done_at=None)
        assert task.about_id == referral.pk
        live = Grant.objects.unscoped(because=BECAUSE).filter(because_id=referral.pk, ended_at=None)
        assert not live.exists()


def test_an_agency_whose_last_day_lies_ahead_keeps_its_referrals(world, referral, heir):
    close(world.shelter, heir, on=TODAY + timedelta(days=1))

    assert watch() == {}


def test_nothing_is_asked_of_an_agency_that_is_gone_and_the_successor_is_named(signed_in, world, case, heir):
    close(world.shelter, heir)
    with voice_of(world.rina):
        party = case.parties.select_related("person").get(role="survivor")
        with pytest.raises(CannotRefer) as refused:
            write_referral(case=case, party=party, wish=wish_for(world.shelter), by=world.rina, at=NOON)
    assert [(one.code, one.field) for one in refused.value.reasons] == [("not_today", "to_agency")]
    assert "Rumah Aman Baru" in str(refused.value.reasons[0].words)

    body = {
        "party": str(party.pk), "to": world.shelter.slug, "service": "shelter", "urgency": "now", "message": "x",
        "sections": ["case"], "basis": "consent", "basis_on": "2026-06-15",
    }  # fmt: skip
    answer = signed_in(world.rina).post(
        f"/api/v1/cases/{case.ref}/referrals", body, content_type="application/json"
    )
    assert answer.status_code in {409, 422} and "Rumah Aman Baru" in answer.content.decode()


def test_a_draft_to_an_agency_that_closed_meanwhile_is_not_sent(world, case, heir):
    with voice_of(world.rina):
        party = case.parties.select_related("person").get(role="survivor")
        draft = write_referral(case=case, party=party, wish=wish_for(world.shelter), by=world.rina, at=NOON)
    close(world.shelter, heir)

    with voice_of(world.rina), pytest.raises(CannotRefer) as refused:
        send_referral(referral=draft, by=world.rina, at=NOON)

    assert "Rumah Aman Baru" in str(refused.value.reasons[0].words)
    assert read_again(draft, world.rina).state == "draft"


def test_an_old_agency_in_a_proposal_leads_to_its_successor(signed_in, world, case, referral, heir):
    with voice_of(world.maya):
        decline_referral(
            referral=referral, code="no_capacity", answer="", proposed=world.police, by=world.maya, at=NOON
        )
    close(world.police, heir)

    shown = signed_in(world.rina).get(reverse("referrals:detail", args=[referral.ref])).content.decode()

    assert f"to={heir.slug}" in shown


def test_two_open_referrals_are_dealt_with_one_by_one(world, case, referral, heir):
    other = ask(world, case, world.shelter, service="counselling")
    close(world.shelter, heir)

    assert watch() == {"taken_over": 2}
    assert {read_again(one, world.rina).to_agency_id for one in (referral, other)} == {heir.pk}
