"""Verify the trail: every row against its digest, every seal against the one before, everything against anchors."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction

from gugus.audit import chain
from gugus.audit.models import Seal

ROWS_AT_ONCE = 20_000
SEALS_AT_ONCE = 20  # a seal of 5,000 rows has 200 kB
LATE = timedelta(minutes=10)  # a seal is due each minute; more means that the worker stands still

ALTERED, MISSING, INSERTED = "altered", "missing", "inserted"  # rows
SEAL_BROKEN, CHAIN_BROKEN, ANCHOR_LOST = "seal_broken", "chain_broken", "anchor_lost"  # seals
COUNT_WRONG = "count_wrong"  # only a full walk can name the row

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Break:
    """The first thing that is wrong: what, in which seal, at which row."""

    kind: str
    seal: int | None = None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Good:
    """Up to where the trail was whole: what a later verification may begin from."""

    seal: int
    root: str
    entries: int
    high: int  # the largest row number seen


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was looked at, what is not sealed yet and since when, and what is wrong (None: nothing)."""

    sealed: int
    seals: int
    unsealed: int
    first_break: Break | None
    waiting_since: datetime | None = None
    good: Good | None = None
    set_back: tuple[int, ...] = field(default=())  # seals dated before the one before them

    def is_late(self, now: datetime) -> bool:
        """Has an entry waited for its seal for too long?"""
        return self.waiting_since is not None and now - self.waiting_since > LATE


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest root: it stands for the first `entries` entries of the trail."""

    root: str
    seal: int
    entries: int
    sealed_at: datetime | None = None

    def __str__(self) -> str:
        at = self.sealed_at.isoformat(timespec="seconds") if self.sealed_at else "-"
        return f"gugus-anchor-1 seal={self.seal} entries={self.entries} at={at} root={self.root}"


def newest_anchor() -> Newest | None:
    """The root of now; None while nothing is sealed."""
    last = Seal.objects.order_by("-pk").first()
    if last is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(sum(count), 0) from audit_seal where id <= %s", [last.pk])
        entries = cursor.fetchone()[0]
    return Newest(bytes(last.root).hex(), last.pk, int(entries), last.sealed_at)


def read_root(text: str) -> bytes:
    """The root in a printed anchor, or in a line that holds only the root. Raises ValueError."""
    found = re.search(r"(?:root[=:]|\b)([0-9a-f]{64})\b", text.strip().lower())
    if not found:
        raise ValueError("an anchor holds a root of 64 hexadecimal digits")
    return bytes.fromhex(found[1])


def verify(
    *,
    anchor: bytes | None = None,
    anchors: Mapping[int, str] | None = None,
    since: Good | None = None,
    progress: Progress = lambda rows, total: None,
) -> Verdict:
    """Look at the whole trail in one unmoving view of the database.

    `anchor` is a root that must occur; `anchors` says which seal must have which root; `since` skips what an earlier
    verification found whole; `progress` hears how many rows of how many were seen.
    """
    with _unmoving(), connection.cursor() as cursor:
        cursor.execute("create temporary table audit_seen (seq bigint) on commit drop")
        walk = _Walk(cursor, anchor, dict(anchors or {}), since, progress)
        broken = walk.breaks()
        if all(one.seq is not None for one in broken):
            # Only after a walk to the end is it known which rows no seal holds.
            broken += _inserted(cursor, walk, since) + walk.lost_anchors()
        rows = sorted((one for one in broken if one.seq is not None), key=lambda one: one.seq)
        first = next(iter([*rows, *broken]), None)
        cursor.execute("select count(*), min(e.at) from audit_unsealed u left join audit_entry e using (seq)")
        unsealed, oldest = cursor.fetchone()
        cursor.execute("drop table audit_seen")
    good = None if first else walk.good()
    return Verdict(walk.rows, walk.seals, unsealed, first, oldest, good, tuple(walk.set_back))


class _Walk:
    """One walk over the seals, oldest first."""

    def __init__(self, cursor, anchor, anchors: dict[int, str], since: Good | None, progress: Progress):
        self.cursor, self.anchor, self.progress = cursor, anchor, progress
        self.awaited, self.since = (
            {seal: root for seal, root in anchors.items() if _after(seal, since)},
            since,
        )
        self.rows = self.seals = 0
        self.anchor_seen = anchor is None
        self.last = since
        self.high = since.high if since else 0
        self.set_back: list[int] = []
        self.total = self._total()

    def breaks(self) -> list[Break]:
        """Broken rows; the walk ends at the first broken seal, because nothing behind it can be trusted."""
        found: list[Break] = []
        if self.since and not self._begins_where_it_ended():
            return [Break(CHAIN_BROKEN, self.since.seal)]
        previous = bytes.fromhex(self.since.root) if self.since else chain.FIRST
        waiting: list[tuple[int, int, bytes]] = []  # seal, seq, digest
        before: datetime | None = None
        for seal in self._seals().iterator(chunk_size=SEALS_AT_ONCE):
            if wrong := _fault_of(seal, previous):
                return [*found, *self._broken_rows(waiting), Break(wrong, seal.pk)]
            previous = bytes(seal.root)
            if self.awaited.pop(seal.pk, previous.hex()) != previous.hex():
                return [*found, *self._broken_rows(waiting), Break(ANCHOR_LOST, seal.pk)]
            self.anchor_seen = self.anchor_seen or previous == self.anchor
            self.set_back += [seal.pk] if before and seal.sealed_at < before else []
            before = seal.sealed_at
            waiting += self._rows_of(seal)
            if len(waiting) >= ROWS_AT_ONCE:
                found += self._broken_rows(waiting)
                waiting = []
        return found + self._broken_rows(waiting)

    def lost_anchors(self) -> list[Break]:
        """Anchors of seals that are not there: the newest were removed, or the whole trail replaced."""
        lost = [Break(ANCHOR_LOST, seal) for seal in sorted(self.awaited)[:1]]
        return lost or ([] if self.anchor_seen else [Break(ANCHOR_LOST)])

    def good(self) -> Good | None:
        """Where this walk ended."""
        return self.last

    def _total(self) -> int:
        self.cursor.execute(
            "select coalesce(sum(count), 0) from audit_seal where id > %s",
            [self.since.seal if self.since else 0],
        )
        return int(self.cursor.fetchone()[0])

    def _begins_where_it_ended(self) -> bool:
        kept = Seal.objects.filter(pk=self.since.seal).first()
        return kept is not None and bytes(kept.root).hex() == self.since.root

    def _seals(self):
        rows = Seal.objects.order_by("pk")
        return rows.filter(pk__gt=self.since.seal) if self.since else rows

    def _rows_of(self, seal: Seal) -> list[tuple[int, int, bytes]]:
        seqs, digests = chain.unpacked_seqs(bytes(seal.seqs)), chain.split_digests(bytes(seal.digests))
        self.seals += 1
        self.high = max(self.high, *seqs)
        entries = (self.last.entries if self.last else 0) + len(seqs)
        self.last = Good(seal.pk, bytes(seal.root).hex(), entries, self.high)
        return [(seal.pk, seq, digest) for seq, digest in zip(seqs, digests, strict=True)]

    def _broken_rows(self, waiting: list[tuple[int, int, bytes]]) -> list[Break]:
        if not waiting:
            return []
        seqs = [seq for _, seq, _ in waiting]
        self.cursor.execute("select e.seq, audit_digest(e) from audit_entry e where e.seq = any(%s)", [seqs])
        now = {seq: bytes(digest) for seq, digest in self.cursor.fetchall()}
        self.cursor.execute("insert into audit_seen select unnest(%s::bigint[])", [seqs])
        self.rows += len(waiting)
        self.progress(self.rows, self.total)
        return [
            Break(ALTERED if seq in now else MISSING, seal, seq)
            for seal, seq, digest in waiting
            if now.get(seq) != digest
        ]


def _after(seal: int, since: Good | None) -> bool:
    return since is None or seal > since.seal


def _fault_of(seal: Seal, previous: bytes) -> str:
    """What is wrong with a seal itself; "" when nothing is."""
    seqs, digests = bytes(seal.seqs), bytes(seal.digests)
    if bytes(seal.previous) != previous:
        return CHAIN_BROKEN
    right_sizes = len(seqs) == 8 * seal.count and len(digests) == chain.DIGEST_BYTES * seal.count
    if not right_sizes or bytes(seal.root) != chain.root_of(previous, seqs, digests):
        return SEAL_BROKEN
    return ""


def _inserted(cursor, walk: _Walk, since: Good | None) -> list[Break]:
    """The first row that is neither sealed nor waiting for its seal: nobody wrote it through the product.

    After a shortened walk only later rows can be named; for the earlier ones their number must be right.
    """
    cursor.execute("analyze audit_seen")
    cursor.execute(
        "select min(e.seq) from audit_entry e where e.seq > %s "
        "and not exists (select 1 from audit_seen s where s.seq = e.seq) "
        "and not exists (select 1 from audit_unsealed u where u.seq = e.seq)",
        [since.high if since else -(2**63)],
    )
    found = cursor.fetchone()[0]
    if found is not None:
        return [Break(INSERTED, None, found)]
    if since is None:
        return []
    cursor.execute(
        "select (select count(*) from audit_entry), "
        "(select count(*) from audit_unsealed join audit_entry using (seq))"
    )
    there, waiting = cursor.fetchone()
    return [] if there == since.entries + walk.rows + waiting else [Break(COUNT_WRONG)]


@contextmanager
def _unmoving() -> Iterator[None]:
    """One view of the database for the whole walk, so that entries written meanwhile do not look inserted."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("set transaction isolation level repeatable read")
        yield
