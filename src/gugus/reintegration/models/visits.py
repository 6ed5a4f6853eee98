"""Visits and what was found at them, under locks of their own."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField
from gugus.cases.codes import Safety
from gugus.cases.models import Case
from gugus.kernel.ids import new_id
from gugus.reintegration import codes
from gugus.reintegration.models.returns import Part, Reintegration


class MonitoringVisit(models.Model):
    """k1 … kn: when somebody comes and what is needed. What was found stands in its record, under its own lock."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reintegration = models.ForeignKey(Reintegration, on_delete=models.PROTECT, related_name="visits")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    planned_on = models.DateField()
    due_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=codes.VisitState.choices, default=codes.VisitState.PLANNED
    )
    visited_on = models.DateField(null=True, blank=True)
    needs = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    planned_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["state", "planned_on"], name="visit_due")]
        constraints = [
            models.UniqueConstraint(fields=["reintegration", "number"], name="one_visit_per_number"),
            models.CheckConstraint(
                name="a_done_visit_says_when",
                condition=Q(state="done", visited_on__isnull=False)
                | ~Q(state="done") & Q(visited_on__isnull=True),
            ),
        ]

    @property
    def ref(self) -> str:
        """Tasks name the reintegration."""
        return self.reintegration.ref


class VisitRecord(Part):
    """What was found at a visit, or why it did not take place. Never changed: a later one `corrects` it, and counts.

    `counts`: it was a look at safety. `findings`: {domain: code of the list reintegration_findings}. Day and needs
    stand here too, because those of the visit are always the newest. Sealed: findings, words, why (of a correction).
    """

    visit = models.ForeignKey(MonitoringVisit, on_delete=models.PROTECT, related_name="records")
    visited_on = models.DateField(null=True, blank=True)
    needs = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    means = models.CharField(max_length=10, choices=codes.Means.choices, blank=True)
    alone = models.CharField(max_length=8, choices=codes.Alone.choices, blank=True)
    safety = models.CharField(max_length=8, choices=Safety.choices, blank=True)
    counts = models.BooleanField(default=False)
    missed = models.CharField(max_length=14, choices=codes.MissCode.choices, blank=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="correction"
    )
    wrong = models.CharField(max_length=12, choices=codes.WrongCode.choices, blank=True)
    findings = SealedField()
    words = SealedField()
    why = SealedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["visit"], condition=Q(corrects=None), name="one_first_record_of_a_visit"
            ),
            models.CheckConstraint(
                name="a_correction_says_what_was_wrong",
                condition=Q(corrects=None, wrong="") | Q(corrects__isnull=False) & ~Q(wrong=""),
            ),
        ]
