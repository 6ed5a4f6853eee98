"""The minutes: points, every text that was written of them, addenda."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.codes import WorkField
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.meetings.codes import PointKind, WordingKind
from gugus.meetings.models.meeting import Item, Meeting


class Point(SealedModel):
    """One paragraph of the minutes. `pen` is the open page that wrote this version, whoever holds it.

    A recommendation names its owner, a day and a field of work; `recommendation` is its reference once the minutes were
    approved. Sealed: text, who said it, target. Dropped, never deleted.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="points")
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.PROTECT, related_name="points")
    kind = models.CharField(max_length=16, choices=PointKind.choices, default=PointKind.DISCUSSION)
    number = models.PositiveIntegerField()
    text = SealedField()
    said_by = SealedField()
    target = SealedField()
    owner = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on: date | None = models.DateField(null=True, blank=True)
    field = models.CharField(max_length=20, choices=WorkField.choices, blank=True)
    recommendation = models.CharField(max_length=12, blank=True)
    pen = models.UUIDField(null=True, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    dropped_at: datetime | None = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        ordering = ["number", "pk"]
        indexes = [models.Index(fields=["meeting", "changed_at"], name="point_of_meeting")]


class Wording(SealedModel):
    """A text of a paragraph that is not the one that stands: replaced by another hand, or written at the same time.

    What the paragraph was, who said it and what a recommendation asked stay with it. Sealed: text, who said it, target.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="wordings")
    kind = models.CharField(max_length=8, choices=WordingKind.choices)
    seen = models.PositiveIntegerField()
    text = SealedField()
    said_by = SealedField()
    target = SealedField()
    point_kind = models.CharField(max_length=16, choices=PointKind.choices, default=PointKind.DISCUSSION)
    owner = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on: date | None = models.DateField(null=True, blank=True)
    field = models.CharField(max_length=20, choices=WorkField.choices, blank=True)
    pen = models.UUIDField(null=True, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at: datetime | None = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(
                fields=["meeting"], condition=Q(kind="rival", settled_at=None), name="rivals_of_meeting"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["point", "pen"],
                condition=Q(kind="rival", settled_at=None),
                name="one_open_rival_a_pen",
            )
        ]


class Addendum(SealedModel):
    """What is added beside approved minutes; they stay as they are."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="addenda")
    number = models.PositiveSmallIntegerField()
    text = SealedField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_addendum_a_number")]
