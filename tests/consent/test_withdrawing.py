"""Consent taken back: hidden at once, past recipients owe a receipt, the clock runs round the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from tests.conftest import NOON, as_role, voice_of
from tests.consent.conftest import work
from tests.ledger import consented, owed
from tests.referrals.conftest import ask, read_again, wish_for

from gugus.access.models import Grant
from gugus.cases.models import Case
from gugus.consent.jobs import look_at_days, look_at_recalls
from gugus.consent.models import Ground, Recall, Withdrawal
from gugus.consent.queries import basis_for
from gugus.consent.recalling import CannotAnswer, answer_recall
from gugus.consent.withdrawing import CannotWithdraw, Wish, outlook, withdraw
from gugus.directory.models import Agency, Membership, TaskForce
from gugus.notices.models import Notice
from gugus.people.models import Identity, Person
from gugus.referrals.actions import CannotRefer, accept_referral, send_referral, write_referral
from gugus.referrals.models import Referral
from gugus.tasks.models import Holiday, Task

HOUR = timedelta(hours=1)


def ground_of(person) -> Ground:
    return Ground.objects.unscoped(because="test").filter(person=person, replaced_at=None).latest("asked_at")


def accepted(world, case, agency, by):
    referral = ask(world, case, agency)
    with voice_of(by):
        accept_referral(referral=referral, answer="", by=by, at=NOON)
    return referral


def take_back(world, person, *grounds, at=NOON + HOUR, **more) -> Withdrawal:
    with voice_of(world.rina):
        wish = Wish(grounds=tuple(one.pk for one in grounds), asker="self", **more)
        return withdraw(person=person, wish=wish, by=world.rina, at=at)


@pytest.fixture
def running(world, case, child):
    """The shelter has accepted; it sees who the child is."""
    referral = accepted(world, case, world.shelter, world.maya)
    with voice_of(world.rina):
        return referral, ground_of(child)


def test_data_hide_at_once_on_the_page_in_the_api_and_in_the_database(world, case, child, running, signed_in):
    referral, ground = running
    client = signed_in(world.maya)
    pages = (
        f"/kasus/{case.ref}/",
        f"/orang/{child.ref}/",
        f"/api/v1/cases/{case.ref}",
        f"/api/v1/persons/{child.ref}",
    )
    assert [client.get(url).status_code for url in pages] == [200, 200, 200, 200]

    take_back(world, child, ground)

    assert [client.get(url).status_code for url in pages] == [404, 404, 404, 404]
    missing = client.get("/orang/P-0000-0000/").content
    assert len(client.get(f"/orang/{child.ref}/").content) == len(missing)
    with voice_of(world.maya):
        for model in (Case, Person, Identity):
            assert not model.objects.unscoped(because="the first lock is away").exists()
    assert read_again(referral, world.rina).state == "revoked"
    assert read_again(referral, world.rina).code == "consent_gone"


def test_nothing_stays_open_for_a_final_report(world, child, running):
    _referral, ground = running
    take_back(world, child, ground)

    with as_role("gugus_worker"):
        assert (
            not Grant.objects.unscoped(because="test").filter(ended_at=None, from_at__isnull=False).exists()
        )


def test_each_past_recipient_gets_one_duty_one_task_and_one_notice(world, child, running):
    _referral, ground = running
    made = take_back(world, child, ground)
    work()
    work()

    with voice_of(world.maya):
        recall = Recall.objects.visible_to(world.viewer("maya")).get()
        task = Task.objects.unscoped(because="test").get(kind="consent_recall")
        told = Notice.objects.unscoped(because="test").filter(code="consent_recall", user=world.maya)
        assert told.count() == 1
    assert (recall.withdrawal_id, recall.due_at, task.due_at) == (made.pk, made.at + 72 * HOUR, recall.due_at)
    with voice_of(world.sari):
        assert not Recall.objects.unscoped(because="the first lock is away").exists()


def test_the_clock_runs_round_the_clock_over_holidays_and_from_the_moment_of_asking(world, child, running):
    _referral, ground = running
    friday = datetime(2026, 6, 19, 10, 0, tzinfo=UTC)
    for day in range(4):
        Holiday.objects.update_or_create(
            day=(friday + timedelta(days=day)).date(), defaults={"name": "libur"}
        )

    take_back(world, child, ground, at=friday + 5 * HOUR, asked_at=friday)

    with voice_of(world.rina):
        assert Recall.objects.unscoped(because="test").get().due_at == friday + 72 * HOUR


def test_consent_withdrawn_between_draft_and_sending_stops_the_sending(world, case, child):
    ground = consented(world.rina, child, world.shelter)
    with voice_of(world.rina):
        party = case.parties.select_related("person").get(role="survivor")
        draft = write_referral(case=case, party=party, wish=wish_for(world.shelter), by=world.rina, at=NOON)
        assert draft.ground == ground
    take_back(world, child, ground)

    with voice_of(world.rina), pytest.raises(CannotRefer) as refused:
        send_referral(referral=draft, by=world.rina, at=NOON + 2 * HOUR)
    assert [reason.code for reason in refused.value.reasons] == ["basis_withdrawn"]
    assert read_again(draft, world.rina).state == "draft"


def test_killed_between_two_lines_nothing_is_half(world, child, running, monkeypatch):
    referral, ground = running

    def killed(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr("gugus.consent.withdrawing.announce", killed)
    with pytest.raises(KeyboardInterrupt):
        take_back(world, child, ground)

    with voice_of(world.rina):
        assert not Withdrawal.objects.unscoped(because="test").exists()
        assert Ground.objects.unscoped(because="test").get(pk=ground.pk).withdrawn_at is None
    assert read_again(referral, world.rina).state == "accepted"
    with voice_of(world.maya):
        assert Person.objects.unscoped(because="test").filter(pk=child.pk).exists()


def test_what_was_taken_back_cannot_be_taken_back_again(world, child, running):
    _referral, ground = running
    take_back(world, child, ground)

    with pytest.raises(CannotWithdraw) as refused:
        take_back(world, child, ground)
    assert [reason.code for reason in refused.value.reasons] == ["withdrawn_already"]


def test_older_lines_for_the_same_go_with_the_newest(world, case, child, running):
    referral, old = running
    new = consented(world.rina, child, world.shelter, at=NOON + timedelta(minutes=5))

    take_back(world, child, new)

    assert read_again(referral, world.rina).state == "revoked"
    with voice_of(world.rina):
        assert Ground.objects.unscoped(because="test").get(pk=old.pk).withdrawn_at is not None


def test_a_duty_of_the_law_carries_the_referral_on_and_is_named_before(world, child, running):
    referral, ground = running
    duty = owed(world.rina, child, world.shelter, duty="victim_services")
    with voice_of(world.rina):
        found = outlook(child, [ground.pk], None, NOON + HOUR)
    assert [one.stays.ref for one in found.staying] == [duty.ref]
    assert found.ending == [] and found.told == []

    take_back(world, child, ground)

    after = read_again(referral, world.rina)
    assert (after.state, after.ground_id, after.basis) == ("accepted", duty.pk, "legal_duty")
    with voice_of(world.maya):
        assert Person.objects.unscoped(because="test").filter(pk=child.pk).exists()


def test_criminal_evidence_is_named_only_where_the_police_had_the_data(world, case, child, running):
    _referral, ground = running
    with voice_of(world.rina):
        kept = {one.duty.code for one in outlook(child, [ground.pk], None, NOON).kept}
    assert "criminal_report" not in kept and {"own_archive", "trail"} <= kept

    accepted(world, case, world.police, world.budi)
    with voice_of(world.rina):
        police = Ground.objects.unscoped(because="test").get(recipient=world.police)
        found = {one.duty.code: one.agencies for one in outlook(child, [police.pk], None, NOON).kept}
    assert found["criminal_report"] == (world.police.name,)
    assert "criminal_report" in take_back(world, child, police).kept


def test_one_agency_can_be_taken_out_of_a_wider_consent(world, case, child):
    force = TaskForce.objects.create(name="GT", area_code="31.74", valid_from=NOON.date())
    for agency in (world.unit, world.shelter, world.outside):
        Membership.objects.create(task_force=force, agency=agency, valid_from=NOON.date())
    wide = consented(world.rina, child, None, recipient_kind="services")
    shelter = accepted(world, case, world.shelter, world.maya)
    other = accepted(world, case, world.outside, world.sari)

    take_back(world, child, wide, only=world.shelter)

    assert read_again(shelter, world.rina).state == "revoked"
    assert read_again(other, world.rina).state == "accepted"
    with voice_of(world.rina):
        assert basis_for(child, "referral", world.shelter, NOON + 2 * HOUR).code == "withdrawn"
        assert basis_for(child, "referral", world.outside, NOON + 2 * HOUR).holds
        assert Recall.objects.unscoped(because="test").get().to_agency == world.shelter


def test_whoever_saw_only_the_preview_owes_no_receipt(world, case, child):
    referral = ask(world, case, world.shelter)
    with voice_of(world.rina):
        ground = ground_of(child)

    take_back(world, child, ground)

    assert read_again(referral, world.rina).state == "revoked"
    with voice_of(world.rina):
        assert not Recall.objects.unscoped(because="test").exists()


def test_the_recipient_answers_once_and_keeping_names_the_law(world, child, running):
    _referral, ground = running
    take_back(world, child, ground)
    work()
    with voice_of(world.maya):
        recall = Recall.objects.visible_to(world.viewer("maya")).get()
        told = {"recall": recall, "by": world.maya, "at": NOON + 3 * HOUR}
        with pytest.raises(CannotAnswer) as refused:
            answer_recall(receipt="kept", duty="", words="", **told)
        assert {reason.field for reason in refused.value.reasons} == {"duty", "words"}
        answer_recall(receipt="deleted", duty="", words="Semua dihapus.", **told)
        with pytest.raises(CannotAnswer):
            answer_recall(receipt="returned", duty="", words="", **told)
        assert not Task.objects.unscoped(because="test").open().filter(kind="consent_recall").exists()
    work()

    with voice_of(world.rina):
        assert (
            Notice.objects.unscoped(because="test").filter(code="consent_receipt", user=world.rina).count()
            == 1
        )
        assert Recall.objects.unscoped(because="test").get().words == "Semua dihapus."


def test_the_sender_does_not_answer_for_the_recipient_in_the_database_either(world, child, running):
    _referral, ground = running
    take_back(world, child, ground)

    with voice_of(world.rina):
        recall = Recall.objects.unscoped(because="test").get()
        with pytest.raises(CannotAnswer):
            answer_recall(recall=recall, receipt="deleted", duty="", words="", by=world.rina, at=NOON + HOUR)
        with connection.cursor() as cursor:
            cursor.execute("update consent_recall set receipt = 'deleted', answered_at = now()")
            assert cursor.rowcount == 0


def test_a_late_receipt_reaches_the_case_manager_and_the_data_protection_officer_once(world, child, running):
    _referral, ground = running
    take_back(world, child, ground)
    work()
    late = NOON + 74 * HOUR
    with as_role("gugus_worker"):
        assert look_at_recalls(NOON + 72 * HOUR) == (0, 0)
        assert look_at_recalls(late) == (1, 0)
        assert look_at_recalls(late) == (0, 0)

    with voice_of(world.rina):
        task = Task.objects.unscoped(because="test").get(kind="consent_recall_late")
        assert task.assignee == world.rina
    for user in (world.rina, world.lestari):
        with voice_of(user):
            rows = Notice.objects.unscoped(because="test").filter(code="consent_recall_late", user=user)
            assert rows.count() == 1


def test_a_closed_agencys_successor_gets_the_duty_with_the_same_clock(world, child, running):
    _referral, ground = running
    take_back(world, child, ground)
    work()
    Agency.objects.filter(pk=world.shelter.pk).update(
        valid_to=NOON.date() + timedelta(days=1), successor=world.outside
    )

    with as_role("gugus_worker"):
        assert look_at_recalls(NOON + 30 * HOUR) == (0, 1)

    with voice_of(world.sari):
        recall = Recall.objects.visible_to(world.viewer("sari")).get()
        task = Task.objects.unscoped(because="test").get(kind="consent_recall")
    assert (recall.for_agency_id, recall.due_at) == (world.shelter.pk, NOON + 73 * HOUR)
    assert task.due_at == recall.due_at


def test_a_guardian_takes_back_for_a_child_and_the_accused_never(world, child, accused, running):
    _referral, ground = running
    wish = {"grounds": (ground.pk,), "asker": "guardian", "relation": "father"}
    with voice_of(world.rina):
        for name, code in (("", "name_needed"), ("Badu Contoh", "barred")):
            with pytest.raises(CannotWithdraw) as refused:
                withdraw(person=child, wish=Wish(**wish, asker_name=name), by=world.rina, at=NOON)
            assert code in [reason.code for reason in refused.value.reasons]
        made = withdraw(
            person=child, wish=Wish(**wish, asker_name="Pak Contoh"), by=world.rina, at=NOON + HOUR
        )
    assert made.asker == "guardian"


def test_the_18th_birthday_ends_a_guardians_word_and_somebody_asks_the_person(world, case, child):
    ground = consented(world.rina, child, world.shelter)
    with as_role("gugus_worker"):
        assert look_at_days(NOON.replace(year=2027)) == (0, 0)
        assert look_at_days(NOON.replace(year=2029)) == (0, 1)
        assert look_at_days(NOON.replace(year=2029)) == (0, 0)

    with voice_of(world.rina):
        task = Task.objects.unscoped(because="test").get(kind="consent_ask_grown")
        assert (task.about_id, task.assignee) == (ground.pk, world.rina)
        assert basis_for(child, "referral", world.shelter, NOON.replace(year=2029)).code == "lapsed"


def test_an_end_that_comes_near_leaves_one_task(world, child):
    ground = consented(world.rina, child, world.shelter, until_at=NOON + timedelta(days=30))
    with as_role("gugus_worker"):
        assert look_at_days(NOON + timedelta(days=10)) == (0, 0)
        assert look_at_days(NOON + timedelta(days=17)) == (1, 0)
        assert look_at_days(NOON + timedelta(days=18)) == (0, 0)

    with voice_of(world.rina):
        assert Task.objects.unscoped(because="test").get(kind="consent_expiring").about_id == ground.pk


def test_another_agency_withdraws_nothing(world, child, running, signed_in):
    for user in (world.sari, world.maya, world.budi):
        client = signed_in(user)
        for url in (f"/orang/{child.ref}/persetujuan/", f"/orang/{child.ref}/persetujuan/tarik/"):
            assert client.get(url).status_code == 404
            assert client.post(url).status_code in {404, 405}
    with voice_of(world.rina):
        assert not Referral.objects.unscoped(because="test").filter(state="revoked").exists()
