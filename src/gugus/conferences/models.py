"""Conferences, invitations, agenda items with their minutes, decisions, and what was shown to whom."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gugus.access.codes import Section
from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.cases.models import Case
from gugus.conferences.codes import Answer, DecisionKind, Kind, Question, State
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref


def new_conference_ref() -> str:
    """A reference such as RK-7F3Q-9M2X (rapat kasus)."""
    return new_ref("RK")


class ConferenceQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What one's agency holds, and what it is invited to."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        invited = Q(invited__contains=[viewer.agency_id]) & ~Q(state=State.DRAFT)
        return self.filter(Q(agency_id=viewer.agency_id) | invited).admitted("held by or open to the agency")


class Conference(SealedModel):
    """A meeting about one case. `agency` holds it, `invited` may know of it. Sealed: place, words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_conference_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="conferences")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    invited = ArrayField(models.UUIDField(), default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    code = models.CharField(max_length=20, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    chair = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    writer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = SealedField()
    words = SealedField()
    begun_at = models.DateTimeField(null=True, blank=True)
    minuted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=80, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(ConferenceQuerySet)()

    class Meta:
        ordering = ["-starts_at"]
        indexes = [
            models.Index(fields=["agency", "state", "starts_at"], name="conference_of_agency"),
            models.Index(fields=["case", "-starts_at"], name="conference_of_case"),
        ]
        constraints = [
            models.CheckConstraint(
                name="approved_minutes_say_when_and_by_whom",
                condition=~Q(state__in=["approved", "closed"])
                | Q(approved_at__isnull=False, approved_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Invitation(SealedModel):
    """One agency at one conference: what it answered, whether it came, what it says to the minutes.

    `host` is the agency that holds the conference. Sealed: contribution, people, objection.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="invitations")
    host = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING)
    code = models.CharField(max_length=20, blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    came = models.BooleanField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    objected = models.BooleanField(default=False)
    people = SealedField()
    contribution = SealedField()
    objection = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["agency__name"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "agency"], name="one_invitation_per_agency")
        ]


class Item(SealedModel):
    """One question on the agenda, on one section of the case, and what was said. Sealed: words, said."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="items")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=20, choices=Section.choices)
    question = models.CharField(max_length=12, choices=Question.choices)
    words = SealedField()
    said = SealedField()
    addendum = models.BooleanField(default=False)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["conference", "number"], name="one_item_per_number")]


class Decision(SealedModel):
    """What was decided on an item, who does it until when. Sealed: words, dissent, result."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=DecisionKind.choices)
    words = SealedField()
    dissent = SealedField()
    to_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    result = SealedField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.CheckConstraint(
                name="who_carries_out_knows_until_when",
                condition=Q(to_agency=None, due_on=None) | Q(to_agency__isnull=False, due_on__isnull=False),
            )
        ]

    @property
    def ref(self) -> str:
        """Tasks name the conference, never the decision's words."""
        return self.item.conference.ref


class Shown(models.Model):
    """At the beginning of a conference: which section was open to which agency, under which basis, until when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="shown")
    host = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=20, choices=Section.choices)
    basis = models.CharField(max_length=30)
    because_kind = models.CharField(max_length=30, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["section"]
        constraints = [models.UniqueConstraint(fields=["conference", "agency", "section"], name="shown_once")]
