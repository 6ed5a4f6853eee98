"""Agencies and task forces, each with the days between which it exists."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gugus.directory.codes import AgencyKind, Level, WorkField
from gugus.kernel.ids import new_id, new_ref


class ValidityQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> Self:
        """Rows that exist on `day`; `valid_to` is the first day on which a row no longer exists."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))


class Agency(models.Model):
    """One office that works with survivors, suspects or figures."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    kind = models.CharField(max_length=30, choices=AgencyKind.choices)
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.CITY)
    area_code = models.CharField(max_length=13, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    services = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    receives_referrals = models.BooleanField(default=True)
    capacity_note = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )

    objects = models.Manager.from_queryset(ValidityQuerySet)()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="agency_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            )
        ]

    def __str__(self) -> str:
        return self.name


def new_task_force_ref() -> str:
    """A reference such as GT-7F3Q-9M2X (gugus tugas)."""
    return new_ref("GT")


class TaskForce(models.Model):
    """A task force of a level and an area. `parent` is the next higher one: city, province, centre.

    `legal_basis` is what the list of task forces says in short; the documents themselves lie in `taskforce`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_task_force_ref, editable=False)
    name = models.CharField(max_length=200)
    level = models.CharField(max_length=10, choices=Level.choices)
    area_code = models.CharField(max_length=13)
    legal_basis = models.CharField(max_length=300, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = models.Manager.from_queryset(ValidityQuerySet)()

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """An agency's seat in a task force, and the fields of work it takes part in.

    `secretariat`: this agency keeps the secretariat and writes for the task force. A seat whose agency was replaced
    belongs to the successor from that day on (`directory.queries.holder_on`); the row still names who was given it.
    `heir`: who takes over, when a seat ends, what the agency still had to do in this task force.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="memberships")
    fields = ArrayField(models.CharField(max_length=20, choices=WorkField.choices), default=list, blank=True)
    leads = ArrayField(models.CharField(max_length=20, choices=WorkField.choices), default=list, blank=True)
    secretariat = models.BooleanField(default=False)
    heir = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = models.Manager.from_queryset(ValidityQuerySet)()

    class Meta:
        ordering = ["agency__name"]
        indexes = [models.Index(fields=["agency", "task_force"], name="seat_of_agency")]
