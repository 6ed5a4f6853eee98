"""Which documents there are about a record, and the register of an office's letter numbers."""

from uuid import UUID

from django.db.models import Max, QuerySet

from gugus.access.viewer import Viewer
from gugus.documents.kinds import all_kinds, may
from gugus.documents.models import Counter, Document, Signer
from gugus.kernel.ids import parse_ref

SHOWN = 12


def documents_about(viewer: Viewer, kind: str, pk: UUID) -> list[Document]:
    """Those that one's office made about a record that came through its gate, newest first."""
    codes = [one.code for one in all_kinds() if may(viewer, one)]
    rows = Document.objects.all().of_office(viewer).filter(about_kind=kind, about_id=pk, kind__in=codes)
    return list(rows.select_related("asked_by").order_by("-asked_at")[:SHOWN])


def register(viewer: Viewer, year: int) -> QuerySet[Document]:
    """Every letter number that one's office gave in a year, the highest first; of kinds that the role sees."""
    codes = [one.code for one in all_kinds() if may(viewer, one)]
    rows = Document.objects.all().of_office(viewer).filter(year=year, kind__in=codes)
    return rows.select_related("asked_by", "signer").order_by("-seq")


def last_letter(viewer: Viewer, kind: str, pk: UUID) -> Document | None:
    """The last letter of a kind about a record that one's office numbered and did not strike out."""
    rows = Document.objects.all().of_office(viewer).filter(kind=kind, about_id=pk, void_code="")
    return rows.exclude(seq=None).order_by("-ready_at").first()


def last_number(viewer: Viewer, year: int) -> int:
    """The last number that the office gave in a year."""
    rows = Counter.objects.visible_to(viewer).filter(year=year)
    return rows.aggregate(last=Max("last"))["last"] or 0


def signers_of(viewer: Viewer) -> QuerySet[Signer]:
    """Officials who sign for one's office now."""
    return Signer.objects.visible_to(viewer).filter(ended_at=None)


def is_genuine(viewer: Viewer, ref: str, digest: str) -> bool:
    """Did one's office make a document of this reference with this digest (of content or file, or its beginning)?"""
    wanted = "".join(digest.lower().split())
    found = (
        Document.objects.all().of_office(viewer).filter(ref=parse_ref(ref) or "").exclude(digest="").first()
    )
    return bool(
        found and len(wanted) >= 12 and any(one.startswith(wanted) for one in (found.digest, found.sha256))
    )
