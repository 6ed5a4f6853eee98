"""Claims, who owes, the lines of the ledger, the turns of a claim, its deadlines, and what the survivor was told."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import F, Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.cases.models import Case, Party
from gugus.directory.models import Agency
from gugus.justice.models import Proceeding
from gugus.kernel.ids import new_id, new_ref
from gugus.people.models import Person
from gugus.restitution import rules
from gugus.restitution.codes import (
    INTO_COURT,
    MONEY,
    STAGES,
    Applicant,
    Kind,
    Liability,
    Means,
    Receiver,
    Route,
    State,
    Topic,
    TurnCode,
    Way,
)
from gugus.tasks.models import Clock


def new_claim_ref() -> str:
    """A reference such as RS-7F3Q-9M2X (restitusi)."""
    return new_ref("RS")


def new_line_ref() -> str:
    """A reference such as BR-7F3Q-9M2X (baris restitusi)."""
    return new_ref("BR")


class ClaimQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Claims whose case is open to the viewer's agency in the section of justice."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        rows = self
        if viewer.is_closed("justice"):
            rows = rows.filter(case__agency_id=viewer.agency_id)
        return rows.admitted("row-level security asks for the section, the gate for the case")


class Claim(SealedModel):
    """What one survivor claims from the convicts of one criminal case. Sealed: applicant_name, words.

    Days are local: `knew_on` the verdict became known, `applied_on`, `granted_on`, `notice_on` of the final verdict,
    `copy_on` the copy of the ruling arrived, `warned_on` by the court.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_claim_ref, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="restitution_claims")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.TOLD)
    liability = models.CharField(max_length=8, choices=Liability.choices, default=Liability.JOINT)
    route = models.CharField(max_length=12, choices=Route.choices, default=Route.LPSK)
    applicant = models.CharField(max_length=10, choices=Applicant.choices, blank=True)
    told_on = models.DateField()
    knew_on = models.DateField(null=True, blank=True)
    applied_on = models.DateField(null=True, blank=True)
    granted_on = models.DateField(null=True, blank=True)
    notice_on = models.DateField(null=True, blank=True)
    copy_on = models.DateField(null=True, blank=True)
    warned_on = models.DateField(null=True, blank=True)
    applicant_name = SealedField()
    words = SealedField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(ClaimQuerySet)()

    class Meta:
        ordering = ["-written_at"]
        indexes = [
            models.Index(fields=["case", "state"], name="claim_of_case"),
            models.Index(fields=["state", "notice_on"], name="claim_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                name="claim_after_notice_says_when",
                condition=~Q(state__in=sorted(one.value for one in rules.OWED)) | Q(notice_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def days(self) -> rules.Days:
        """The days from which the clocks run."""
        return rules.Days(
            knew=self.knew_on, applied=self.applied_on, granted=self.granted_on, copy=self.copy_on,
            notice=self.notice_on, warned=self.warned_on,
        )  # fmt: skip


class Debtor(models.Model):
    """A convict who owes, by the role in the case, with the criminal track if one is written.

    `released_on`: acquitted on appeal, owes nothing any more.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="debtors")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    proceeding = models.ForeignKey(
        Proceeding, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    released_on = models.DateField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["claim", "party"], name="owes_once")]


class LedgerLine(SealedModel):
    """One line of a ledger: an amount of a stage under a head of loss, or money that moved. Never changed.

    `reduces`: the money makes the convict's debt smaller (law data of the day). `beyond`: somebody confirmed that more
    was paid than was owed. A counter-line `reverses` an earlier line with the same facts. Sealed: document, note,
    receiver_name, account.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_line_ref, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    head = models.CharField(max_length=20, blank=True)
    amount = models.DecimalField(max_digits=16, decimal_places=2)
    on = models.DateField()
    debtor = models.ForeignKey(Debtor, null=True, on_delete=models.PROTECT, related_name="+")
    reduces = models.BooleanField(default=False)
    beyond = models.BooleanField(default=False)
    reverses = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="reversed_by")
    receiver = models.CharField(max_length=10, choices=Receiver.choices, blank=True)
    means = models.CharField(max_length=10, choices=Means.choices, blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    document = SealedField()
    note = SealedField()
    receiver_name = SealedField()
    account = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="one_line_per_number"),
            # "Not a number" is larger than every number: the upper end keeps it out.
            models.CheckConstraint(
                name="amount_is_a_number_and_not_negative",
                condition=Q(amount__gte=0, amount__lt=Decimal("100000000000000")),
            ),
            models.CheckConstraint(
                name="money_moves_or_is_no_line",
                condition=~Q(kind__in=[one.value for one in MONEY]) | Q(amount__gt=0),
            ),
            models.CheckConstraint(
                name="amount_of_a_stage_has_a_head",
                condition=Q(kind__in=[one.value for one in STAGES]) & ~Q(head="")
                | ~Q(kind__in=[one.value for one in STAGES]) & Q(head=""),
            ),
            models.CheckConstraint(
                name="what_reduces_is_money",
                condition=Q(reduces=False)
                | Q(kind__in=[*(one.value for one in INTO_COURT), Kind.DIRECT.value, Kind.FUND.value]),
            ),
            models.CheckConstraint(
                name="nothing_takes_itself_back", condition=Q(reverses=None) | ~Q(reverses=F("id"))
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def entry(self) -> rules.Entry:
        """What counts of it."""
        return rules.Entry(
            kind=self.kind, amount=self.amount, head=self.head, debtor=self.debtor_id, reduces=self.reduces,
            reversal=self.reverses_id is not None,
        )  # fmt: skip


class Turn(SealedModel):
    """One turn of a claim: from which state to which, on which day, why. Never changed. Sealed: document, words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="turns")
    from_state = models.CharField(max_length=10, choices=State.choices, blank=True)
    to_state = models.CharField(max_length=10, choices=State.choices)
    on = models.DateField()
    code = models.CharField(max_length=20, choices=TurnCode.choices, blank=True)
    months = models.PositiveSmallIntegerField(null=True, blank=True)  # of substitute detention
    debtor = models.ForeignKey(Debtor, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    document = SealedField()
    words = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["at", "id"]


class Deadline(models.Model):
    """A clock that runs for a claim, with the row of the table it began with; it ends by what happens."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="deadlines")
    kind = models.CharField(max_length=30)
    clock = models.ForeignKey(Clock, on_delete=models.PROTECT, related_name="+")
    started_on = models.DateField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "kind"], condition=Q(ended_at=None), name="one_running_deadline_of_a_kind"
            )
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(ended_at=None), name="deadline_running")]


class Told(SealedModel):
    """What the survivor (or who acts for her) was told about the claim. Never changed. Sealed: words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="told")
    on = models.DateField()
    topic = models.CharField(max_length=12, choices=Topic.choices)
    way = models.CharField(max_length=10, choices=Way.choices)
    receiver = models.CharField(max_length=10, choices=Receiver.choices, default=Receiver.SURVIVOR)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["on", "at"]
