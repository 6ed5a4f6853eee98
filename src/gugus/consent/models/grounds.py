"""One line of the ledger: a person, a purpose, a recipient, and what was said or what else is the basis."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gugus.access.codes import FieldClass, Section
from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.consent.codes import (
    Answer,
    Basis,
    ChildView,
    Form,
    Giver,
    Minority,
    NoGuardian,
    RecipientKind,
    Relation,
)
from gugus.consent.models.reference import InformationText
from gugus.consent.models.withdrawals import Withdrawal
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.people.models import Person


def new_ground_ref() -> str:
    """A reference such as DS-7F3Q-9M2X."""
    return new_ref("DS")


class GroundQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What one's own agency keeps; how near the person is, the gate asks."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.filter(agency_id=viewer.agency_id).admitted("the viewer's agency's ledger")


class Ground(SealedModel):
    """On which basis an agency hands on, or why not. Lines are added and ended, never rewritten.

    Sealed: giver_name, interpreter_name, interpreter_office, witness_name, outside_name, child_words, capacity_words
    (who found that the person cannot decide), note (danger, reason of an official's decision, other words).
    """

    belongs_to = {"person": ("person",)}  # not the guardian's: forgetting the one keeps the other's

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_ground_ref, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    recipient_kind = models.CharField(max_length=12, choices=RecipientKind.choices)
    recipient = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outside_id = models.UUIDField(null=True, blank=True)  # the provider's row, where there is one
    basis = models.CharField(max_length=16, choices=Basis.choices)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.GIVEN)
    duty = models.CharField(max_length=40, blank=True)
    giver = models.CharField(max_length=16, choices=Giver.choices, blank=True)
    relation = models.CharField(max_length=12, choices=Relation.choices, blank=True)
    guardian = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    minority = models.CharField(max_length=6, choices=Minority.choices, blank=True)
    child_view = models.CharField(max_length=10, choices=ChildView.choices, blank=True)
    no_guardian = models.CharField(max_length=14, choices=NoGuardian.choices, blank=True)
    form = models.CharField(max_length=10, choices=Form.choices, blank=True)
    language = models.CharField(max_length=40, blank=True)
    interpreter_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.ForeignKey(
        InformationText, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sections = ArrayField(models.CharField(max_length=20, choices=Section.choices), default=list, blank=True)
    depth = models.PositiveSmallIntegerField(
        choices=[(one.value, one.name.lower()) for one in FieldClass], default=FieldClass.SENSITIVE
    )
    asked_at = models.DateTimeField()  # when the person answered, or when duty or danger was found
    until_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    lapsed_at = models.DateTimeField(null=True, blank=True)  # a guardian's word ended on the 18th birthday
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal = models.ForeignKey(
        Withdrawal, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds"
    )
    carried_over = models.BooleanField(default=False)  # from a referral written before there was a ledger
    giver_name = SealedField()
    interpreter_name = SealedField()
    interpreter_office = SealedField()
    witness_name = SealedField()
    outside_name = SealedField()
    child_words = SealedField()
    capacity_words = SealedField()
    note = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(GroundQuerySet)()

    class Meta:
        ordering = ["-asked_at", "-id"]
        indexes = [
            models.Index(fields=["person", "purpose"], name="ground_of_person"),
            models.Index(fields=["agency", "-recorded_at"], name="ground_of_agency"),
            models.Index(
                fields=["until_at"],
                condition=Q(until_at__isnull=False, withdrawn_at=None, replaced_at=None),
                name="ground_running_out",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="one_agency_is_named",
                condition=Q(recipient_kind="agency", recipient__isnull=False)
                | ~Q(recipient_kind="agency") & Q(recipient=None),
            ),
            models.CheckConstraint(
                name="only_consent_is_refused", condition=Q(answer="given") | Q(basis="consent")
            ),
            models.CheckConstraint(
                name="a_duty_says_which",
                condition=~Q(basis="legal_duty") | ~Q(duty="") | Q(carried_over=True),
            ),
            models.CheckConstraint(
                name="danger_has_an_end", condition=~Q(basis="vital_interest") | Q(until_at__isnull=False)
            ),
            models.CheckConstraint(
                name="withdrawn_says_by_which",
                condition=Q(withdrawn_at=None, withdrawal=None)
                | Q(withdrawn_at__isnull=False, withdrawal__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.ref
