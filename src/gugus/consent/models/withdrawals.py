"""Consent taken back, what past recipients answer, and what was sent without any ground."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.consent.codes import Asker, Channel, Receipt, Relation, Verdict
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.people.models import Person


def new_withdrawal_ref() -> str:
    """A reference such as TK-7F3Q-9M2X."""
    return new_ref("TK")


def new_recall_ref() -> str:
    """A reference such as KW-7F3Q-9M2X."""
    return new_ref("KW")


def new_override_ref() -> str:
    """A reference such as TD-7F3Q-9M2X."""
    return new_ref("TD")


class OwnQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Rows of the viewer's agency."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.filter(agency_id=viewer.agency_id).admitted("rows of the viewer's agency")


class RecallQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What one's agency asks of past recipients, and what is asked of it."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        either = Q(agency_id=viewer.agency_id) | Q(to_agency_id=viewer.agency_id)
        return self.filter(either).admitted("asked by or of the viewer's agency")


class Withdrawal(SealedModel):
    """One act by which consent ended: who wanted it, what it touched. Sealed: asker_name, words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_withdrawal_ref, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    asker = models.CharField(max_length=16, choices=Asker.choices)
    relation = models.CharField(max_length=12, choices=Relation.choices, blank=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    asked_at = models.DateTimeField()  # the clock of 3 × 24 hours runs from here
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    request_ref = models.CharField(max_length=12, blank=True)  # of the data protection officer's request
    code = models.CharField(max_length=40, blank=True)  # consent_withdrawal_reasons; nobody has to give one
    kept = ArrayField(models.CharField(max_length=40), default=list, blank=True)  # duties: what stays
    asker_name = SealedField()
    words = SealedField()

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["agency", "-at"], name="withdrawal_of_agency"),
            models.Index(fields=["person"], name="withdrawal_of_person"),
        ]

    def __str__(self) -> str:
        return self.ref


class Recall(SealedModel):
    """A past recipient must stop and say what it did. `about` is the record through which it had the data.

    `to_agency` empty: somebody without an account (outside_name, sealed); then the sender types the answer in.
    Sealed: outside_name, words.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_recall_ref, editable=False)
    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.PROTECT, related_name="recalls")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    for_agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # the agency that had the data, when its successor answers
    about_kind = models.CharField(max_length=30)
    about_id = models.UUIDField()
    about_ref = models.CharField(max_length=12, blank=True)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    receipt = models.CharField(max_length=10, choices=Receipt.choices, blank=True)
    duty = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    typed_in = models.BooleanField(default=False)  # by the sender, for somebody without an account
    late_at = models.DateTimeField(null=True, blank=True)
    outside_name = SealedField()
    words = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(RecallQuerySet)()

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(fields=["to_agency", "due_at"], name="recall_in_tray"),
            models.Index(fields=["agency", "due_at"], name="recall_sent"),
            models.Index(fields=["due_at"], condition=Q(answered_at=None), name="recall_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["withdrawal", "to_agency", "about_kind", "about_id"],
                nulls_distinct=False,
                name="one_recall_each",
            ),
            models.CheckConstraint(
                name="answered_recall_says_what",
                condition=Q(answered_at=None, receipt="") | Q(answered_at__isnull=False) & ~Q(receipt=""),
            ),
            models.CheckConstraint(name="kept_names_the_law", condition=~Q(receipt="kept") | ~Q(duty="")),
        ]

    def __str__(self) -> str:
        return self.ref


class Override(SealedModel):
    """Sent although there was no ground. Sealed: reason, review_words. A second person looks at each."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_override_ref, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    recipient = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    about_kind = models.CharField(max_length=30)
    about_id = models.UUIDField()
    about_ref = models.CharField(max_length=12, blank=True)
    why_none = models.CharField(max_length=16)  # what the ledger said: none, refused, withdrawn, expired …
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    reviewed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reason = SealedField()
    review_words = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["agency", "-at"], name="override_of_agency")]
        constraints = [
            models.CheckConstraint(
                name="a_review_needs_a_second_person",
                condition=Q(verdict="", reviewed_by=None, reviewed_at=None)
                | ~Q(verdict="")
                & Q(reviewed_by__isnull=False, reviewed_at__isnull=False)
                & ~Q(reviewed_by=models.F("by")),
            )
        ]

    def __str__(self) -> str:
        return self.ref
