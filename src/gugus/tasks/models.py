"""Clocks, holidays and tasks."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.kernel.words import Words
from gugus.law.clocks import Clock as LawClock
from gugus.law.provisions import provision
from gugus.tasks import kinds, rules
from gugus.tasks.codes import Hours, Risk, Standing, TaskState, Unit


def new_task_ref() -> str:
    """A reference such as T-7F3Q-9M2X."""
    return new_ref("T")


class ClockQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> Self:
        """Clocks in force on a day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))


class Clock(models.Model):
    """A deadline as an official keeps it. A change is a new row; running tasks keep the row they began with."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40)
    step = models.CharField(max_length=40)
    risk = models.CharField(max_length=8, choices=Risk.choices, blank=True)
    kind = models.CharField(max_length=10, default="deadline")
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=12, choices=Unit.choices)
    hours = models.CharField(max_length=16, choices=Hours.choices)
    words_id = models.CharField(max_length=160)
    words_en = models.CharField(max_length=160)
    legal_basis = models.CharField(max_length=160, blank=True)
    provision = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=1, choices=Standing.choices)
    area_code = models.CharField(max_length=13, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    objects = models.Manager.from_queryset(ClockQuerySet)()

    class Meta:
        ordering = ["step", "code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "area_code"], condition=Q(valid_to=None), name="one_lasting_clock"
            ),
            # A row that was corrected on its first day ends on that day: it never counted, and stays readable.
            models.CheckConstraint(
                name="clock_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def words_in(self, language: str | None) -> str:
        """What the clock is for, in a language."""
        return Words(id=self.words_id, en=self.words_en).in_language(language)

    @property
    def said(self) -> str:
        """How long, in words, as it runs at its own risk level."""
        return self.said_at(self.risk)

    def said_at(self, risk: str) -> str:
        """How long, in words, at a risk level: "3 working days, office hours"."""
        runs = rules.at_risk(self.of_law(), risk)
        if not runs.amount:
            return _("at once")
        return f"{runs.amount} {Unit(runs.unit).label}, {Hours(runs.hours).label}"

    def basis_in(self, language: str | None) -> str:
        """Where the clock stands in the law, or what an official wrote instead."""
        if self.provision:
            return provision(self.provision).citation.in_language(language)
        return self.legal_basis

    def of_law(self) -> LawClock:
        """The pure clock that computes deadlines."""
        return LawClock(
            code=self.code, step=self.step, amount=self.amount, unit=self.unit, hours=self.hours,
            risk=self.risk, kind=self.kind, status=self.status,
        )  # fmt: skip


class Holiday(models.Model):
    """A public holiday or a day of collective leave."""

    day = models.DateField(primary_key=True)
    name = models.CharField(max_length=160)
    collective_leave = models.BooleanField(default=False)
    closed = models.BooleanField(default=True)  # False: listed, but the offices work on this day

    class Meta:
        ordering = ["day"]


class TaskQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Tasks of the viewer's agency; what lies in reach inside it, `queries` and `gate` say."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.filter(agency_id=viewer.agency_id).admitted("tasks of the viewer's agency")

    def open(self) -> Self:
        return self.filter(done_at=None)

    def awake(self, at: datetime) -> Self:
        return self.open().filter(Q(snoozed_until=None) | Q(snoozed_until__lte=at))

    def late(self, at: datetime) -> Self:
        return self.awake(at).filter(due_at__lt=at)


class Task(SealedModel):
    """Something somebody must do about a record, often until a moment. Sealed: note, snooze_reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_task_ref, editable=False)
    kind = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=30)
    about_id = models.UUIDField()
    about_ref = models.CharField(max_length=12)
    within_kind = models.CharField(max_length=30, blank=True)
    within_id = models.UUIDField(null=True, blank=True)
    within_ref = models.CharField(max_length=12, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    assignee = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title_params = models.JSONField(default=dict, blank=True)
    risk = models.CharField(max_length=8, choices=Risk.choices, blank=True)
    clock = models.ForeignKey(Clock, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    snoozed_until = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    note = SealedField()
    snooze_reason = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(TaskQuerySet)()

    class Meta:
        ordering = ["due_at"]
        indexes = [
            models.Index(fields=["agency", "due_at"], condition=Q(done_at=None), name="task_open"),
            models.Index(fields=["assignee", "due_at"], condition=Q(done_at=None), name="task_mine"),
            models.Index(fields=["agency", "-done_at"], condition=Q(done_at__isnull=False), name="task_done"),
            models.Index(fields=["within_kind", "within_id"], name="task_within"),
            models.Index(fields=["about_kind", "about_id"], name="task_about"),
            models.Index(
                fields=["due_at"], condition=Q(done_at=None, escalated_at=None), name="task_to_escalate"
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def title(self) -> str:
        """What is to be done, in the reader's language, without any word about a person."""
        return kinds.title_of(
            self.kind,
            about=self.about_ref,
            within=self.within_ref,
            params=self.title_params,
            clock=self.clock,
        )

    @property
    def ends_by_act(self) -> bool:
        """Does only the act itself end this task (a safety check, an answer), never a tick?"""
        return self.kind in kinds.SETTLED_BY_ACT

    @property
    def clock_said(self) -> str:
        """How long the task was given, in words."""
        return self.clock.said_at(self.risk) if self.clock else ""

    def state_at(self, at: datetime) -> TaskState:
        """What the task is at a moment."""
        return rules.state_at(
            at,
            started_at=self.started_at,
            due_at=self.due_at,
            done_at=self.done_at,
            snoozed_until=self.snoozed_until,
        )
