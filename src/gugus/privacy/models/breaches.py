"""Breaches of data protection, who is affected, and the journal that nobody can rewrite."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gugus.access.models import User
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.people.models import Person
from gugus.privacy.codes import BreachKind, BreachRisk, BreachSource, Choice, Data, NoteKind, SafeToReach
from gugus.privacy.models.shared import OwnQuerySet


def new_breach_ref() -> str:
    """A reference such as KP-7F3Q-9M2X."""
    return new_ref("KP")


class Breach(SealedModel):
    """Personal data were seen, lost or changed without right. The clock runs from `known_at`, day and night.

    Sealed: what_happened, consequences, measures, risk_reason, decision_reason, lessons; and what letters say in
    plain words: told_how, told_handling, told_recovery.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_breach_ref, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=BreachKind.choices)
    source = models.CharField(max_length=16, choices=BreachSource.choices)
    source_ref = models.CharField(max_length=20, blank=True)
    happened_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField()
    known_at = models.DateTimeField()
    due_at = models.DateTimeField()
    data = ArrayField(models.CharField(max_length=20, choices=Data.choices), default=list, blank=True)
    persons_count = models.PositiveIntegerField(null=True, blank=True)
    count_is_known = models.BooleanField(default=False)
    risk = models.CharField(max_length=8, choices=BreachRisk.choices, blank=True)
    tell_persons = models.CharField(max_length=4, choices=Choice.choices, blank=True)
    tell_authority = models.CharField(max_length=4, choices=Choice.choices, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(
        null=True, blank=True
    )  # nobody is owed a notice any more: the clock ends
    closed_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(null=True, blank=True, unique=True)
    what_happened = SealedField()
    consequences = SealedField()
    measures = SealedField()
    risk_reason = SealedField()
    decision_reason = SealedField()
    told_how = SealedField()
    told_handling = SealedField()
    told_recovery = SealedField()
    lessons = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["-known_at"]
        indexes = [models.Index(fields=["agency", "closed_at", "due_at"], name="breach_of_agency")]
        constraints = [
            models.CheckConstraint(name="breach_known_after_found", condition=Q(known_at__gte=F("found_at"))),
            models.CheckConstraint(name="breach_due_after_known", condition=Q(due_at__gt=F("known_at"))),
            models.CheckConstraint(
                name="closed_breach_was_decided", condition=Q(closed_at=None) | Q(decided_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class BreachNote(SealedModel):
    """One line of a breach's journal: added, never changed. `facts` holds open values, `text` is sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind.choices)
    code = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict, blank=True)
    text = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["-at", "-id"]


class Affected(SealedModel):
    """One person whose data the breach touched, by reference, with a decision of its own. Sealed: reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="affected")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    tell = models.CharField(max_length=4, choices=Choice.choices, blank=True)
    guardian = models.BooleanField(default=False)
    reach = models.CharField(max_length=8, choices=SafeToReach.choices, default=SafeToReach.UNKNOWN)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        ordering = ["added_at", "id"]
        constraints = [models.UniqueConstraint(fields=["breach", "person"], name="one_row_per_affected")]
