"""Reintegrations and what belongs to them. Every child row names the case, because the database asks there."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now

from gugus.access.codes import Section
from gugus.access.models import Grant, User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.people.models import Person
from gugus.reintegration import codes
from gugus.reintegration.models.rulebook import MonitoringRules
from gugus.tasks.models import Clock


def new_reintegration_ref() -> str:
    """A reference such as RI-7F3Q-9M2X."""
    return new_ref("RI")


class ReintegrationQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of one's own cases, and of cases of which this section is open to one's agency."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        live = Grant.objects.unscoped(because="the subquery of a scoped list").filter(
            Q(until_at=None) | Q(until_at__gt=Now()), agency_id=viewer.agency_id, user=None, record_kind="case",
            record_id=OuterRef("case_id"), ended_at=None, from_at__lte=Now(),
            sections__contains=[Section.REINTEGRATION],
        )  # fmt: skip
        return self.filter(Q(agency_id=viewer.agency_id) | Exists(live)).admitted("own or opened")


class Reintegration(models.Model):
    """One survivor's return to life within one case. `agency` answers for the case; `follower` visits for it.

    `risk` decides how dense the visits are; `area_code` where the person lives, so which clock the days follow.
    `clock` is the row of the shortest time, `rules` the version of schedule and stop rule that were in force when the
    reunion was written down: they count to the end.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_reintegration_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reintegrations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    follower = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=codes.State.choices, default=codes.State.PREPARING)
    risk = models.CharField(max_length=8)
    area_code = models.CharField(max_length=13, blank=True)
    reunited_on = models.DateField(null=True, blank=True)
    minimum_until = models.DateField(null=True, blank=True)
    clock = models.ForeignKey(Clock, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rules = models.ForeignKey(
        MonitoringRules, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    started_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    code = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(ReintegrationQuerySet)()

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["agency", "state"], name="reintegration_of_agency")]
        constraints = [
            models.UniqueConstraint(fields=["case", "person"], name="one_reintegration_per_person_and_case"),
            models.CheckConstraint(
                name="who_is_followed_was_reunited",
                condition=~Q(state__in=["following", "ended"])
                | Q(reunited_on__isnull=False, minimum_until__isnull=False),
            ),
            models.CheckConstraint(
                name="what_ended_says_when",
                condition=~Q(state__in=["ended", "broken_off"]) | Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class Part(SealedModel):
    """A row of one reintegration. Tasks and the trail name the reintegration, never words of the row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reintegration = models.ForeignKey(Reintegration, on_delete=models.PROTECT, related_name="%(class)ss")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        abstract = True

    @property
    def ref(self) -> str:
        """The reference of what it belongs to."""
        return self.reintegration.ref


class PreparationStep(Part):
    """One line of the checklist (list reintegration_preparations): how it stands, when it was done. Sealed: note."""

    step = models.CharField(max_length=40)
    answer = models.CharField(max_length=12, choices=codes.Answer.choices)
    done_on = models.DateField(null=True, blank=True)
    note = SealedField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reintegration", "step"], name="one_line_per_step")]


class HomeAssessment(Part):
    """Somebody looked at a home. The newest of a place counts; none is changed. Sealed: words."""

    place = models.CharField(max_length=12, choices=codes.Place.choices)
    looked_on = models.DateField()
    willing = models.CharField(max_length=10, choices=codes.Willing.choices)
    safety = models.CharField(max_length=10, choices=codes.HomeSafety.choices)
    accused = models.CharField(max_length=8, choices=codes.YesNo.choices)
    words = SealedField()

    class Meta:
        ordering = ["-at"]


class Placement(Part):
    """Where the person is to live, and why. The newest counts; none is changed. Sealed: reasons.

    `overridden`: the hurdles over which a supervisor knowingly decided.
    """

    place = models.CharField(max_length=12, choices=codes.Place.choices)
    wants = models.CharField(max_length=8, choices=codes.YesNo.choices)
    overridden = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    reasons = SealedField()

    class Meta:
        ordering = ["-at"]


class SupportStep(Part):
    """Education, training, work or capital: what, from whom, how it stands. Sealed: words, payer, result_words."""

    kind = models.CharField(max_length=10, choices=codes.SupportKind.choices)
    state = models.CharField(
        max_length=10, choices=codes.SupportState.choices, default=codes.SupportState.PLANNED
    )
    begins_on = models.DateField(null=True, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    follow_up_on = models.DateField(null=True, blank=True)
    still_running = models.CharField(max_length=8, choices=codes.YesNo.choices, blank=True)
    result = models.CharField(max_length=8, choices=codes.SupportResult.choices, blank=True)
    words = SealedField()
    payer = SealedField()
    result_words = SealedField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.CheckConstraint(
                name="support_is_not_negative", condition=Q(amount=None) | Q(amount__gt=0)
            ),
            models.CheckConstraint(
                name="finished_support_says_how", condition=~Q(state="done") | ~Q(result="")
            ),
        ]


class SupportPayment(models.Model):
    """One part of an amount, in rupiah. Never changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    support = models.ForeignKey(SupportStep, on_delete=models.PROTECT, related_name="payments")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    paid_on = models.DateField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        ordering = ["paid_on", "at"]
        constraints = [models.CheckConstraint(name="a_part_is_money", condition=Q(amount__gt=0))]


class OutcomeAnswer(models.Model):
    """How one indicator (list reintegration_outcomes) stood at a moment. 0 is worst, 3 is best."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reintegration = models.ForeignKey(Reintegration, on_delete=models.PROTECT, related_name="outcomes")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    moment = models.CharField(max_length=8, choices=codes.Moment.choices)
    indicator = models.CharField(max_length=20)
    level = models.PositiveSmallIntegerField()
    asked_on = models.DateField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reintegration", "moment", "indicator"], name="asked_once_each"),
            models.CheckConstraint(name="a_level_has_words", condition=Q(level__lte=3)),
        ]


class ReturnAlarm(Part):
    """A sign that somebody may be trafficked again. One open alarm of a kind at a time. Sealed: words, end_words.

    `told_at`: when the case's manager and supervisor got their tasks.
    """

    visit = models.ForeignKey(
        "MonitoringVisit", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=codes.AlarmKind.choices)
    told_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=10, choices=codes.Verdict.choices, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = SealedField()
    end_words = SealedField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["reintegration", "kind"], condition=Q(ended_at=None), name="one_open_alarm_of_a_kind"
            ),
            models.CheckConstraint(
                name="an_ended_alarm_says_how", condition=Q(ended_at=None, verdict="") | ~Q(verdict="")
            ),
        ]
