"""Services of agencies with their terms, their places, what happened to these and what is held."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.providers import rules
from gugus.providers.codes import ContactRole, FeeFor, Group, Language, MoveKind, Sex

REGENCY_AT_MOST = r"^(\d{2}(\.\d{2})?)?$"  # area codes that name nothing smaller than a regency or city


def new_offering_ref() -> str:
    """A reference such as PL-7F3Q-9M2X (penyedia layanan)."""
    return new_ref("PL")


class KnownQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Everything, for everybody who is signed in: the directory is for the whole task force."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.admitted("the directory of the task force")

    def valid_on(self, day: date) -> Self:
        """Services that are given on a day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_until=None) | Q(valid_until__gt=day))


class OwnQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What happened to the places of one's own agency, or was done by it."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.filter(agency_id=viewer.agency_id).admitted("places of the viewer's agency")


class Offering(SealedModel):
    """One service of an agency: for whom, where, when, at what cost, how to reach.

    `kept_by` is the agency that writes it: the provider itself, or the secretariat for one without users.
    `valid_until` is the first day on which it is no longer given. Hours are minutes since midnight, local to the area.
    Sealed: address (never there for a secret house), private_phone (somebody's own number).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_offering_ref, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kept_by = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    service = models.CharField(max_length=40)
    title = models.CharField(max_length=80, blank=True)
    sexes = ArrayField(models.CharField(max_length=6, choices=Sex.choices), default=list)
    age_from = models.PositiveSmallIntegerField(default=0)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    with_children = models.BooleanField(default=False)
    pregnancy = models.BooleanField(default=False)
    accessibility = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    languages = ArrayField(models.CharField(max_length=8, choices=Language.choices), default=list, blank=True)
    areas = ArrayField(models.CharField(max_length=13), default=list, blank=True)
    area_code = models.CharField(max_length=13, blank=True)
    is_secret = models.BooleanField(default=False)
    always_open = models.BooleanField(default=False)
    opens = ArrayField(models.PositiveSmallIntegerField(null=True), size=7)
    closes = ArrayField(models.PositiveSmallIntegerField(null=True), size=7)
    rests_on_holidays = models.BooleanField(default=False)
    fee = models.PositiveIntegerField(null=True, blank=True)
    fee_for = models.CharField(max_length=8, choices=FeeFor.choices, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    duty_phone = models.CharField(max_length=40, blank=True)
    contact_role = models.CharField(max_length=16, choices=ContactRole.choices)
    address = SealedField()
    private_phone = SealedField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField()
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField(null=True, blank=True)  # when its keeper was last asked to confirm it
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(KnownQuerySet)()

    class Meta:
        ordering = ["agency__name", "service", "pk"]
        indexes = [
            models.Index(fields=["service", "valid_from"], name="offering_of_service"),
            models.Index(fields=["agency", "service"], name="offering_of_agency"),
            models.Index(fields=["confirmed_on"], name="offering_to_confirm"),
        ]
        constraints = [
            models.CheckConstraint(
                name="offering_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="offering_ages_in_order", condition=Q(age_to=None) | Q(age_to__gte=F("age_from"))
            ),
            models.CheckConstraint(
                name="secret_house_has_no_address",
                condition=Q(is_secret=False) | Q(address=None, area_code__regex=REGENCY_AT_MOST),
            ),
            models.CheckConstraint(
                name="fee_says_for_what", condition=Q(fee=None, fee_for="") | (Q(fee__gt=0) & ~Q(fee_for=""))
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def terms(self) -> rules.Terms:
        """What the rules ask of it."""
        return rules.Terms(
            self.sexes, self.age_from, self.age_to, self.with_children, self.pregnancy, self.accessibility,
            self.languages, self.areas,
        )  # fmt: skip

    @property
    def hours(self) -> rules.Hours:
        """When somebody answers."""
        return rules.Hours(self.always_open, self.opens, self.closes, self.rests_on_holidays)

    @property
    def is_kept_by_other(self) -> bool:
        """Is it written by the secretariat for an agency without users?"""
        return self.kept_by_id != self.agency_id


class Capacity(models.Model):
    """Places that a service has for a group today. `held` is kept by the holds; all three never exceed `total`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="capacities")
    group = models.CharField(max_length=10, choices=Group.choices)
    total = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    held = models.PositiveSmallIntegerField(default=0)
    full_until = models.DateTimeField(null=True, blank=True)
    counted_at = models.DateTimeField()
    counted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(KnownQuerySet)()

    class Meta:
        ordering = ["offering", "group"]
        constraints = [
            models.UniqueConstraint(fields=["offering", "group"], name="one_capacity_of_a_group"),
            models.CheckConstraint(
                name="nothing_is_given_twice", condition=Q(total__gte=F("taken") + F("held"))
            ),
        ]

    def __str__(self) -> str:
        return self.group

    @property
    def ref(self) -> str:
        """What its ETag names."""
        return f"{self.offering.ref}.{self.group}"

    @property
    def count(self) -> rules.Count:
        """What the rules ask of it."""
        return rules.Count(self.total, self.taken, self.held, self.counted_at, self.full_until)

    @property
    def left(self) -> int:
        """Places that are neither taken nor held."""
        return self.total - self.taken - self.held


class CapacityMove(models.Model):
    """One change of a number of places: what it was afterwards. Only added."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    capacity = models.ForeignKey(Capacity, on_delete=models.PROTECT, related_name="moves")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=MoveKind.choices)
    total = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField()
    held = models.PositiveSmallIntegerField()

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["capacity", "-at"], name="capacity_history")]


class CapacityHold(models.Model):
    """Places kept free for a group on its way. `because` is the id of the offer that holds them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    capacity = models.ForeignKey(Capacity, on_delete=models.PROTECT, related_name="holds")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    because = models.UUIDField(unique=True)
    places = models.PositiveSmallIntegerField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["until_at"]
        indexes = [models.Index(fields=["until_at"], condition=Q(ended_at=None), name="hold_to_end")]
        constraints = [
            models.CheckConstraint(name="hold_holds_something", condition=Q(places__gt=0)),
        ]
