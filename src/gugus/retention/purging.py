"""Small things that go by age alone, each night: drafts, sessions, answers, old looks. Counts go into the trail."""

from collections import Counter
from datetime import UTC, datetime, time

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from gugus.audit.actions import Named, record
from gugus.base.forgetting import Purge, declared
from gugus.base.sealed import DataKey
from gugus.retention.codes import RecordClass
from gugus.retention.schedule import cutoff

BATCH = 1000
SESSIONS = Purge(RecordClass.SESSIONS, "sessions.Session", "expire_date")


def purge(*, at: datetime) -> dict[str, int]:
    """Delete what is older than the schedule says, in batches; returns how many of each class. Twice is once."""
    counts: Counter[str] = Counter()
    for one in (*declared("PURGES"), SESSIONS):
        counts[one.code] += _purge_one(one, at)
    gone = {str(code): number for code, number in counts.items() if number}
    if gone:
        about = Named("retention", None, "purge")
        record("retention.purged", about=about, by=None, at=at, changes=gone)
    return gone


def _purge_one(one: Purge, at: datetime) -> int:
    day = cutoff(one.code, timezone.localdate(at))
    if day is None:
        return 0
    before = datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone()).astimezone(UTC)
    model, total = apps.get_model(one.model), 0
    while keys := _some(model, one, before):
        with transaction.atomic():
            rows = model._base_manager.filter(pk__in=keys)
            sealed = "data_key" in {field.name for field in model._meta.concrete_fields}
            data_keys = list(rows.values_list("data_key_id", flat=True)) if sealed else []
            total += rows.delete()[0]
            DataKey.objects.filter(pk__in=data_keys).delete()
    return total


def _some(model, one: Purge, before: datetime) -> list:
    rows = model._base_manager.filter(**{f"{one.since}__lt": before}, **one.only)
    return list(rows.values_list("pk", flat=True)[:BATCH])
