"""Published figures stand side by side, are never changed, and are decided about without losing one."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.conftest import NOON, as_role

from gugus.audit.models import Entry
from gugus.figures import queries, recording
from gugus.figures.models import Published
from gugus.figures.recording import CannotRecord, CannotResolve, Told

POLICE = Told(
    "Korban TPPO menurut Polri", "2023", "Polri", value=Decimal(3363), unit="korban", note="Dari rilis"
)


@pytest.fixture
def two(wulan, force):
    """Two offices say different things."""
    return [
        recording.record_published(force=force, told=told, by=wulan, at=NOON)
        for told in (POLICE, replace(POLICE, source="Kemenko PMK", value=Decimal(3366)))
    ]


def groups(world):
    return queries.published(world.viewer("wulan"))


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def test_two_sources_stand_side_by_side_as_a_contradiction(two, world):
    (group,) = groups(world)

    assert [one.value for one in group.lines] == [Decimal(3363), Decimal(3366)]
    assert group.is_contradiction and group.is_open


def test_another_area_or_year_is_another_topic(two, wulan, force, world):
    for told in (replace(POLICE, area_code="31.74"), replace(POLICE, period="2024")):
        recording.record_published(force=force, told=told, by=wulan, at=NOON)

    assert [len(group.lines) for group in groups(world)] == [2, 1, 1]


def test_a_decision_names_the_one_used_and_keeps_both(two, wulan, world):
    first, second = two

    recording.resolve(about=first, means="use", chosen=second, why="Rekapitulasi akhir", by=wulan, at=NOON)
    recording.resolve(
        about=second, means="both", chosen=None, why="Hari berbeda", by=wulan, at=NOON + timedelta(1)
    )

    (group,) = groups(world)
    assert len(group.lines) == 2
    assert [(one.means, one.chosen, one.why) for one in group.decisions] == [
        ("both", None, "Hari berbeda"), ("use", second, "Rekapitulasi akhir"),
    ]  # fmt: skip
    assert not group.is_open


def test_a_decision_needs_two_figures_one_of_them_and_a_reason(wulan, force, two):
    alone = recording.record_published(force=force, told=replace(POLICE, topic="Lain"), by=wulan, at=NOON)

    with pytest.raises(CannotResolve) as refused:
        recording.resolve(about=alone, means="use", chosen=two[0], why=" ", by=wulan, at=NOON)

    assert codes(refused) == ["nothing_beside", "choose_one", "why_needed"]


def test_a_wrong_line_is_put_right_by_a_new_one_once(two, wulan, force, world):
    first, second = two
    right = recording.record_published(
        force=force, told=replace(POLICE, value=Decimal(3366)), by=wulan, at=NOON, corrects=first
    )

    with pytest.raises(CannotRecord) as refused:
        recording.record_published(force=force, told=POLICE, by=wulan, at=NOON, corrects=first)

    (group,) = groups(world)
    assert {one.pk for one in group.lines} == {second.pk, right.pk}
    assert not group.is_contradiction
    assert codes(refused) == ["corrected_already"]
    assert Published.objects.unscoped(because="test").filter(pk=first.pk).exists()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"value": None}, "value_needed"),
        ({"value": Decimal(-1)}, "value_impossible"),
        ({"value": Decimal(10) ** 15}, "value_impossible"),
        ({"topic": " – "}, "needed"),
        ({"source": ""}, "needed"),
        ({"published_on": (NOON + timedelta(days=1)).date()}, "published_later"),
    ],
)
def test_what_cannot_be_written_down_is_refused(wulan, force, changed, code):
    with pytest.raises(CannotRecord) as refused:
        recording.record_published(force=force, told=replace(POLICE, **changed), by=wulan, at=NOON)

    assert codes(refused) == [code]


def test_a_double_click_makes_one_line(wulan, force):
    key = uuid4()

    made = [
        recording.record_published(force=force, told=POLICE, by=wulan, at=NOON, key=key) for _ in range(2)
    ]

    assert made[0] == made[1]
    assert Published.objects.unscoped(because="test").count() == 1


def test_the_known_contradictions_can_be_taken_over_once(wulan, force, world):
    first = recording.load_examples(force=force, by=wulan, at=NOON)
    again = recording.load_examples(force=force, by=wulan, at=NOON)

    found = groups(world)
    assert (len(first), again) == (25, [])
    assert len(found) == 12
    assert all(group.is_contradiction and group.first.is_example for group in found)


@pytest.mark.parametrize("role", ["gugus_app", "gugus_worker", "gugus_owner"])
def test_nobody_changes_or_deletes_what_was_published_or_decided(two, wulan, role):
    recording.resolve(about=two[0], means="use", chosen=two[1], why="x", by=wulan, at=NOON)

    for table in ("figures_published", "figures_resolution"):
        for statement in (f"update {table} set topic_key = 'x'", f"delete from {table}"):
            with (
                pytest.raises(DatabaseError),
                transaction.atomic(),
                as_role(role),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)


def test_notes_and_reasons_are_sealed(two, wulan):
    recording.resolve(about=two[0], means="both", chosen=None, why="Dari rilis akhir", by=wulan, at=NOON)

    with connection.cursor() as cursor:
        cursor.execute("select note from figures_published union all select why from figures_resolution")
        kept = [bytes(note) for (note,) in cursor.fetchall() if note]

    assert len(kept) == 3
    assert not any(b"rilis" in one for one in kept)


def test_writing_and_deciding_is_in_the_trail(two, wulan):
    recording.resolve(about=two[0], means="use", chosen=two[1], why="Rahasia", by=wulan, at=NOON)

    found = Entry.objects.unscoped(because="test").filter(about_ref=two[0].ref).order_by("seq")
    assert [entry.verb for entry in found] == ["published.recorded", "published.resolved"]
    assert "Rahasia" not in str(found.last().changes)
