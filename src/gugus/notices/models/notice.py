"""Notices of one person each."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.links import url_of
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.kernel.ids import new_id
from gugus.notices.codes import Family, Risk
from gugus.notices.families import family_of
from gugus.notices.wording import said


class NoticeQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.filter(user_id=viewer.user_id).admitted("one's own notices")

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """News for a person: a code and the reference of a record, nothing else.

    `planned_at` is set once it was decided over which channels it leaves; only the worker does that.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    about_ref = models.CharField(max_length=20, blank=True)
    risk = models.CharField(max_length=8, choices=Risk.choices, default=Risk.USUAL)
    at = models.DateTimeField()
    read_at: datetime | None = models.DateTimeField(null=True, blank=True)
    planned_at: datetime | None = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ScopedManager.from_queryset(NoticeQuerySet)()

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["user", "-at"], name="notice_of"),
            models.Index(fields=["at"], condition=Q(planned_at=None), name="notice_unplanned"),
        ]
        constraints = [
            # Also the index of the unread count. High risk is news of its own: it must not hide behind usual news.
            models.UniqueConstraint(
                fields=["user", "code", "about_id", "risk"],
                condition=Q(read_at=None),
                name="one_unread_notice",
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def family(self) -> Family:
        """What it belongs to."""
        return family_of(self.code)

    @property
    def words(self) -> str:
        """The sentence, in the reader's language."""
        return said(self.code, self.about_ref)

    @property
    def url(self) -> str:
        """Where the record is, or "" when it has no page."""
        return url_of(self.about_kind, self.about_ref)
