"""Houses with their sealed addresses, rooms and beds; stays, the beds they take, nights, notes, belongings."""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.people.models import Person
from gugus.providers.codes import Group, Language
from gugus.providers.models import Offering
from gugus.referrals.models import Referral
from gugus.shelter.codes import BedKind, Misfit, NoteKind, Seen, Shift, State, Use, Who


def new_house_ref() -> str:
    """A reference such as RA-7F3Q-9M2X (rumah aman)."""
    return new_ref("RA")


def new_stay_ref() -> str:
    """A reference such as TG-7F3Q-9M2X (tinggal)."""
    return new_ref("TG")


class Span(Func):
    """From a moment until before another one; without end where the second is empty."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class OwnQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What the viewer's agency keeps."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.filter(agency_id=viewer.agency_id).admitted("kept by the viewer's agency")


class House(SealedModel):
    """A house under its code name. `head` and `deputy` decide who comes in. Its beds feed the places of `offering`.

    `known_to`: agencies of cases with a stay here; they see code name and phone, never where it is. Sealed: phone
    (whoever is responsible; never a line that leads to the address).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_house_ref, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=60)
    head = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    offering = models.ForeignKey(Offering, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    known_to = ArrayField(models.UUIDField(), default=list, editable=False)
    phone = SealedField()
    checked_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="one_house_of_a_name")]

    def __str__(self) -> str:
        return self.ref


class Address(SealedModel):
    """Where a house is. Only its own agency reads the row, and the page shows it for a reason. Sealed: both texts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    house = models.OneToOneField(House, on_delete=models.PROTECT, related_name="whereabouts")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    address = SealedField()
    location_note = SealedField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    @property
    def ref(self) -> str:
        """The trail names the house."""
        return self.house.ref


class Room(models.Model):
    """A room, and for whom its beds are kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    house = models.ForeignKey(House, on_delete=models.PROTECT, related_name="rooms")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=20)
    group = models.CharField(max_length=10, choices=Group.choices)
    accessible = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["house", "name"], name="one_room_of_a_name")]


class Bed(models.Model):
    """One place to sleep."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="beds")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=12)
    kind = models.CharField(max_length=4, choices=BedKind.choices, default=BedKind.BED)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["room__name", "name"]
        constraints = [models.UniqueConstraint(fields=["room", "name"], name="one_bed_of_a_name")]


class StayQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Stays in the agency's own houses, and those of people of its own cases."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        mine = Q(agency_id=viewer.agency_id) | Q(sender_id=viewer.agency_id)
        return self.filter(mine).admitted("in a house of the agency, or of a case of it")


class Stay(models.Model):
    """One person in one house. `agency` keeps the house, `sender` answers for the case; words are in `Note`.

    `from_at`, `until_at`: expected; `in_at`, `out_at`: what happened. `family`: those who were decided on together.
    `against`: what the head decided against knowingly. `missing_at`: nobody knows since then where the person is.
    `exact`: no longer so once the stay is forgotten; months overlap where days did not.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_stay_ref, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stays")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    referral = models.ForeignKey(
        Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="stays"
    )
    house = models.ForeignKey(House, on_delete=models.PROTECT, related_name="stays")
    family = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    code = models.CharField(max_length=30, blank=True)
    ground = models.CharField(max_length=30)
    who = models.CharField(max_length=8, choices=Who.choices)
    against = ArrayField(models.CharField(max_length=20, choices=Misfit.choices), default=list, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    in_at = models.DateTimeField(null=True, blank=True)
    out_at = models.DateTimeField(null=True, blank=True)
    missing_at = models.DateTimeField(null=True, blank=True)
    rules_told_at = models.DateTimeField(null=True, blank=True)
    rules_language = models.CharField(max_length=8, choices=Language.choices, blank=True)
    exact = models.BooleanField(default=True, editable=False)
    asked_until_at = models.DateTimeField(null=True, blank=True)
    asked_code = models.CharField(max_length=30, blank=True)
    asked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(StayQuerySet)()

    class Meta:
        ordering = ["-proposed_at"]
        indexes = [
            models.Index(fields=["agency", "state", "from_at"], name="stay_of_agency"),
            models.Index(fields=["sender", "state"], name="stay_of_sender"),
            models.Index(fields=["house", "state"], name="stay_of_house"),
            models.Index(fields=["case"], name="stay_of_case"),
        ]
        constraints = [
            ExclusionConstraint(
                name="one_person_sleeps_in_one_place",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (
                        Span(Coalesce("in_at", "from_at"), Coalesce("out_at", "until_at"), RangeBoundary()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(
                    state__in=["approved", "in", "out"], exact=True
                ),  # forgotten ones keep months only
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(state="in"), name="nobody_is_in_twice"),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(state__in=["proposed", "approved", "in"]),
                name="one_open_stay_of_a_referral",
            ),
            models.CheckConstraint(
                name="stay_ends_after_it_begins",
                condition=(Q(until_at=None) | Q(until_at__gte=F("from_at")))
                & (Q(out_at=None) | Q(out_at__gte=F("in_at"))),
            ),
            models.CheckConstraint(
                name="decided_stay_says_by_whom",
                condition=Q(state__in=["proposed", "withdrawn"]) | Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="stay_in_or_out_says_when",
                condition=(~Q(state__in=["in", "out"]) | Q(in_at__isnull=False))
                & (~Q(state="out") | Q(out_at__isnull=False) & ~Q(code="")),
            ),
            models.CheckConstraint(
                name="nobody_comes_in_before_the_yes",
                condition=Q(in_at=None) | Q(in_at__gte=F("decided_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Placement(models.Model):
    """One bed for a time. Two never overlap, whoever writes: the database refuses. `code`: why it is out of use."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    bed = models.ForeignKey(Bed, on_delete=models.PROTECT, related_name="placements")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, null=True, blank=True, on_delete=models.PROTECT, related_name="placements")
    use = models.CharField(max_length=10, choices=Use.choices)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=30, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["from_at"]
        constraints = [
            ExclusionConstraint(
                name="no_two_in_one_bed",
                expressions=[
                    ("bed", RangeOperators.EQUAL),
                    (Span("from_at", "until_at", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=~Q(use="released"),
            ),
            # Whoever stays longer than expected still lies there: the plan alone does not free the bed.
            models.UniqueConstraint(
                fields=["bed"], condition=Q(use="occupied"), name="one_person_in_a_bed_now"
            ),
            models.UniqueConstraint(
                fields=["stay"], condition=Q(use__in=["reserved", "occupied"]), name="one_bed_of_a_stay"
            ),
            models.CheckConstraint(
                name="placement_ends_after_it_begins",
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")),
            ),
            models.CheckConstraint(
                name="bed_is_taken_by_somebody_or_out_of_use",
                condition=Q(stay__isnull=False)
                | (Q(use__in=["out_of_use", "ended", "released"]) & ~Q(code="")),
            ),
        ]


class Check(models.Model):
    """What one evening round found of one stay. Only added; a later look is a later row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="checks")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    seen = models.CharField(max_length=8, choices=Seen.choices)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["stay", "-at"], name="check_of_stay")]


class Note(SealedModel):
    """What the house wrote about a stay; only the house reads it, nobody changes it. Sealed: text."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="notes")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=NoteKind.choices)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = SealedField()

    belongs_to = {"case": ("stay__case",), "person": ("stay__person",)}

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["-at"]


class Handover(SealedModel):
    """What one shift tells the next about the house; about persons it is a `Note` of their stay. Sealed: text."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    house = models.ForeignKey(House, on_delete=models.PROTECT, related_name="handovers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    shift = models.CharField(max_length=10, choices=Shift.choices)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = SealedField()

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["house", "-at"], name="handover_of_house")]

    @property
    def ref(self) -> str:
        """The trail names the house."""
        return self.house.ref


class Belonging(SealedModel):
    """Things that the house keeps for somebody, signed for on paper when they come and when they go. Sealed: what."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stay = models.ForeignKey(Stay, on_delete=models.PROTECT, related_name="belongings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    what = SealedField()
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    taken_signed = models.BooleanField(default=False)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    returned_signed = models.BooleanField(default=False)

    belongs_to = {"case": ("stay__case",), "person": ("stay__person",)}

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["taken_at"]
