"""Wrap data keys anew with the key-encryption key in use; what they seal stays as it is.

In batches, each its own transaction: killed between two, the next run goes on with what is left. Rows that another
run is working on are skipped, so two runs share the work. Web and worker go on reading and writing all the while.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Count

from gugus.base.holdings import sealed_texts
from gugus.base.sealed import DataKey
from gugus.base.vault import Ring, key_file, keyring
from gugus.kernel.keyring import LONG_AGO, Keyring
from gugus.kernel.keyservices import kek_ids_in
from gugus.kernel.sealing import CannotUnseal, kek_id_of

BATCH = 1000
SETTLED = timedelta(minutes=5)  # what was begun with the old key has ended by then
TAKE = """
    select id, wrapped from base_datakey where kek <> %s and wrapped <> '' and id > %s
    order by id limit %s for update skip locked
"""
PUT = """
    update base_datakey d set kek = fresh.kek, wrapped = fresh.wrapped
    from unnest(%s::uuid[], %s::text[], %s::bytea[]) as fresh(id, kek, wrapped) where d.id = fresh.id
"""
FIRST = "00000000-0000-0000-0000-000000000000"


class StillNeeded(Exception):
    """The key-encryption key cannot go yet; `needed` says what still opens with it only."""

    def __init__(self, kek: str, needed: Counter[str]):
        super().__init__(kek)
        self.kek, self.needed = kek, needed


class TooSoon(Exception):
    """The successor is in use for too short a time: something begun before may still be written."""


class NotThere(Exception):
    """No such key-encryption key, or the one in use."""


def rewrap(
    progress: Callable[[int, int], None] = lambda done, broken: None, batch: int = BATCH
) -> tuple[int, int]:
    """Wrap everything anew that is not under the KEK in use; gives (wrapped, could not be opened)."""
    done = broken = 0
    current = keyring().current_id
    for wrapped, failed in _batches(current, batch):
        done, broken = done + wrapped, broken + failed
        progress(done, broken)
    with transaction.atomic():
        done += sum(texts.rewrap(current) for texts in sealed_texts())
    progress(done, broken)
    return done, broken


def waiting() -> int:
    """How many data keys are not under the KEK in use."""
    return DataKey.objects.exclude(kek=keyring().current_id).exclude(wrapped=b"").count()


def needed() -> dict[str, Counter[str]]:
    """KEK → what needs it: data keys by "data_key", sealed texts by their table."""
    rows = DataKey.objects.exclude(wrapped=b"").values_list("kek").annotate(count=Count("pk"))
    found: dict[str, Counter[str]] = {kek: Counter(data_key=count) for kek, count in rows}
    for texts in sealed_texts():
        for kek, count in texts.kek_counts().items():
            found.setdefault(kek, Counter())[texts.table] += count
    return found


def refuse_to_retire(ring: Ring, kek: str, at: datetime) -> None:
    """Raise when the KEK must not go: it is in use, unknown, needed, or its successor too young."""
    if not isinstance(ring, Keyring) or kek not in ring.keks or kek == ring.current_id:
        raise NotThere(kek)
    if what := needed().get(kek):
        raise StillNeeded(kek, what)
    if at - ring.since.get(ring.current_id, LONG_AGO) < SETTLED:
        raise TooSoon(kek)


def known_keks() -> frozenset[str] | None:
    """The KEKs that can be opened; None when a service holds them, which alone knows."""
    ring = keyring()
    return frozenset(ring.keks) if isinstance(ring, Keyring) else None


def keks_of_file() -> frozenset[str]:
    """The KEKs in the key file, or those that wrap what lies in it."""
    return kek_ids_in(key_file())


def _batches(current: str, batch: int) -> Iterator[tuple[int, int]]:
    last = FIRST
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(TAKE, [current, last, batch])
            rows = cursor.fetchall()
            if not rows:
                return
            ids, fresh, failed = _wrapped_anew(rows)
            cursor.execute(PUT, [ids, [kek_id_of(one) for one in fresh], fresh])
        last = rows[-1][0]
        yield len(ids), failed


def _wrapped_anew(rows: list[tuple]) -> tuple[list, list[bytes], int]:
    """The rows that could be opened, wrapped anew; and how many could not."""
    ring, ids, fresh, failed = keyring(), [], [], 0
    for pk, wrapped in rows:
        try:
            fresh.append(ring.rewrap(bytes(wrapped)))
            ids.append(pk)
        except CannotUnseal:
            failed += 1
    return ids, fresh, failed
