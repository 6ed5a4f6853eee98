"""Each time somebody broke the glass: what was asked, why, until when, and what a second person said of it."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from gugus.access.codes import Section, Verb
from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency
from gugus.emergency.codes import Verdict, Why
from gugus.kernel.ids import new_id, new_ref


def new_opening_ref() -> str:
    """A code such as BD-7F3Q-9M2X."""
    return new_ref("BD")


class OpeningQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own; and those that one's agency must review, for whoever reviews."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        rows = Q(user_id=viewer.user_id)
        if viewer.has(Section.CASE, Verb.APPROVE):
            rows |= Q(reviewed_in_id=viewer.agency_id)
        return self.filter(rows).admitted("one's own openings and those one may review")

    def live(self, at: datetime) -> Self:
        """A file was opened and is still open."""
        return self.filter(record_id__isnull=False, ended_at=None, until_at__gt=at)

    def waiting(self) -> Self:
        """Nobody has signed it off yet."""
        return self.filter(verdict=Verdict.WAITING)


class Opening(SealedModel):
    """One emergency access. The database itself finds the file and opens it (function `emergency_open`).

    Without a file (`record_id` empty) it stands here too: trying counts. `reviewed_in` is the agency whose second
    person signs it off: the file's, or without a file one's own. Sealed: reason, review_note.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=14, unique=True, default=new_opening_ref, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked_ref = models.CharField(max_length=20)
    code = models.CharField(max_length=12, choices=Why.choices)
    reason = SealedField()
    at = models.DateTimeField()
    until_at = models.DateTimeField()
    record_kind = models.CharField(max_length=30, blank=True)
    record_id = models.UUIDField(null=True, blank=True)
    reviewed_in = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=12, choices=Verdict.choices, default=Verdict.WAITING)
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review_note = SealedField()
    key = models.UUIDField(null=True, blank=True, unique=True)

    objects = ScopedManager.from_queryset(OpeningQuerySet)()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-at"], name="opening_of"),
            models.Index(fields=["reviewed_in", "-at"], name="opening_to_review"),
            models.Index(fields=["record_kind", "record_id"], name="opening_of_record"),
        ]
        constraints = [
            models.CheckConstraint(
                name="opening_is_reviewed_by_another",
                condition=Q(verdict="waiting", reviewed_by=None, reviewed_at=None)
                | (
                    ~Q(verdict="waiting")
                    & Q(reviewed_by__isnull=False, reviewed_at__isnull=False)
                    & ~Q(reviewed_by=F("user"))
                ),
            )
        ]

    def __str__(self) -> str:
        return self.ref

    def is_open(self, at: datetime) -> bool:
        """Is a file open under it now?"""
        return self.record_id is not None and self.ended_at is None and self.until_at > at
