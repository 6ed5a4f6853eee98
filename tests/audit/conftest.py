"""Entries to seal, and hands that reach past the product."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from tests.conftest import NOON, as_role

from gugus.audit.actions import record
from gugus.audit.models import Entry
from gugus.audit.sealing import seal_all


def write(user, count: int = 3, about=None) -> None:
    """Let a user do something `count` times."""
    for number in range(count):
        record("test.done", about=about, by=user, at=NOON, changes={"number": number})


def seqs() -> list[int]:
    with as_role("gugus_worker"):
        rows = Entry.objects.unscoped(because="the test counts").order_by("seq")
        return list(rows.values_list("seq", flat=True))


@contextmanager
def superuser() -> Iterator[object]:
    """Reach past every right and trigger, as somebody with the database's password can."""
    with as_role("postgres"), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        try:
            yield cursor
        finally:
            cursor.execute("set local session_replication_role = origin")


@pytest.fixture
def sealed(rina) -> list[int]:
    """A trail in two seals; gives the row numbers."""
    with as_role("gugus_worker"):
        seal_all(at=NOON)
    with as_role("gugus_app"):
        write(rina)
    with as_role("gugus_worker"):
        seal_all(at=NOON)
    return seqs()


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Anchors and keys of each test lie in a folder of their own."""
    settings.DATA_DIR = tmp_path / "data"
    (tmp_path / "keys").mkdir()
    settings.SIGNING_KEY = str(tmp_path / "keys" / "signing.json")
    return tmp_path
