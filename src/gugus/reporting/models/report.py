"""Reports of a task force, their chapters with every wording, and the figures they show."""

from datetime import date, datetime
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
from gugus.reporting.codes import (
    Auto,
    ChapterState,
    CorrectionCode,
    Kind,
    ReturnCode,
    State,
)
from gugus.taskforce.models import InsideQuerySet


def new_report_ref() -> str:
    """A reference such as LT-7F3Q-9M2X (laporan gugus tugas)."""
    return new_ref("LT")


class ReportQuerySet(InsideQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Reports of the task forces in which one's agency sits; what is being prepared for the secretariat alone."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        hosted = seats_of(viewer.agency_id, today()).filter(secretariat=True).values("task_force_id")
        return super().visible_to(viewer).filter(~Q(state=State.DRAFT) | Q(task_force_id__in=hosted))


class ForceReport(SealedModel):
    """One edition of a report. `agency` kept the secretariat when it was begun; days are both included.

    Sealed: `content`, the whole report in one fixed spelling from the moment it is merged, and why it was corrected.
    `digest` is the SHA-256 of the content: what the chair approved, what is printed, what the higher level compares.
    `files` says of each form which template made which bytes, so that making it again can be compared.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_report_ref, editable=False)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=200)
    first_on = models.DateField()
    last_on = models.DateField()
    due_on: date | None = models.DateField(null=True, blank=True)
    edition = models.PositiveSmallIntegerField(default=1)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    correction = models.CharField(max_length=10, choices=CorrectionCode.choices, blank=True)
    correction_words = SealedField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    content = SealedField()
    digest = models.CharField(max_length=64, blank=True)
    files = models.JSONField(default=dict, blank=True)
    opened_at: datetime | None = models.DateTimeField(null=True, blank=True)
    prepared_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    prepared_at: datetime | None = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at: datetime | None = models.DateTimeField(null=True, blank=True)
    final_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    final_at: datetime | None = models.DateTimeField(null=True, blank=True)
    sent_at: datetime | None = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    key = models.UUIDField(null=True, blank=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(ReportQuerySet)()

    class Meta:
        ordering = ["-first_on", "-edition"]
        indexes = [models.Index(fields=["task_force", "-first_on"], name="report_of_task_force")]
        constraints = [
            models.CheckConstraint(name="force_report_has_days", condition=Q(last_on__gte=F("first_on"))),
            models.CheckConstraint(
                name="force_report_by_two_people",
                condition=Q(approved_by=None)
                | Q(prepared_by__isnull=False) & ~Q(approved_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="approved_force_report_is_whole",
                condition=~Q(state__in=["approved", "final", "sent"])
                | Q(content__isnull=False, approved_by__isnull=False, approved_at__isnull=False)
                & ~Q(digest=""),
            ),
            models.CheckConstraint(
                name="correction_names_what_it_replaces",
                condition=Q(replaces=None, edition=1, correction="")
                | Q(replaces__isnull=False, edition__gt=1) & ~Q(correction=""),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Chapter(SealedModel):
    """One chapter or annex. `agency` writes it until `due_on`; `auto` is what it gets by itself.

    Sealed: text, why it came back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(ForceReport, on_delete=models.PROTECT, related_name="chapters")
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=30)
    title = models.CharField(max_length=160)
    hint = models.CharField(max_length=400, blank=True)
    annex = models.BooleanField(default=False)
    field = models.CharField(max_length=20, choices=WorkField.choices, blank=True)
    auto = models.CharField(max_length=12, choices=Auto.choices, blank=True)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on: date | None = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ChapterState.choices, default=ChapterState.OPEN)
    text = SealedField()
    words = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_at: datetime | None = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    submitted_at: datetime | None = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at: datetime | None = models.DateTimeField(null=True, blank=True)
    return_code = models.CharField(max_length=12, choices=ReturnCode.choices, blank=True)
    return_words = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(InsideQuerySet)()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name="one_chapter_a_number",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(fields=["report", "code"], name="one_chapter_a_code"),
        ]

    @property
    def ref(self) -> str:
        """Tasks and notices name the report."""
        return self.report.ref


class ChapterWording(SealedModel):
    """What a chapter said after each time somebody kept it: nothing that was written is lost. Sealed: text."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="wordings")
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    text = SealedField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager.from_queryset(InsideQuerySet)()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["chapter", "number"], name="one_wording_a_number")]


class OwnDrafts(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own."""
        return self.filter(user_id=viewer.user_id).admitted("one's own unfinished words")


class ChapterDraft(SealedModel):
    """What somebody is typing into a chapter and has not kept yet; only the writer reads it. Sealed: text."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    seen = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    text = SealedField()

    objects = ScopedManager.from_queryset(OwnDrafts)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chapter", "user"], name="one_chapter_draft_each")]


class ChapterFigure(models.Model):
    """A frozen figure that a chapter shows. `digest` is the snapshot's; `caption` stands above its table."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(ForceReport, on_delete=models.PROTECT, related_name="figures")
    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="figures")
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    snapshot = models.UUIDField()
    snapshot_ref = models.CharField(max_length=14)
    digest = models.CharField(max_length=64)
    number = models.PositiveSmallIntegerField()
    caption = models.CharField(max_length=200, blank=True)
    table = models.BooleanField(default=True)
    picture = models.BooleanField(default=True)
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(InsideQuerySet)()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["chapter", "snapshot"], name="figure_once_a_chapter"),
            models.CheckConstraint(name="figure_is_shown_somehow", condition=Q(table=True) | Q(picture=True)),
        ]
