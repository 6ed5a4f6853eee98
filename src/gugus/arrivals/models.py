"""Heads-ups and offers. Every column is a number, a code, a moment or an agency."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.arrivals.codes import CancelCode, Condition, OfferState, RefuseCode, State, Wanted, Zone
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.providers.codes import Group, Language
from gugus.providers.models import Capacity


def new_headsup_ref() -> str:
    """A reference such as PA-7F3Q-9M2X (pemberitahuan awal)."""
    return new_ref("PA")


class HeadsupQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's agency's own, and those that ask it."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        asked = Q(asked__contains=[viewer.agency_id]) & ~Q(state=State.DRAFT)
        return self.filter(Q(agency_id=viewer.agency_id) | asked).admitted(
            "sent by or to the viewer's agency"
        )


class OfferQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Offers of one's agency and to it: never those of others."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        mine = Q(agency_id=viewer.agency_id) | Q(sender_id=viewer.agency_id)
        return self.filter(mine).admitted("offers of or to the viewer's agency")


class Headsup(models.Model):
    """People on their way. `agency` sends; `asked` are the ids of the agencies that were told."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_headsup_ref, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asked = ArrayField(models.UUIDField(), default=list, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    code = models.CharField(max_length=12, choices=CancelCode.choices, blank=True)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    zone = models.CharField(max_length=4, choices=Zone.choices)
    persons_min = models.PositiveSmallIntegerField()
    persons_max = models.PositiveSmallIntegerField()
    female = models.PositiveSmallIntegerField(null=True, blank=True)
    male = models.PositiveSmallIntegerField(null=True, blank=True)
    minors = models.BooleanField()
    minors_count = models.PositiveSmallIntegerField(null=True, blank=True)
    languages = ArrayField(models.CharField(max_length=8, choices=Language.choices), default=list, blank=True)
    area_code = models.CharField(max_length=5)
    needs = ArrayField(models.CharField(max_length=16, choices=Wanted.choices), default=list, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    arrived = models.PositiveSmallIntegerField(null=True, blank=True)
    details_gone_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(HeadsupQuerySet)()

    class Meta:
        ordering = ["from_at"]
        indexes = [
            models.Index(fields=["agency", "state", "from_at"], name="headsup_sent"),
            models.Index(fields=["to_at"], condition=Q(state="sent"), name="headsup_to_expire"),
            models.Index(fields=["ended_at"], condition=Q(details_gone_at=None), name="headsup_to_forget"),
        ]
        constraints = [
            models.CheckConstraint(name="headsup_window_in_order", condition=Q(to_at__gte=F("from_at"))),
            models.CheckConstraint(
                name="headsup_numbers_in_order", condition=Q(persons_max__gte=F("persons_min"))
            ),
            models.CheckConstraint(
                name="headsup_names_no_place", condition=Q(area_code__regex=r"^(\d{2}(\.\d{2})?)?$")
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_live(self) -> bool:
        """Told, and not ended."""
        return self.state == State.SENT


class Offer(models.Model):
    """Places that an asked agency holds for a heads-up, or its word that nothing is free (`refused`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    headsup = models.ForeignKey(Headsup, on_delete=models.PROTECT, related_name="offers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    capacity = models.ForeignKey(Capacity, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    group = models.CharField(max_length=10, choices=Group.choices, blank=True)
    places = models.PositiveSmallIntegerField(default=0)
    from_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)
    conditions = ArrayField(
        models.CharField(max_length=16, choices=Condition.choices), default=list, blank=True
    )
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.OPEN)
    code = models.CharField(max_length=12, choices=RefuseCode.choices, blank=True)
    arrived = models.PositiveSmallIntegerField(null=True, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OfferQuerySet)()

    class Meta:
        ordering = ["written_at"]
        indexes = [
            models.Index(fields=["until_at"], condition=Q(state__in=["open", "taken"]), name="offer_to_end")
        ]
        constraints = [
            models.CheckConstraint(
                name="offer_holds_or_refuses",
                condition=Q(state="refused", places=0) | Q(places__gt=0, capacity__isnull=False),
            ),
            models.CheckConstraint(name="nobody_offers_to_themselves", condition=~Q(agency=F("sender"))),
        ]

    @property
    def ref(self) -> str:
        """What its ETag names."""
        return str(self.pk)

    @property
    def is_live(self) -> bool:
        """Offered or taken."""
        return self.state in {OfferState.OPEN, OfferState.TAKEN}
