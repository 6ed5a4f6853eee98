"""After a restore from an older backup: forget again what the certificates kept elsewhere say was forgotten."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from gugus.audit.actions import record
from gugus.directory.models import Agency
from gugus.retention import rules
from gugus.retention.certificates import FIRST
from gugus.retention.codes import RunKind, RunState
from gugus.retention.models import Certificate, Item, Run
from gugus.retention.runs import TABLES, carry_out

BECAUSE = "a restored backup is cleaned by the certificates"


class NotACertificate(Exception):
    """A file was altered, or one between two others is missing."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one file says."""

    ref: str
    agency: str
    done: tuple[tuple[str, str, str], ...]


def read(folder: Path) -> list[Told]:
    """The certificates of a folder in their order; each names the digest of the one before. Raises NotACertificate."""
    found, before = [], None
    for path in sorted(folder.glob("*.json")):
        text = path.read_text(encoding="utf-8")
        body = json.loads(text)
        if before is None and body["seq"] == 1 and body["previous"] != FIRST:
            raise NotACertificate(path.name)
        if before is not None and body["previous"] != before:
            raise NotACertificate(path.name)
        if rules.certificate_text(body) != text:
            raise NotACertificate(path.name)
        before = rules.certificate_digest(text)
        _must_be_known(body, before, path)
        found.append(Told(body["number"], body["agency"], tuple(tuple(one) for one in body["done"])))
    return found


def _must_be_known(body: dict, digest: str, path: Path) -> None:
    """A certificate that this database has too must be the same."""
    kept = Certificate.objects.unscoped(because=BECAUSE).filter(ref=body["number"]).first()
    if kept is not None and kept.digest != digest:
        raise NotACertificate(path.name)


def is_back(told: Told) -> list[tuple[str, UUID, str, str]]:
    """The records of a certificate that this database still, or again, knows in full: (kind, id, ref, class)."""
    return [
        (kind, found.pk, ref, code)
        for kind, ref, code in told.done
        if (found := _known(kind, ref)) is not None
    ]


def repeat(folder: Path, *, clock: Callable[[], datetime]) -> Iterator[tuple[str, int]]:
    """Forget again, one run for each certificate that needs it; gives (number, records). Twice is once."""
    for told in read(folder):
        back = is_back(told)
        if back:
            run = _begin(told, back, at=clock())
            carry_out(run.pk, clock=clock)
            yield told.ref, len(back)


@transaction.atomic
def _begin(told: Told, back: list[tuple[str, UUID, str, str]], *, at: datetime) -> Run:
    agency = Agency.objects.get(slug=told.agency)
    digest = rules.list_digest((kind, ref, code) for kind, _pk, ref, code in back)
    run = Run(
        agency=agency, kind=RunKind.REPEAT, state=RunState.APPROVED, as_of=timezone.localdate(at),
        request_ref=told.ref, count=len(back), digest=digest, asked_at=at, decided_at=at,
    )  # fmt: skip
    run.save(force_insert=True)
    rows = [
        Item(run=run, kind=kind, record_id=pk, record_ref=ref, record_class=code)
        for kind, pk, ref, code in back
    ]
    Item.objects.bulk_create(rows)
    record(
        "retention.repeated", about=run, by=None, at=at, changes={"certificate": told.ref, "count": len(back)}
    )
    return run


def _known(kind: str, ref: str) -> models.Model | None:
    if kind == "user":
        users = TABLES[kind]._base_manager.exclude(username__startswith="anonim-")
        return next((one for one in users.filter(is_active=False) if one.pk.hex[-8:] == ref[2:]), None)
    return TABLES[kind]._base_manager.filter(ref=ref, forgotten_at=None).first()
