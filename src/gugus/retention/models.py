"""The schedule, holds, runs with their frozen lists, certificates."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.kernel.words import Words
from gugus.retention.codes import (
    HoldReason,
    ItemState,
    Method,
    RecordClass,
    RecordKind,
    RunKind,
    RunState,
    Skipped,
    Standing,
    Start,
    Unit,
)


def new_hold_ref() -> str:
    """A reference such as H-7F3Q-9M2X."""
    return new_ref("H")


def new_certificate_ref() -> str:
    """The number of a run and of its certificate, such as BA-7F3Q-9M2X (berita acara)."""
    return new_ref("BA")


class RuleQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Rows for everybody and those of the viewer's agency."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.of_agency(viewer.agency_id)

    def of_agency(self, agency_id) -> Self:
        """Rows for everybody and those of an agency."""
        return self.filter(Q(agency=None) | Q(agency_id=agency_id)).admitted("the schedule of one agency")

    def valid_on(self, day: date) -> Self:
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))


class RetentionRule(models.Model):
    """How long a class of records is kept. A change is a new row; without an agency it counts for all.

    Periods are data: what the law demands is not confirmed, so the shipped rows are marked as our design.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    record_class = models.CharField(max_length=20, choices=RecordClass.choices)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=8, choices=Unit.choices)
    starts = models.CharField(max_length=16, choices=Start.choices)
    method = models.CharField(max_length=10, choices=Method.choices)
    basis_id = models.CharField(max_length=300)
    basis_en = models.CharField(max_length=300)
    status = models.CharField(max_length=1, choices=Standing.choices, default=Standing.DESIGN)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    objects = ScopedManager.from_queryset(RuleQuerySet)()

    class Meta:
        ordering = ["record_class", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                name="one_lasting_rule",
                fields=["record_class", "agency"],
                condition=Q(valid_to=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="rule_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.record_class

    def basis_in(self, language: str | None) -> str:
        """On what the period rests."""
        return Words(id=self.basis_id, en=self.basis_en).in_language(language)

    @property
    def said(self) -> str:
        """How long, in words."""
        return f"{self.amount} {Unit(self.unit).label}"


class OwnQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the viewer's agency."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.filter(agency_id=viewer.agency_id).admitted("those of the viewer's agency")


class HoldQuerySet(OwnQuerySet):
    def live(self) -> Self:
        return self.filter(released_at=None)


class Hold(SealedModel):
    """Nothing of this record, or of the whole agency, may be forgotten. It lasts until somebody else releases it.

    `review_on` is the day on which somebody must look whether the reason still holds. Sealed: note, release_note.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_hold_ref, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=RecordKind.choices)
    record_id = models.UUIDField(null=True, blank=True)
    record_ref = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=16, choices=HoldReason.choices)
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    review_on = models.DateField()
    release_asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    release_asked_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(null=True, blank=True)
    note = SealedField()
    release_note = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(HoldQuerySet)()

    class Meta:
        ordering = ["review_on", "placed_at"]
        indexes = [
            models.Index(fields=["agency", "kind"], condition=Q(released_at=None), name="hold_live"),
            models.Index(fields=["record_id"], condition=Q(released_at=None), name="hold_of_record"),
        ]
        constraints = [
            models.CheckConstraint(
                name="hold_names_its_record",
                condition=Q(kind=RecordKind.AGENCY, record_id=None) | Q(record_id__isnull=False),
            ),
            models.CheckConstraint(
                name="two_people_release_a_hold",
                condition=Q(released_at=None)
                | Q(release_asked_by__isnull=False) & ~Q(released_by=F("release_asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Run(SealedModel):
    """A list of records that one person wants forgotten, another one agreed to, and the worker carries out.

    `ref` is also the number of the certificate. `digest` is that of the list: it never changes. `request_ref` names the
    wish of a person that led to it, `request_of_approval` the question to the second person. Sealed: note.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_certificate_ref, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=RunKind.choices)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.ASKED)
    as_of = models.DateField()
    request_ref = models.CharField(max_length=20, blank=True)
    request_of_approval = models.UUIDField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    count = models.PositiveIntegerField()
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    note = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                name="one_run_of_the_schedule",
                fields=["agency"],
                condition=Q(kind=RunKind.SCHEDULE, state__in=["asked", "approved", "running"]),
            ),
            models.CheckConstraint(
                name="two_people_agree_to_a_run",
                condition=~Q(state__in=["approved", "running", "done"])
                | Q(kind=RunKind.REPEAT)
                | Q(decided_by__isnull=False, asked_by__isnull=False) & ~Q(decided_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_open(self) -> bool:
        return self.state in {RunState.ASKED, RunState.APPROVED, RunState.RUNNING}


class Item(models.Model):
    """One record of a list, and what became of it. `gone` counts what went with it, by table."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=10)
    record_id = models.UUIDField()
    record_ref = models.CharField(max_length=12)
    record_class = models.CharField(max_length=20, choices=RecordClass.choices, blank=True)
    rule = models.ForeignKey(RetentionRule, null=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=ItemState.choices, default=ItemState.WAITING)
    skipped = models.CharField(max_length=8, choices=Skipped.choices, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    gone = models.JSONField(default=dict, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["record_class", "record_ref"]
        indexes = [models.Index(fields=["run", "state"], name="item_of_run")]
        constraints = [models.UniqueConstraint(fields=["run", "kind", "record_id"], name="one_item_each")]


class Certificate(models.Model):
    """What went, under which rule, who asked, agreed and when. Chained: the text names the digest of the one before."""

    seq = models.BigIntegerField(primary_key=True)
    ref = models.CharField(max_length=12, unique=True)
    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="certificate")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    text = models.TextField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["-seq"]

    def __str__(self) -> str:
        return self.ref
