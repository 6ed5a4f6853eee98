"""Hearings, and who is to come."""

from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.cases.models import Case, Party
from gugus.directory.models import Agency
from gugus.justice.codes import Agenda, Beside, HearingCode, HearingState, Presence
from gugus.justice.models.proceedings import Proceeding
from gugus.justice.models.scope import OpenQuerySet
from gugus.kernel.ids import new_id, new_ref


def new_hearing_ref() -> str:
    """A reference such as SI-7F3Q-9M2X (sidang)."""
    return new_ref("SI")


class Hearing(SealedModel):
    """One sitting. `zone` is the zone of the court's place; `follows` the sitting that was postponed or went on.

    Sealed: court_name, room, note.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_hearing_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="hearings")
    follows = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    zone = models.CharField(max_length=4, default="wib")
    court = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    court_name = SealedField()
    room = SealedField()
    agenda = models.CharField(max_length=12, choices=Agenda.choices)
    state = models.CharField(max_length=10, choices=HearingState.choices, default=HearingState.PLANNED)
    code = models.CharField(max_length=16, choices=HearingCode.choices, blank=True)
    note = SealedField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OpenQuerySet)()

    class Meta:
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["state", "starts_at"], name="hearing_coming")]
        constraints = [
            models.CheckConstraint(
                name="ended_hearing_says_what",
                condition=Q(state=HearingState.PLANNED, code="")
                | ~Q(state=HearingState.PLANNED) & ~Q(code=""),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Seat(SealedModel):
    """Who is to be heard at a sitting, how, and who is beside a child. Sealed: beside_name.

    The database holds the rule of arts. 38-40: a child in the court room has somebody named beside it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="seats")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    presence = models.CharField(max_length=10, choices=Presence.choices, default=Presence.IN_PERSON)
    child = models.BooleanField(default=False)
    beside = models.CharField(max_length=10, choices=Beside.choices, blank=True)
    beside_name = SealedField()
    came = models.BooleanField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hearing", "party"], name="one_seat_each"),
            models.CheckConstraint(
                name="a_child_is_accompanied",
                condition=Q(child=False)
                | Q(presence__in=[Presence.RECORDED, Presence.REMOTE])
                | ~Q(beside=""),
            ),
        ]
