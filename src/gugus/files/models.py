"""Attachments; the content lies encrypted on disk."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gugus.access.codes import Section
from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency
from gugus.files.codes import Lost, MediaType, RemovalCode, ScanState
from gugus.kernel.ids import new_id, new_ref


def new_attachment_ref() -> str:
    """A reference such as A-7F3Q-9M2X."""
    return new_ref("A")


class AttachmentQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Rows that the database lets through (section of the record); the record's context is asked at the gate."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.present().admitted("row-level security asks for the section, the gate for the record")

    def present(self) -> Self:
        return self.filter(removed_at=None)


class Attachment(SealedModel):
    """One file about a record. Sealed: title (as shown), name (as it was called), digest of what was received.

    `within` is the report, case or person whose `section` decides who sees it; `agency` is who uploaded it. `size` is
    that of the plain content in bytes, `sha256` that of the encrypted one, so that a backup is checked without keys.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_attachment_ref, editable=False)
    about_kind = models.CharField(max_length=30)
    about_id = models.UUIDField()
    about_ref = models.CharField(max_length=12)
    within_kind = models.CharField(max_length=30)
    within_id = models.UUIDField()
    section = models.CharField(max_length=20, choices=Section.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    media_type = models.CharField(max_length=30, choices=MediaType.choices)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    scan = models.CharField(max_length=12, choices=ScanState.choices, default=ScanState.NOT_SCANNED)
    scanned_at: datetime | None = models.DateTimeField(null=True, blank=True)
    signatures = models.CharField(max_length=12, blank=True)  # of the scanner
    lost = ArrayField(models.CharField(max_length=12, choices=Lost.choices), default=list, blank=True)
    uploaded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    removal_code = models.CharField(max_length=16, choices=RemovalCode.choices, blank=True)
    title = SealedField()
    name = SealedField()
    received_sha256 = SealedField()

    objects = ScopedManager.from_queryset(AttachmentQuerySet)()

    class Meta:
        ordering = ["-uploaded_at"]
        indexes = [
            models.Index(fields=["about_kind", "about_id", "-uploaded_at"], name="attachment_about"),
            models.Index(fields=["within_kind", "within_id"], name="attachment_within"),
            models.Index(fields=["uploaded_by", "-uploaded_at"], name="attachment_by"),
        ]
        constraints = [
            models.CheckConstraint(
                name="removed_file_says_why",
                condition=Q(removed_at=None, removal_code="")
                | Q(removed_at__isnull=False) & ~Q(removal_code=""),
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_held(self) -> bool:
        """Nobody opens it, or only with a warning: a virus was found, or nobody looked yet though somebody should."""
        return self.scan in {ScanState.INFECTED, ScanState.WAITING}

    @property
    def lost_words(self) -> list[str]:
        """What did not come along, in words."""
        return [str(Lost(code).label) for code in self.lost]

    @property
    def bound_to(self) -> str:
        """What the content is bound to, so that it cannot be laid under another row."""
        return f"files_attachment:content:{self.pk}"
