"""Plans of goals and steps, who signed them, what a review found; and what an agency requires."""

from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.care.codes import (
    ChildView,
    Doer,
    EndCode,
    GoalResult,
    NoGuardian,
    PlanState,
    ReviewResult,
    Signer,
    SignForm,
    StepState,
)
from gugus.care.models.assessing import OfOpenCases
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.people.models import Person

LIVING = (PlanState.DRAFT, PlanState.WAITING)


def new_plan_ref() -> str:
    """A reference such as RL-7F3Q-9M2X (rencana layanan)."""
    return new_ref("RL")


class CareRule(models.Model):
    """What an agency requires of its plans; without a row, no approval."""

    agency = models.OneToOneField(Agency, primary_key=True, on_delete=models.PROTECT, related_name="+")
    plan_approval = models.BooleanField(default=False)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()


class CarePlan(SealedModel):
    """One version of what is to be done for a person. Handed in, its goals and steps stay as they are: a change is a
    new version that `follows` it. `needs_approval` is how the agency's rule stood then. Sealed: words, return_words.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_plan_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="care_plans")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.DRAFT)
    code = models.CharField(max_length=20, choices=EndCode.choices, blank=True)
    words = SealedField()
    review_on = models.DateField(null=True, blank=True)
    needs_approval = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    return_words = SealedField()
    active_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OfOpenCases)()

    class Meta:
        ordering = ["-written_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(state=PlanState.ACTIVE), name="one_active_plan_per_person"
            ),
            models.UniqueConstraint(
                fields=["case", "person"], condition=Q(state__in=LIVING), name="one_coming_plan_per_person"
            ),
            models.CheckConstraint(
                name="nobody_approves_their_own_plan",
                condition=Q(approved_by=None)
                | ~Q(approved_by=models.F("written_by")) & ~Q(approved_by=models.F("finished_by")),
            ),
            models.CheckConstraint(
                name="active_plan_was_approved_where_needed",
                condition=~Q(state=PlanState.ACTIVE) | Q(needs_approval=False) | Q(approved_by__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.ref


class Goal(SealedModel):
    """What is to become different in one domain, how one sees it, until when. Sealed: words, measure, result_words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(CarePlan, on_delete=models.PROTECT, related_name="goals")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    domain = models.CharField(max_length=20)
    section = models.CharField(max_length=10)
    words = SealedField()
    measure = SealedField()
    until_on = models.DateField()
    result = models.CharField(max_length=12, choices=GoalResult.choices, blank=True)
    result_on = models.DateField(null=True, blank=True)
    result_words = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_goal_per_number")]


class PlanStep(SealedModel):
    """What somebody does towards a goal. `doer` is an agency, the survivor or the family. `came_from`: the step of the
    version before of which this is the copy. Sealed: words, result_words.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="steps")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=10)
    words = SealedField()
    doer = models.CharField(max_length=10, choices=Doer.choices, default=Doer.AGENCY)
    by_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    until_on = models.DateField()
    state = models.CharField(max_length=10, choices=StepState.choices, default=StepState.OPEN)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    result_words = SealedField()
    came_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies"
    )

    objects = ScopedManager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "number"], name="one_step_per_number"),
            models.CheckConstraint(
                name="step_of_an_agency_names_it",
                condition=Q(doer=Doer.AGENCY, by_agency__isnull=False)
                | ~Q(doer=Doer.AGENCY) & Q(by_agency=None),
            ),
            models.CheckConstraint(
                name="done_step_says_when", condition=~Q(state=StepState.DONE) | Q(done_on__isnull=False)
            ),
        ]


class PlanSignature(SealedModel):
    """What the survivor, a guardian or whoever decides in their place said to a plan. Sealed: name, words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(CarePlan, on_delete=models.PROTECT, related_name="signatures")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    signer = models.CharField(max_length=16, choices=Signer.choices)
    agrees = models.BooleanField()
    form = models.CharField(max_length=12, choices=SignForm.choices)
    child_view = models.CharField(max_length=10, choices=ChildView.choices, blank=True)
    no_guardian = models.CharField(max_length=14, choices=NoGuardian.choices, blank=True)
    name = SealedField()
    words = SealedField()
    signed_on = models.DateField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        ordering = ["recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="an_official_says_why_no_guardian",
                condition=~Q(signer=Signer.OFFICIAL) | ~Q(no_guardian=""),
            )
        ]


class PlanReview(SealedModel):
    """A plan was looked at: does it go on, when next. Sealed: note."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(CarePlan, on_delete=models.PROTECT, related_name="reviews")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    result = models.CharField(max_length=10, choices=ReviewResult.choices)
    next_on = models.DateField(null=True, blank=True)
    note = SealedField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        ordering = ["-at"]
