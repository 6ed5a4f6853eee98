"""Ending what runs, the grace for the final report, what is said twice, and the next question after a no."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from tests.conftest import NOON, as_role, voice_of
from tests.ledger import consented
from tests.referrals.conftest import ask, read_again, settle_case, wish_for

from gugus.access.models import Grant
from gugus.people.models import Identity
from gugus.referrals.actions import (
    CannotMove,
    accept_referral,
    continue_service,
    decline_referral,
    expire_referral,
    finish_referral,
    give_feedback,
    return_referral,
    revoke_referral,
    start_service,
    write_final_report,
    write_referral,
)
from gugus.referrals.models import Referral, Words
from gugus.tasks.models import Task

BECAUSE = "the test looks"


def serve(world, case, *, at=None, upto="feedback", **more):
    at = at or timezone.now()
    referral = ask(world, case, world.shelter, at=at, **more)
    with voice_of(world.maya):
        referral = accept_referral(referral=referral, answer="Siap.", by=world.maya, at=at)
        if upto != "accepted":
            referral = start_service(referral=referral, by=world.maya, at=at)
        if upto == "feedback":
            referral = give_feedback(referral=referral, feedback="Pertama.", by=world.maya, at=at)
    return referral


def said(user, referral) -> list[tuple[str, str]]:
    with voice_of(user):
        rows = Words.objects.unscoped(because=BECAUSE).filter(referral=referral)
        return [(one.kind, one.text) for one in rows.select_related("data_key")]


def live_grants(referral) -> list[Grant]:
    with as_role("gugus_worker"):
        return list(Grant.objects.unscoped(because=BECAUSE).filter(because_id=referral.pk, ended_at=None))


@pytest.mark.parametrize("upto", ["accepted", "in_service", "feedback"])
@pytest.mark.parametrize(("code", "stays"), [("unsafe", False), ("consent_gone", False), ("elsewhere", True)])
def test_a_sender_ends_what_runs_and_danger_closes_at_once(world, case, upto, code, stays):
    referral = serve(world, case, upto=upto)
    with voice_of(world.rina):
        revoke_referral(referral=referral, code=code, by=world.rina, at=timezone.now())

    assert bool(live_grants(referral)) is stays
    assert ("message" in dict(said(world.maya, referral))) is stays
    with voice_of(world.maya):
        seen = Identity.objects.visible_to(world.viewer("maya")).filter(person_id=referral.person_id)
        assert seen.exists() is stays


def test_ending_what_runs_needs_a_reason(world, case):
    referral = serve(world, case, upto="accepted")

    with voice_of(world.rina), pytest.raises(CannotMove):
        revoke_referral(referral=referral, code="", by=world.rina, at=NOON)


def test_a_second_feedback_stands_beside_the_first(world, case):
    referral = serve(world, case)
    first_due = referral.answer_due_at
    with voice_of(world.rina):
        referral = continue_service(referral=referral, by=world.rina, at=timezone.now())
    assert referral.due_at is not None and referral.due_at > first_due
    with voice_of(world.maya):
        give_feedback(referral=referral, feedback="Kedua.", by=world.maya, at=timezone.now())

    assert [text for kind, text in said(world.rina, referral) if kind == "feedback"] == ["Pertama.", "Kedua."]


def finished(world, case, days_ago: float) -> Referral:
    at = timezone.now() - timedelta(days=days_ago)
    referral = serve(world, case, at=at)
    with voice_of(world.rina):
        return finish_referral(referral=referral, by=world.rina, at=at)


def test_the_final_report_is_written_in_the_grace_on_the_page(signed_in, world, case):
    referral = finished(world, case, 13)
    client = signed_in(world.maya)
    url = reverse("referrals:step", args=[referral.ref, "laporan-akhir"])

    assert "laporan-akhir" in client.get(reverse("referrals:detail", args=[referral.ref])).content.decode()
    empty = client.post(url, {"version": referral.version, "report": ""})
    answer = client.post(url, {"version": referral.version, "report": "Semua selesai dengan baik."})

    assert (empty.status_code, answer.status_code) == (422, 302)
    assert ("final", "Semua selesai dengan baik.") in said(world.rina, referral)
    assert read_again(referral, world.rina).state == "done"
    shown = signed_in(world.rina).get(reverse("referrals:detail", args=[referral.ref])).content.decode()
    assert "Semua selesai dengan baik." in shown


def test_the_final_report_through_the_api_needs_the_version(signed_in, world, case):
    referral = finished(world, case, 1)
    client = signed_in(world.maya)
    tag = client.get(f"/api/v1/referrals/{referral.ref}")["ETag"]
    url, body = f"/api/v1/referrals/{referral.ref}/final-report", {"report": "Selesai."}

    bare = client.post(url, body, content_type="application/json")
    done = client.post(url, body, content_type="application/json", headers={"If-Match": tag})

    assert (bare.status_code, done.status_code) == (428, 200)
    assert [one["kind"] for one in done.json()["said"]] == ["answer", "feedback", "final"]


def test_after_the_grace_nothing_is_open_and_no_report_is_taken(signed_in, world, case):
    referral = finished(world, case, 14.1)
    client = signed_in(world.maya)
    url = reverse("referrals:step", args=[referral.ref, "laporan-akhir"])

    assert client.get(url).status_code == 302
    assert client.post(url, {"version": referral.version, "report": "Terlambat."}).status_code == 409
    tag = f'"{referral.ref}:{referral.version}"'
    late = client.post(
        f"/api/v1/referrals/{referral.ref}/final-report", {"report": "Terlambat."}, content_type="application/json",
        headers={"If-Match": tag},
    )  # fmt: skip
    assert late.status_code == 409
    assert "message" not in dict(said(world.maya, referral))
    with voice_of(world.maya), pytest.raises(DatabaseError), transaction.atomic():
        Words(
            referral=referral, kind="final", agency=world.shelter, by=world.maya, at=NOON, text="Diam-diam.",
            data_key=referral.data_key,
        ).save(force_insert=True)  # fmt: skip


def test_the_page_names_the_last_moment_of_the_grace(signed_in, world, case):
    referral = finished(world, case, 1)
    body = signed_in(world.maya).get(f"/api/v1/referrals/{referral.ref}").json()
    context = signed_in(world.maya).get(reverse("referrals:detail", args=[referral.ref])).context

    assert body["may_report"] is True
    assert context["sight"].grace_until == referral.ended_at + timedelta(days=14)


def test_a_stranger_and_the_sender_write_no_final_report(world, case):
    referral = finished(world, case, 1)

    for user, error in ((world.rina, CannotMove), (world.sari, Referral.DoesNotExist)):
        with voice_of(user), pytest.raises(error):
            write_final_report(referral=referral, report="Bukan saya.", by=user, at=timezone.now())


# The next question ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["declined", "returned", "expired"])
def test_the_senders_task_stands_in_the_same_transaction_without_any_worker(world, case, referral, end):
    """No event was delivered: the worker may be down for hours."""
    with voice_of(world.maya):
        if end == "declined":
            decline_referral(referral=referral, code="no_capacity", answer="", by=world.maya, at=NOON)
        if end == "returned":
            taken = accept_referral(referral=referral, answer="", by=world.maya, at=NOON)
            return_referral(referral=taken, code="unsafe", answer="", by=world.maya, at=NOON)
    if end == "expired":
        with as_role("gugus_worker"):
            expire_referral(referral=referral, at=NOON)

    with voice_of(world.rina):
        task = Task.objects.unscoped(because=BECAUSE).get(kind="referral_next", about_id=referral.pk)
        assert (task.agency, task.done_at, task.started_at, task.assignee) == (
            world.unit,
            None,
            NOON,
            world.rina,
        )
    with voice_of(world.maya):
        assert not Task.objects.unscoped(because=BECAUSE).filter(kind="referral_next").exists()


def test_one_click_asks_the_proposed_agency_and_the_chain_is_visible(signed_in, world, case, referral):
    with voice_of(world.maya):
        decline_referral(
            referral=referral, code="no_capacity", answer="", proposed=world.police, by=world.maya, at=NOON
        )
    client = signed_in(world.rina)
    page = client.get(reverse("referrals:detail", args=[referral.ref])).content.decode()
    link = f"{reverse('referrals:new', args=[case.ref])}?follows={referral.ref}&amp;service=shelter&amp;to=unit-ppa"

    assert link in page
    form = client.get(link.replace("&amp;", "&")).context["form"]
    assert form["message"].value() == "Butuh tempat aman malam ini."
    assert form["urgency"].value() == "now" and form["party"].value()
    with voice_of(world.rina):
        person = case.parties.select_related("person").get(role="survivor").person
    told = {
        "key": form["key"].value(), "party": form["party"].value(), "urgency": "now", "message": "Butuh kamar.",
        "sections": ["case", "identity"], "send": "",
    }  # fmt: skip
    refused = client.post(link.replace("&amp;", "&"), told)
    assert refused.status_code == 422  # consent is given for one recipient
    consented(world.rina, person, world.police)
    sent = client.post(link.replace("&amp;", "&"), told)

    assert sent.status_code == 302
    with voice_of(world.rina):
        again = Referral.objects.unscoped(because=BECAUSE).get(follows=referral)
        task = Task.objects.unscoped(because=BECAUSE).get(kind="referral_next", about_id=referral.pk)
    assert again.state == "sent" and task.done_at is not None
    assert again.ref in client.get(reverse("referrals:detail", args=[referral.ref])).content.decode()
    assert client.get(f"/api/v1/referrals/{referral.ref}").json()["followed_by"] == [again.ref]


def test_a_receiver_does_not_learn_who_else_was_asked(signed_in, world, case, referral):
    with voice_of(world.maya):
        decline_referral(referral=referral, code="no_capacity", answer="", by=world.maya, at=NOON)
    again = ask(world, case, world.police, follows=read_again(referral, world.rina))

    for user in (world.maya, world.budi):
        mine = referral if user == world.maya else again
        other = again if user == world.maya else referral
        client = signed_in(user)
        body = client.get(f"/api/v1/referrals/{mine.ref}").json()
        assert (body["follows"], body["followed_by"]) == (None, [])
        assert other.ref not in client.get(reverse("referrals:detail", args=[mine.ref])).content.decode()


def test_a_referral_of_another_case_cannot_be_followed(signed_in, world, case, referral):
    other = settle_case(world)
    url = f"{reverse('referrals:new', args=[other.ref])}?follows={referral.ref}&service=shelter&to=unit-ppa"

    assert signed_in(world.rina).get(url).status_code == 404


def test_a_draft_that_was_taken_back_is_nobody_elses_business(signed_in, world, case):
    with voice_of(world.rina):
        party = case.parties.select_related("person").get(role="survivor")
        draft = write_referral(case=case, party=party, wish=wish_for(world.shelter), by=world.rina, at=NOON)
        revoke_referral(referral=draft, code="mistake", by=world.rina, at=NOON)

    assert signed_in(world.maya).get(reverse("referrals:detail", args=[draft.ref])).status_code == 404
    with voice_of(world.maya):
        assert not Referral.objects.unscoped(because=BECAUSE).filter(pk=draft.pk).exists()
