"""A plan and its matrix: strategies, programmes, activities, indicators with targets that are never overwritten."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gugus.access.models import User
from gugus.actionplan.codes import Better, DropCode, Every, LoadState, PlanState, Source
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.codes import WorkField
from gugus.directory.models import Agency, TaskForce
from gugus.kernel.ids import new_id, new_ref
from gugus.taskforce.models import InsideQuerySet, LegalBasis

MONEY = {"max_digits": 16, "decimal_places": 2}  # exact rupiah
NUMBER = {"max_digits": 16, "decimal_places": 2, "null": True, "blank": True}


def new_plan_ref() -> str:
    """A reference such as RN-7F3Q-9M2X (rencana aksi)."""
    return new_ref("RN")


def new_activity_ref() -> str:
    """A reference such as KG-7F3Q-9M2X (kegiatan)."""
    return new_ref("KG")


class OfPlanQuerySet(InsideQuerySet):
    """Rows of a plan, for the agencies that sit in its task force today."""

    path = "plan__task_force"


class Plan(models.Model):
    """One version of an action plan. `version` counts changes; `edition` is that of the paper.

    `first_year` and `last_year` are what the legal basis says. Agencies report `every` so often, within `report_days`
    days after the end of a period. Days are days in Jakarta.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=14, unique=True, default=new_plan_ref, editable=False)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    edition = models.PositiveSmallIntegerField(default=1)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followers"
    )
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    basis = models.ForeignKey(LegalBasis, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    basis_words = models.CharField(max_length=300, blank=True)
    every = models.CharField(max_length=8, choices=Every.choices, default=Every.HALF)
    report_days = models.PositiveSmallIntegerField(default=15)
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(InsideQuerySet)()

    class Meta:
        ordering = ["-first_year", "-edition", "-pk"]
        indexes = [models.Index(fields=["task_force", "state"], name="plan_of_task_force")]
        constraints = [
            models.CheckConstraint(
                name="plan_ends_after_it_begins",
                condition=Q(last_year__gte=F("first_year")) & Q(last_year__lte=F("first_year") + 24),
            ),
            models.CheckConstraint(
                name="plan_in_force_was_approved",
                condition=Q(state__in=[PlanState.DRAFT])
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def years(self) -> range:
        """The years of the plan."""
        return range(self.first_year, self.last_year + 1)


class Strategy(models.Model):
    """A strategy within one of the six fields of work."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="strategies")
    field = models.CharField(max_length=20, choices=WorkField.choices)
    name = models.CharField(max_length=300)
    position = models.PositiveIntegerField(default=0)

    objects = ScopedManager.from_queryset(OfPlanQuerySet)()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "field", "name"], name="a_strategy_stands_once_in_a_field"
            )
        ]


class Programme(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="programmes")
    name = models.CharField(max_length=300)
    position = models.PositiveIntegerField(default=0)

    objects = ScopedManager.from_queryset(OfPlanQuerySet)()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "name"], name="a_programme_stands_once_in_a_strategy")
        ]


class Activity(models.Model):
    """What one agency answers for; `supporting` are others that help. What was dropped stays readable.

    The agency named here stays the one of the paper: whoever followed it reports (`directory.queries.holder_on`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=14, unique=True, default=new_activity_ref, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="activities")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="activities")
    name = models.CharField(max_length=300)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    supporting = ArrayField(models.UUIDField(), default=list, blank=True)
    position = models.PositiveIntegerField(default=0)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_code = models.CharField(max_length=10, choices=DropCode.choices, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OfPlanQuerySet)()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["plan", "agency"], name="activity_of_agency")]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "name"], condition=Q(dropped_at=None), name="an_activity_stands_once"
            ),
            models.CheckConstraint(
                name="a_dropped_activity_says_why",
                condition=Q(dropped_at=None, dropped_code="")
                | Q(dropped_at__isnull=False) & ~Q(dropped_code=""),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Indicator(models.Model):
    """How an activity is measured, and which way is better. A baseline is a number, or words where there is none."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="indicators")
    name = models.CharField(max_length=300)
    unit = models.CharField(max_length=60, blank=True)
    better = models.CharField(max_length=4, choices=Better.choices, default=Better.MORE)
    baseline = models.DecimalField(**NUMBER)
    baseline_words = models.CharField(max_length=120, blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = ScopedManager.from_queryset(OfPlanQuerySet)()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "name"], name="an_indicator_stands_once_in_an_activity"
            )
        ]


class Target(models.Model):
    """What an indicator is to reach in a year. A revision is a new row with its reason; the highest edition counts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    year = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField(default=1)
    value = models.DecimalField(**NUMBER)
    words = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager.from_queryset(OfPlanQuerySet)()

    class Meta:
        ordering = ["year", "-edition"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "edition"], name="a_target_has_one_row_an_edition"
            ),
            models.CheckConstraint(name="a_revised_target_says_why", condition=Q(edition=1) | ~Q(reason="")),
            models.CheckConstraint(
                name="a_target_says_something", condition=Q(value__isnull=False) | ~Q(words="")
            ),
        ]


class Budget(models.Model):
    """Planned money of an activity by year and source, in exact rupiah."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="budgets")
    year = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=6, choices=Source.choices)
    amount = models.DecimalField(**MONEY)

    objects = ScopedManager.from_queryset(OfPlanQuerySet)()

    class Meta:
        ordering = ["year", "source"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "year", "source"], name="a_budget_stands_once"),
            models.CheckConstraint(name="a_budget_is_not_negative", condition=Q(amount__gte=0)),
        ]


class Load(SealedModel):
    """A matrix that somebody brought, how many of its rows are good, and what it added. Sealed: content, file_name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="loads")
    state = models.CharField(max_length=8, choices=LoadState.choices, default=LoadState.LOOKED)
    content = SealedField()
    file_name = SealedField()
    sheet = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    added = ArrayField(models.UUIDField(), default=list, blank=True)
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OfPlanQuerySet)()

    class Meta:
        ordering = ["-brought_at", "-pk"]
