"""Destroy data keys: what they sealed is unreadable for ever, in every backup too.

The database takes a key away only through one function that leaves a trace (`base_keytrace`). A backup made
earlier still holds the wrapped key, so each destroyed key is also named in a list outside the database:
`GUGUS_DATA_DIR/shredded.txt`. A restore reads the list and destroys those keys again. Keep copies of it
elsewhere, newer ones than the backups.
"""

import logging
import os
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from gugus.base.sealed import DataKey

log = logging.getLogger(__name__)
LIST = "shredded.txt"
AT_ONCE = 1000


def shred(keys: Iterable[UUID], at: datetime) -> int:
    """Destroy these data keys within the caller's transaction; gives how many were still alive. Safe to repeat."""
    wanted, gone = sorted(set(keys)), []
    for first in range(0, len(wanted), AT_ONCE):
        with connection.cursor() as cursor:
            cursor.execute("select base_shred_keys(%s::uuid[], %s)", [wanted[first : first + AT_ONCE], at])
            gone += [row[0] for row in cursor.fetchall()]
    if gone:
        transaction.on_commit(lambda: _note(gone, at))
    return len(gone)


def list_file() -> Path:
    """Where destroyed keys are named outside the database."""
    return Path(settings.DATA_DIR) / LIST


def listed(path: Path | None = None) -> set[UUID]:
    """The ids in such a list; a half-written last line counts for nothing. Missing file: none."""
    found = set()
    try:
        lines = (path or list_file()).read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return found
    for line in lines:
        try:
            found.add(UUID(line.split(" ", 1)[0]))
        except ValueError:
            continue
    return found


def complete_list() -> int:
    """Name every destroyed key that the list lacks, because a process died just then; gives how many."""
    known = listed()
    gone = DataKey.objects.exclude(shredded_at=None).values_list("pk", "shredded_at")
    missing = [(pk, at) for pk, at in gone.iterator() if pk not in known]
    for pk, at in missing:
        _append(f"{pk} {_moment(at)}\n")
    return len(missing)


def _note(keys: list[UUID], at: datetime) -> None:
    """After the commit: nothing here may break what was done; the nightly job completes the list."""
    try:
        _append("".join(f"{key} {_moment(at)}\n" for key in keys))
    except OSError as failed:
        log.error("The list of destroyed keys could not be written (%s).", failed.strerror)


def _append(lines: str) -> None:
    path = list_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, lines.encode("ascii"))
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
