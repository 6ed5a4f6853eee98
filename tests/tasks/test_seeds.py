"""Clocks and days off come from the legal pack and the calendar; what an official changed stays."""

from datetime import date

from gugus.law.clocks import clocks
from gugus.tasks.models import Clock, Holiday
from gugus.tasks.seeds import seed_clocks, seed_holidays


def test_every_clock_of_the_law_is_in_the_table(db):
    assert set(Clock.objects.values_list("code", flat=True)) == {one.code for one in clocks()}


def test_every_clock_cites_its_basis_in_both_languages(db):
    for clock in Clock.objects.all():
        assert clock.basis_in("id")
        assert clock.basis_in("en")


def test_filling_twice_adds_nothing(db):
    assert seed_clocks() == 0
    assert seed_holidays(2020, 2030) == 0


def test_a_clock_that_an_official_changed_is_not_filled_again(db):
    Clock.objects.filter(code="triage_low").update(amount=12)

    seed_clocks()

    assert Clock.objects.get(code="triage_low").amount == 12


def test_collective_leave_is_told_from_public_holidays(db):
    assert Holiday.objects.get(day=date(2026, 12, 24)).collective_leave
    assert not Holiday.objects.get(day=date(2026, 12, 25)).collective_leave


def test_a_day_that_was_corrected_stays_corrected(db):
    Holiday.objects.filter(day=date(2026, 12, 24)).update(closed=False)

    seed_holidays(2026, 2026)

    assert not Holiday.objects.get(day=date(2026, 12, 24)).closed
