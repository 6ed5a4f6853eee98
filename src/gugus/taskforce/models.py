"""What a task force stands on, who holds which position in it, and how often it is to meet."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.codes import WorkField
from gugus.directory.models import Agency, TaskForce
from gugus.directory.queries import seats_of, today
from gugus.kernel.ids import new_id, new_ref
from gugus.taskforce.codes import OF_A_FIELD, BasisKind, MeetingKind, PositionKind


def new_basis_ref() -> str:
    """A reference such as DH-7F3Q-9M2X (dasar hukum)."""
    return new_ref("DH")


class InsideQuerySet(ScopedQuerySet):
    """Rows of a task force, for the agencies that sit in it today. Contexts above build on it; `path` is the column."""

    path = "task_force"

    def visible_to(self, viewer: Viewer) -> Self:
        """Rows of the task forces in which the viewer's agency sits today, itself or as a successor."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        inside = seats_of(viewer.agency_id, today()).values("task_force_id")
        return self.filter(**{f"{self.path}_id__in": inside}).admitted("a task force of the viewer's agency")


class DatedQuerySet(InsideQuerySet):
    def valid_on(self, day: date) -> Self:
        """Rows that count on `day`; `valid_to` is the first day on which a row no longer does."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))


def _in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")))


class LegalBasis(models.Model):
    """One document that a task force stands on: public law, with the days between which it counts.

    The document itself is an attachment. `replaced_by` is what counts from `valid_to` on.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_basis_ref, editable=False)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="bases")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=BasisKind.choices)
    number = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    signed_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(DatedQuerySet)()

    class Meta:
        ordering = ["-valid_from", "number"]
        indexes = [models.Index(fields=["task_force", "valid_from"], name="basis_of_task_force")]
        constraints = [
            _in_order("basis_ends_after_it_begins"),
            models.CheckConstraint(
                name="replaced_basis_ends", condition=Q(replaced_by=None) | Q(valid_to__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Position(SealedModel):
    """A place in the head of a task force or of a field of work, held by an office: ex officio, with days.

    `office` is the post that holds it by the decree ("Sekretaris Kota"). Sealed: holder, the official's name.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="positions")
    kind = models.CharField(max_length=12, choices=PositionKind.choices)
    field = models.CharField(max_length=20, choices=WorkField.choices, blank=True)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=160)
    holder = SealedField()
    basis = models.ForeignKey(
        LegalBasis, null=True, blank=True, on_delete=models.PROTECT, related_name="positions"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(DatedQuerySet)()

    class Meta:
        ordering = ["valid_from", "office"]
        indexes = [models.Index(fields=["task_force", "kind"], name="position_of_task_force")]
        constraints = [
            _in_order("position_ends_after_it_begins"),
            models.CheckConstraint(
                name="only_fields_have_coordinators",
                condition=Q(kind__in=sorted(OF_A_FIELD)) & ~Q(field="")
                | ~Q(kind__in=sorted(OF_A_FIELD)) & Q(field=""),
            ),
        ]

    def __str__(self) -> str:
        return self.office


class Frequency(models.Model):
    """How often a kind of meeting is to be held at least. No source confirms a number: it is data of the task force.

    `confirmed` says that somebody has read it in a rule, and `source` in which.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="frequencies")
    kind = models.CharField(max_length=12, choices=MeetingKind.choices)
    times_a_year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200, blank=True)
    confirmed = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(DatedQuerySet)()

    class Meta:
        ordering = ["kind", "valid_from"]
        constraints = [
            models.CheckConstraint(
                name="frequency_is_at_most_weekly", condition=Q(times_a_year__gte=0, times_a_year__lte=52)
            ),
            models.CheckConstraint(
                name="confirmed_frequency_has_a_source", condition=Q(confirmed=False) | ~Q(source="")
            ),
            models.UniqueConstraint(fields=["task_force", "kind", "valid_from"], name="one_frequency_a_day"),
        ]

    def __str__(self) -> str:
        return self.kind
