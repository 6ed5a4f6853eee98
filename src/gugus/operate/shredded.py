"""The list of destroyed data keys, kept beside the attachments: a restore must not bring them back.

One line each: the key's id and when it was destroyed. The product appends to it (gugus.base.shredding).
"""

import os
from pathlib import Path
from uuid import UUID

import psycopg

from gugus.operate import sentences
from gugus.operate.sentences import Stop

NAME = "shredded.txt"
AGAIN = """
    UPDATE base_datakey SET wrapped = '', shredded_at = now() WHERE id = any(%s) AND wrapped <> ''
"""


def place(files: Path) -> Path:
    """Where the list lies."""
    return files / NAME


def read(path: Path) -> bytes:
    """The lines of a list that somebody names. Raises Stop."""
    try:
        text = path.read_bytes()
    except OSError as failed:
        raise Stop(sentences.LIST_UNREADABLE, file=path, reason=failed.strerror) from None
    return text if text.endswith(b"\n") or not text else text + b"\n"


def add(files: Path, lines: bytes) -> None:
    """Append lines that the list lacks."""
    known = set(_there(files).splitlines())
    fresh = [line for line in dict.fromkeys(lines.splitlines()) if line not in known]
    if fresh:
        descriptor = os.open(place(files), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(b"".join(line + b"\n" for line in fresh))


def destroy_again(url: str, files: Path) -> int:
    """Destroy the listed keys that are alive; gives how many. The database leaves a trace of each."""
    keys = list(_keys(_there(files)))
    with psycopg.connect(url) as connection:
        if not keys or connection.execute("SELECT to_regclass('public.base_datakey')").fetchone()[0] is None:
            return 0
        return connection.execute(AGAIN, [keys]).rowcount


def _there(files: Path) -> bytes:
    return read(place(files)) if place(files).exists() else b""


def _keys(text: bytes):
    for line in text.decode("ascii", "replace").splitlines():
        try:
            yield UUID(line.split(" ", 1)[0])
        except ValueError:  # a line that was cut off
            continue
