"""What the secretariat writes: seats, positions, legal bases, frequencies; and how every earlier day is shown."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from tests.cast import LONG_AGO, agency, user
from tests.conftest import NOON, as_role, voice_of
from tests.forces import settle_force

from gugus.access.codes import Role
from gugus.audit.models import Entry
from gugus.base.versions import Stale
from gugus.directory.codes import AgencyKind
from gugus.directory.models import Membership, TaskForce
from gugus.notices.models import Notice
from gugus.outbox.models import Event
from gugus.taskforce.actions.bases import Paper, add_basis, end_basis
from gugus.taskforce.actions.founding import Wish, describe, found_force
from gugus.taskforce.actions.head import Post, appoint, correct_position, end_position, set_frequency
from gugus.taskforce.actions.keeping import CannotKeep
from gugus.taskforce.actions.seats import (
    change_seat,
    end_seat,
    pass_secretariat,
    seat_agency,
    take_up_secretariat,
)
from gugus.taskforce.jobs import look_for_ends, on_seated
from gugus.taskforce.models import Frequency, Position
from gugus.taskforce.queries import host_on, positions_on, seats_on
from gugus.tasks.models import Task

TODAY = NOON.date()
NEXT_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def wulan(world):
    with voice_of(world.wulan):
        yield {"by": world.wulan, "at": NOON}


def codes(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def names_on(force, day) -> list[str]:
    return [one.agency.name for one in seats_on(force, day)]


def seat_of(force, who, day):
    return next(one for one in seats_on(force, day) if one.agency == who)


def test_a_new_member_sits_from_its_day_on(world, force, wulan):
    seat_agency(force=force, agency=world.outside, fields=["social"], leads=["social"], on=NEXT_WEEK, **wulan)

    assert world.outside.name not in names_on(force, TODAY)
    assert seat_of(force, world.outside, NEXT_WEEK).leads == ["social"]


def test_what_does_not_fit_a_seat_is_refused_at_once(world, force, wulan):
    with pytest.raises(CannotKeep) as refused:
        seat_agency(
            force=force, agency=world.police, fields=["social"], leads=["cooperation"],
            on=LONG_AGO - timedelta(days=1), **wulan,
        )  # fmt: skip

    assert {"not_its_day", "leads_without_part", "no_agency"} <= codes(refused)
    with pytest.raises(CannotKeep) as refused:
        seat_agency(force=force, agency=world.police, fields=[], leads=[], on=TODAY, **wulan)
    assert codes(refused) == {"sits_already"}


def test_a_field_is_led_by_one_agency(world, force, wulan):
    with pytest.raises(CannotKeep) as refused:
        change_seat(
            force=force, agency=world.unit, fields=["enforcement"], leads=["enforcement"], on=TODAY, **wulan
        )

    assert codes(refused) == {"led_already"}


def test_changed_fields_leave_the_earlier_day_as_it_was(world, force, wulan):
    change_seat(
        force=force, agency=world.unit, fields=["health", "norms"], leads=["health"], on=TODAY, **wulan
    )

    assert seat_of(force, world.unit, TODAY - timedelta(days=1)).fields == ["social"]
    assert seat_of(force, world.unit, TODAY).fields == ["health", "norms"]
    change_seat(force=force, agency=world.unit, fields=["norms"], leads=[], on=TODAY, **wulan)
    assert seat_of(force, world.unit, TODAY).fields == ["norms"]
    assert Membership.objects.filter(task_force=force, agency=world.unit).count() == 2


def test_a_seat_ends_but_not_that_of_the_secretariat(world, force, wulan):
    with pytest.raises(CannotKeep) as refused:
        end_seat(force=force, agency=world.office, on=NEXT_WEEK, **wulan)
    end_seat(force=force, agency=world.shelter, on=NEXT_WEEK, **wulan)

    assert codes(refused) == {"keeps_secretariat"}
    assert world.shelter.name in names_on(force, TODAY)
    assert world.shelter.name not in names_on(force, NEXT_WEEK)


def test_the_secretariat_is_passed_on_and_the_old_one_writes_no_more(world, force, wulan):
    today = timezone.localdate()
    pass_secretariat(force=force, agency=world.unit, on=today, **wulan)

    assert host_on(force, today) == world.unit
    assert host_on(force, today - timedelta(days=1)) == world.office
    assert [one.agency for one in seats_on(force, today) if one.secretariat] == [world.unit]
    with pytest.raises(Exception, match="secretariat"), transaction.atomic():
        seat_agency(force=force, agency=world.outside, fields=[], leads=[], on=today, **wulan)


def test_a_member_takes_up_a_secretariat_that_nobody_keeps_and_only_then(world, force):
    today = timezone.localdate()
    with voice_of(world.yusuf), pytest.raises(CannotKeep) as refused:
        take_up_secretariat(force=force, by=world.yusuf, on=today, at=NOON)
    assert codes(refused) == {"is_kept"}

    with as_role("gugus_worker"):
        Membership.objects.filter(task_force=force).update(secretariat=False)
    with voice_of(world.yusuf):
        take_up_secretariat(force=force, by=world.yusuf, on=today, at=NOON)
    assert host_on(force, today) == world.unit


def test_a_seat_of_a_replaced_agency_is_changed_in_the_name_of_its_successor(world, force, wulan):
    heir = agency("unit-ppo", "Unit PPA-PPO", AgencyKind.POLICE)
    world.police.valid_to, world.police.successor = TODAY, heir
    world.police.save(update_fields=["valid_to", "successor"])

    change_seat(force=force, agency=heir, fields=["enforcement", "social"], leads=[], on=NEXT_WEEK, **wulan)

    assert seat_of(force, world.police, TODAY - timedelta(days=1)).leads == ["enforcement"]
    assert seat_of(force, heir, TODAY).before == [world.police]
    assert seat_of(force, heir, NEXT_WEEK).before == []
    assert seat_of(force, heir, NEXT_WEEK).fields == ["social", "enforcement"]


def test_two_people_write_and_the_second_is_told(world, force, wulan):
    seat_agency(force=force, agency=world.outside, fields=[], leads=[], on=TODAY, seen=1, **wulan)
    with pytest.raises(Stale):
        describe(force=force, name="Lain", parent=None, seen=1, **wulan)


def test_only_one_holds_a_single_position_on_a_day(world, force, wulan):
    first = appoint(force=force, post=Post("chair", "Sekretaris Kota", LONG_AGO, holder="Rekaan"), **wulan)
    appoint(force=force, post=Post("chair", "Asisten Kesra", TODAY), **wulan)
    appoint(force=force, post=Post("member", "Kepala Bagian Hukum", TODAY), **wulan)

    assert [one.office for one in positions_on(force, TODAY - timedelta(days=1))] == ["Sekretaris Kota"]
    assert sorted(one.office for one in positions_on(force, TODAY)) == [
        "Asisten Kesra",
        "Kepala Bagian Hukum",
    ]
    with pytest.raises(CannotKeep) as refused:
        appoint(force=force, post=Post("chair", "Lurah", TODAY - timedelta(days=3)), **wulan)
    assert codes(refused) == {"held_later"}
    with pytest.raises(CannotKeep):
        end_position(position=first, on=TODAY, **wulan)


def test_a_coordinator_has_a_field_and_nobody_else(world, force, wulan):
    for post in (
        Post("field_lead", "Kadis", TODAY),
        Post("chair", "Sekko", TODAY, "health"),
        Post("chair", " ", TODAY),
    ):
        with pytest.raises(CannotKeep), transaction.atomic():
            appoint(force=force, post=post, **wulan)


def test_a_slip_of_the_pen_is_corrected_and_the_trail_keeps_no_name(world, force, wulan):
    held = appoint(force=force, post=Post("chair", "Sekertaris Kota", TODAY, holder="Namanya Siapa"), **wulan)
    correct_position(position=held, office="Sekretaris Kota", holder="Namanya Lain", **wulan)

    assert Position.objects.unscoped(because="test").get(pk=held.pk).holder == "Namanya Lain"
    entries = Entry.objects.unscoped(because="test").filter(about_kind="position")
    assert entries.count() == 2 and not any("Namanya" in str(one.changes) for one in entries)


def paper(number: str, since: date, **more) -> Paper:
    return Paper(
        **(
            {"kind": "decree", "number": number, "title": "Susunan", "signed_on": since, "valid_from": since}
            | more
        )
    )


def test_a_decree_replaces_the_one_before_on_its_day(world, force, wulan):
    old = add_basis(force=force, paper=paper("1/2020", LONG_AGO), **wulan)
    new = add_basis(force=force, paper=paper("7/2024", TODAY), replaces=old, **wulan)

    old.refresh_from_db()
    assert (old.valid_to, old.replaced_by_id) == (TODAY, new.pk)
    with pytest.raises(CannotKeep) as refused:
        add_basis(force=force, paper=paper("8/2024", NEXT_WEEK), replaces=old, **wulan)
    assert codes(refused) == {"cannot_replace"}
    with pytest.raises(CannotKeep) as refused:
        end_basis(basis=old, on=NEXT_WEEK, **wulan)
    assert codes(refused) == {"ended"}


def test_a_document_that_cannot_be_is_refused(world, force, wulan):
    add_basis(force=force, paper=paper("1/2020", LONG_AGO), **wulan)
    with pytest.raises(CannotKeep) as refused:
        add_basis(
            force=force,
            paper=paper("1/2020", TODAY, title=" ", signed_on=NEXT_WEEK, valid_to=TODAY),
            **wulan,
        )

    assert codes(refused) == {"there_already", "empty", "before_signing", "ends_first"}


def test_a_frequency_is_unconfirmed_until_a_rule_is_named(world, force, wulan):
    with pytest.raises(CannotKeep) as refused:
        set_frequency(force=force, kind="plenary", times=2, source="", confirmed=True, on=TODAY, **wulan)
    assert codes(refused) == {"no_source"}

    set_frequency(force=force, kind="plenary", times=2, source="", confirmed=False, on=LONG_AGO, **wulan)
    set_frequency(force=force, kind="plenary", times=4, source="Pergub", confirmed=True, on=TODAY, **wulan)
    rows = Frequency.objects.unscoped(because="test").order_by("valid_from")
    assert [(one.times_a_year, one.confirmed, one.valid_to) for one in rows] == [
        (2, False, TODAY),
        (4, True, None),
    ]


def test_whoever_founds_a_task_force_keeps_its_secretariat(world, wulan):
    province = settle_force(world, name="Provinsi", level="province", area="31", members=[])
    wish = Wish("Gugus Tugas Jakarta Timur", "city", "31.75", province)
    made = found_force(wish=wish, on=TODAY, **wulan)

    assert host_on(made, TODAY) == world.office and made.parent == province
    with pytest.raises(CannotKeep) as refused:
        found_force(wish=wish, on=TODAY, **wulan)
    assert codes(refused) == {"there_already"}


@pytest.mark.parametrize(
    ("level", "area"),
    [("city", "31"), ("province", "31.75"), ("central", "31"), ("city", ""), ("village", "31.75")],
)
def test_a_task_force_has_an_area_of_its_level(level, area, world, wulan):
    with pytest.raises(CannotKeep) as refused:
        found_force(wish=Wish("X", level, area), on=TODAY, **wulan)

    assert "area" in codes(refused)


def test_the_next_above_is_higher_and_contains_the_area(world, force, wulan):
    other = settle_force(world, name="Provinsi lain", level="province", area="52", members=[])
    for above in (force, other):
        with pytest.raises(CannotKeep) as refused:
            describe(force=TaskForce.objects.get(pk=force.pk), name="Kota", parent=above, **wulan)
        assert codes(refused) == {"not_above"}


def test_a_new_member_is_told_and_a_decree_that_ends_becomes_a_task(world, force, wulan):
    seat_agency(force=force, agency=world.outside, fields=[], leads=[], on=TODAY, **wulan)
    old = add_basis(
        force=force, paper=paper("1/2020", LONG_AGO, valid_to=TODAY + timedelta(days=40)), **wulan
    )
    add_basis(force=force, paper=paper("2/2020", LONG_AGO, valid_to=TODAY + timedelta(days=400)), **wulan)
    with as_role("gugus_worker"):
        user(name="lia", agency=world.outside, role=Role.LIAISON, at=NOON)
        for event in Event.objects.filter(topic="taskforce.seated"):
            on_seated(event=event, at=NOON)
        assert look_for_ends(NOON) == look_for_ends(NOON) == 1
        assert Notice.objects.unscoped(because="test").filter(code="taskforce_seated").count() == 1
        (task,) = Task.objects.unscoped(because="test").filter(kind="basis_ends", done_at=None)
        assert (task.agency, task.about_ref) == (world.office, old.ref)

    add_basis(force=force, paper=paper("3/2026", TODAY), replaces=old, **wulan)
    with as_role("gugus_worker"):
        assert not Task.objects.unscoped(because="test").filter(kind="basis_ends", done_at=None).exists()
