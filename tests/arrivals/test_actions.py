"""Heads-ups and offers: what may be said, who holds what, how each ends."""

from dataclasses import fields, replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from gugus.arrivals import jobs, queries, rules
from gugus.arrivals.actions import (
    CannotEnd,
    CannotTell,
    cancel_headsup,
    change_headsup,
    extend_headsup,
    note_arrival,
    send_headsup,
    write_headsup,
)
from gugus.arrivals.models import Headsup, Offer
from gugus.arrivals.offering import (
    CannotOffer,
    decline_offer,
    refuse_headsup,
    take_offer,
    withdraw_offer,
)
from gugus.audit.models import Entry
from gugus.base.versions import Stale
from gugus.notices.models import Notice
from gugus.outbox.actions import deliver
from gugus.outbox.models import Event
from gugus.providers.actions import confirm_offering
from gugus.providers.capacity import CannotHold
from gugus.providers.jobs import let_go, notice_unconfirmed
from gugus.providers.queries import who_can_take
from gugus.tasks.models import Task
from tests.arrivals.conftest import (
    ANY,
    EVENING,
    NIGHT,
    TOLD,
    again,
    beds_of,
    draft,
    offered,
    sent,
)
from tests.cast import agency
from tests.conftest import NOON, as_role, voice_of
from tests.providers.conftest import GIRL, house


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def work_off(at=NOON) -> None:
    """Let the worker hear of everything that happened."""
    with as_role("gugus_worker"):
        for event in Event.objects.filter(settled_at=None).order_by("at", "pk"):
            assert deliver(event.pk, at=at), event.topic


def tasks(about, **wanted) -> list[tuple[str, str]]:
    with as_role("gugus_worker"):
        rows = Task.objects.unscoped(because=ANY).filter(about_id=about.pk, done_at=None, **wanted)
        return sorted(rows.values_list("agency__slug", "kind"))


def notices(user) -> list[str]:
    with voice_of(user):
        return sorted(Notice.objects.unscoped(because=ANY).filter(user=user).values_list("code", flat=True))


# --- what it can say ------------------------------------------------------------------------------------------

MAY_SAY = {
    "from_at", "to_at", "zone", "persons_min", "persons_max", "female", "male", "minors", "minors_count", "area_code",
    "languages", "needs",
}  # fmt: skip
BOOKKEEPING = {
    "id", "ref", "agency", "asked", "state", "code", "written_by", "written_at", "sent_at", "ended_at", "arrived",
    "details_gone_at", "version",
}  # fmt: skip


def test_the_columns_are_a_closed_list_without_a_place_for_a_sentence():
    columns = {field.name: field for field in Headsup._meta.concrete_fields}

    assert {field.name for field in fields(TOLD)} == MAY_SAY
    assert set(columns) == MAY_SAY | BOOKKEEPING
    for name in MAY_SAY | {"code", "state"}:
        base = getattr(columns[name], "base_field", columns[name])
        words = base.get_internal_type() in {"CharField", "TextField", "BinaryField", "JSONField"}
        assert not words or base.choices or name == "area_code", name
    offer = {field.name: getattr(field, "base_field", field) for field in Offer._meta.concrete_fields}
    texts = {
        name
        for name, field in offer.items()
        if field.get_internal_type() in {"CharField", "TextField", "BinaryField"}
    }
    assert all(offer[name].choices for name in texts)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"to_at": EVENING}, "window_crossed"),
        ({"from_at": NOON - timedelta(days=1), "to_at": NOON}, "window_over"),
        ({"from_at": NOON + timedelta(days=61), "to_at": NOON + timedelta(days=62)}, "too_far"),
        ({"to_at": EVENING + timedelta(days=8)}, "window_long"),
        ({"persons_min": 11}, "numbers_crossed"),
        ({"female": 11}, "more_than_all"),
        ({"male": 3}, "sexes_too_many"),
        ({"minors": False}, "minors_unclear"),
        ({"area_code": "31.74.08"}, "regency_only"),
        ({"area_code": ""}, "regency_only"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world, change, code):
    with voice_of(world.budi), pytest.raises(CannotTell) as refused:
        write_headsup(told=replace(TOLD, **change), by=world.budi, at=NOON)

    assert code in codes(refused) and all(reason.field for reason in refused.value.reasons)


def test_a_double_click_is_one_and_a_draft_can_be_changed_until_it_is_sent(world, melati):
    key = uuid4()
    with voice_of(world.budi):
        first, second = (write_headsup(told=TOLD, by=world.budi, at=NOON, key=key) for _ in range(2))
        changed = change_headsup(
            headsup=first, told=replace(TOLD, persons_max=12), by=world.budi, at=NOON, seen=1
        )
        with pytest.raises(Stale):
            change_headsup(headsup=first, told=TOLD, by=world.budi, at=NOON, seen=1)
        send_headsup(headsup=changed, agencies=[world.shelter], by=world.budi, at=NOON)
        with pytest.raises(CannotTell):
            change_headsup(headsup=first, told=TOLD, by=world.budi, at=NOON)

    assert first.pk == second.pk and changed.persons_max == 12


def test_only_agencies_that_can_answer_are_told(world, silent_house):
    one = draft(world.budi)
    with voice_of(world.budi):
        for agencies, code in (
            ([], "nobody_asked"),
            ([world.police], "not_this_one"),
            ([silent_house], "cannot_answer"),
        ):
            with pytest.raises(CannotTell) as refused:
                send_headsup(headsup=one, agencies=agencies, by=world.budi, at=NOON)
            assert codes(refused) == {code}
        send_headsup(headsup=one, agencies=[world.shelter], by=world.budi, at=NOON)
        with pytest.raises(CannotTell):
            send_headsup(headsup=one, agencies=[world.shelter], by=world.budi, at=NOON)
        assert send_headsup(headsup=one, agencies=[world.outside], by=world.budi, at=NOON).asked == [
            world.shelter.pk, world.outside.pk,
        ]  # fmt: skip


@pytest.fixture
def silent_house(world):
    return agency("yayasan-sunyi", "Yayasan Sunyi", "ngo")


def test_those_whose_services_fit_are_proposed(world, melati, other):
    house(world.rina, sexes=("male",), title="Putra", group="male")
    one = draft(world.budi)

    with voice_of(world.budi):
        found = queries.candidates(world.viewer("budi"), one, at=NOON)

    assert {each.agency.slug for each in found} == {"rumah-melati", "lembaga-lain"}
    assert all(each.can_answer and not each.told for each in found)


# --- offers hold places ---------------------------------------------------------------------------------------


def free_for_a_girl(world) -> dict[str, int]:
    with voice_of(world.rina):
        return {
            one.offering.agency.slug: one.free.places
            for one in who_can_take(world.viewer("rina"), GIRL, at=NOON)[0]
        }


def test_an_offer_holds_its_places_until_they_arrive_and_the_rest_is_free(world, told, melati, other):
    beds = beds_of(world.maya, melati)
    offer = offered(world.maya, told, beds, 4)
    assert free_for_a_girl(world) == {"rumah-melati": 0, "lembaga-lain": 4}

    with voice_of(world.budi):
        take_offer(offer=offer, by=world.budi, at=NOON)
        note_arrival(headsup=told, came={offer.pk: 3}, by=world.budi, at=NOON)
    work_off()

    kept = beds_of(world.maya, melati)
    assert (kept.taken, kept.held, kept.left) == (5, 0, 1)
    with voice_of(world.budi):
        assert (again(told).state, again(told).arrived, again(offer).state) == ("arrived", 3, "ended")


def test_more_than_is_free_is_refused_with_the_number_that_is(world, told, melati):
    beds = beds_of(world.maya, melati)
    with pytest.raises(CannotHold) as refused:
        offered(world.maya, told, beds, 5)

    assert "4" in str(refused.value.reasons[0].words) and refused.value.reasons[0].field == "places"
    offered(world.maya, told, beds, 3)
    with pytest.raises(CannotHold):
        offered(world.maya, told, beds, 2)


def test_the_same_key_twice_holds_once(world, told, melati):
    beds, key = beds_of(world.maya, melati), uuid4()

    first, second = (offered(world.maya, told, beds, 2, key=key) for _ in range(2))

    assert first.pk == second.pk and beds_of(world.maya, melati).held == 2


@pytest.mark.parametrize("how", ["declined", "withdrawn", "cancelled", "expired", "hold over"])
def test_every_end_of_an_offer_frees_its_places(world, told, melati, how):
    offer = offered(world.maya, told, beds_of(world.maya, melati), 4)
    later = NOON + timedelta(hours=24)
    if how == "declined":
        with voice_of(world.budi):
            decline_offer(offer=offer, by=world.budi, at=NOON)
    elif how == "withdrawn":
        with voice_of(world.maya):
            withdraw_offer(offer=offer, by=world.maya, at=NOON)
    elif how == "cancelled":
        with voice_of(world.budi):
            cancel_headsup(headsup=told, code="called_off", by=world.budi, at=NOON)
    else:
        with as_role("gugus_worker"):
            assert jobs.look_at_clocks(NIGHT + rules.GRACE if how == "expired" else later)[0] == 1
    work_off()

    assert beds_of(world.maya, melati).left == 4
    with as_role("gugus_worker"):
        assert let_go(later) == 0  # the hold had ended already


def test_a_taken_offer_can_be_given_back_by_either_side_and_never_twice(world, told, melati):
    offer = offered(world.maya, told, beds_of(world.maya, melati), 2)
    with voice_of(world.budi):
        take_offer(offer=offer, by=world.budi, at=NOON, seen=1)
        with pytest.raises(Stale):
            decline_offer(offer=offer, by=world.budi, at=NOON, seen=1)
    with voice_of(world.maya):
        withdraw_offer(offer=offer, by=world.maya, at=NOON)
        with pytest.raises(CannotOffer):
            withdraw_offer(offer=offer, by=world.maya, at=NOON)
    with voice_of(world.budi), pytest.raises(CannotOffer):
        take_offer(offer=offer, by=world.budi, at=NOON)


def test_a_provider_cannot_take_its_own_offer_nor_a_sender_withdraw_it(world, told, melati):
    offer = offered(world.maya, told, beds_of(world.maya, melati), 2)

    for user, act in ((world.maya, take_offer), (world.maya, decline_offer), (world.budi, withdraw_offer)):
        with voice_of(user), pytest.raises(CannotOffer):
            act(offer=offer, by=user, at=NOON)


def test_nobody_offers_who_was_not_asked_or_what_is_not_theirs(world, melati, other):
    one = sent(world.budi, world.shelter)

    with pytest.raises(CannotOffer):
        offered(world.sari, one, beds_of(world.sari, other), 1)
    with pytest.raises(CannotOffer) as refused:
        offered(world.maya, one, beds_of(world.sari, other), 1)
    assert codes(refused) == {"not_yours"}
    with pytest.raises(CannotOffer) as refused:
        offered(world.maya, one, beds_of(world.maya, melati), 1, hours=2)
    assert "ends_too_early" in codes(refused)


def test_only_taken_offers_receive_somebody(world, told, melati):
    offer = offered(world.maya, told, beds_of(world.maya, melati), 2)
    with voice_of(world.budi):
        with pytest.raises(CannotEnd):
            note_arrival(headsup=told, came={offer.pk: 1}, by=world.budi, at=NOON)
        note_arrival(headsup=told, came={}, by=world.budi, at=NOON)
        with pytest.raises(CannotTell):
            cancel_headsup(headsup=told, code="mistake", by=world.budi, at=NOON)
        assert again(offer).state == "expired"


def test_more_time_is_later_only(world, told):
    with voice_of(world.budi):
        with pytest.raises(CannotTell):
            extend_headsup(headsup=told, to_at=NIGHT, by=world.budi, at=NOON)
        extend_headsup(headsup=told, to_at=NIGHT + timedelta(hours=3), by=world.budi, at=NOON)
    with as_role("gugus_worker"):
        assert jobs.look_at_clocks(NIGHT + rules.GRACE) == (0, 0)


# --- work and news on both sides ------------------------------------------------------------------------------


def test_each_side_has_its_task_and_is_told_at_once(world, told, melati):
    work_off()
    assert tasks(told) == [
        ("lembaga-lain", "arrival_answer"), ("rumah-melati", "arrival_answer"), ("unit-ppa", "arrival_close"),
    ]  # fmt: skip
    assert {task.risk for task in open_tasks(told)} == {"high"}
    assert "arrival_asked" in notices(world.maya) and "arrival_asked" in notices(world.sari)

    offer = offered(world.maya, told, beds_of(world.maya, melati), 2)
    work_off()
    assert tasks(told, agency=world.shelter) == [] and len(tasks(told, agency=world.outside)) == 1
    assert ("unit-ppa", "arrival_decide") in tasks(told) and "arrival_offered" in notices(world.budi)

    with voice_of(world.budi):
        take_offer(offer=offer, by=world.budi, at=NOON)
    work_off()
    assert ("unit-ppa", "arrival_decide") not in tasks(told) and "arrival_taken" in notices(world.maya)

    with voice_of(world.maya):
        withdraw_offer(offer=offer, by=world.maya, at=NOON)
    work_off()
    assert "arrival_withdrawn" in notices(world.budi) and ("unit-ppa", "arrival_decide") in tasks(told)

    with voice_of(world.sari):
        refuse_headsup(headsup=told, code="full", by=world.sari, at=NOON)
        refuse_headsup(headsup=told, code="full", by=world.sari, at=NOON)
    work_off()
    assert tasks(told, agency=world.outside) == [] and "arrival_refused" in notices(world.budi)

    with as_role("gugus_worker"):
        jobs.look_at_clocks(NIGHT + rules.GRACE)
    work_off(NIGHT + rules.GRACE)
    assert tasks(told) == [("unit-ppa", "arrival_expired")] and "arrival_expired" in notices(world.budi)


def open_tasks(about) -> list[Task]:
    with as_role("gugus_worker"):
        return list(Task.objects.unscoped(because=ANY).filter(about_id=about.pk, done_at=None))


def test_news_of_heads_ups_breaks_the_quiet_hours(world, told):
    work_off()

    with voice_of(world.maya):
        assert {one.risk for one in Notice.objects.unscoped(because=ANY).filter(user=world.maya)} == {"high"}


def test_a_service_that_nobody_confirmed_becomes_a_task_until_somebody_does(world, melati):
    late = NOON + timedelta(days=91)
    with as_role("gugus_worker"):
        notice_unconfirmed(late)
    work_off(late)
    assert tasks(melati) == [("rumah-melati", "provider_confirm")]
    with voice_of(world.maya):
        confirm_offering(offering=melati, by=world.maya, at=late)
    work_off(late)
    assert tasks(melati) == []


# --- what is left ---------------------------------------------------------------------------------------------


def test_a_month_after_the_end_only_numbers_are_left(world, told, melati):
    offer = offered(world.maya, told, beds_of(world.maya, melati), 2)
    with voice_of(world.budi):
        take_offer(offer=offer, by=world.budi, at=NOON)
        note_arrival(headsup=told, came={offer.pk: 2}, by=world.budi, at=NOON)
    with as_role("gugus_worker"):
        assert jobs.let_details_go(NOON + timedelta(days=29)) == 0
        assert jobs.let_details_go(NOON + timedelta(days=30)) == 1
        assert jobs.let_details_go(NOON + timedelta(days=31)) == 0

    with voice_of(world.budi):
        kept, kept_offer = again(told), again(offer)
    assert (kept.persons_max, kept.minors_count, kept.arrived, kept.area_code) == (10, 3, 2, "31")
    assert kept.languages == kept.needs == kept.asked == kept_offer.conditions == []
    assert kept.from_at == kept.to_at and kept.from_at.day == 1 and kept_offer.until_at is None


def test_the_trail_never_held_what_a_heads_up_says(world, told, melati):
    offered(world.maya, told, beds_of(world.maya, melati), 2)
    work_off()

    with as_role("gugus_worker"):
        entries = Entry.objects.unscoped(because=ANY).filter(verb__startswith="arrival.")
        said = [name for entry in entries for name in entry.changes]
        facts = [name for event in Event.objects.filter(topic__startswith="arrival.") for name in event.facts]
    assert entries and set(said) <= {"agencies", "places", "offer"}
    assert set(facts) <= {"agencies", "offer", "by"}


# --- the second lock ------------------------------------------------------------------------------------------


def seen_by(user) -> tuple[int, int]:
    with voice_of(user):
        return Headsup.objects.unscoped(because=ANY).count(), Offer.objects.unscoped(because=ANY).count()


def test_the_database_shows_each_side_its_own(world, told, melati, other):
    offered(world.maya, told, beds_of(world.maya, melati), 2)
    offered(world.sari, told, beds_of(world.sari, other), 1)
    draft(world.budi)

    assert seen_by(world.budi) == (2, 2)
    assert seen_by(world.maya) == seen_by(world.sari) == (1, 1)
    assert seen_by(world.rina) == seen_by(world.arif) == (0, 0)
    assert Headsup.objects.unscoped(because=ANY).count() == Offer.objects.unscoped(because=ANY).count() == 0


def test_the_database_lets_asked_agencies_change_nothing_of_it(world, told, melati):
    with voice_of(world.maya):
        assert Headsup.objects.unscoped(because=ANY).update(persons_max=99) == 0
        assert Headsup.objects.unscoped(because=ANY).update(agency=world.shelter) == 0


@pytest.mark.parametrize(
    "change", [{"places": 1}, {"state": "taken"}, {"state": "ended"}, {"arrived": 4}, {"conditions": []}]
)
def test_the_database_lets_a_provider_withdraw_and_nothing_else(world, told, melati, change):
    offer = offered(world.maya, told, beds_of(world.maya, melati), 2)

    with voice_of(world.maya), pytest.raises(DatabaseError), transaction.atomic():
        Offer.objects.unscoped(because=ANY).filter(pk=offer.pk).update(**change)


@pytest.mark.parametrize(
    "change", [{"places": 9}, {"state": "withdrawn"}, {"state": "open", "agency_id": None}]
)
def test_the_database_lets_a_sender_decide_and_nothing_else(world, told, melati, change):
    offer = offered(world.maya, told, beds_of(world.maya, melati), 2)
    change = change | ({"agency_id": world.outside.pk} if "agency_id" in change else {})

    with voice_of(world.budi), pytest.raises(DatabaseError), transaction.atomic():
        Offer.objects.unscoped(because=ANY).filter(pk=offer.pk).update(**change)


def test_the_database_lets_nobody_offer_who_was_not_asked(world, melati, other):
    one = sent(world.budi, world.shelter)
    beds = beds_of(world.sari, other)
    for sender in (world.budi.agency_id, world.outside.pk):
        with voice_of(world.sari), pytest.raises(DatabaseError), transaction.atomic():
            Offer(
                headsup_id=one.pk, agency=world.outside, sender_id=sender, capacity=beds, group="female", places=1,
                from_at=EVENING, until_at=NIGHT, written_at=NOON,
            ).save(force_insert=True)  # fmt: skip


def test_the_database_keeps_an_ended_heads_up_as_it_is(world, told):
    with voice_of(world.budi):
        cancel_headsup(headsup=told, code="mistake", by=world.budi, at=NOON)
        with pytest.raises(DatabaseError), transaction.atomic():
            Headsup.objects.unscoped(because=ANY).filter(pk=told.pk).update(state="sent")
