"""Attachments of the file: whoever answers for it may correct and remove what the old owner attached."""

from collections.abc import Iterable

from gugus.base.along import BECAUSE, Counted, Going, Moves, Went
from gugus.files.models import Attachment


def _of(going: Going):
    return Attachment.objects.unscoped(because=BECAUSE).filter(within_id__in=going.records)


def move_files(going: Going) -> Iterable[Went]:
    """Those of the old owner change hands; what others attached stays theirs and is read by the new owner."""
    rows = _of(going)
    refs = list(rows.present().values_list("ref", flat=True))
    rows.filter(agency=going.origin).update(agency=going.target)
    return [Went("file", ref) for ref in refs]


COUNTS = (Counted("files", lambda going: _of(going).present().count()),)
MOVES = (Moves("files.Attachment", move_files),)
