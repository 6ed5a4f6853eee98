"""Files that only their owner can read: refused when others can, written whole or not at all."""

import fcntl
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class KeyringUnsafe(Exception):
    """The key file can be read by others, so it must be treated as known to them."""


def read_private(path: str | os.PathLike[str]) -> bytes:
    """The content of a file that nobody but its owner can reach. Raises KeyringUnsafe or OSError."""
    with open(path, "rb") as file:
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        if mode & 0o077:
            raise KeyringUnsafe(
                f"{os.fspath(path)} has mode {mode:04o}: others than its owner can reach the keys. "
                f"Find out who could read it, then: chmod 600 {os.fspath(path)}"
            )
        return file.read()


def create_private(path: Path, content: bytes) -> None:
    """Write a new file for its owner alone. Raises FileExistsError, never overwrites."""
    fresh = _written_beside(path, content)
    try:
        os.link(fresh, path)  # unlike a rename, a link fails when the name is taken
    finally:
        os.unlink(fresh)
    _sync_directory(path.parent)


def replace_private(path: Path, content: bytes) -> None:
    """Replace a file in one step: whole and old, or whole and new, for the same owner as before."""
    fresh = _written_beside(path, content)
    if os.geteuid() == 0 and path.exists():  # root keeps the file for the user that the services run as
        was = path.stat()
        os.chown(fresh, was.st_uid, was.st_gid)
    os.replace(fresh, path)
    _sync_directory(path.parent)


@contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """Hold the right to change this file; what a killed writer left half-made beside it goes first."""
    lock = os.open(path.with_name(f".{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for rest in path.parent.glob(f".{path.name}.{'[0-9a-f]' * 8}"):
            rest.unlink(missing_ok=True)
        yield
    finally:
        os.close(lock)


def _written_beside(path: Path, content: bytes) -> Path:
    """Write a new file for its owner alone in the same folder, down to the disk."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return fresh


def _sync_directory(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
