"""Which papers lie in somebody's files, for an access copy: what kind and when. Contents may name others."""

from django.utils.translation import gettext_lazy as _

from gugus.files.models import Attachment
from gugus.kernel.copies import Asked, Part, row

BECAUSE = "the request was granted for these files; row security limits to the agency"


def attachments(asked: Asked) -> list[Part]:
    """Attachments of chosen files, without their titles: those may name other people."""
    rows = Attachment.objects.unscoped(because=BECAUSE).filter(
        within_id__in=asked.case_ids | asked.report_ids, removed_at=None
    )
    lines = [
        row(
            (_("Attachment"), one.ref),
            (_("File"), one.about_ref),
            (_("Kind"), one.get_media_type_display()),
            (_("Added"), one.uploaded_at.date().isoformat()),
        )
        for one in rows.order_by("uploaded_at")
    ]
    return [Part("attachments", _("Papers and pictures in your files"), lines)]
