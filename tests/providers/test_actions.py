"""Services and places: written by who gives them, counted without giving anything twice."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from gugus.audit.models import Entry
from gugus.base.versions import Stale
from gugus.outbox.models import Event
from gugus.providers import jobs
from gugus.providers.actions import (
    CannotKeep,
    Wording,
    change_offering,
    confirm_offering,
    end_offering,
    hurdles_to_keeping,
    write_offering,
)
from gugus.providers.capacity import CannotCount, CannotHold, free_hold, hold_places, set_places, tap
from gugus.providers.codes import Misfit, Standing
from gugus.providers.models import Capacity, CapacityHold, CapacityMove, Offering
from gugus.providers.queries import Filter, fits_of, listed, who_can_take
from tests.conftest import NOON, as_role, voice_of
from tests.providers.conftest import GIRL, LATER, SHELTER, house

ANY = "the test looks what was kept"


def again(record):
    return type(record).objects.unscoped(because=ANY).get(pk=record.pk)


def beds(offering, group="female"):
    return (
        Capacity.objects.unscoped(because=ANY)
        .select_related("offering__agency")
        .get(offering=offering, group=group)
    )


def asked(world, need=GIRL, name="dewi"):
    """What somebody of the cast is answered."""
    with voice_of(getattr(world, name)):
        return who_can_take(world.viewer(name), need, at=NOON)


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_a_service_is_written_confirmed_changed_and_ended_with_a_line_each(world, melati):
    with voice_of(world.maya):
        confirm_offering(offering=melati, by=world.maya, at=LATER)
        change_offering(offering=melati, wording=replace(SHELTER, age_from=12), by=world.maya, at=LATER)
        end_offering(offering=melati, on=LATER.date(), by=world.maya, at=LATER)
        verbs = list(
            Entry.objects.unscoped(because=ANY)
            .filter(about_id=melati.pk)
            .order_by("seq")
            .values_list("verb", flat=True)
        )

        kept = again(melati)
    assert (kept.age_from, kept.confirmed_on, kept.valid_until, kept.version) == (
        12,
        LATER.date(),
        LATER.date(),
        4,
    )
    assert verbs == [
        "provider.written", "provider.counted", "provider.confirmed", "provider.changed", "provider.ended",
    ]  # fmt: skip


def test_the_same_key_twice_is_one_service_and_an_old_version_is_told(world):
    key = uuid4()
    with voice_of(world.maya):
        first, second = (
            write_offering(agency=world.shelter, wording=SHELTER, by=world.maya, at=NOON, key=key)
            for _ in range(2)
        )
        confirm_offering(offering=first, by=world.maya, at=NOON, seen=1)

        assert first.pk == second.pk
        with pytest.raises(Stale):
            change_offering(offering=first, wording=SHELTER, by=world.maya, at=NOON, seen=1)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sexes": ()}, "for_nobody"),
        ({"age_from": 18, "age_to": 12}, "ages_crossed"),
        ({"age_to": 999}, "too_old"),
        ({"address": "Jalan Contoh 1"}, "secret_address"),
        ({"area_code": "31.74.08"}, "secret_area"),
        ({"duty_phone": ""}, "not_reachable"),
        ({"duty_phone": "tanya Bu Ani"}, "no_number"),
        ({"service": "spaceship"}, "unknown_service"),
        ({"always_open": False, "opens": (480,) + (None,) * 6}, "half_hours"),
        ({"fee": 0, "fee_for": "day"}, "fee_unclear"),
        ({"fee": 50_000}, "fee_for_what"),
    ],
)
def test_words_that_cannot_stand_are_refused_at_their_field(change, code):
    reasons = hurdles_to_keeping(replace(SHELTER, **change))

    assert [reason.code for reason in reasons] == [code] and all(reason.field for reason in reasons)


def test_the_database_keeps_no_address_of_a_secret_house(world, melati):
    with voice_of(world.maya):
        kept = again(melati)
        kept.address = "Jalan Contoh 1"
        with pytest.raises(IntegrityError), transaction.atomic():
            kept.save(update_fields=["address"])
        with pytest.raises(IntegrityError), transaction.atomic():
            Offering.objects.unscoped(because=ANY).filter(pk=melati.pk).update(area_code="31.74.08")


def test_taps_count_and_keep_a_history(world, melati):
    with voice_of(world.maya):
        tap(offering=melati, group="female", kind="plus", by=world.maya, at=LATER)
        tap(offering=melati, group="female", kind="minus", by=world.maya, at=LATER)
        tap(offering=melati, group="female", kind="full", by=world.maya, at=LATER)
        moves = (
            CapacityMove.objects.unscoped(because=ANY).filter(capacity__offering=melati).order_by("at", "pk")
        )

        assert [(one.kind, one.taken) for one in moves] == [
            ("set", 2),
            ("plus", 3),
            ("minus", 2),
            ("full", 2),
        ]
        kept = beds(melati)
        assert kept.counted_at == LATER and kept.full_until > LATER


def test_a_double_tap_of_one_page_is_one(world, melati):
    with voice_of(world.maya):
        seen = beds(melati).version
        tap(offering=melati, group="female", kind="plus", by=world.maya, at=NOON, seen=seen)
        with pytest.raises(Stale):
            tap(offering=melati, group="female", kind="plus", by=world.maya, at=NOON, seen=seen)

        assert beds(melati).taken == 3


def test_no_more_than_there_are_and_no_fewer_than_nobody(world, melati):
    with voice_of(world.maya):
        with pytest.raises(CannotCount) as refused:
            set_places(offering=melati, group="female", total=2, taken=3, by=world.maya, at=NOON)
        assert codes(refused) == {"more_than_there_are"}
        set_places(offering=melati, group="female", total=2, taken=2, by=world.maya, at=NOON)
        with pytest.raises(CannotCount) as refused:
            tap(offering=melati, group="female", kind="plus", by=world.maya, at=NOON)
        assert codes(refused) == {"no_room"}
        set_places(offering=melati, group="female", total=2, taken=0, by=world.maya, at=NOON)
        with pytest.raises(CannotCount):
            tap(offering=melati, group="female", kind="minus", by=world.maya, at=NOON)
        with pytest.raises(CannotCount):
            tap(offering=melati, group="boys", kind="plus", by=world.maya, at=NOON)
        with pytest.raises(IntegrityError), transaction.atomic():
            Capacity.objects.unscoped(because=ANY).filter(offering=melati).update(held=3)


def hold(world, melati, places, because=None, hours=12):
    return hold_places(
        capacity=beds(melati), places=places, from_at=NOON, until_at=NOON + timedelta(hours=hours),
        because=because or uuid4(), by=world.maya, at=NOON,
    )  # fmt: skip


def test_held_places_are_not_shown_as_free_until_the_hold_ends(world, melati):
    with voice_of(world.maya):
        because = uuid4()
        hold(world, melati, 3, because)
        best, _ = who_can_take(world.viewer("rina"), GIRL, at=NOON)
        assert best[0].free.places == 1
        with pytest.raises(CannotHold) as refused:
            hold(world, melati, 2)
        assert codes(refused) == {"not_enough_places"}
        with pytest.raises(CannotKeep):
            end_offering(offering=melati, on=NOON.date(), by=world.maya, at=NOON)

        assert free_hold(because=because, by=world.maya, at=NOON, arrived=2)
        assert not free_hold(because=because, by=world.maya, at=NOON, arrived=2)
        assert (beds(melati).taken, beds(melati).held) == (4, 0)


def test_a_hold_ends_by_itself(world, melati):
    with voice_of(world.maya):
        hold(world, melati, 3)
    with as_role("gugus_worker"):
        assert jobs.let_go(NOON + timedelta(hours=11)) == 0
        assert jobs.let_go(NOON + timedelta(hours=12)) == 1
        assert jobs.let_go(NOON + timedelta(hours=13)) == 0
        assert CapacityHold.objects.unscoped(because=ANY).get().ended_at is not None
    with voice_of(world.maya):
        assert beds(melati).left == 4


def test_a_girl_tonight_the_best_first_and_old_counts_are_not_certain(world, melati):
    house(world.budi, title="Penuh", total=4, taken=4)
    old = house(world.sari, title="Lama", at=NOON - timedelta(hours=30))
    house(world.rina, title="Laki-laki", sexes=("male",), group="male")
    house(world.yusuf, title="Dewasa", age_from=18)

    found, count = asked(world)

    assert [one.offering.title for one in found] == ["Rumah Melati", "Lama", "Penuh"] and count == 3
    assert [one.free.standing for one in found] == [Standing.FREE, Standing.STALE, Standing.FULL]
    assert found[1].id == old.pk and found[2].misfits == [Misfit.FULL]


def test_places_for_women_alone_are_none_for_a_girl(world):
    house(world.maya, group="women")

    found, _ = asked(world)

    assert found[0].free.standing == Standing.FULL


def test_a_service_that_ended_or_has_not_begun_is_no_answer(world):
    house(world.maya, valid_from=NOON.date() + timedelta(days=1))
    house(world.maya, valid_until=NOON.date())

    assert asked(world) == ([], 0)


def test_an_agencys_best_service_says_why_it_does_not_fit(world, melati):
    house(world.maya, sexes=("male",), title="Putra", group="male")

    with voice_of(world.rina):
        boy = fits_of(
            [world.shelter.pk, world.unit.pk], replace(GIRL, sex="male", age_from=9, age_to=9), at=NOON
        )
        toddler = fits_of([world.shelter.pk], replace(GIRL, age_from=2, age_to=2), at=NOON)

    assert list(boy) == [world.shelter.pk] and boy[world.shelter.pk].misfits == [Misfit.TOO_YOUNG]
    assert toddler[world.shelter.pk].misfits == [Misfit.TOO_YOUNG]


@pytest.mark.parametrize("many", [3, 30])
def test_the_answer_takes_the_same_number_of_queries_for_3_and_30(world, many, django_assert_num_queries):
    for number in range(many):
        house(world.maya, title=str(number))
    viewer = world.viewer("rina")

    with voice_of(world.rina), django_assert_num_queries(6):
        assert len(who_can_take(viewer, GIRL, at=NOON)[0]) == many


def test_the_list_is_narrowed_by_codes(world, melati):
    house(
        world.budi, service="legal_advice", sexes=("male", "female"), total=None, area_code="52.03", areas=()
    )
    viewer = world.viewer("rina")

    def refs(**chosen):
        with voice_of(world.rina):
            return {one.pk for one in listed(viewer, Filter(**chosen), at=NOON)}

    assert len(refs()) == 2
    assert refs(service="shelter") == refs(sex="female", area="31.74") == refs(free=True) == {melati.pk}
    assert refs(agency="rumah-melati") == {melati.pk} and refs(state="ours") == refs(state="ended") == set()


def test_the_secretariat_writes_only_for_offices_without_users(world, silent):
    with voice_of(world.wulan):
        made = write_offering(agency=silent, wording=SHELTER, by=world.wulan, at=NOON)
        assert made.is_kept_by_other
        with pytest.raises(CannotKeep) as refused:
            write_offering(agency=world.shelter, wording=SHELTER, by=world.wulan, at=NOON)
    assert codes(refused) == {"writes_itself"}


def test_nobody_confirmed_for_long_is_noticed_once(world, melati):
    with voice_of(world.maya), as_role("gugus_worker"):
        assert jobs.notice_unconfirmed(NOON + timedelta(days=90)) == 0
        assert jobs.notice_unconfirmed(NOON + timedelta(days=91)) == 1
        assert jobs.notice_unconfirmed(NOON + timedelta(days=92)) == 0
        assert Event.objects.filter(topic="provider.unconfirmed", about_id=melati.pk).count() == 1


# --- the second lock ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["rina", "sari", "budi", "wulan", "arif"])
def test_the_database_lets_nobody_else_change_a_service_or_its_places(world, melati, name):
    user = getattr(world, name)
    with voice_of(user):
        for rows, change in (
            (Offering.objects, {"agency": user.agency, "kept_by": user.agency}),
            (Offering.objects, {"phone": "0800-0000-99999"}),
            (Capacity.objects, {"taken": 6}),
        ):
            assert rows.unscoped(because=ANY).update(**change) == 0
        assert CapacityMove.objects.unscoped(because=ANY).count() == 0
        for made in (
            Capacity(offering=melati, group="girls", total=9, counted_at=NOON),
            CapacityMove(
                capacity=beds(melati), agency=user.agency, at=NOON, kind="set", total=1, taken=1, held=0
            ),
            CapacityHold(
                capacity=beds(melati),
                agency=user.agency,
                because=uuid4(),
                places=1,
                from_at=NOON,
                until_at=LATER,
            ),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                made.save(force_insert=True)


def test_the_database_lets_nobody_write_for_another_agency(world, silent):
    for name, agency in (
        ("rina", world.shelter),
        ("wulan", world.shelter),
        ("rina", silent),
        ("yusuf", silent),
    ):
        user = getattr(world, name)
        with voice_of(user), pytest.raises(DatabaseError), transaction.atomic():
            Offering(
                agency=agency, kept_by=user.agency, service="shelter", sexes=["female"], opens=[None] * 7,
                closes=[None] * 7, contact_role="duty", valid_from=NOON.date(), confirmed_on=NOON.date(),
                written_at=NOON,
            ).save(force_insert=True)  # fmt: skip


def test_nobody_set_means_no_rows(world, melati):
    assert (
        Offering.objects.unscoped(because=ANY).count() == Capacity.objects.unscoped(because=ANY).count() == 0
    )


def test_the_history_of_places_cannot_be_changed(world, melati):
    with voice_of(world.maya), pytest.raises(DatabaseError), transaction.atomic():
        CapacityMove.objects.unscoped(because=ANY).update(taken=0)


def test_no_column_of_the_directory_can_hold_a_survivor():
    fields = {field.name for field in Offering._meta.get_fields()} | set(Wording.__dataclass_fields__)

    assert not {"person", "case", "referral", "note", "names", "message"} & fields
