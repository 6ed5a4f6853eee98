"""Reports, the people mentioned in them, facts added later."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.base.forgetting import Forgettable
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency
from gugus.intake.codes import AdditionKind, Answered, MentionRole, Outcome, Risk, State
from gugus.kernel.ids import new_id, new_ref
from gugus.people.models import AgencyScopedQuerySet, Person


def new_report_ref() -> str:
    """A reference such as R-7F3Q-9M2X."""
    return new_ref("R")


class Report(Forgettable, SealedModel):
    """What somebody told us. `agency` answers for it; `visible_to` is kept by the database.

    Sealed: narrative (text), reporter ({"name", "phone"}), safe_contact ({"how": ContactWay, "number", "when",
    "say_who": bool, "code_word", "rules": [SafeRule], "words"}), place_note, risk_reason, outcome_note.
    `channel` and `reporter_role` are codes of the law's lists; `happened_on` is a partial ISO date ("2024",
    "2024-03"). `caller_digest` is a keyed token of the reporter's phone: has this caller called before?
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_report_ref, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    visible_to = ArrayField(models.UUIDField(), default=list, editable=False)
    channel = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECEIVED)
    risk = models.CharField(max_length=8, choices=Risk.choices)
    danger_signs = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    triaged_at = models.DateTimeField(null=True, blank=True)
    triaged_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    outcome_code = models.CharField(max_length=40, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    sent_to = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed"
    )
    area_code = models.CharField(max_length=13, blank=True)
    country = models.CharField(max_length=6, blank=True)
    happened_on = models.CharField(max_length=10, blank=True)
    anonymous = models.BooleanField(default=False)
    reporter_role = models.CharField(max_length=20, blank=True)
    caller_digest = models.CharField(max_length=64, blank=True)
    return_digest = models.CharField(max_length=64, blank=True)
    idempotency_key = models.UUIDField(null=True, blank=True, unique=True)
    narrative = SealedField()
    reporter = SealedField()
    safe_contact = SealedField()
    place_note = SealedField()
    risk_reason = SealedField()
    outcome_note = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(AgencyScopedQuerySet)()

    class Meta:
        ordering = ["-received_at"]
        indexes = [
            models.Index(fields=["agency", "state", "-received_at"], name="report_inbox"),
            models.Index(fields=["return_digest"], name="report_return", condition=~Q(return_digest="")),
            models.Index(fields=["caller_digest"], name="report_caller", condition=~Q(caller_digest="")),
            models.Index(fields=["received_at"], name="report_waiting", condition=Q(outcome="")),
            models.Index(fields=["sent_to"], name="report_sent", condition=Q(outcome="sent_on")),
        ]
        constraints = [
            models.CheckConstraint(
                name="report_with_outcome_says_when",
                condition=Q(outcome="", outcome_at=None) | ~Q(outcome="") & Q(outcome_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.ref


class Mention(SealedModel):
    """Somebody named or described in a report. Becomes a person of the vault only when needed.

    Sealed: who ({"name","aliases","phones","documents","address","birth_on"}), note. `came_from` names the
    report that was merged into this one, so that a merge can be undone.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="mentions")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=MentionRole.choices)
    sex = models.CharField(max_length=10, blank=True)
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    nationality = models.CharField(max_length=6, blank=True)
    home_area = models.CharField(max_length=13, blank=True)
    who = SealedField()
    note = SealedField()
    came_from = models.ForeignKey(Report, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        ordering = ["id"]


class Addition(SealedModel):
    """A fact added after the report was received: by the reporter with the return code, or by staff."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="additions")
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=AdditionKind.choices)
    text = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["at"]


class Passing(SealedModel):
    """A report sent on to another agency, and what that agency said. Sealed: note (why), answer_note."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="passings")
    from_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    to_agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=12, choices=Answered.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    note = SealedField()
    answer_note = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(answer=""), name="one_open_passing"),
        ]


class Draft(SealedModel):
    """A note of a call that is not a report yet; only its writer can read it. Sealed: words (form fields)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.UUIDField(unique=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    words = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["-updated_at"]
