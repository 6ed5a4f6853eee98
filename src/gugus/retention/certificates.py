"""Certificates of what was forgotten: made once, chained, kept in the database and as files beside it, checked."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from gugus.retention import rules
from gugus.retention.codes import ItemState
from gugus.retention.models import Certificate, Item, Run

BECAUSE = "certificates of the whole installation are one chain"
CHAIN = 0x67756775  # the advisory lock that lets one certificate at a time be added
FIRST = "0" * 64


def certify(run: Run, *, at: datetime) -> Certificate:
    """Write down what a run did. In the transaction that ends the run; the file follows the commit."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [CHAIN])
    before = Certificate.objects.unscoped(because=BECAUSE).order_by("-seq").first()
    body = _body(run, at) | {
        "seq": before.seq + 1 if before else 1,
        "previous": before.digest if before else FIRST,
    }
    text = rules.certificate_text(body)
    made = Certificate(
        seq=body["seq"], ref=run.ref, run=run, agency_id=run.agency_id, made_at=at, text=text,
        digest=rules.certificate_digest(text), previous=body["previous"],
    )  # fmt: skip
    made.save(force_insert=True)
    transaction.on_commit(lambda: keep_copy(made))
    return made


def _body(run: Run, at: datetime) -> dict[str, Any]:
    """Codes, counts, references, officials. No personal value of anybody a record was about."""
    items = list(run.items.select_related("rule"))
    done = [item for item in items if item.state == ItemState.DONE]
    went: Counter[str] = Counter()
    for item in done:
        went.update(item.gone)
    return {
        "number": run.ref, "agency": run.agency.slug, "kind": run.kind, "request": run.request_ref,
        "as_of": run.as_of.isoformat(), "rules": _rules(done), "went": dict(went),
        "asked_by": _official(run.asked_by), "asked_at": _iso(run.asked_at),
        "approved_by": _official(run.decided_by), "approved_at": _iso(run.decided_at),
        "ran": "gugus_worker", "started_at": _iso(run.started_at), "ended_at": _iso(at),
        "list_digest": run.digest, "list_count": run.count,
        "done": [[item.kind, item.record_ref, item.record_class] for item in done],
        "left_alone": [
            [item.kind, item.record_ref, item.skipped] for item in items if item.state == ItemState.SKIPPED
        ],
    }  # fmt: skip


def _rules(done: list[Item]) -> list[dict[str, Any]]:
    """For each class: how many went, after which period, on what basis."""
    counts = Counter((item.record_class, item.rule) for item in done)
    return [
        {
            "class": code, "count": count, "amount": getattr(rule, "amount", None), "unit": getattr(rule, "unit", ""),
            "starts": getattr(rule, "starts", ""), "basis": getattr(rule, "basis_id", ""),
            "status": getattr(rule, "status", ""),
        }
        for (code, rule), count in sorted(counts.items(), key=lambda pair: pair[0][0])
    ]  # fmt: skip


def _official(user) -> str:
    return f"{user.full_name} ({user.username})" if user else ""


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def folder() -> Path:
    """Where the files of certificates lie: outside the database, so that a restored one can be cleaned by them."""
    return Path(settings.DATA_DIR) / "certificates"


def keep_copy(certificate: Certificate) -> Path:
    """Write a certificate down as a file that its owner alone may read; whole or not at all."""
    path = folder() / f"{certificate.seq:06d}-{certificate.ref}.json"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(certificate.text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)
    return path


def keep_missing_copies() -> int:
    """Write the files that a crash left out; returns how many."""
    lying = {path.name for path in folder().glob("*.json")}
    rows = Certificate.objects.unscoped(because=BECAUSE)
    missing = [one for one in rows if f"{one.seq:06d}-{one.ref}.json" not in lying]
    for one in missing:
        keep_copy(one)
    return len(missing)


def faults() -> Iterator[str]:
    """Everything wrong with the chain, one sentence each, the oldest first."""
    before, number = FIRST, 0
    for one in Certificate.objects.unscoped(because=BECAUSE).order_by("seq"):
        number += 1
        body = json.loads(one.text)
        if one.seq != number:
            yield f"{one.ref}: certificate {number} is missing"
            number = one.seq
        if rules.certificate_digest(one.text) != one.digest:
            yield f"{one.ref}: the text was altered"
        if one.previous != before or body["previous"] != before:
            yield f"{one.ref}: it does not follow the one before"
        if body["number"] != one.ref or body["seq"] != one.seq:
            yield f"{one.ref}: the text belongs to another number"
        before = one.digest


def is_sound(certificate: Certificate) -> bool:
    """Does the text still have its digest, and does it follow its predecessor?"""
    rows = Certificate.objects.unscoped(because=BECAUSE)
    before = rows.filter(seq=certificate.seq - 1).values_list("digest", flat=True).first()
    told = json.loads(certificate.text)["previous"]
    known = before in {None, certificate.previous}  # another agency's certificate is not shown to this one
    return (
        known
        and told == certificate.previous
        and rules.certificate_digest(certificate.text) == certificate.digest
    )
