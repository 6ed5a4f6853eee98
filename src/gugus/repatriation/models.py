"""Repatriations, legs, papers, costs; hand-over minutes with their persons and signatures."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from gugus.access.codes import Section
from gugus.access.models import Grant, User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.cases.models import Case
from gugus.consent.models import Ground
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.people.models import Person
from gugus.repatriation.codes import (
    Confirmed,
    How,
    Kind,
    LegState,
    MinuteCode,
    MinuteState,
    PaperState,
    Receiver,
    Risk,
    Side,
    State,
    Tracing,
)


def new_repatriation_ref() -> str:
    """A reference such as PM-7F3Q-9M2X (pemulangan)."""
    return new_ref("PM")


def new_leg_ref() -> str:
    """A reference such as PJ-7F3Q-9M2X (perjalanan)."""
    return new_ref("PJ")


def new_handover_ref() -> str:
    """A reference such as BS-7F3Q-9M2X (berita acara serah terima)."""
    return new_ref("BS")


class RepatriationQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What one's agency answers for, what was handed to it, what lies in a case whose way home is open."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        rows = Grant.objects.unscoped(because="row security shows one's own and given grants")
        live = rows.filter(
            Q(until_at=None) | Q(until_at__gt=Now()), agency_id=viewer.agency_id, user=None, ended_at=None,
            record_kind="case", from_at__lte=Now(), sections__contains=[Section.REPATRIATION],
        )  # fmt: skip
        mine = Q(visible_to__contains=[viewer.agency_id]) | Q(case__in=live.values("record_id"))
        return self.filter(mine).admitted("answered for by, handed to or opened to the agency")


class Repatriation(SealedModel):
    """The return of one person. `agency` answers for it, `holder` has the person now; `together`: who travels together.

    `child`: under 18, or not certain, when it was proposed. `code` says why it was paused or stopped. Sealed: address,
    family (who waits at home), guardian (who receives a child), mission_name, words and notes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_repatriation_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="repatriations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    person_ref = models.CharField(max_length=12)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    visible_to = ArrayField(models.UUIDField(), default=list, editable=False)
    together = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROPOSED)
    code = models.CharField(max_length=20, blank=True)
    paused_from = models.CharField(max_length=12, choices=State.choices, blank=True)
    child = models.BooleanField()
    from_point = models.CharField(max_length=40, blank=True)
    from_area = models.CharField(max_length=13, blank=True)
    to_point = models.CharField(max_length=40, blank=True)
    to_area = models.CharField(max_length=13, blank=True)
    to_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    mission = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    tracing = models.CharField(max_length=12, choices=Tracing.choices, blank=True)
    traced_at = models.DateTimeField(null=True, blank=True)
    ground = models.ForeignKey(Ground, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    consented_at = models.DateTimeField(null=True, blank=True)
    risk = models.CharField(max_length=12, choices=Risk.choices, blank=True)
    risk_at = models.DateTimeField(null=True, blank=True)
    risk_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    overridden_at = models.DateTimeField(null=True, blank=True)
    overridden_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    scheduled_at = models.DateTimeField(null=True, blank=True)
    departed_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    address = SealedField()
    family = SealedField()
    guardian = SealedField()
    mission_name = SealedField()
    words = SealedField()
    tracing_note = SealedField()
    risk_note = SealedField()
    override_words = SealedField()
    state_note = SealedField()

    objects = ScopedManager.from_queryset(RepatriationQuerySet)()

    class Meta:
        ordering = ["-written_at"]
        indexes = [
            models.Index(fields=["agency", "state", "-written_at"], name="repatriation_of_agency"),
            models.Index(fields=["case", "-written_at"], name="repatriation_of_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person"], condition=~Q(state__in=["arrived", "stopped"]),
                name="one_running_return_per_person",
            ),
            models.CheckConstraint(
                name="a_return_under_way_has_left",
                condition=~Q(state__in=["departed", "handed_over", "arrived"]) | Q(departed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="an_unsafe_return_was_overridden",
                condition=~Q(risk="unsafe") | Q(departed_at=None) | Q(overridden_at__isnull=False),
            ),
            models.CheckConstraint(
                name="nobody_arrives_before_leaving",
                condition=Q(arrived_at=None) | Q(arrived_at__gte=F("departed_at")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.ref


class Leg(SealedModel):
    """One journey. `agency` wrote it, `to_agency` receives at its end. Places are points of a list or areas, each with
    its time zone (IANA). `alarm_at`: arrival plus the grace that counted at departure. Sealed: carrier and its number,
    who escorts, how to reach the escort, note.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_leg_ref, editable=False)
    repatriation = models.ForeignKey(Repatriation, on_delete=models.PROTECT, related_name="legs")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=LegState.choices, default=LegState.PLANNED)
    transport = models.CharField(max_length=30)
    from_point = models.CharField(max_length=40, blank=True)
    from_area = models.CharField(max_length=13, blank=True)
    from_zone = models.CharField(max_length=40)
    to_point = models.CharField(max_length=40, blank=True)
    to_area = models.CharField(max_length=13, blank=True)
    to_zone = models.CharField(max_length=40)
    departs_at: datetime = models.DateTimeField()
    arrives_at: datetime = models.DateTimeField()
    departed_at = models.DateTimeField(null=True, blank=True)
    arrived_at = models.DateTimeField(null=True, blank=True)
    begun_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    escort_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    to_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    alarm_at = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)
    confirmed = models.CharField(max_length=10, choices=Confirmed.choices, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    carrier = SealedField()
    escort = SealedField()
    escort_phone = SealedField()
    note = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["state", "alarm_at"], name="leg_to_watch")]
        constraints = [
            models.UniqueConstraint(fields=["repatriation", "number"], name="one_leg_per_number"),
            models.CheckConstraint(
                name="a_leg_ends_after_it_begins", condition=Q(arrives_at__gt=F("departs_at"))
            ),
            models.CheckConstraint(
                name="a_leg_arrives_after_it_left",
                condition=Q(arrived_at=None) | Q(departed_at__isnull=False, arrived_at__gte=F("departed_at")),
            ),
            models.CheckConstraint(
                name="an_arrival_was_confirmed",
                condition=Q(arrived_at=None, confirmed="", confirmed_at=None)
                | Q(arrived_at__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed=""),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class TravelPaper(SealedModel):
    """One paper of one return: passport, SPLP, exit permit, waiver. Sealed: number, note."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    repatriation = models.ForeignKey(Repatriation, on_delete=models.PROTECT, related_name="papers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=PaperState.choices, default=PaperState.NEEDED)
    asked_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    number = SealedField()
    note = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.CheckConstraint(
                name="a_paper_is_valid_after_it_was_issued",
                condition=Q(issued_on=None) | Q(valid_until=None) | Q(valid_until__gte=F("issued_on")),
            )
        ]


class Cost(SealedModel):
    """What one leg cost and who paid. `rupiah` is amount × rate, to the sen. Sealed: note."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    leg = models.ForeignKey(Leg, on_delete=models.PROTECT, related_name="costs")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3, default="IDR")
    rate = models.DecimalField(max_digits=16, decimal_places=6, default=1)
    rupiah = models.DecimalField(max_digits=18, decimal_places=2)
    payer = models.CharField(max_length=40)
    payer_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    note = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.CheckConstraint(
                name="a_journey_costs_nothing_negative", condition=Q(amount__gte=0, rupiah__gte=0, rate__gt=0)
            ),
            models.CheckConstraint(name="rupiah_have_no_rate", condition=~Q(currency="IDR") | Q(rate=1)),
        ]


class HandoverQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What one's agency wrote, and what lies before it or tells of its own people."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        concerned = Q(parties__contains=[viewer.agency_id]) & ~Q(state=MinuteState.DRAFT)
        return self.filter(Q(agency_id=viewer.agency_id) | concerned).admitted(
            "written by or before the agency"
        )


class Handover(SealedModel):
    """Minutes of a hand-over (BAST) of `size` persons. `agency` hands over, `to_agency` receives, `parties` may know.

    `digest` is fixed with the first signature: from then on nothing changes. Sealed: number, place, who hands over and
    receives and witnesses ({name, nip, position, …}), words.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_handover_ref, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    receiver = models.CharField(max_length=10, choices=Receiver.choices)
    to_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    parties = ArrayField(models.UUIDField(), default=list)
    size = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=MinuteState.choices, default=MinuteState.DRAFT)
    code = models.CharField(max_length=20, choices=MinuteCode.choices, blank=True)
    happened_at = models.DateTimeField()
    point = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=13, blank=True)
    zone = models.CharField(max_length=40)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    digest = models.CharField(max_length=80, blank=True)
    offered_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    carried_at = models.DateTimeField(null=True, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    number = SealedField()
    place = SealedField()
    handing = SealedField()
    receiving = SealedField()
    witnesses = SealedField()
    words = SealedField()

    objects = ScopedManager.from_queryset(HandoverQuerySet)()
    belongs_to: ClassVar = {
        "case": ("persons__repatriation__case",), "person": ("persons__repatriation__person",)
    }  # fmt: skip

    class Meta:
        ordering = ["-happened_at"]
        indexes = [models.Index(fields=["agency", "state", "-happened_at"], name="handover_of_agency")]
        constraints = [
            models.CheckConstraint(
                name="signed_minutes_have_a_digest",
                condition=~Q(state__in=["signed", "replaced"]) | Q(signed_at__isnull=False) & ~Q(digest=""),
            ),
            models.CheckConstraint(
                name="an_agency_receives_by_its_account",
                condition=Q(receiver="agency", to_agency__isnull=False)
                | ~Q(receiver="agency") & Q(to_agency=None),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class HandedPerson(SealedModel):
    """One person in minutes, as she was handed over. Sealed: name, guardian, items, papers, health, services."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="persons")
    repatriation = models.ForeignKey(Repatriation, on_delete=models.PROTECT, related_name="handed")
    leg = models.ForeignKey(Leg, null=True, blank=True, on_delete=models.PROTECT, related_name="handed")
    person_ref = models.CharField(max_length=12)
    sex = models.CharField(max_length=10, blank=True)
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    child = models.BooleanField()
    name = SealedField()
    guardian = SealedField()
    items = SealedField()
    papers = SealedField()
    health = SealedField()
    services = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["person_ref"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "repatriation"], name="handed_over_once_per_minutes")
        ]


class Signature(SealedModel):
    """One signature under minutes, never changed. `digest` is that of the content at that moment.

    Sealed: name, nip, position, picture (PNG as base64).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    handover = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="signatures")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side.choices)
    how = models.CharField(max_length=6, choices=How.choices)
    scan = models.UUIDField(null=True, blank=True)
    digest = models.CharField(max_length=80)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    name = SealedField()
    nip = SealedField()
    position = SealedField()
    picture = SealedField()

    objects = ScopedManager()
    belongs_to: ClassVar = {
        "case": ("handover__persons__repatriation__case",), "person": ("handover__persons__repatriation__person",)
    }  # fmt: skip

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["handover", "side"], name="each_side_signs_once"),
            models.CheckConstraint(
                name="a_signature_is_drawn_or_scanned",
                condition=Q(how="drawn", scan=None, picture__isnull=False)
                | Q(how="paper", scan__isnull=False, picture__isnull=True),
            ),
        ]
