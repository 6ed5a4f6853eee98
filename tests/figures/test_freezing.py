"""A frozen figure is what was shown, byte for byte, protected, and stays."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from tests.conftest import as_role, voice_of
from tests.figures.conftest import JUNE, frozen, survivors, take_away

from gugus.audit.models import Entry
from gugus.figures import contents, freezing
from gugus.figures.codes import Dataset, Verdict
from gugus.figures.freezing import CannotFreeze
from gugus.figures.models import Snapshot
from gugus.kernel.periods import Period

EVERYTHING = contents.codes_of(Dataset.OVERVIEW) + contents.codes_of(Dataset.REFERRALS)


def codes_of(refused) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


def recount(snapshot, by, *, days=1):
    return freezing.recount(snapshot=snapshot, by=by, at=JUNE + timedelta(days=days))


def test_a_snapshot_says_what_was_counted_when_and_by_whom(wulan, world, force):
    survivors(world.unit, girls=13, women=7)

    (one,) = frozen(force, wulan, "survivors")

    content = json.loads(one.content)
    assert content["lead"][0]["values"] == [20]
    assert (content["figure"], content["period"], content["counted_to"]) == (
        "survivors",
        "2024",
        "2024-12-31",
    )
    assert content["definition"]["id"] and content["definition"]["en"]
    assert content["frozen"] == {
        "at": "2025-06-23T02:00:00+00:00", "by": "wulan", "agency": "sudin-pppapp", "task_force": "GT Kota",
    }  # fmt: skip
    assert one.digest == contents.digest_of(one.content)


def test_every_figure_of_the_pages_can_be_frozen_in_both_languages(wulan, world, force):
    survivors(world.unit, girls=13, women=7)

    made = frozen(force, wulan, *EVERYTHING)

    assert [one.figure_code for one in made] == EVERYTHING
    for one in made:
        content = freezing.content_of(one)
        assert all(
            content[name][language] for name in ("title", "definition", "source") for language in ("id", "en")
        )
        assert contents.canonical(content) == one.content


def test_counting_again_gives_the_same_bytes(wulan, world, force):
    survivors(world.unit, girls=13, women=7)

    for one in frozen(force, wulan, *EVERYTHING):
        again = recount(one, wulan, days=400)
        assert (one.figure_code, again.verdict, again.found_digest) == (
            one.figure_code,
            Verdict.EQUAL,
            one.digest,
        )


def test_the_language_and_the_reader_do_not_change_a_byte(wulan, world, force):
    survivors(world.unit, girls=13, women=7)
    with transaction.atomic():
        (first,) = frozen(force, wulan, "survivors_sex_age")
        text = first.content
        transaction.set_rollback(True)

    with translation.override("en"):
        (second,) = frozen(force, wulan, "survivors_sex_age")

    assert second.content == text


def test_no_exact_small_count_is_ever_in_a_snapshot(wulan, world, force):
    survivors(world.unit, girls=13, women=4, boys=2, men=1)

    (one,) = frozen(force, wulan, "survivors_sex_age")

    values = [value for row in freezing.content_of(one)["rows"] for value in row["values"]]
    assert values.count("*") >= 3
    assert not any(isinstance(value, int) and 0 < value < 5 for value in values)


def test_a_case_manager_of_the_unit_would_freeze_no_more_than_the_task_force_sees(world, force):
    survivors(world.unit, girls=3)

    with voice_of(world.yusuf):
        (one,) = frozen(force, world.yusuf, "survivors")

    assert freezing.content_of(one)["lead"][0]["values"] == ["*"]


def test_the_same_numbers_are_frozen_once(wulan, world, force):
    survivors(world.unit, girls=13, women=7)

    first = frozen(force, wulan, "survivors", "reports")
    second = frozen(force, wulan, "survivors", "reports", at=JUNE + timedelta(days=3))

    assert first == second
    assert Snapshot.objects.unscoped(because="test").count() == 2


def test_a_revision_is_a_new_snapshot_that_names_the_old_one(wulan, world, force):
    survivors(world.unit, girls=20, women=12)
    (old,) = frozen(force, wulan, "survivors_sex_age")
    before = old.content
    take_away(sex="female", child=True, number=7)

    checked = recount(old, wulan)
    (new,) = frozen(force, wulan, "survivors_sex_age", at=JUNE + timedelta(days=2))

    old.refresh_from_db()
    assert checked.verdict == Verdict.REVISED
    assert json.loads(checked.lines) == [
        {"label": {"id": "Anak", "en": "Children"}, "then": [20, "*"], "now": [13, "*"]}
    ]
    assert (new.replaces, old.content, old.replaced_by) == (old, before, new)


def test_a_revision_by_one_person_is_told_without_numbers_and_not_frozen(wulan, world, force):
    survivors(world.unit, girls=20, women=12)
    (old,) = frozen(force, wulan, "survivors_sex_age")
    take_away(sex="female", child=True, number=1)

    checked = recount(old, wulan)
    with pytest.raises(CannotFreeze) as refused:
        frozen(force, wulan, "survivors_sex_age", at=JUNE + timedelta(days=2))

    assert (checked.verdict, checked.lines) == (Verdict.LITTLE, "[]")
    assert codes_of(refused) == ["changed_little"]
    assert old.ref in str(refused.value.reasons[0].words)


def test_a_total_may_be_frozen_again_after_any_change(wulan, world, force):
    survivors(world.unit, girls=20)
    (old,) = frozen(force, wulan, "survivors")
    take_away(sex="female", child=True, number=1)

    (new,) = frozen(force, wulan, "survivors", at=JUNE + timedelta(days=2))

    assert new.replaces == old
    assert freezing.content_of(new)["lead"][0]["values"] == [19]


def test_of_a_running_year_the_totals_can_be_frozen_and_no_table_about_people(wulan, world, force):
    running = Period.parse("2025")
    survivors(world.unit, girls=9, on="2025-02-02")

    (one,) = frozen(force, wulan, "survivors", period=running)
    with pytest.raises(CannotFreeze) as refused:
        frozen(force, wulan, "survivors", "forms", period=running)

    assert one.counted_to.isoformat() == "2025-05-31"
    assert codes_of(refused) == ["year_runs"]


def test_a_later_state_of_a_running_year_replaces_nothing(wulan, world, force):
    running = Period.parse("2025")
    survivors(world.unit, girls=9, on="2025-02-02")
    frozen(force, wulan, "survivors", period=running)

    (later,) = frozen(force, wulan, "survivors", period=running, at=JUNE + timedelta(days=60))

    assert (later.replaces, later.counted_to.isoformat()) == (None, "2025-07-31")


@pytest.mark.parametrize(
    ("figures", "period", "code"),
    [
        ([], "2024", "unknown_figure"),
        (["names"], "2024", "unknown_figure"),
        (["survivors"], "2024-S1", "years_only"),
        (["survivors"], "2024-03", "years_only"),
        (["survivors"], "2026", "no_month_yet"),
        (["survivors"], "2014", "no_month_yet"),
    ],
)
def test_what_cannot_be_frozen_is_refused_with_its_reason(wulan, force, figures, period, code):
    with pytest.raises(CannotFreeze) as refused:
        freezing.freeze(force=force, figures=figures, period=Period.parse(period), by=wulan, at=JUNE)

    assert codes_of(refused) == [code]


def test_one_refused_figure_freezes_none(wulan, world, force):
    survivors(world.unit, girls=20, women=12)
    frozen(force, wulan, "survivors_sex_age")
    take_away(sex="female", child=True, number=1)

    with pytest.raises(CannotFreeze):
        frozen(force, wulan, "survivors", "survivors_sex_age", at=JUNE + timedelta(days=2))

    assert Snapshot.objects.unscoped(because="test").count() == 1


def test_bytes_that_were_changed_outside_are_noticed(wulan, world, force):
    (one,) = frozen(force, wulan, "survivors")
    one.content = one.content.replace("2024", "2023")

    with pytest.raises(ValueError, match="outside gugus"):
        freezing.content_of(one)


@pytest.mark.parametrize("role", ["gugus_app", "gugus_worker", "gugus_owner"])
def test_nobody_changes_or_deletes_a_snapshot_not_even_the_owner(wulan, force, role):
    (one,) = frozen(force, wulan, "survivors")

    for statement in ("update figures_snapshot set period = '2023'", "delete from figures_snapshot"):
        with pytest.raises(DatabaseError), transaction.atomic(), as_role(role), connection.cursor() as cursor:
            cursor.execute(statement)

    one.refresh_from_db()
    assert one.period == "2024"


def test_freezing_counting_again_and_reading_are_in_the_trail(wulan, world, force):
    (one,) = frozen(force, wulan, "survivors")
    recount(one, wulan)
    freezing.read_snapshot(snapshot=one, by=wulan, at=JUNE)

    found = Entry.objects.unscoped(because="test").filter(about_ref=one.ref).order_by("seq")
    assert [entry.verb for entry in found] == ["figure.frozen", "figure.recounted", "figure.read"]
