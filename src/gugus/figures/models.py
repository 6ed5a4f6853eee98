"""Frozen figures, second counts, published figures, and what was decided about contradictions. Nothing here changes."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency, TaskForce
from gugus.figures.codes import Dataset, Means, Standing, Verdict
from gugus.figures.seats import forces_of
from gugus.kernel.ids import new_id, new_ref


def new_snapshot_ref() -> str:
    """A reference such as AB-7F3Q-9M2X (angka beku)."""
    return new_ref("AB")


def new_published_ref() -> str:
    """A reference such as AT-7F3Q-9M2X (angka terbitan)."""
    return new_ref("AT")


class OfForceQuerySet(ScopedQuerySet):
    """Rows of task forces; `through` is the way from the row to its task force."""

    through = "task_force"

    def visible_to(self, viewer: Viewer) -> Self:
        """Rows of the task forces in which the viewer's agency has a seat today."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        forces = forces_of(viewer.agency_id)
        return self.filter(**{f"{self.through}__in": forces}).admitted("seats of the viewer's agency")


class OfSnapshotQuerySet(OfForceQuerySet):
    through = "snapshot__task_force"


class Snapshot(models.Model):
    """One figure as it was shown: `content` is canonical JSON (`contents`), `digest` the SHA-256 of these very bytes.

    `period` as `kernel.periods` writes it; `counted_to` is the last day counted (Jakarta). `values_digest` is that of
    the numbers alone, so that the same numbers are not frozen twice. `replaces` is the snapshot of the same days that
    this one revises; it stays as it was. `agency` is that of whoever froze it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=14, unique=True, default=new_snapshot_ref, editable=False)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    dataset = models.CharField(max_length=12, choices=Dataset.choices)
    figure_code = models.CharField(max_length=40)
    period = models.CharField(max_length=8)
    counted_to = models.DateField()
    query_version = models.CharField(max_length=8)
    definitions_version = models.CharField(max_length=8)
    content = models.TextField()
    digest = models.CharField(max_length=64)
    values_digest = models.CharField(max_length=64)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(OfForceQuerySet)()

    class Meta:
        ordering = ["-frozen_at", "-pk"]
        indexes = [
            models.Index(
                fields=["task_force", "figure_code", "period", "-frozen_at"], name="snapshot_of_figure"
            )
        ]
        constraints = [
            models.CheckConstraint(name="snapshot_replaces_another", condition=~Q(replaces=F("id"))),
        ]

    def __str__(self) -> str:
        return self.ref


class Recount(models.Model):
    """A snapshot's figure was counted once more for the same days. `lines` is canonical JSON of what differs.

    A line has its label in both languages and the numbers then and now; numbers only where both may be shown.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="recounts")
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    found_digest = models.CharField(max_length=64)
    lines = models.TextField(default="[]")

    objects = ScopedManager.from_queryset(OfSnapshotQuerySet)()

    class Meta:
        ordering = ["-at", "-pk"]


class Published(SealedModel):
    """A figure that somebody else published: what, for which time and place, how much, where it stands.

    `topic_key` and `period_key` are the same words without case, blanks and signs; figures that agree in them and in
    `area_code` (empty: the whole country) stand side by side. `value` is exact; `value_words` is what no number says.
    `corrects` is a line that was written down wrongly; it stays readable and no longer counts. Sealed: note.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=14, unique=True, default=new_published_ref, editable=False)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=120)
    topic_key = models.CharField(max_length=120, editable=False)
    period = models.CharField(max_length=40)
    period_key = models.CharField(max_length=40, editable=False)
    area_code = models.CharField(max_length=13, blank=True)
    value = models.DecimalField(max_digits=20, decimal_places=4, null=True, blank=True)
    value_words = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=160)
    publication = models.CharField(max_length=200, blank=True)
    published_on = models.DateField(null=True, blank=True)
    standing = models.CharField(max_length=12, choices=Standing.choices, default=Standing.READ)
    note = SealedField()
    is_example = models.BooleanField(default=False)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(OfForceQuerySet)()

    class Meta:
        ordering = ["topic_key", "period_key", "area_code", "recorded_at", "pk"]
        indexes = [
            models.Index(
                fields=["task_force", "topic_key", "period_key", "area_code"], name="published_beside"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="published_says_something", condition=Q(value__isnull=False) | ~Q(value_words="")
            ),
            models.CheckConstraint(
                name="published_value_not_negative", condition=Q(value=None) | Q(value__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Resolution(SealedModel):
    """What was decided about figures that contradict each other. The newest counts, earlier ones stay. Sealed: why."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    topic_key = models.CharField(max_length=120)
    period_key = models.CharField(max_length=40)
    area_code = models.CharField(max_length=13, blank=True)
    means = models.CharField(max_length=4, choices=Means.choices)
    chosen = models.ForeignKey(Published, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    why = SealedField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(OfForceQuerySet)()

    class Meta:
        ordering = ["-decided_at", "-pk"]
        indexes = [
            models.Index(fields=["task_force", "topic_key", "period_key"], name="resolution_of_topic"),
        ]
        constraints = [
            models.CheckConstraint(
                name="resolution_names_the_one_used",
                condition=Q(means=Means.USE, chosen__isnull=False) | ~Q(means=Means.USE) & Q(chosen=None),
            ),
        ]
