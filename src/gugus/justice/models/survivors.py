"""What survivors are told, want to know, are protected by, and need not be punished for."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.cases.models import Case, Party
from gugus.justice.codes import ProtectionCode, ProtectionState, ShieldOrigin, ShieldState, Telling, Way, Wish
from gugus.justice.models.proceedings import Move, Proceeding
from gugus.justice.models.scope import OpenQuerySet
from gugus.kernel.ids import new_id, new_ref


def new_protection_ref() -> str:
    """A reference such as PN-7F3Q-9M2X (permohonan perlindungan)."""
    return new_ref("PN")


def new_shield_ref() -> str:
    """A reference such as TP-7F3Q-9M2X (tidak dipidana)."""
    return new_ref("TP")


class TellingWish(SealedModel):
    """What a survivor wants to know of the criminal case, and when she said so. Sealed: note."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    wish = models.CharField(max_length=10, choices=Wish.choices)
    said_on = models.DateField()
    note = SealedField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(OpenQuerySet)()

    class Meta:
        ordering = ["-written_at"]


class Informing(SealedModel):
    """One survivor and one step of a proceeding: told or not, when, how, by whom (art. 36). Sealed: note.

    `correction` counts what was put right since: whoever was told of a verdict is told again when it was corrected.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="informings")
    move = models.ForeignKey(Move, on_delete=models.PROTECT, related_name="informings")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    correction = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=12, choices=Telling.choices, default=Telling.WAITING)
    due_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=10, choices=Way.choices, blank=True)
    note = SealedField()
    written_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(OpenQuerySet)()

    class Meta:
        ordering = ["due_at", "written_at"]
        indexes = [models.Index(fields=["state", "due_at"], name="informing_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["move", "party", "correction"], name="told_once_of_a_step"),
            models.CheckConstraint(
                name="told_says_when_how_and_by_whom",
                condition=~Q(state=Telling.TOLD)
                | Q(told_at__isnull=False, told_by__isnull=False) & ~Q(way=""),
            ),
        ]


class Protection(SealedModel):
    """A request for protection to LPSK for one person of a case. Sealed: number, note.

    `due_at` is when LPSK says whether the papers are complete.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_protection_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kinds = ArrayField(models.CharField(max_length=16))
    state = models.CharField(max_length=10, choices=ProtectionState.choices, default=ProtectionState.ASKED)
    code = models.CharField(max_length=16, choices=ProtectionCode.choices, blank=True)
    asked_on = models.DateField()
    due_at = models.DateTimeField(null=True, blank=True)
    complete_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    number = SealedField()
    note = SealedField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OpenQuerySet)()

    class Meta:
        ordering = ["-written_at"]
        indexes = [models.Index(fields=["case", "state"], name="protection_of_case")]
        constraints = [
            models.CheckConstraint(
                name="granted_protection_says_since_when",
                condition=~Q(state__in=["granted", "ended"])
                | Q(decided_on__isnull=False, from_on__isnull=False),
            ),
            models.CheckConstraint(
                name="refused_protection_says_why",
                condition=~Q(state__in=["refused", "withdrawn", "ended"]) | ~Q(code=""),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Shield(SealedModel):
    """May art. 18 protect this survivor from punishment? Read by the case's agency, legal aid and LPSK alone.

    Police, prosecutor and court are the other side of this question. Sealed: note, decision.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_shield_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=10, choices=ShieldOrigin.choices)
    because_ref = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=12, choices=ShieldState.choices, default=ShieldState.POSSIBLE)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = SealedField()
    decision = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OpenQuerySet)()

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.UniqueConstraint(fields=["case", "party"], name="one_shield_each"),
            models.CheckConstraint(
                name="decided_shield_says_when_and_by_whom",
                condition=Q(state=ShieldState.POSSIBLE)
                | Q(decided_on__isnull=False, decided_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.ref
