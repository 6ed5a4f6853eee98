"""Referrals and every move they made."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.people.models import Person
from gugus.referrals.codes import Basis, State, Urgency

# The order of a board's column: what is due first, and among what has no clock the oldest.
WAITS_SINCE = Coalesce("due_at", "state_at")


def new_referral_ref() -> str:
    """A reference such as F-7F3Q-9M2X."""
    return new_ref("F")


class ReferralQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What one's agency sends, and what was sent to it."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        received = Q(to_agency_id=viewer.agency_id) & ~Q(state=State.DRAFT)
        return self.filter(Q(agency_id=viewer.agency_id) | received).admitted(
            "sent by or to the viewer's agency"
        )


class Referral(SealedModel):
    """`agency` sends, `to_agency` answers. Before acceptance the receiver sees only the preview columns.

    Preview: service, urgency, age_band, sex, language, area_code (regency level), accessibility, minor.
    Sealed: message, basis_note, answer, feedback. `state_at`: in this state since then. `clock_from` and `due_at`: the
    clock of this state (of the answer, then of the feedback); empty where none runs.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_referral_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    code = models.CharField(max_length=40, blank=True)
    service = models.CharField(max_length=40)
    urgency = models.CharField(max_length=8, choices=Urgency.choices)
    sections = ArrayField(models.CharField(max_length=20), default=list)
    basis = models.CharField(max_length=16, choices=Basis.choices)
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
    ended_at = models.DateTimeField(null=True, blank=True)
    state_at = models.DateTimeField(default=timezone.now)
    clock_from = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    proposed_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    message = SealedField()
    basis_note = SealedField()
    answer = SealedField()
    feedback = SealedField()
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
            models.CheckConstraint(
                name="sent_referral_has_a_clock",
                condition=Q(state__in=["draft", "revoked"])
                | Q(sent_at__isnull=False, answer_due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Move(models.Model):
    """One step of a referral: who, when, from where to where, with which code."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="moves")
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    from_state = models.CharField(max_length=12, choices=State.choices)
    to_state = models.CharField(max_length=12, choices=State.choices)
    code = models.CharField(max_length=40, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["at"]
