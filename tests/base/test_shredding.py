"""Keys are destroyed in one way only, for ever, and leave a trace in and outside the database."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.conftest import NOON, as_role, voice_of

from gugus.base import shredding
from gugus.base.sealed import DataKey, KeyTrace


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def key(db):
    made = DataKey.fresh()
    made.save(force_insert=True)
    return made


def trace(key) -> list[tuple]:
    with as_role("gugus_worker"):
        return list(KeyTrace.objects.filter(key_id=key.pk).order_by("id").values_list("what", "caller", "by"))


def test_a_destroyed_key_opens_nothing_and_stays_destroyed(key):
    assert shredding.shred([key.pk], NOON) == 1
    assert shredding.shred([key.pk, uuid4()], NOON + timedelta(days=1)) == 0

    found = DataKey.objects.get(pk=key.pk)
    assert found.opened() is None and found.shredded_at == NOON and bytes(found.wrapped) == b""


def test_destroying_leaves_a_line_that_says_for_whom(key, world):
    with voice_of(world.rina):
        shredding.shred([key.pk], NOON)

    assert trace(key) == [("destroyed", "gugus_app", world.rina.pk)]


@pytest.mark.parametrize(
    "attempt",
    [
        "update base_datakey set wrapped = '', shredded_at = now()",
        "update base_datakey set kek = 'kek-other'",
        "delete from base_datakey",
        "select * from base_keytrace",
        "insert into base_keytrace (key_id, what, at, caller, kek, digest) "
        "values (gen_random_uuid(), 'wrapped', now(), 'gugus_app', '', '')",
        "delete from base_keytrace",
    ],
)
def test_the_application_changes_keys_in_no_other_way(key, attempt):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attempt)


@pytest.mark.parametrize("role", ["gugus_worker", "gugus_owner"])
def test_nobody_brings_a_destroyed_key_back_or_alters_the_trace(key, role):
    wrapped = bytes(key.wrapped)
    shredding.shred([key.pk], NOON)

    for attempt in (
        DataKey.objects.filter(pk=key.pk).update,
        lambda **_: KeyTrace.objects.filter(key_id=key.pk).update(what="wrapped"),
        lambda **_: KeyTrace.objects.filter(key_id=key.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), as_role(role):
            attempt(wrapped=wrapped, shredded_at=None)

    assert trace(key) == [("destroyed", "gugus_app", None)]


def test_wrapping_anew_and_deleting_leave_a_line_too(key):
    with as_role("gugus_worker"):
        DataKey.objects.filter(pk=key.pk).update(kek="kek-9", wrapped=b"anew")
        DataKey.objects.filter(pk=key.pk).delete()

    assert [what for what, *_ in trace(key)] == ["wrapped", "deleted"]


def test_a_key_without_content_must_say_when_it_was_destroyed(db):
    made = DataKey.fresh()
    made.wrapped = b""

    with pytest.raises(DatabaseError), transaction.atomic():
        made.save(force_insert=True)


def test_the_list_outside_the_database_names_each_key_once(key, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        shredding.shred([key.pk, key.pk], NOON)
    with django_capture_on_commit_callbacks(execute=True):
        shredding.shred([key.pk], NOON)

    assert shredding.list_file().read_text() == f"{key.pk} 2026-06-15T05:00:00+00:00\n"
    assert shredding.list_file().stat().st_mode & 0o777 == 0o600


def test_what_was_rolled_back_is_not_listed(key):
    with pytest.raises(RuntimeError), transaction.atomic():
        shredding.shred([key.pk], NOON)
        raise RuntimeError

    assert shredding.listed() == set() and DataKey.objects.get(pk=key.pk).opened()


def test_a_list_that_lacks_a_key_is_completed(key):
    shredding.shred([key.pk], NOON)  # and the process was killed before it could write the list

    assert shredding.complete_list() == 1
    assert shredding.complete_list() == 0
    assert shredding.listed() == {key.pk}


def test_a_list_that_was_cut_off_in_the_middle_of_a_line_is_read_as_far_as_it_goes(tmp_path):
    known = uuid4()
    (tmp_path / "list").write_text(f"{known} 2026-06-15T05:00:00+00:00\n0190b6c0-00")

    assert shredding.listed(tmp_path / "list") == {known}


def test_a_full_disk_does_not_undo_the_destruction(key, settings, django_capture_on_commit_callbacks, caplog):
    settings.DATA_DIR = "/proc/nothing-can-be-made-here"

    with django_capture_on_commit_callbacks(execute=True):
        shredding.shred([key.pk], NOON)

    assert DataKey.objects.get(pk=key.pk).opened() is None
    assert "could not be written" in caplog.text and str(key.pk) not in caplog.text
