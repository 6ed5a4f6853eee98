"""Which letters were written about somebody's files, for an access copy: kind, number and day."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.documents.kinds import kind_of
from gugus.documents.models import Document
from gugus.kernel.copies import Asked, Part, row

BECAUSE = "the request was granted for these files; row security limits to the agency"


def letters(asked: Asked) -> list[Part]:
    """Letters and forms of chosen files, without what stands in them: that may name others."""
    rows = Document.objects.unscoped(because=BECAUSE).filter(
        within_id__in=asked.case_ids | asked.report_ids, ready_at__isnull=False
    )
    lines = [
        row(
            (_("Document"), one.ref),
            (_("Kind"), str(kind.title) if (kind := kind_of(one.kind)) else one.kind),
            (_("File"), one.about_ref),
            (pgettext_lazy("letter", "Number"), one.number or "–"),
            (_("Made"), one.ready_at.date().isoformat()),
        )
        for one in rows.order_by("asked_at")
    ]
    return [Part("letters", _("Letters and forms written about your files"), lines)]
