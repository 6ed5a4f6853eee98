"""Officials change clocks and days off; the past stays readable."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from tests.conftest import NOON, voice_of

from gugus.audit.actions import typed
from gugus.audit.models import Entry
from gugus.tasks.clocks import clock_on
from gugus.tasks.editing import CannotChangeClock, change_clock, keep_holiday
from gugus.tasks.models import Clock, Holiday
from gugus.tasks.queries import clock_history

TODAY = date(2026, 6, 15)
SOON = TODAY + timedelta(days=16)


@pytest.fixture
def tono(world):
    with voice_of(world.tono):
        yield world.tono


def change(tono, **changes) -> Clock:
    clock = Clock.objects.get(code="triage_medium", area_code="", valid_to=None)
    usual = {
        "clock": clock, "amount": 4, "unit": "hours", "hours": "round_the_clock", "reason": "SK 12/2026",
        "legal_basis": "SK Kepala Dinas 12/2026", "valid_from": SOON, "by": tono, "at": NOON,
    }  # fmt: skip
    return change_clock(**usual | changes)


def test_a_change_counts_from_its_day_and_the_old_row_before(tono):
    change(tono)

    assert clock_on("triage_medium", SOON - timedelta(days=1)).amount == 6
    assert clock_on("triage_medium", SOON).amount == 4
    assert [row.amount for row in clock_history("triage_medium")] == [4, 6]


def test_a_new_legal_basis_is_a_local_decision(tono):
    fresh = change(tono)

    assert (fresh.status, fresh.provision, fresh.basis_in("en")) == ("D", "", "SK Kepala Dinas 12/2026")


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_unchanged_legal_basis_stays_cited_in_both_languages(tono, language):
    before = clock_on("triage_medium", TODAY)

    fresh = change(tono, legal_basis=before.basis_in(language))

    assert (fresh.provision, fresh.status) == (before.provision, before.status)


def test_a_mistake_of_today_is_corrected_today(tono):
    change(tono, valid_from=TODAY, amount=60)
    change(tono, valid_from=TODAY, amount=6)

    assert clock_on("triage_medium", TODAY).amount == 6
    assert len(clock_history("triage_medium")) == 3


def test_an_area_gets_its_own_clock_and_the_others_keep_theirs(tono):
    change(tono, area_code="31.74", valid_from=TODAY)

    assert clock_on("triage_medium", TODAY, area_code="31.74").amount == 4
    assert clock_on("triage_medium", TODAY, area_code="31.71").amount == 6


def test_the_past_cannot_be_changed_and_a_reason_is_needed(tono):
    with pytest.raises(CannotChangeClock) as refused:
        change(tono, valid_from=TODAY - timedelta(days=1), reason=" ")

    assert {(reason.code, reason.field) for reason in refused.value.reasons} == {
        ("in_the_past", "valid_from"), ("reason_needed", "reason"),
    }  # fmt: skip


def test_a_planned_change_is_not_overtaken_silently(tono):
    change(tono)

    with pytest.raises(CannotChangeClock, match="planned_already"):
        change(tono, valid_from=TODAY)


def test_the_trail_keeps_before_and_after(tono):
    change(tono)

    entry = Entry.objects.unscoped(because="the test reads the trail").get(verb="clock.changed")
    assert entry.changes["amount"] == [6, 4]
    assert typed(entry.changes) == "SK 12/2026"


def test_a_day_can_be_added_and_taken_back(tono):
    day = date(2026, 9, 9)
    keep_holiday(day=day, name="Pilkada", collective_leave=False, closed=True, by=tono, at=NOON)
    keep_holiday(day=day, name="Pilkada", collective_leave=False, closed=False, by=tono, at=NOON)

    assert not Holiday.objects.get(day=day).closed
    entries = (
        Entry.objects.unscoped(because="the test reads the trail").filter(verb="holiday.kept").order_by("seq")
    )
    assert [entry.about_ref for entry in entries] == ["2026-09-09", "2026-09-09"]
    assert entries[1].changes["before"] == ["Pilkada", False, True]


def test_the_local_day_decides_what_today_is(tono):
    late_evening_in_utc = NOON.replace(hour=20)  # already the 16th in Jakarta

    with pytest.raises(CannotChangeClock, match="in_the_past"):
        change(tono, valid_from=TODAY, at=late_evening_in_utc)
    assert timezone.localdate(late_evening_in_utc) == TODAY + timedelta(days=1)
