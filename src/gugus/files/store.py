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


def _beside(pk: UUID) -> Path:
    """Where the successor of a content waits until its row is committed."""
    return path_of(pk).with_name(f"{pk.hex}.next")


def keep(pk: UUID, parts: Iterable[bytes], place: str = FILES, *, beside: bool = False) -> str:
    """Write a content down to the disk under its final name; gives the SHA-256 of what lies there.

    It is whole or not there. A rolled-back row leaves it behind; the nightly job takes it away. `beside` keeps it
    as the successor of the one that is there.
    """
    path, digest = _beside(pk) if beside else path_of(pk, place), hashlib.sha256()
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


def settle(pk: UUID, sha256: str) -> bool:
    """Put a waiting successor into its place if it is the one that the row knows; True if it was."""
    waiting = _beside(pk)
    try:
        with waiting.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        if digest != sha256:
            return False
        os.replace(waiting, path_of(pk))
    except FileNotFoundError:  # there is none, or somebody else was quicker
        return False
    _sync(waiting.parent)
    return True


def opened(pk: UUID, place: str = FILES, *, sha256: str = ""):
    """The encrypted content for reading; with `sha256` the one that the row knows. Raises ContentMissing."""
    if sha256 and _beside(pk).exists():
        settle(pk, sha256)
    try:
        return path_of(pk, place).open("rb")
    except FileNotFoundError:
        raise ContentMissing(str(pk)) from None


def discard(pk: UUID, place: str = FILES) -> None:
    """Take a content off the disk, and a successor that waits; they may be gone already."""
    if place == FILES:
        _beside(pk).unlink(missing_ok=True)
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
