"""Referrals, every move they made, what was written about them, and those that were asked in one go."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.cases.models import Case
from gugus.consent.models import Ground, Override
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.people.models import Person
from gugus.referrals.codes import Basis, State, Together, Urgency, Way, WordsKind

# The order of a board's column: what is due first, and among what has no clock the oldest.
WAITS_SINCE = Coalesce("due_at", "state_at")


def new_referral_ref() -> str:
    """A reference such as F-7F3Q-9M2X."""
    return new_ref("F")


def new_batch_ref() -> str:
    """A reference such as G-7F3Q-9M2X."""
    return new_ref("G")


class BatchQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What one's agency asked in one go, and what was sent to it that way."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        sent = Referral.objects.visible_to(viewer).filter(batch=OuterRef("pk"))
        return self.filter(Q(agency_id=viewer.agency_id) | Exists(sent)).admitted(
            "asked by the viewer's agency, or holds a referral to it"
        )


class Batch(models.Model):
    """Several persons of one case asked for in one go: one referral and one decision for each of them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_batch_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Together.choices)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(BatchQuerySet)()

    class Meta:
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return self.ref


class ReferralQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What one's agency sends, and what was sent to it. What was never sent is nobody else's business."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        received = Q(to_agency_id=viewer.agency_id, sent_at__isnull=False)
        return self.filter(Q(agency_id=viewer.agency_id) | received).admitted(
            "sent by or to the viewer's agency"
        )


class Referral(SealedModel):
    """`agency` sends, `to_agency` answers. Before acceptance the receiver sees only the preview columns.

    Preview: service, urgency, age_band, sex, language, area_code (regency level), accessibility, minor. Codes only:
    nothing that was typed is in this table (`Words`). `follows`: the earlier referral that came back and made this one
    necessary. The data key seals its words. `state_at`: in this state since then. `clock_from` and `due_at`: the clock
    of this state (of the answer, then of the feedback); empty where none runs.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_referral_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(
        Batch, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    code = models.CharField(max_length=40, blank=True)
    service = models.CharField(max_length=40)
    urgency = models.CharField(max_length=8, choices=Urgency.choices)
    sections = ArrayField(models.CharField(max_length=20), default=list)
    # What it rests on: a line of the ledger, or an override. The words beside them say how it stood when it was sent.
    ground = models.ForeignKey(Ground, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    override = models.ForeignKey(Override, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=16, choices=Basis.choices, blank=True)
    basis_on = models.DateField(null=True, blank=True)
    age_band = models.CharField(max_length=20, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=40, blank=True)
    area_code = models.CharField(max_length=13, blank=True)
    accessibility = models.CharField(max_length=40, blank=True)
    minor = models.BooleanField(null=True, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    answer_due_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.ACCOUNT, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    state_at = models.DateTimeField(default=timezone.now)
    clock_from = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    proposed_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(ReferralQuerySet)()

    class Meta:
        ordering = ["-written_at"]
        indexes = [
            models.Index(fields=["to_agency", "state", "answer_due_at"], name="referral_in_tray"),
            models.Index(fields=["agency", "state", "-written_at"], name="referral_sent"),
            models.Index(fields=["answer_due_at"], condition=Q(state="sent"), name="referral_open_clock"),
            models.Index("to_agency", "state", WAITS_SINCE, "id", name="referral_board_in"),
            models.Index("agency", "state", WAITS_SINCE, "id", name="referral_board_out"),
            models.Index(
                "to_agency", "ended_at", condition=Q(ended_at__isnull=False), name="referral_ended_in"
            ),
            models.Index(
                "agency", "ended_at", condition=Q(ended_at__isnull=False), name="referral_ended_out"
            ),
        ]
        constraints = [
            models.CheckConstraint(name="nobody_refers_to_themselves", condition=~Q(agency=F("to_agency"))),
            models.CheckConstraint(name="nothing_follows_itself", condition=~Q(follows=F("id"))),
            models.CheckConstraint(
                name="sent_referral_has_a_clock",
                condition=Q(state__in=["draft", "revoked"])
                | Q(sent_at__isnull=False, answer_due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Words(SealedModel):
    """What somebody wrote about a referral; never changed, a second text is a second row. Sealed: text.

    The sender reads everything. The receiver reads answers, feedback and reports of its side, and the message only
    while a live grant of this referral opens the case to it: acceptance opens it, the end closes it. The database
    keeps to that by itself (migration 0006).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="words")
    kind = models.CharField(max_length=10, choices=WordsKind.choices)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["referral", "kind", "at"], name="words_of_referral")]


class Move(models.Model):
    """One step of a referral: who, when, from where to where, with which code.

    `to_agency` is named when the question went to a successor: the state stays, whoever answers changes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="moves")
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    from_state = models.CharField(max_length=12, choices=State.choices)
    to_state = models.CharField(max_length=12, choices=State.choices)
    code = models.CharField(max_length=40, blank=True)
    to_agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.ACCOUNT, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["at"]
