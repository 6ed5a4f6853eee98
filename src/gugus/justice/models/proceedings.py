"""One accused, one police report: the stages, custody, charges, and what the courts said."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.cases.models import Case, Party
from gugus.directory.models import Agency
from gugus.justice.codes import Custody, CustodyEnd, Instance, Level, MoveCode, Outcome, Stage
from gugus.justice.models.scope import OpenQuerySet
from gugus.kernel.ids import new_id, new_ref


def new_proceeding_ref() -> str:
    """A reference such as PP-7F3Q-9M2X (perkara pidana)."""
    return new_ref("PP")


class Proceeding(SealedModel):
    """The criminal track of one accused (`accused` None: the offender is not known yet).

    `agency` wrote it; `office` is the police office that handles it (or, sealed, one outside the directory). The
    number of the police report is sealed and found again by its keyed digest. `stage_on` is the day of the last
    move, `stage_due_at` when the stage has lasted long by the clock of that day. Sealed: lp_number, office_name, note.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_proceeding_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proceedings")
    accused = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    child_accused = models.BooleanField(default=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    office_name = SealedField()
    lp_number = SealedField()
    lp_digest = models.BinaryField(null=True, blank=True)
    acts_on = ArrayField(models.DateField(), default=list, blank=True)
    stage = models.CharField(max_length=16, choices=Stage.choices, default=Stage.REPORTED)
    stage_on = models.DateField()
    stage_due_at = models.DateTimeField(null=True, blank=True)
    note = SealedField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OpenQuerySet)()

    class Meta:
        ordering = ["written_at"]
        indexes = [
            models.Index(fields=["case", "stage"], name="proceeding_of_case"),
            models.Index(fields=["stage", "stage_due_at"], name="proceeding_late"),
            models.Index(fields=["lp_digest"], name="proceeding_by_lp"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="one_proceeding_per_accused_and_report",
                fields=["case", "accused", "lp_digest"],
                condition=Q(accused__isnull=False, lp_digest__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.ref


class Move(SealedModel):
    """One step of a proceeding on a day, written once. A mistaken last step is taken back, never erased.

    A move from a stage to itself passes the file to another police office; `office` is then the one that gave it away.
    Sealed: document (its number), asked (what the prosecutor asks for), office_name.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="moves")
    number = models.PositiveSmallIntegerField()
    before = models.CharField(max_length=16, choices=Stage.choices, blank=True)
    stage = models.CharField(max_length=16, choices=Stage.choices)
    on = models.DateField()
    code = models.CharField(max_length=20, choices=MoveCode.choices, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    office = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    document = SealedField()
    asked = SealedField()
    office_name = SealedField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["proceeding", "number"], name="one_move_per_number"),
        ]

    @property
    def passes_on(self) -> bool:
        """Did only the police office change?"""
        return self.before == self.stage and self.stage != Stage.FINAL


class CustodySpan(SealedModel):
    """How long an accused is held: since a day, until a day at the latest, ended on a day. Sealed: document, place."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="custody")
    kind = models.CharField(max_length=20, choices=Custody.choices)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    code = models.CharField(max_length=10, choices=CustodyEnd.choices, blank=True)
    document = SealedField()
    place = SealedField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        ordering = ["from_on", "written_at"]
        constraints = [
            models.CheckConstraint(
                name="custody_ends_after_it_began",
                condition=(Q(until_on=None) | Q(until_on__gte=models.F("from_on")))
                & (Q(ended_on=None) | Q(ended_on__gte=models.F("from_on"))),
            ),
            models.CheckConstraint(
                name="ended_custody_says_why",
                condition=Q(ended_on=None, code="") | Q(ended_on__isnull=False) & ~Q(code=""),
            ),
            models.UniqueConstraint(
                name="held_in_one_way_at_a_time", fields=["proceeding"], condition=Q(ended_on=None)
            ),
        ]


class Charge(models.Model):
    """One provision, as it counted on the day of the act. Dropped with a day, never erased."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="charges")
    provision = models.CharField(max_length=40)
    acted_on = models.DateField()
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.SINGLE)
    aggravations = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    dropped_on = models.DateField(null=True, blank=True)
    dropped_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        ordering = ["written_at"]


class Verdict(SealedModel):
    """What one court said of one accused on a day. A later instance stands beside it.

    `final_on` is the day on which it could not be changed any more; `void_at` says that it was written by mistake.
    What was written down wrongly is corrected by another row: it `corrects` the first, which is void and stays;
    `reason` says in words what was wrong. Sealed: number, court_name, reason.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="verdicts")
    instance = models.CharField(max_length=10, choices=Instance.choices)
    ruled_on = models.DateField()
    court = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    final_on = models.DateField(null=True, blank=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    number = SealedField()
    court_name = SealedField()
    reason = SealedField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    void_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.UniqueConstraint(
                name="one_verdict_per_instance",
                fields=["proceeding", "instance"],
                condition=Q(void_at=None) & ~Q(instance=Instance.REVIEW),
            ),
            models.CheckConstraint(
                name="final_not_before_the_ruling",
                condition=Q(final_on=None) | Q(final_on__gte=models.F("ruled_on")),
            ),
            models.CheckConstraint(
                name="no_verdict_corrects_itself", condition=Q(corrects=None) | ~Q(corrects=models.F("id"))
            ),
        ]


class Ruling(SealedModel):
    """What a verdict says of one charge: months of prison, a fine in whole rupiah and what stands for it unpaid.

    Sealed: fine (an int).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="rulings")
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="rulings")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    life = models.BooleanField(default=False)
    substitute_months = models.PositiveSmallIntegerField(null=True, blank=True)
    fine = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["charge__written_at"]
        constraints = [
            models.UniqueConstraint(fields=["verdict", "charge"], name="one_ruling_per_charge"),
            models.CheckConstraint(
                name="only_a_conviction_carries_a_sentence",
                condition=Q(outcome=Outcome.CONVICTED)
                | Q(months=None, life=False, substitute_months=None, fine=None),
            ),
        ]
