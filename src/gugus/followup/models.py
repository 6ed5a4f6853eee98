"""Recommendations, and the lines of their way."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.codes import WorkField
from gugus.directory.models import Agency, TaskForce
from gugus.files.models import Attachment
from gugus.followup import rules
from gugus.followup.codes import LineKind, OriginKind, State
from gugus.kernel.ids import new_id, new_ref
from gugus.taskforce.models import InsideQuerySet


def new_recommendation_ref() -> str:
    """A reference such as RE-7F3Q-9M2X (rekomendasi)."""
    return new_ref("RE")


class RecommendationQuerySet(InsideQuerySet):
    def running(self) -> Self:
        """What is still to be done or to be accepted."""
        return self.filter(state__in=sorted(rules.RUNNING))


class Recommendation(SealedModel):
    """Something that an agency is to do. `agency` kept the secretariat when it was recorded.

    `owner` answers for it, `supporters` (ids) help; `first_due_on` is the deadline that was said. `parent` is what it
    was split from. Where it was said: kind and reference of a record, the day, and words where there is no record.
    Sealed: text, target, origin_words, ended_words (the decision that dropped it).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_recommendation_ref, editable=False)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="recommendations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    text = SealedField()
    target = SealedField()
    field = models.CharField(max_length=20, choices=WorkField.choices)
    owner = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    supporters = ArrayField(models.UUIDField(), default=list, blank=True)
    due_on = models.DateField()
    first_due_on = models.DateField()
    said_on = models.DateField()
    origin_kind = models.CharField(max_length=12, choices=OriginKind.choices)
    origin_ref = models.CharField(max_length=12, blank=True)
    origin_words = SealedField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    share = models.PositiveSmallIntegerField(default=0)  # how far it is, 0 to 100, as its owner says
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    ended_kind = models.CharField(max_length=12, choices=OriginKind.choices, blank=True)
    ended_ref = models.CharField(max_length=12, blank=True)
    ended_words = SealedField()
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reminded_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(RecommendationQuerySet)()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["task_force", "state", "due_on"], name="recommendation_of_force"),
            models.Index(fields=["owner", "state", "due_on"], name="recommendation_of_owner"),
            models.Index(fields=["origin_kind", "origin_ref"], name="recommendation_said_at"),
            models.Index(
                fields=["due_on"], condition=Q(state__in=["open", "reported"]), name="recommendation_running"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="ended_recommendation_says_when",
                condition=Q(state__in=["open", "reported"], closed_on=None)
                | Q(state__in=["done", "replaced", "split", "dropped"], closed_on__isnull=False),
            ),
            models.CheckConstraint(
                name="only_replaced_names_another",
                condition=Q(state="replaced", replaced_by__isnull=False)
                | ~Q(state="replaced") & Q(replaced_by=None),
            ),
            models.CheckConstraint(
                name="dropped_names_its_decision",
                condition=Q(state="dropped") & ~Q(ended_kind="") & (~Q(ended_ref="") | ~Q(ended_words=None))
                | ~Q(state="dropped") & Q(ended_kind="", ended_ref=""),
            ),
            models.CheckConstraint(name="share_is_a_percentage", condition=Q(share__lte=100)),
        ]

    def __str__(self) -> str:
        return self.ref


class Line(SealedModel):
    """One line of a recommendation's way; written once, never changed. `agency` is whose colleague wrote it.

    Sealed: words, earlier (what was recommended before it was worded anew). `evidence` is a file that lies with the
    recommendation. `code` says why a deadline moved.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="lines")
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=LineKind.choices)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = SealedField()
    earlier = SealedField()
    code = models.CharField(max_length=12, blank=True)
    share = models.PositiveSmallIntegerField(null=True, blank=True)
    evidence = models.ForeignKey(
        Attachment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    due_before = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    to_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(
        Recommendation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ScopedManager.from_queryset(InsideQuerySet)()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["recommendation", "at"], name="line_of_recommendation")]
