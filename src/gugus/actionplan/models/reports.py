"""What each agency reported for each period, and every move of such a report."""

from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.actionplan.codes import PlanState, ReportState
from gugus.actionplan.models.plan import MONEY, NUMBER, Activity, Indicator, OfPlanQuerySet, Plan
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.taskforce.models import InsideQuerySet


def new_report_ref() -> str:
    """A reference such as LK-7F3Q-9M2X (laporan kemajuan)."""
    return new_ref("LK")


class PeriodReport(models.Model):
    """What one agency reports for one period of a plan (as `kernel.periods` writes it), until when, and how far it is.

    `took_over_from` is the agency that was replaced while the report was owed.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=14, unique=True, default=new_report_ref, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reports")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(max_length=8)
    state = models.CharField(max_length=10, choices=ReportState.choices, default=ReportState.OPEN)
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    took_over_from = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OfPlanQuerySet)()

    class Meta:
        ordering = ["-period", "agency__name"]
        indexes = [models.Index(fields=["state", "due_at"], name="actionplan_report_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "agency", "period"], name="an_agency_reports_once_a_period"
            ),
            models.CheckConstraint(
                name="a_report_handed_in_says_when",
                condition=Q(state__in=[ReportState.OPEN, ReportState.RETURNED, ReportState.COVERED])
                | Q(submitted_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class OfReportQuerySet(InsideQuerySet):
    """Rows of a report, for the agencies that sit in its task force today."""

    path = "report__plan__task_force"


class Entry(SealedModel):
    """What was done for one activity in the period: money spent by source, proof, obstacle, follow-up (RTL).

    Sealed: evidence, obstacle, follow_up.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(PeriodReport, on_delete=models.PROTECT, related_name="entries")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="entries")
    spent_apbn = models.DecimalField(**MONEY, default=0)
    spent_apbd = models.DecimalField(**MONEY, default=0)
    spent_other = models.DecimalField(**MONEY, default=0)
    evidence = SealedField()
    obstacle = SealedField()
    follow_up = SealedField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OfReportQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "activity"], name="an_activity_is_reported_once_a_period"
            ),
            models.CheckConstraint(
                name="spending_is_not_negative",
                condition=Q(spent_apbn__gte=0, spent_apbd__gte=0, spent_other__gte=0),
            ),
        ]


class OfEntryQuerySet(InsideQuerySet):
    """Rows of an entry, for the agencies that sit in its task force today."""

    path = "entry__report__plan__task_force"


class Achieved(models.Model):
    """What an indicator reached since the beginning of the year: a number, or words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="achieved")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="achieved")
    value = models.DecimalField(**NUMBER)
    words = models.CharField(max_length=120, blank=True)

    objects = ScopedManager.from_queryset(OfEntryQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "indicator"], name="an_indicator_is_reported_once"),
        ]


class Move(SealedModel):
    """One step of a plan or of a report: who, when, from where to where. Sealed: reason (why it was sent back)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="moves")
    report = models.ForeignKey(
        PeriodReport, null=True, blank=True, on_delete=models.PROTECT, related_name="moves"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    from_state = models.CharField(
        max_length=10, choices=(*PlanState.choices, *ReportState.choices), blank=True
    )
    to_state = models.CharField(max_length=10, choices=(*PlanState.choices, *ReportState.choices))
    reason = SealedField()

    objects = ScopedManager.from_queryset(OfPlanQuerySet)()

    class Meta:
        ordering = ["at", "pk"]
