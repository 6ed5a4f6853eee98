"""Verify the trail: every row against its digest, every seal against the one before, everything against an anchor."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from gugus.audit import chain
from gugus.audit.models import Seal

ROWS_AT_ONCE = 20_000

ALTERED, MISSING, INSERTED = "altered", "missing", "inserted"  # rows
SEAL_BROKEN, CHAIN_BROKEN, ANCHOR_LOST = "seal_broken", "chain_broken", "anchor_lost"  # seals


@dataclass(frozen=True, slots=True)
class Break:
    """The first thing that is wrong: what, in which seal, at which row."""

    kind: str
    seal: int | None = None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked at, what is not sealed yet, and what is wrong (None: nothing)."""

    sealed: int
    seals: int
    unsealed: int
    first_break: Break | None


@dataclass(frozen=True, slots=True)
class Anchor:
    """A root kept elsewhere: it stands for the first `entries` entries of the trail."""

    root: str
    seal: int
    entries: int
    sealed_at: datetime | None = None

    def __str__(self) -> str:
        at = self.sealed_at.isoformat(timespec="seconds") if self.sealed_at else "-"
        return f"gugus-anchor-1 seal={self.seal} entries={self.entries} at={at} root={self.root}"


def newest_anchor() -> Anchor | None:
    """The anchor of now, to be printed and kept elsewhere; None while nothing is sealed."""
    last = Seal.objects.order_by("-pk").first()
    if last is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(sum(count), 0) from audit_seal")
        entries = cursor.fetchone()[0]
    return Anchor(bytes(last.root).hex(), last.pk, int(entries), last.sealed_at)


def read_root(text: str) -> bytes:
    """The root in a printed anchor, or in a line that holds only the root. Raises ValueError."""
    found = re.search(r"(?:root=|\b)([0-9a-f]{64})\b", text.strip().lower())
    if not found:
        raise ValueError("an anchor holds a root of 64 hexadecimal digits")
    return bytes.fromhex(found[1])


def verify(*, anchor: bytes | None = None, progress: Callable[[int], None] = lambda rows: None) -> Verdict:
    """Look at the whole trail in one unmoving view of the database. `progress` hears how many rows were seen."""
    with _unmoving(), connection.cursor() as cursor:
        cursor.execute("create temporary table audit_seen (seq bigint) on commit drop")
        walk = _Walk(cursor, anchor, progress)
        broken = walk.breaks()
        if all(one.seq is not None for one in broken):
            # Only after a walk to the end is it known which rows no seal holds.
            inserted = _first_inserted(cursor)
            broken += [Break(INSERTED, None, inserted)] if inserted is not None else []
            broken += [] if walk.anchor_seen else [Break(ANCHOR_LOST)]
        rows = sorted((one for one in broken if one.seq is not None), key=lambda one: one.seq)
        first = next(iter([*rows, *broken]), None)
        cursor.execute("select count(*) from audit_unsealed")
        unsealed = cursor.fetchone()[0]
        cursor.execute("drop table audit_seen")
    return Verdict(walk.rows, walk.seals, unsealed, first)


class _Walk:
    """One walk over the seals, oldest first."""

    def __init__(self, cursor, anchor: bytes | None, progress: Callable[[int], None]):
        self.cursor, self.anchor, self.progress = cursor, anchor, progress
        self.rows = self.seals = 0
        self.anchor_seen = anchor is None

    def breaks(self) -> list[Break]:
        """Broken rows; the walk ends at the first broken seal, because nothing behind it can be trusted."""
        found: list[Break] = []
        previous = chain.FIRST
        waiting: list[tuple[int, int, bytes]] = []  # seal, seq, digest
        for seal in Seal.objects.order_by("pk").iterator(chunk_size=500):
            if wrong := _fault_of(seal, previous):
                return [*found, *self._broken_rows(waiting), Break(wrong, seal.pk)]
            previous = bytes(seal.root)
            self.anchor_seen = self.anchor_seen or previous == self.anchor
            self.seals += 1
            seqs, digests = chain.unpacked_seqs(bytes(seal.seqs)), chain.split_digests(bytes(seal.digests))
            waiting += [(seal.pk, seq, digest) for seq, digest in zip(seqs, digests, strict=True)]
            if len(waiting) >= ROWS_AT_ONCE:
                found += self._broken_rows(waiting)
                waiting = []
        return found + self._broken_rows(waiting)

    def _broken_rows(self, waiting: list[tuple[int, int, bytes]]) -> list[Break]:
        if not waiting:
            return []
        seqs = [seq for _, seq, _ in waiting]
        self.cursor.execute("select e.seq, audit_digest(e) from audit_entry e where e.seq = any(%s)", [seqs])
        now = {seq: bytes(digest) for seq, digest in self.cursor.fetchall()}
        self.cursor.execute("insert into audit_seen select unnest(%s::bigint[])", [seqs])
        self.rows += len(waiting)
        self.progress(self.rows)
        return [
            Break(ALTERED if seq in now else MISSING, seal, seq)
            for seal, seq, digest in waiting
            if now.get(seq) != digest
        ]


def _fault_of(seal: Seal, previous: bytes) -> str:
    """What is wrong with a seal itself; "" when nothing is."""
    seqs, digests = bytes(seal.seqs), bytes(seal.digests)
    if bytes(seal.previous) != previous:
        return CHAIN_BROKEN
    right_sizes = len(seqs) == 8 * seal.count and len(digests) == chain.DIGEST_BYTES * seal.count
    if not right_sizes or bytes(seal.root) != chain.root_of(previous, seqs, digests):
        return SEAL_BROKEN
    return ""


def _first_inserted(cursor) -> int | None:
    """The first row that is neither sealed nor waiting for its seal: nobody wrote it through the product."""
    cursor.execute("analyze audit_seen")
    cursor.execute(
        "select min(e.seq) from audit_entry e "
        "where not exists (select 1 from audit_seen s where s.seq = e.seq) "
        "and not exists (select 1 from audit_unsealed u where u.seq = e.seq)"
    )
    return cursor.fetchone()[0]


@contextmanager
def _unmoving() -> Iterator[None]:
    """One view of the database for the whole walk, so that entries written meanwhile do not look inserted."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read")
        yield
