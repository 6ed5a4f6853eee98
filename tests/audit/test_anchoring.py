"""The anchor of a day is signed once, kept twice, and follows the day before; its key can be followed by another."""

import json
import os
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from procrastinate.contrib.django import app
from tests.audit.conftest import write
from tests.conftest import NOON, as_role

from gugus.audit import anchoring, jobs, signing
from gugus.audit.anchoring import ClockSetBack, anchor_of_day, bundle
from gugus.audit.models import Anchor, SigningKey
from gugus.kernel.anchors import faults_of, read_statements

DAY = NOON.date()


@pytest.fixture
def worker(rina):
    write(rina)
    with as_role("gugus_worker"):
        yield


def on_day(number: int) -> Anchor:
    at = NOON + timedelta(days=number)
    return anchor_of_day(day=at.date(), at=at)


def trusted() -> list[str]:
    return [SigningKey.objects.order_by("-since").first().public]


def test_an_anchor_is_signed_and_kept_in_the_table_and_as_a_file(worker, places):
    made = on_day(0)

    file = places / "data" / "anchors" / "2026-06-15.txt"
    assert file.read_text() == made.text
    assert faults_of(read_statements(bundle()), trusted()) == []


def test_twice_a_day_is_once(worker):
    first = on_day(0)

    assert anchor_of_day(day=DAY, at=NOON + timedelta(hours=3)).text == first.text
    assert Anchor.objects.count() == 1


def test_days_follow_each_other(worker):
    for number in range(3):
        on_day(number)

    assert faults_of(read_statements(bundle()), trusted()) == []


def test_a_clock_that_was_set_back_signs_nothing(worker):
    on_day(1)

    with pytest.raises(ClockSetBack):
        on_day(0)

    assert Anchor.objects.count() == 1


def test_an_empty_trail_has_no_anchor(db):
    with as_role("gugus_worker"), connection.cursor() as cursor:
        cursor.execute("select count(*) from audit_entry")
        if cursor.fetchone()[0] == 0:
            assert on_day(0) is None and not Anchor.objects.exists()


def test_a_lost_file_is_written_again_from_the_table(worker, places):
    on_day(0)
    (places / "data" / "anchors" / "2026-06-15.txt").unlink()

    on_day(1)

    assert (places / "data" / "anchors" / "2026-06-15.txt").exists()


def test_the_key_file_is_for_its_owner_alone(worker):
    signing.ensure_key(at=NOON)

    assert os.stat(signing.key_path()).st_mode & 0o077 == 0
    os.chmod(signing.key_path(), 0o640)
    with pytest.raises(signing.NoSigningKey, match="Others"):
        signing.load()


def test_a_lost_key_is_never_replaced_in_silence(worker):
    signing.ensure_key(at=NOON)
    signing.key_path().unlink()

    with pytest.raises(signing.NoSigningKey):
        on_day(0)
    again = signing.begin_again(at=NOON)

    assert SigningKey.objects.count() == 2 and on_day(0).text.count(again.name) == 1


@pytest.mark.parametrize("content", ["", "{}", '{"format": "gugus-signing-1", "private": "AAAA"}', "[1]"])
def test_a_damaged_key_is_told_without_its_content(worker, content):
    signing.key_path().write_text(content)
    signing.key_path().chmod(0o600)

    with pytest.raises(signing.NoSigningKey) as told:
        signing.load()
    assert "AAAA" not in str(told.value)


def test_a_new_key_is_signed_by_the_old_one(worker, django_capture_on_commit_callbacks):
    on_day(0)
    old = SigningKey.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        new = signing.rotate(at=NOON + timedelta(days=1), former_until=NOON + timedelta(days=1))
    on_day(1)

    statements = read_statements(bundle())
    assert faults_of(statements, [old.public]) == [] == faults_of(statements, [new.public])
    assert [one["key"] for one in statements if one.form.startswith("gugus-anchor")] == [old.name, new.name]


def test_a_change_of_keys_that_was_cut_off_leaves_the_old_key_in_use(worker):
    signing.ensure_key(at=NOON)
    before = json.loads(signing.key_path().read_text())

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        signing.rotate(at=NOON, former_until=NOON)
        raise ZeroDivisionError

    assert json.loads(signing.key_path().read_text()) == before
    assert SigningKey.objects.count() == 1


@pytest.mark.parametrize("role", ["gugus_app", "gugus_worker", "gugus_owner"])
@pytest.mark.parametrize(
    "attempt",
    ["update audit_anchor set root = 'x'", "delete from audit_anchor", "truncate audit_anchor",
     "delete from audit_signingkey", "update audit_installation set id = gen_random_uuid()"],
)  # fmt: skip
def test_anchors_and_keys_stay(worker, role, attempt):
    on_day(0)

    with as_role(role), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt)


def test_the_web_adds_no_anchor(worker):
    with as_role("gugus_app"), pytest.raises(DatabaseError), transaction.atomic():
        Anchor.objects.create(day=DAY, at=NOON, seal=1, entries=1, root="x", text="x")


def test_the_job_signs_each_night_and_a_second_run_changes_nothing(worker):
    jobs.anchor(0)
    jobs.anchor(0)

    assert Anchor.objects.count() == 1
    planned = {one.task.name: one.cron for one in app.periodic_registry.periodic_tasks.values()}
    assert planned["audit.anchor"] == "20 17 * * *"
    assert anchoring.folder().is_dir()
