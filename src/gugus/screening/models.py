"""Assessments, evidence, decisions of all bodies, and which report led to which case."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.intake.models import Mention, Report
from gugus.kernel.ids import new_id, new_ref
from gugus.people.models import Person
from gugus.screening.codes import Precision, Result, State, Track


def new_assessment_ref() -> str:
    """A reference such as S-7F3Q-9M2X."""
    return new_ref("S")


def codes_field() -> ArrayField:
    """A list of codes of the law."""
    return ArrayField(models.CharField(max_length=40), default=list, blank=True)


class AssessmentQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own agency's assessments and those of cases that are visible."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        cases = Case.objects.visible_to(viewer).values("pk")
        return self.filter(Q(agency_id=viewer.agency_id) | Q(case__in=cases)).admitted(
            "own or of a visible case"
        )


class Assessment(SealedModel):
    """What is known about one person's story, element by element. The proposal is derived, never stored
    as truth: `proposed` only remembers what the engine said when the officer decided.

    Three answers (true, false, null = not yet known) for every fact. `date_of_act` is the first day of what
    is known, `act_precision` says how much is. `indicators`: prompt code → Answer. Sealed: notes,
    decision_words.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_assessment_ref, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    report = models.ForeignKey(
        Report, null=True, blank=True, on_delete=models.PROTECT, related_name="assessments"
    )
    mention = models.ForeignKey(Mention, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="assessments"
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    track = models.CharField(max_length=12, choices=Track.choices, default=Track.TRAFFICKING)
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    acts = codes_field()
    means = codes_field()
    purposes = codes_field()
    exploitation = codes_field()
    ruled_out = codes_field()
    circumstances = codes_field()
    date_of_act = models.DateField(null=True, blank=True)
    act_precision = models.CharField(max_length=5, choices=Precision.choices, default=Precision.DAY)
    age_at_act = models.PositiveSmallIntegerField(null=True, blank=True)
    is_child = models.BooleanField(null=True, blank=True)
    consented = models.BooleanField(null=True, blank=True)
    crossed_border = models.BooleanField(null=True, blank=True)
    direction = models.CharField(max_length=20, blank=True)
    indonesian_citizen = models.BooleanField(null=True, blank=True)
    smuggled = models.BooleanField(null=True, blank=True)
    placed_without_requirements = models.BooleanField(null=True, blank=True)
    adoption_for_gain = models.BooleanField(null=True, blank=True)
    committed_offence = models.BooleanField(null=True, blank=True)
    forced_to_offend = models.BooleanField(null=True, blank=True)
    indicators = models.JSONField(default=dict, blank=True)
    proposed = models.CharField(max_length=20, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=16, choices=Result.choices, blank=True)
    notes = SealedField()
    decision_words = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(AssessmentQuerySet)()

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["agency", "state", "-started_at"], name="assessment_list")]
        constraints = [
            models.CheckConstraint(
                name="decided_assessment_says_who_and_what",
                condition=~Q(state=State.DECIDED)
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(result=""),
            ),
            # Two colleagues may begin with the same person in the same minute: one screening comes of it.
            models.UniqueConstraint(
                name="one_running_screening_of_a_mention",
                fields=["report", "mention"],
                condition=Q(state=State.DRAFT, report__isnull=False),
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                name="one_running_screening_in_a_case",
                fields=["case", "person"],
                condition=Q(state=State.DRAFT, report=None),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class EvidenceItem(SealedModel):
    """One item that speaks for one element. Retracted with a reason, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="evidence")
    element_kind = models.CharField(max_length=14)
    element_code = models.CharField(max_length=40)
    source = models.CharField(max_length=40)
    strength = models.CharField(max_length=20)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    retracted_at = models.DateTimeField(null=True, blank=True)
    retracted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    words = SealedField()
    retraction = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["added_at"]


class Conversion(SealedModel):
    """The matter was first taken for one thing and then for another; nothing of the first is lost."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="conversions")
    from_track = models.CharField(max_length=12, choices=Track.choices)
    to_track = models.CharField(max_length=12, choices=Track.choices)
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = SealedField()

    objects = ScopedManager()


class IdentificationDecision(SealedModel):
    """What one body decided about one person on one day. All are kept; none replaces another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="decisions")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outside_body = models.CharField(max_length=120, blank=True)
    decided_on = models.DateField()
    instrument = models.CharField(max_length=120, blank=True)
    instrument_version = models.CharField(max_length=40, blank=True)
    result = models.CharField(max_length=16, choices=Result.choices)
    elements = codes_field()
    signer = SealedField()
    note = SealedField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        ordering = ["decided_on", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                name="decision_names_its_body", condition=Q(body__isnull=False) | ~Q(outside_body="")
            )
        ]


class NoteDraft(SealedModel):
    """Notes that somebody is writing and has not saved yet; only the writer can read them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()
    text = SealedField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "user"], name="one_note_draft_each")]


class CaseReport(models.Model):
    """This report belongs to this case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager()


def precision_of(partial: str) -> Precision:
    """How much of a partial ISO date ("2024", "2024-03", "2024-03-09") is known."""
    return {4: Precision.YEAR, 7: Precision.MONTH}.get(len(partial), Precision.DAY)


def first_day(partial: str) -> date | None:
    """The first day that a partial ISO date ("2024", "2024-03") can mean."""
    parts = [int(part) for part in partial.split("-")] if partial else []
    return date(*(parts + [1, 1])[:3]) if parts else None
