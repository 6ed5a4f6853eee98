"""The clock runs where the receiver works: its hours, its zone, its days off; and both sides read the same one."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from tests.conftest import voice_of
from tests.referrals.conftest import ask

from gugus.directory.models import Agency
from gugus.referrals.actions import accept_referral
from gugus.tasks.models import Clock, Holiday

ZONES = {"31.74": "Asia/Jakarta", "52.03": "Asia/Makassar", "94.71": "Asia/Jayapura"}


def place(agency, area) -> None:
    Agency.objects.filter(pk=agency.pk).update(area_code=area)
    agency.refresh_from_db()


@pytest.mark.parametrize("area", ZONES)
def test_working_hours_are_those_of_the_receivers_zone(world, case, area):
    """Sent on a Friday at 15.30 local time: eight office hours end on Monday at the receiver's clock."""
    zone = ZoneInfo(ZONES[area])
    place(world.shelter, area)
    at = datetime(2026, 6, 19, 15, 30, tzinfo=zone)

    referral = ask(world, case, world.shelter, at=at.astimezone(UTC), urgency="soon")

    due = referral.answer_due_at.astimezone(zone)
    assert due.weekday() == 0 and due.date().isoformat() == "2026-06-22"
    assert 8 <= due.hour <= 17


def test_the_same_moment_gives_three_zones_three_deadlines(world, case):
    """15.30 in Jakarta is 17.30 in Jayapura: there the office is closed already."""
    at, found = datetime(2026, 6, 19, 8, 30, tzinfo=UTC), {}
    for area, service in zip(ZONES, ("shelter", "counselling", "companion"), strict=True):
        place(world.shelter, area)
        found[area] = ask(world, case, world.shelter, at=at, urgency="soon", service=service).answer_due_at

    local = {area: found[area].astimezone(ZoneInfo(zone)).isoformat()[:16] for area, zone in ZONES.items()}
    assert len(set(found.values())) == 3, local


def test_a_day_off_between_moves_the_deadline_and_an_open_day_does_not(world, case):
    Holiday.objects.update(closed=False)
    at = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)  # Monday morning
    plain = ask(world, case, world.shelter, at=at, urgency="planned").answer_due_at
    for day, closed in (("2026-06-17", True), ("2026-06-18", False)):
        Holiday.objects.update_or_create(day=day, defaults={"name": "Libur contoh", "closed": closed})

    later = ask(world, case, world.shelter, at=at, urgency="planned", service="counselling").answer_due_at

    assert (plain.date().isoformat(), later.date().isoformat()) == ("2026-06-18", "2026-06-19")


def test_an_urgent_question_knows_neither_night_nor_holiday(world, case):
    at = datetime(2026, 6, 20, 16, 0, tzinfo=UTC)  # Saturday night
    Holiday.objects.update_or_create(day="2026-06-21", defaults={"name": "Libur contoh", "closed": True})

    referral = ask(world, case, world.shelter, at=at, urgency="now")

    assert (referral.answer_due_at - at).total_seconds() == 2 * 3600


def test_an_areas_own_clock_goes_before_the_general_one(world, case):
    place(world.shelter, "94.71")
    general = Clock.objects.get(code="referral_answer_high", area_code="", valid_to=None)
    general.pk, general.area_code, general.amount = None, "94.71", 5
    Clock(
        **{f.attname: getattr(general, f.attname) for f in Clock._meta.concrete_fields if f.name != "id"}
    ).save()
    at = datetime(2026, 6, 15, 1, 0, tzinfo=UTC)

    far = ask(world, case, world.shelter, at=at, urgency="now")
    near = ask(world, case, world.police, at=at, urgency="now")

    assert (far.answer_due_at - at).total_seconds() == 5 * 3600
    assert (near.answer_due_at - at).total_seconds() == 2 * 3600


def test_both_sides_read_the_same_age_and_clock_everywhere(signed_in, world, case, referral):
    def read(user):
        client = signed_in(user)
        one = client.get(f"/api/v1/referrals/{referral.ref}").json()
        tab = "waiting" if user == world.maya else "outgoing"
        listed = client.get(f"/api/v1/referrals?tab={tab}").json()[0]
        clock = client.get(reverse("referrals:detail", args=[referral.ref])).context["referral"].clock
        keys = ("due_at", "late", "age_hours", "state_at")
        return [one[key] for key in keys], [listed[key] for key in keys], (clock.since, clock.due, clock.done)

    assert read(world.rina) == read(world.maya)
    with voice_of(world.maya):
        accept_referral(referral=referral, answer="", by=world.maya, at=referral.sent_at)
    sender = signed_in(world.rina).get(f"/api/v1/referrals/{referral.ref}").json()
    receiver = signed_in(world.maya).get(f"/api/v1/referrals/{referral.ref}").json()
    assert sender["due_at"] and sender["due_at"] == receiver["due_at"]
    shown = signed_in(world.rina).get(reverse("cases:detail", args=[case.ref])).content.decode()
    assert 'class="clock' in shown
