"""Groups, the lists they came with, their members, where they go, and which heading means what."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.arrivals.models import Headsup
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.groups.codes import (
    DANGERS,
    Ageing,
    Encoding,
    Form,
    HandState,
    Heard,
    LoadState,
    Meaning,
    Need,
    Separator,
    Source,
    State,
)
from gugus.kernel.ids import new_id, new_ref
from gugus.people.models import Person
from gugus.repatriation.codes import Risk, Tracing
from gugus.repatriation.models import Handover, Repatriation
from gugus.screening.models import Assessment


def new_group_ref() -> str:
    """A reference such as RB-7F3Q-9M2X (rombongan)."""
    return new_ref("RB")


class OwnQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What one's own agency keeps. A group is no file: nothing of it is opened to others."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.filter(agency_id=viewer.agency_id).admitted("the viewer's agency's own")


class Group(SealedModel):
    """People who arrive together. `name` is a code name, `place` where they are met. Sealed: name, place, note."""

    belongs_to = {}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=14, unique=True, default=new_group_ref, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    headsup = models.ForeignKey(Headsup, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.LIST)
    source = models.CharField(max_length=16, choices=Source.choices)
    country_code = models.CharField(max_length=6, blank=True)
    area_code = models.CharField(max_length=13, blank=True)
    arrives_at = models.DateTimeField()
    expected = models.PositiveSmallIntegerField(null=True, blank=True)
    name = SealedField()
    place = SealedField()
    note = SealedField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["-arrives_at"]
        indexes = [models.Index(fields=["agency", "state", "-arrives_at"], name="group_list")]
        constraints = [
            models.CheckConstraint(
                name="closed_group_says_when",
                condition=~Q(state=State.CLOSED) | Q(closed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.ref


class Load(SealedModel):
    """One list that somebody brought: looked at first, then imported as one deed, perhaps undone.

    Sealed: content (the file, until its key is destroyed), file_name. `meanings`: number of a column → Meaning;
    `known`: number of a row → id of the person whom the officer recognised. `at_row` is how far the import is.
    """

    belongs_to = {}
    kept_briefly = True  # the key goes a week after the import, at once with an undone or thrown-away list

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="loads")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=LoadState.choices, default=LoadState.CHECKING)
    form = models.CharField(max_length=5, choices=Form.choices)
    encoding = models.CharField(max_length=10, choices=Encoding.choices, blank=True)
    separator = models.CharField(max_length=10, choices=Separator.choices, blank=True)
    sheet = models.PositiveSmallIntegerField(default=0)
    head = models.PositiveIntegerField(default=1)
    meanings = models.JSONField(default=dict)
    known = models.JSONField(default=dict)
    content = SealedField()
    file_name = SealedField()
    size = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    at_row = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    brought_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    brought_at = models.DateTimeField()
    begun_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["-brought_at"]
        indexes = [models.Index(fields=["begun_at"], condition=Q(state="running"), name="load_to_carry_on")]
        constraints = [
            models.CheckConstraint(
                name="running_load_says_by_whom",
                condition=~Q(state__in=["running", "done", "undone"])
                | Q(begun_at__isnull=False, begun_by__isnull=False),
            ),
            # Two lists of one group at once would both miss the other's rows.
            models.UniqueConstraint(
                fields=["group"], condition=Q(state="running"), name="one_running_load_of_a_group"
            ),
        ]

    @property
    def ref(self) -> str:
        """What its trail and its ETag name: the group."""
        return self.group.ref


class Destination(models.Model):
    """Where some of a group go home to, and which agency receives them there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="destinations")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=5)
    to_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField(null=True, blank=True)
    handed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["area_code"]
        constraints = [
            models.UniqueConstraint(fields=["group", "area_code"], name="one_destination_per_area"),
            models.CheckConstraint(
                name="destination_is_province_or_regency", condition=Q(area_code__regex=r"^\d{2}(\.\d{2})?$")
            ),
        ]

    @property
    def ref(self) -> str:
        """What its ETag names."""
        return str(self.pk)


class Member(SealedModel):
    """One person of a group with an own line: own screening, own decision, own destination, own way home.

    `marks` are keyed digests (of this group alone) by which a second row of the same person is known. `aside_at`: may
    have recruited others; from then on no list of the group shows the person. Sealed: seat, aside_words.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    load = models.ForeignKey(Load, null=True, blank=True, on_delete=models.PROTECT, related_name="members")
    row = models.PositiveIntegerField(null=True, blank=True)
    is_new = models.BooleanField(default=True)
    marks = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    seat = SealedField()
    absent = models.BooleanField(default=False)
    age_band = models.CharField(max_length=10, choices=Ageing.choices, blank=True)
    danger = models.CharField(max_length=30, choices=DANGERS, blank=True)
    needs = ArrayField(models.CharField(max_length=12, choices=Need.choices), default=list, blank=True)
    assessment = models.ForeignKey(
        Assessment, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    destination = models.ForeignKey(
        Destination, null=True, blank=True, on_delete=models.PROTECT, related_name="members"
    )
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    tracing = models.CharField(max_length=12, choices=Tracing.choices, blank=True)
    risk = models.CharField(max_length=12, choices=Risk.choices, blank=True)
    risk_from = models.CharField(max_length=10, choices=Heard.choices, blank=True)
    repatriation = models.ForeignKey(
        Repatriation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handover = models.ForeignKey(Handover, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    handed_at = models.DateTimeField(null=True, blank=True)
    aside_at = models.DateTimeField(null=True, blank=True)
    aside_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    aside_words = SealedField()
    touched_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    touched_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["group", "number"], name="one_member_per_number"),
            models.UniqueConstraint(fields=["group", "person"], name="one_line_per_person"),
            models.UniqueConstraint(
                fields=["load", "row"], condition=Q(load__isnull=False), name="each_row_once"
            ),
            models.CheckConstraint(
                name="set_aside_says_by_whom",
                condition=Q(aside_at=None) | Q(aside_by__isnull=False),
            ),
            models.CheckConstraint(
                name="handed_over_member_has_a_file",
                condition=Q(handed_at=None) | Q(case__isnull=False, destination__isnull=False),
            ),
        ]

    @property
    def ref(self) -> str:
        """What its trail and its tasks name: the group. Its page adds the number."""
        return self.group.ref


class HandOrder(SealedModel):
    """What an officer ordered for one destination: these people are handed over by the worker, one after the other.

    `numbers` are the lines that were ready; `at_number` is the last one that was dealt with, `trying` the one being
    tried (0: the minutes are sent). Without `to_agency` the own agency goes on. Sealed: journey (carrier, escort,
    words of the minutes; emptied at the end) and problems (number, codes and words of who did not go).
    """

    belongs_to = {}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="orders")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="orders")
    to_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    manager = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=HandState.choices, default=HandState.WAITING)
    numbers = ArrayField(models.PositiveIntegerField())
    at_number = models.PositiveIntegerField(default=0)
    trying = models.PositiveIntegerField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    transport = models.CharField(max_length=30, blank=True)
    departed_at = models.DateTimeField(null=True, blank=True)
    arrives_at = models.DateTimeField(null=True, blank=True)
    journey = SealedField()
    problems = SealedField()
    handover = models.ForeignKey(Handover, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ordered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["-ordered_at"]
        indexes = [
            models.Index(fields=["ordered_at"], condition=~Q(state="done"), name="hand_orders_to_carry_on")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["destination"], condition=~Q(state="done"), name="one_hand_order_at_a_time"
            ),
            models.CheckConstraint(
                name="done_hand_order_says_when", condition=~Q(state="done") | Q(ended_at__isnull=False)
            ),
        ]

    @property
    def ref(self) -> str:
        """What its trail names: the group."""
        return self.group.ref

    @property
    def done(self) -> int:
        """How many were dealt with, gone or not."""
        return sum(number <= self.at_number for number in self.numbers)


class Heading(models.Model):
    """What a heading of lists means in this agency: remembered from the last list. `heading_digest` is keyed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    heading_digest = models.CharField(max_length=80)
    meaning = models.CharField(max_length=12, choices=Meaning.choices, blank=True)
    at = models.DateTimeField()

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "heading_digest"], name="one_meaning_per_heading")
        ]
