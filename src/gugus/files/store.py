"""The encrypted content on disk: DATA_DIR/files, outside everything the web server gives out."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings


class ContentMissing(Exception):
    """The row is there and its content is not: a restore without its files, or a damaged disk."""


FILES = "files"  # what is kept; other contexts have places of their own for what is not
GRACE = timedelta(days=1)  # a row may still be about to commit


def folder(place: str = FILES) -> Path:
    """Where contents lie."""
    return Path(settings.DATA_DIR) / place


def path_of(pk: UUID, place: str = FILES) -> Path:
    """Where the content of a row lies; the last digits are random, so that folders fill evenly."""
    return folder(place) / pk.hex[-2:] / pk.hex


def keep(pk: UUID, parts: Iterable[bytes], place: str = FILES) -> str:
    """Write a content down to the disk under its final name; gives the SHA-256 of what lies there.

    It is whole or not there. A rolled-back row leaves it behind; the nightly job takes it away.
    """
    path, digest = path_of(pk, place), hashlib.sha256()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            for part in parts:
                digest.update(part)
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    _sync(path.parent)
    return digest.hexdigest()


def opened(pk: UUID, place: str = FILES):
    """The encrypted content for reading. Raises ContentMissing."""
    try:
        return path_of(pk, place).open("rb")
    except FileNotFoundError:
        raise ContentMissing(str(pk)) from None


def discard(pk: UUID, place: str = FILES) -> None:
    """Take a content off the disk; it may be gone already."""
    path_of(pk, place).unlink(missing_ok=True)


def everything(place: str = FILES) -> Iterator[tuple[UUID | None, Path, datetime]]:
    """Every file that lies there: whose it is by its name (None: nobody's), where, and since when (UTC)."""
    for path in sorted(folder(place).glob("??/*")):
        try:
            since = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except FileNotFoundError:  # a half-written one became whole meanwhile
            continue
        yield _row_of(path.name), path, since


def _row_of(name: str) -> UUID | None:
    try:
        return UUID(hex=name) if len(name) == 32 else None
    except ValueError:
        return None


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
