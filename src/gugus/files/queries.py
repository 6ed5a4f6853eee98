"""Which files belong to a record."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from gugus.access.models import User
from gugus.files.codes import ScanState
from gugus.files.models import Attachment

RESCANNED_AT_ONCE = 200


def attachments_of(record: models.Model, *, sections: Collection[str] | None = None) -> QuerySet[Attachment]:
    """Files about or within a record that came through its gate; of these sections (None: all one may see)."""
    kind = record._meta.model_name
    rows = Attachment.objects.unscoped(because="the record came through its gate").present()
    rows = rows.filter(Q(about_kind=kind, about_id=record.pk) | Q(within_kind=kind, within_id=record.pk))
    if sections is not None:
        rows = rows.filter(section__in=sections)
    return rows.select_related("agency", "uploaded_by", "data_key").order_by("-uploaded_at", "-pk")


def weight_of(within: models.Model) -> tuple[int, int]:
    """How many files and bytes a report, case or person holds."""
    rows = Attachment.objects.unscoped(because="the record came through its gate").present()
    rows = rows.filter(within_kind=within._meta.model_name, within_id=within.pk)
    found = rows.order_by().aggregate(files=Count("pk"), size=Coalesce(Sum("size"), 0))
    return found["files"], found["size"]


def attached_today(by: User, at: datetime) -> int:
    """How many files a person attached within a day."""
    rows = Attachment.objects.unscoped(because="one's own uploads are counted")
    return rows.filter(uploaded_by=by, uploaded_at__gt=at - timedelta(days=1)).count()


def to_scan(signatures: str) -> QuerySet[Attachment]:
    """What a scanner should look at now: what waits first, then what older signatures have seen, oldest first."""
    rows = Attachment.objects.unscoped(because="the worker's scan").present()
    waits = Q(scan__in=[ScanState.WAITING, ScanState.NOT_SCANNED])
    old = Q(scan=ScanState.CLEAN) & ~Q(signatures=signatures) if signatures else Q(pk__in=[])
    rows = rows.filter(waits | old).select_related("data_key")
    return rows.order_by("scanned_at", "uploaded_at")[:RESCANNED_AT_ONCE]


def waiting() -> int:
    """How many files nobody looked at though a scanner should."""
    rows = Attachment.objects.unscoped(because="a number for the administrator").present()
    return rows.filter(scan=ScanState.WAITING).count()
