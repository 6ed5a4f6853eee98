"""Which files belong to a record."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q, QuerySet

from gugus.files.models import Attachment


def attachments_of(record: models.Model, *, sections: Collection[str] | None = None) -> QuerySet[Attachment]:
    """Files about or within a record that came through its gate; of these sections (None: all one may see)."""
    kind = record._meta.model_name
    rows = Attachment.objects.unscoped(because="the record came through its gate").present()
    rows = rows.filter(Q(about_kind=kind, about_id=record.pk) | Q(within_kind=kind, within_id=record.pk))
    if sections is not None:
        rows = rows.filter(section__in=sections)
    return rows.select_related("agency", "uploaded_by", "data_key").order_by("-uploaded_at", "-pk")
