"""Exports; the file lies sealed on disk until it is purged."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedModel
from gugus.directory.models import Agency
from gugus.exchange.codes import Format, State
from gugus.kernel.ids import new_id, new_ref


def new_export_ref() -> str:
    """A reference such as E-7F3Q-9M2X."""
    return new_ref("E")


class ExportQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.filter(asked_by_id=viewer.user_id).admitted("one's own exports")


class Export(SealedModel):
    """One list as it was asked for. `filters` are those of the page's address: codes, never free text about people."""

    kept_briefly = True  # a list may name anybody; whatever is destroyed takes the prepared ones along

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_export_ref, editable=False)
    listed = models.CharField(max_length=20)
    filters = models.JSONField(default=dict)
    format = models.CharField(max_length=4, choices=Format.choices)
    language = models.CharField(max_length=5)
    identified = models.BooleanField(default=False)
    agreed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    problem = models.CharField(max_length=40, blank=True)
    rows = models.PositiveIntegerField(default=0)
    is_cut = models.BooleanField(default=False)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    ready_at: datetime | None = models.DateTimeField(null=True, blank=True)
    until_at: datetime | None = models.DateTimeField(null=True, blank=True)
    downloads = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=80, blank=True)

    objects = ScopedManager.from_queryset(ExportQuerySet)()

    class Meta:
        ordering = ["-asked_at"]
        indexes = [
            models.Index(fields=["asked_by", "-asked_at"], name="export_of"),
            models.Index(fields=["until_at"], condition=Q(state="ready"), name="export_to_purge"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by", "key"], condition=~Q(key=""), name="one_export_a_key"
            ),
            models.CheckConstraint(
                name="identified_export_has_two_people",
                condition=Q(identified=False)
                | Q(agreed_by__isnull=False) & ~Q(agreed_by=models.F("asked_by")),
            ),
            models.CheckConstraint(
                name="ready_export_ends", condition=~Q(state="ready") | Q(until_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def bound_to(self) -> str:
        """What the content is bound to, so that it cannot be laid under another row."""
        return f"exchange_export:content:{self.pk}"
