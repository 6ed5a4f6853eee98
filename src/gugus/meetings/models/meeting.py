"""A meeting, its agenda, who speaks, which papers and figures were shown."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gugus.access.calendar_links import CalendarLink
from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.codes import WorkField
from gugus.directory.models import Agency, TaskForce
from gugus.directory.queries import seats_of, today
from gugus.files.models import Attachment
from gugus.kernel.ids import new_id, new_ref
from gugus.meetings.codes import TYPED, Kind, PaperKind, State
from gugus.taskforce.models import InsideQuerySet


def new_meeting_ref() -> str:
    """A reference such as RG-7F3Q-9M2X (rapat gugus tugas)."""
    return new_ref("RG")


class MeetingQuerySet(InsideQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Meetings of the task forces in which the viewer's agency sits today; drafts for the secretariat alone."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        hosted = seats_of(viewer.agency_id, today()).filter(secretariat=True).values("task_force_id")
        return super().visible_to(viewer).filter(~Q(state=State.DRAFT) | Q(task_force_id__in=hosted))


class Meeting(SealedModel):
    """A meeting of a task force. `agency` kept its secretariat then; members read it once it is no draft any more.

    Sealed: whatever somebody typed. `number` and `seq` are the minutes' own, given when `approver` approves them.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_meeting_ref, editable=False)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    fields = ArrayField(models.CharField(max_length=20, choices=WorkField.choices), default=list, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    code = models.CharField(max_length=12, blank=True)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=120)
    title = SealedField()
    room = SealedField()
    legal_basis = SealedField()
    letter_number = SealedField()
    opened_by = SealedField()
    chaired_by = SealedField()
    words = SealedField()
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    held_at: datetime | None = models.DateTimeField(null=True, blank=True)
    minuted_at: datetime | None = models.DateTimeField(null=True, blank=True)
    approved_at: datetime | None = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    seq = models.PositiveIntegerField(null=True, blank=True)
    number = models.CharField(max_length=100, blank=True)
    digest = models.CharField(max_length=80, blank=True)
    roll_digest = models.CharField(max_length=64, blank=True)
    roll_until: datetime | None = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(MeetingQuerySet)()

    class Meta:
        ordering = ["-starts_at"]
        indexes = [
            models.Index(fields=["task_force", "state", "starts_at"], name="meeting_of_task_force"),
            models.Index(fields=["agency", "-starts_at"], name="meeting_of_agency"),
            models.Index(fields=["roll_digest"], condition=~Q(roll_digest=""), name="meeting_with_roll"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["task_force", "year", "seq"], condition=Q(seq__isnull=False), name="one_minutes_a_number"
            ),
            models.CheckConstraint(
                name="approved_meeting_is_whole",
                condition=~Q(state="approved")
                | Q(approved_at__isnull=False, approved_by__isnull=False, seq__isnull=False)
                & ~Q(number="") & ~Q(digest=""),
            ),
            models.CheckConstraint(
                name="meeting_that_was_called_off_says_why",
                condition=~Q(state__in=["postponed", "cancelled"]) | ~Q(code=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.ref


class Item(SealedModel):
    """One line of the agenda. `source` is "typed" or the register that offered it, `source_ref` which of its items.

    `count` is a protected count ("<5", "12"), never an exact small one. Sealed: title, words.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=30, default=TYPED)
    source_ref = models.CharField(max_length=40, blank=True)
    count = models.CharField(max_length=10, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    title = SealedField()
    words = SealedField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        ordering = ["number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "source", "source_ref"],
                condition=~Q(source=TYPED),
                name="one_open_item_once_a_meeting",
            )
        ]


class Speaker(SealedModel):
    """Somebody who speaks (narasumber): name, office and topic are sealed; a public official or a guest."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="speakers")
    number = models.PositiveSmallIntegerField()
    name = SealedField()
    position = SealedField()
    topic = SealedField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        ordering = ["number", "pk"]


class Paper(models.Model):
    """A file of the meeting: a speaker's material, a photo, the signed list. The file itself lies in `files`.

    `no_person` is the tick that nobody who is helped can be seen; `shown_by` made it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=PaperKind.choices)
    speaker = models.ForeignKey(
        Speaker, null=True, blank=True, on_delete=models.PROTECT, related_name="papers"
    )
    no_person = models.BooleanField(default=False)
    shown_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    shown_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        ordering = ["shown_at"]
        constraints = [
            models.CheckConstraint(name="photo_was_looked_at", condition=~Q(kind="photo") | Q(no_person=True))
        ]


class Shown(SealedModel):
    """A figure that was shown at the meeting: kind and reference of a frozen snapshot, never a number of its own."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="shown")
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    figure_kind = models.CharField(max_length=30)
    figure_ref = models.CharField(max_length=40)
    title = SealedField()
    shown_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    shown_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        ordering = ["shown_at"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "figure_kind", "figure_ref"], name="figure_shown_once")
        ]


class FeedLink(CalendarLink):
    """The personal link under which a colleague's calendar fetches meetings."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_live_meeting_feed_each", fields=["user"], condition=Q(revoked_at=None)
            )
        ]
