"""Transfers, what the other side may see before and after, what went along, and successions of merged agencies."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.transfers.codes import Basis, Kind, Reason, State
from gugus.transfers.rules import OPEN


def new_transfer_ref() -> str:
    """A reference such as PK-7F3Q-9M2X (pelimpahan kasus)."""
    return new_ref("PK")


def new_succession_ref() -> str:
    """A reference such as PG-7F3Q-9M2X (penggabungan)."""
    return new_ref("PG")


class TransferQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What one's agency offers, as long as it keeps the record, and what was offered to it."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        kept = Q(keep_until=None) | Q(keep_until__gt=Now())
        sent = Q(agency_id=viewer.agency_id) & kept
        received = Q(to_agency_id=viewer.agency_id) & ~Q(state=State.DRAFT)
        return self.filter(sent | received).admitted("offered by or to the viewer's agency")


class Transfer(SealedModel):
    """`agency` gives the case, `to_agency` takes it. Sealed: answer (the receiver's words to the sender).

    `accepted` means that the worker is moving the file, `moved` that it did; `access_until` ends the hand-over, until
    `keep_until` the old agency keeps this record. `case_version`: what the case was when it was offered.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=14, unique=True, default=new_transfer_ref, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.OFFER)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    code = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    basis = models.CharField(max_length=14, choices=Basis.choices)
    basis_on = models.DateField(null=True, blank=True)
    risk = models.CharField(max_length=8)
    hand_over_days = models.PositiveSmallIntegerField(default=0)
    case_version = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    offered_at = models.DateTimeField(null=True, blank=True)
    answer_due_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    manager = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    moved_at = models.DateTimeField(null=True, blank=True)
    access_until = models.DateTimeField(null=True, blank=True)
    keep_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    request_ref = models.CharField(max_length=14, blank=True)
    answer = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(TransferQuerySet)()

    class Meta:
        ordering = ["-written_at"]
        indexes = [
            models.Index(fields=["agency", "state", "-written_at"], name="transfer_sent"),
            models.Index(fields=["to_agency", "state", "answer_due_at"], name="transfer_tray"),
            models.Index(fields=["answer_due_at"], condition=Q(state="offered"), name="transfer_clock"),
            models.Index(fields=["case", "moved_at"], condition=Q(state="moved"), name="transfer_of_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state__in=[str(one) for one in OPEN]),
                name="one_open_transfer_of_a_case",
            ),
            models.CheckConstraint(name="another_agency_takes_it", condition=~Q(agency=F("to_agency"))),
            models.CheckConstraint(
                name="accepted_transfer_names_its_manager",
                condition=~Q(state__in=["accepted", "moved"])
                | Q(manager__isnull=False, answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="moved_transfer_says_until_when",
                condition=~Q(state="moved") | Q(moved_at__isnull=False, keep_until__isnull=False),
            ),
            models.CheckConstraint(
                name="refused_transfer_says_why",
                condition=~Q(state__in=["declined", "withdrawn", "expired", "returned"]) | ~Q(code=""),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Preview(models.Model):
    """What the other agency may see before it accepts: codes and numbers, frozen when the case is offered."""

    transfer = models.OneToOneField(
        Transfer, primary_key=True, on_delete=models.PROTECT, related_name="preview"
    )
    facts = models.JSONField(default=dict)

    objects = ScopedManager()


class Letter(SealedModel):
    """The sender's words. They open to the receiver on acceptance. Sealed: message, basis_note (the sender's own)."""

    transfer = models.OneToOneField(
        Transfer, primary_key=True, on_delete=models.PROTECT, related_name="letter"
    )
    message = SealedField()
    basis_note = SealedField()

    objects = ScopedManager()


class Step(models.Model):
    """One step of a transfer: who, when, from where to where, with which code."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    from_state = models.CharField(max_length=10, choices=State.choices)
    to_state = models.CharField(max_length=10, choices=State.choices)
    code = models.CharField(max_length=20, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["at"]


class Piece(models.Model):
    """One record that was handed over, by its reference: the list of the minutes."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, related_name="pieces")
    what_kind = models.CharField(max_length=20)
    record_ref = models.CharField(max_length=14, blank=True)
    how_code = models.CharField(max_length=12)

    objects = ScopedManager()

    class Meta:
        ordering = ["id"]


class Stub(models.Model):
    """What the old agency keeps for its own account: the register number, days, its own services. Nobody is named."""

    transfer = models.OneToOneField(Transfer, primary_key=True, on_delete=models.PROTECT, related_name="stub")
    facts = models.JSONField(default=dict)

    objects = ScopedManager()


class SuccessionQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the successor, the viewer's agency."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.filter(to_agency_id=viewer.agency_id).admitted("those of the viewer's agency")


class Succession(models.Model):
    """A merged agency's files go to its successor by law: two people agreed, the worker carries it out."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=14, unique=True, default=new_succession_ref, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    manager = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    request_id = models.UUIDField(unique=True)
    request_ref = models.CharField(max_length=14)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField()
    moved = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(SuccessionQuerySet)()

    class Meta:
        ordering = ["-approved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(done_at=None), name="one_running_succession_of_an_agency"
            )
        ]

    def __str__(self) -> str:
        return self.ref
