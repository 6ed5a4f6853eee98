"""How a report goes up: what arrived at the higher task force, signed files, senders whose key is known."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import TaskForce
from gugus.directory.queries import seats_of, today
from gugus.kernel.ids import new_id, new_ref
from gugus.reporting.codes import (
    Kind,
    ParcelState,
    ReturnCode,
    UpState,
    Way,
)
from gugus.reporting.models.report import ForceReport
from gugus.taskforce.models import InsideQuerySet


def new_upward_ref() -> str:
    """A reference such as LN-7F3Q-9M2X (laporan naik)."""
    return new_ref("LN")


def new_parcel_ref() -> str:
    """A reference such as LB-7F3Q-9M2X (laporan berkas)."""
    return new_ref("LB")


class UpwardQuerySet(InsideQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What reached a task force of one's agency, and what such a task force sent."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        inside = seats_of(viewer.agency_id, today()).values("task_force_id")
        mine = Q(task_force_id__in=inside) | Q(from_force_id__in=inside)
        return self.filter(mine).admitted("sent by or to a task force of the viewer's agency")


class UpwardReport(SealedModel):
    """The copy of a final report that a higher task force has. `task_force` is the receiver.

    Inside one installation `report` and `from_force` say where it comes from; a file brings `sender`, `key_name` and
    the digest of the parcel. Sealed: the copy itself, the answer of the receiver, the sender's name.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_upward_ref, editable=False)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    from_force = models.ForeignKey(
        TaskForce, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    report = models.ForeignKey(
        ForceReport, null=True, blank=True, on_delete=models.PROTECT, related_name="sendings"
    )
    way = models.CharField(max_length=6, choices=Way.choices)
    report_ref = models.CharField(max_length=12)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    edition = models.PositiveSmallIntegerField(default=1)
    first_on = models.DateField()
    last_on = models.DateField()
    digest = models.CharField(max_length=64)
    content = SealedField()
    sender = SealedField()
    key_name = models.CharField(max_length=16, blank=True)
    parcel_sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, choices=UpState.choices, default=UpState.ARRIVED)
    return_code = models.CharField(max_length=12, choices=ReturnCode.choices, blank=True)
    words = SealedField()
    sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at: datetime | None = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(UpwardQuerySet)()

    class Meta:
        ordering = ["-sent_at"]
        indexes = [models.Index(fields=["task_force", "state"], name="upward_to")]
        constraints = [
            models.UniqueConstraint(fields=["task_force", "digest"], name="same_report_arrives_once"),
            models.CheckConstraint(
                name="upward_says_where_from",
                condition=Q(way="inside", report__isnull=False, from_force__isnull=False)
                | Q(way="file", report=None, from_force=None) & ~Q(key_name="") & ~Q(parcel_sha256=""),
            ),
            models.CheckConstraint(
                name="sent_back_says_why", condition=~Q(state="returned") | ~Q(return_code="")
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class ReportParcel(SealedModel):
    """A signed file of a final report, made by the worker, that another installation can read. Lies sealed on disk."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_parcel_ref, editable=False)
    report = models.OneToOneField(ForceReport, on_delete=models.PROTECT, related_name="parcel")
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=ParcelState.choices, default=ParcelState.ASKED)
    problem_code = models.CharField(max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ready_at: datetime | None = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(InsideQuerySet)()

    def __str__(self) -> str:
        return self.ref

    @property
    def bound_to(self) -> str:
        """What the content is bound to, so that it cannot be laid under another row."""
        return f"reporting_reportparcel:content:{self.pk}"


class KnownSender(models.Model):
    """Another installation whose signed reports a task force takes. `public` is the key that was compared by people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    public = models.CharField(max_length=60)
    key_name = models.CharField(max_length=16)
    area_codes = ArrayField(models.CharField(max_length=13), default=list, blank=True)
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at: datetime | None = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(InsideQuerySet)()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["task_force", "key_name"], condition=Q(ended_at=None), name="one_sender_a_key"
            )
        ]

    def __str__(self) -> str:
        return self.name
