"""Sharing agreements, who signs them, and every step they made."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gugus.access.codes import Section
from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.agreements.codes import Ceiling, Decision, DeclineCode, EndCode, Purpose, State
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref


def new_agreement_ref() -> str:
    """A reference such as PB-7F3Q-9M2X."""
    return new_ref("PB")


class AgreementQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What the viewer's agency wrote, and what was proposed to it."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        rows = self.filter(visible_to__contains=[viewer.agency_id])
        return rows.admitted("agreements of the viewer's agency")


class Agreement(SealedModel):
    """One version of an agreement; its terms never change once it was proposed (the database holds that).

    `agency` wrote it; `visible_to` is kept by the database. A case is meant when every condition that is set holds:
    `scope_worked` (the receiver works on it already, by another grant), `scope_children` (a survivor is a child),
    `scope_area`, `scope_form` (of exploitation), `scope_service`. Days are days in Jakarta; `ends_at` is the moment at
    which the last one is over, and comes nearer with a notice. `swept_to` and `opened` tell how far the worker has
    come with opening. Sealed: title, legal_basis.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=14, unique=True, default=new_agreement_ref, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    visible_to = ArrayField(models.UUIDField(), default=list, editable=False)
    edition = models.PositiveSmallIntegerField(default=1)
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="followers"
    )
    number = models.CharField(max_length=60)
    title = SealedField()
    legal_basis = SealedField()
    purposes = ArrayField(models.CharField(max_length=20, choices=Purpose.choices))
    scope_worked = models.BooleanField(default=False)
    scope_children = models.BooleanField(default=False)
    scope_area = models.CharField(max_length=13, blank=True)
    scope_form = models.CharField(max_length=40, blank=True)
    scope_service = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField()
    notice_days = models.PositiveSmallIntegerField(default=30)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    code = models.CharField(max_length=16, blank=True, choices=(*EndCode.choices, *DeclineCode.choices))
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    in_force_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField()
    notice_at = models.DateTimeField(null=True, blank=True)
    notice_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    warned_at = models.DateTimeField(null=True, blank=True)
    swept_to = models.UUIDField(null=True, blank=True, editable=False)
    swept_at = models.DateTimeField(null=True, blank=True, editable=False)
    opened = models.PositiveIntegerField(default=0, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(AgreementQuerySet)()

    class Meta:
        ordering = ["-written_at"]
        indexes = [
            models.Index(fields=["agency", "state", "-written_at"], name="agreement_list"),
            models.Index(fields=["state", "valid_from"], name="agreement_begins"),
            models.Index(fields=["ends_at"], condition=Q(state="in_force"), name="agreement_ends"),
        ]
        constraints = [
            models.CheckConstraint(
                name="agreement_ends_after_it_begins", condition=Q(valid_until__gte=F("valid_from"))
            ),
            models.CheckConstraint(
                name="agreement_in_force_says_since_when",
                condition=~Q(state="in_force") | Q(in_force_at__isnull=False),
            ),
            models.CheckConstraint(
                name="agreement_means_few_cases",
                condition=Q(scope_worked=True) | Q(scope_children=True) | ~Q(scope_area="") | ~Q(scope_form="")
                | ~Q(scope_service=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.ref


class Signatory(models.Model):
    """An agency in an agreement: which sections of its cases it gives and how deep, whether it receives, what it said.

    `estimate` is how many of its cases would open, as the worker counted for the others; small counts are kept back
    (-1). `took_over_from` is the agency whose place it took.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatories")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    sections = ArrayField(models.CharField(max_length=20, choices=Section.choices), default=list, blank=True)
    field_class = models.PositiveSmallIntegerField(choices=Ceiling.choices, default=Ceiling.OPEN)
    receives = models.BooleanField(default=False)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True, default="")
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=16, blank=True, choices=DeclineCode.choices)
    estimate = models.IntegerField(null=True, blank=True, editable=False)
    took_over_from = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ScopedManager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "agency"], name="an_agency_signs_once"),
            models.CheckConstraint(
                name="a_decision_says_by_whom",
                condition=Q(decision="", decided_by=None, decided_at=None)
                | ~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]

    @property
    def gives(self) -> bool:
        """Does it open anything of its own?"""
        return bool(self.sections)


class Step(models.Model):
    """One step of an agreement: who, when, from where to where, with which code."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=40)
    from_state = models.CharField(max_length=12, choices=State.choices)
    to_state = models.CharField(max_length=12, choices=State.choices)
    code = models.CharField(max_length=16, blank=True, choices=(*EndCode.choices, *DeclineCode.choices))

    objects = ScopedManager()

    class Meta:
        ordering = ["at", "pk"]
