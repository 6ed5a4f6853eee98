"""Seal what was written: take committed rows, note their digests, chain the batch to the one before."""

from datetime import datetime

from django.db import connection, transaction

from gugus.audit import chain
from gugus.audit.models import Seal

LOCK = 7_346_001  # one sealer at a time in the whole database
BATCH = 5_000

# The digest was made by the database while the row was written; a row that is gone by now leaves a mark.
_NEXT = """
select u.seq, e.digest from audit_unsealed u left join audit_entry e using (seq) order by u.seq limit %s
"""


@transaction.atomic
def seal_batch(*, at: datetime, most: int = BATCH) -> int | None:
    """Seal the next committed entries; returns how many, or None when another sealer is at work."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return None
        cursor.execute(_NEXT, [most])
        rows = cursor.fetchall()
        if not rows:
            return 0
        last = Seal.objects.order_by("-pk").first()
        previous = bytes(last.root) if last else chain.FIRST
        seqs = chain.packed_seqs([seq for seq, _ in rows])
        digests = b"".join(bytes(digest) if digest else chain.MISSING for _, digest in rows)
        Seal.objects.create(
            sealed_at=at, seqs=seqs, digests=digests, count=len(rows), previous=previous,
            root=chain.root_of(previous, seqs, digests),
        )  # fmt: skip
        cursor.execute("delete from audit_unsealed where seq = any(%s)", [[seq for seq, _ in rows]])
    return len(rows)


def seal_all(*, at: datetime) -> int:
    """Seal batch after batch until nothing waits, each in a transaction of its own; returns how many entries."""
    total = 0
    while done := seal_batch(at=at):
        total += done
    return total
