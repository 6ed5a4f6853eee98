"""Periods are data of the agency; a child's file stays longer; figures do not change when files go."""

from datetime import UTC, date, datetime, timedelta

import pytest

from gugus.base.periods import period
from gugus.kernel.periods import Period
from gugus.retention import rules
from gugus.retention.editing import CannotChangeRule, change_rule
from gugus.retention.models import RetentionRule
from gugus.retention.preview import ahead, preview
from gugus.retention.schedule import rules_on
from gugus.statistics.counting import scale_for
from gugus.statistics.keeping import rebuild
from gugus.statistics.overview import overview
from gugus.statistics.rows import rows_of
from tests.conftest import NOON, as_role, voice_of
from tests.retention.conftest import (
    LOOK,
    TODAY,
    a_person,
    again,
    agreed,
    asked,
    carried_out,
    old_case,
)


def due_refs(world, on=TODAY):
    with voice_of(world.lestari):
        return {one.ref: one for one in preview(world.unit.pk, on, at=NOON).due}


def test_an_adults_file_is_due_ten_years_after_closing(world):
    case = old_case(world, a_person(world), at=datetime(2016, 5, 20, 5, tzinfo=UTC))

    assert due_refs(world, date(2026, 5, 19)) == {}
    assert due_refs(world, date(2026, 5, 20))[case.ref].due_on == date(2026, 5, 20)


def test_a_childs_file_stays_longer_counted_from_adulthood(world):
    child = old_case(world, a_person(world, "Kuntum Contoh", birth_year=2004), age=6)

    assert due_refs(world, date(2037, 12, 31)) == {}
    found = due_refs(world, date(2038, 1, 1))[child.ref]
    assert (found.record_class, found.due_on) == ("case_child", date(2038, 1, 1))


def test_an_unknown_age_counts_as_a_child(world):
    unknown = old_case(world, a_person(world, "Tanpa Umur", birth_year=None), age=None)

    assert due_refs(world)[unknown.ref].record_class == "case_child"


@pytest.mark.parametrize(
    ("day", "amount", "unit", "then"),
    [
        (date(2024, 2, 29), 1, "years", date(2025, 2, 28)),
        (date(2024, 1, 31), 1, "months", date(2024, 2, 29)),
        (date(2024, 3, 31), -1, "months", date(2024, 2, 29)),
        (date(2024, 12, 31), 1, "days", date(2025, 1, 1)),
    ],
)
def test_periods_end_on_a_day_that_exists(day, amount, unit, then):
    assert rules.after(day, amount, unit) == then


def change(world, by=None, **told):
    by = by or world.lestari
    facts = {
        "record_class": "case_adult", "amount": 20, "unit": "years", "basis": "Keputusan 12/2026", "status": "C",
        "valid_from": TODAY, "reason": "Jadwal retensi arsip.",
    } | told  # fmt: skip
    with voice_of(by):
        return change_rule(by=by, at=NOON, **facts)


def test_an_agency_sets_its_own_period_and_keeps_the_old_one_readable(world, case):
    change(world)

    with voice_of(world.lestari):
        assert rules_on(TODAY, world.unit.pk)["case_adult"].amount == 20
        assert RetentionRule.objects.unscoped(because=LOOK).filter(record_class="case_adult").count() == 2
    with voice_of(world.sari):
        assert rules_on(TODAY, world.outside.pk)["case_adult"].amount == 10
    assert case.ref not in due_refs(world)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"valid_from": TODAY - timedelta(days=1)}, "in_the_past"),
        ({"reason": " "}, "reason_needed"),
        ({"record_class": "trail"}, "stays"),
        ({"amount": 0}, "too_short"),
    ],
)
def test_a_rule_is_not_changed_like_this(world, told, code):
    with pytest.raises(CannotChangeRule, match=code):
        change(world, **told)


def test_contexts_below_read_their_period_from_the_schedule(world):
    assert period("notices_read", timedelta(days=1)) == timedelta(days=90)
    assert period("nobody_knows", timedelta(days=1)) == timedelta(days=1)


def test_the_months_ahead_name_what_comes(world):
    old_case(world, a_person(world), at=datetime(2016, 9, 10, 5, tzinfo=UTC))

    with voice_of(world.lestari):
        counts = dict(ahead(world.unit.pk, TODAY))

    assert counts[date(2026, 9, 1)] == 1
    assert sum(counts.values()) == 1


def figures(world, name):
    viewer = world.viewer(name)
    with voice_of(viewer.user):
        scale = scale_for(viewer, own=name == "yusuf")
        return list(rows_of(overview(Period.parse("2010"), scale, TODAY)))


def test_figures_stay_exactly_as_they_were(world, case, mawar, second):
    melati = a_person(world, "Melati Contoh", birth_year=1979)
    old_case(world, melati, mawar, exploitation=["prostitution"])
    with as_role("gugus_worker"):
        rebuild()
    before = {name: figures(world, name) for name in ("yusuf", "arif")}

    carried_out(agreed(asked(world), second))
    with as_role("gugus_worker"):
        rebuild()

    assert again(mawar).forgotten_at
    assert {name: figures(world, name) for name in ("yusuf", "arif")} == before
