"""The signed anchor of each day: made by the worker at night, kept in a table and as a file, given to others."""

import os
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from gugus.audit import signing
from gugus.audit.models import Anchor, Installation, SigningKey
from gugus.audit.sealing import seal_all
from gugus.audit.verifying import newest_anchor
from gugus.kernel import anchors

LOCK = 7_346_002  # one maker of anchors at a time


class ClockSetBack(Exception):
    """The newest anchor is from later than now: the clock was set back, nothing is signed."""


def folder() -> Path:
    """Where anchors lie as files, outside the database."""
    return Path(settings.DATA_DIR) / "anchors"


def anchor_of_day(*, day: date, at: datetime) -> Anchor | None:
    """Seal what waits, sign the newest root for this day, keep it; the same again gives the first one.

    None while the trail is empty. Raises NoSigningKey and ClockSetBack.
    """
    seal_all(at=at)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        made = Anchor.objects.filter(day=day).first() or _signed(day, at)
    if made:
        write_files()
    return made


def bundle(rows: list[Anchor] | None = None) -> str:
    """Every key and these anchors (None: all) as one text, which `gugus audit anchor --verify` reads."""
    kept = list(Anchor.objects.order_by("day")) if rows is None else rows
    return "\n".join([*SigningKey.objects.order_by("since").values_list("text", flat=True),
                      *(one.text for one in kept)])  # fmt: skip


def write_files() -> None:
    """Put every anchor that has no file yet into the folder, and the public keys beside them."""
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = "\n".join(SigningKey.objects.order_by("since").values_list("text", flat=True))
    _write(place / "keys.txt", keys)
    for one in Anchor.objects.order_by("day"):
        if not (place / f"{one.day.isoformat()}.txt").exists():
            _write(place / f"{one.day.isoformat()}.txt", one.text)


def _signed(day: date, at: datetime) -> Anchor | None:
    newest, last = newest_anchor(), Anchor.objects.order_by("-day").first()
    if newest is None:
        return None
    if last and (last.day >= day or last.at > at):
        raise ClockSetBack(f"The newest anchor is of {last.day}, later than {day}.")
    signing.ensure_key(at=at)
    facts = {
        "installation": Installation.objects.get().pk, "day": day, "seal": newest.seal,
        "entries": newest.entries, "at": at.isoformat(), "root": newest.root,
        "previous": anchors.read_statements(last.text)[0].digest if last else anchors.FIRST,
    }  # fmt: skip
    statement = anchors.anchor_statement(signing.load(), facts)
    return Anchor.objects.create(
        day=day, at=at, seal=newest.seal, entries=newest.entries, root=newest.root, text=statement.text
    )


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
