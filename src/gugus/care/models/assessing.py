"""What is known of a person's situation on a day, domain by domain."""

from typing import Self

from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.care.codes import AssessmentKind, AssessmentState, NotAssessed
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.people.models import Person


def new_assessment_ref() -> str:
    """A reference such as AS-7F3Q-9M2X."""
    return new_ref("AS")


class OfOpenCases(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What one's own agency writes, and what is no draft in cases that are open to it."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        shared = Q(case__in=Case.objects.visible_to(viewer).values("pk")) & ~Q(state="draft")
        return self.filter(Q(agency_id=viewer.agency_id) | shared).admitted(
            "own, or of a case open to the agency"
        )


class NeedsAssessment(SealedModel):
    """One look at a person's situation. `agency` wrote it; finished, nobody changes it: a new one `corrects` it.

    `assessor` looked, `profession` is a code of the law's list. Sealed: summary.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_assessment_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="needs_assessments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=AssessmentKind.choices)
    instrument = models.CharField(max_length=20)
    instrument_version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=AssessmentState.choices, default=AssessmentState.DRAFT)
    assessed_on = models.DateField(null=True, blank=True)
    assessor = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    profession = models.CharField(max_length=30, blank=True)
    summary = SealedField()
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OfOpenCases)()

    class Meta:
        ordering = ["-assessed_on", "-written_at"]
        indexes = [models.Index(fields=["case", "person", "-assessed_on"], name="assessment_of_person")]
        constraints = [
            models.CheckConstraint(
                name="finished_assessment_says_when_and_by_whom",
                condition=~Q(state=AssessmentState.FINISHED)
                | Q(finished_at__isnull=False, finished_by__isnull=False, assessed_on__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["case", "person", "agency"], condition=Q(state=AssessmentState.DRAFT),
                name="one_draft_assessment_per_agency",
            ),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(corrects__isnull=False), name="one_correction_of_an_assessment"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.ref


class DomainScore(SealedModel):
    """One domain: a score from 1 to 5, or why there is none. `section` decides who reads it. Sealed: note."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(NeedsAssessment, on_delete=models.PROTECT, related_name="scores")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    domain = models.CharField(max_length=20)
    section = models.CharField(max_length=10)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    why_not = models.CharField(max_length=12, choices=NotAssessed.choices, blank=True)
    note = SealedField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "domain"], name="one_score_per_domain"),
            models.CheckConstraint(
                name="score_is_one_to_five_or_says_why_not",
                condition=Q(score=None) | Q(score__range=(1, 5), why_not=""),
            ),
        ]
