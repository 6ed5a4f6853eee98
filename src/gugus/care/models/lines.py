"""Service lines and their appointments."""

from typing import Self

from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.care.codes import Attendance, Opinion, Result, State
from gugus.care.models.planning import PlanStep
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.people.models import Person
from gugus.referrals.models import Referral


def new_line_ref() -> str:
    """A reference such as L-7F3Q-9M2X."""
    return new_ref("L")


class ServiceLineQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Lines of one's own cases, and lines that one's own agency wrote or provides."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        mine = Q(case__agency_id=viewer.agency_id) | Q(agency_id=viewer.agency_id)
        return self.filter(mine).admitted("lines of one's own cases or of one's own hand")


class ServiceLine(SealedModel):
    """One service for one person. `agency` wrote the line; `provider` does the work (or, sealed, somebody
    outside the directory). `section` is care or health. `referral`: under which a provider wrote it, or to which the
    owner's line led. `step`: of the plan that it serves. `opinion`: was the person asked how it was; never what was
    said. Sealed: provider_name, note, result_note.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_line_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="service_lines")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="lines"
    )
    step = models.ForeignKey(PlanStep, null=True, blank=True, on_delete=models.SET_NULL, related_name="lines")
    service = models.CharField(max_length=40)
    section = models.CharField(max_length=10, default="care")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    code = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    appointment_at = models.DateTimeField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    opinion = models.CharField(max_length=10, choices=Opinion.choices, blank=True)
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    provider_name = SealedField()
    note = SealedField()
    result_note = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(ServiceLineQuerySet)()

    class Meta:
        ordering = ["due_at", "written_at"]
        indexes = [
            models.Index(fields=["case", "state"], name="line_of_case"),
            models.Index(fields=["agency", "state", "due_at"], name="line_of_agency"),
        ]
        constraints = [
            models.CheckConstraint(
                name="done_line_says_when_and_what",
                condition=~Q(state=State.DONE) | Q(done_on__isnull=False) & ~Q(result=""),
            ),
            models.CheckConstraint(name="cost_is_not_negative", condition=Q(cost=None) | Q(cost__gte=0)),
        ]

    def __str__(self) -> str:
        return self.ref


class Appointment(SealedModel):
    """One appointment of a service line and how it ended. Sealed: note."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey(ServiceLine, on_delete=models.PROTECT, related_name="appointments")
    starts_at = models.DateTimeField()
    attendance = models.CharField(max_length=10, choices=Attendance.choices, blank=True)
    code = models.CharField(max_length=20, blank=True)
    note = SealedField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(attendance=""), name="one_coming_appointment_per_line"
            )
        ]
