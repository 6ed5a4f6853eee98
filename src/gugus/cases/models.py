"""The case and what belongs to it. Every child row is visible exactly when its case is."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.base.forgetting import Forgettable
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.cases.codes import CaseState, EntryKind, FlagKind, LegKind, PartyRole, Safety
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.people.models import AgencyScopedQuerySet, Person


def new_case_ref() -> str:
    """A reference such as K-7F3Q-9M2X."""
    return new_ref("K")


class Case(Forgettable, SealedModel):
    """One file. `agency` owns it, `manager` answers for it, `visible_to` is kept by the database.

    Safety stands on the case itself, because no page may show a case without it. Of a closed case: when somebody
    asks again (`aftercare_on`), whether the survivor agreed to be asked (`contact_agreed`), and since when it is
    under legal monitoring (`watch_since`). Sealed: summary, safety_note, state_note.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_case_ref, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    visible_to = ArrayField(models.UUIDField(), default=list, editable=False)
    manager = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=CaseState.choices, default=CaseState.OPEN)
    state_code = models.CharField(max_length=40, blank=True)
    state_at = models.DateTimeField()
    risk = models.CharField(max_length=8)
    safety = models.CharField(max_length=8, choices=Safety.choices, default=Safety.UNKNOWN)
    safety_at = models.DateTimeField(null=True, blank=True)
    safety_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    safety_check_due_at = models.DateTimeField(null=True, blank=True)
    last_contact_at = models.DateTimeField(null=True, blank=True)
    aftercare_on = models.DateField(null=True, blank=True)
    contact_agreed = models.BooleanField(null=True, blank=True)
    watch_since = models.DateTimeField(null=True, blank=True)
    area_code = models.CharField(max_length=13, blank=True)
    crossed_border = models.BooleanField(null=True)
    exploitation = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    summary = SealedField()
    safety_note = SealedField()
    state_note = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(AgencyScopedQuerySet)()

    class Meta:
        ordering = ["-opened_at"]
        indexes = [
            models.Index(fields=["agency", "state", "-opened_at"], name="case_list"),
            models.Index(fields=["manager", "state"], name="case_manager"),
            models.Index(fields=["-opened_at", "-id"], name="case_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                name="case_not_open_says_why",
                condition=Q(state=CaseState.OPEN) | ~Q(state_code=""),
            )
        ]

    def __str__(self) -> str:
        return self.ref


class Party(SealedModel):
    """A person's role in a case, between two moments. One person may be survivor here and accused elsewhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=PartyRole.choices)
    age_at_act = models.PositiveSmallIntegerField(null=True, blank=True)
    relation = models.CharField(max_length=30, blank=True)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    note = SealedField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "person", "role"], condition=Q(until_at=None), name="one_live_role_each"
            )
        ]


class TeamMember(models.Model):
    """A colleague who works on the case between two moments."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="team")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()


class Incident(SealedModel):
    """What happened, where and how. `from_on`/`to_on` are partial ISO dates."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="incidents")
    from_on = models.CharField(max_length=10, blank=True)
    to_on = models.CharField(max_length=10, blank=True)
    area_code = models.CharField(max_length=13, blank=True)
    country = models.CharField(max_length=6, blank=True)
    modus = models.CharField(max_length=40, blank=True)
    place_kind = models.CharField(max_length=40, blank=True)
    recruitment_channel = models.CharField(max_length=40, blank=True)
    description = SealedField()

    objects = ScopedManager()


class RouteLeg(models.Model):
    """One step of a route: where, by what, when (partial ISO date)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="legs")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=LegKind.choices)
    area_code = models.CharField(max_length=13, blank=True)
    country = models.CharField(max_length=6, blank=True)
    transport = models.CharField(max_length=30, blank=True)
    on = models.CharField(max_length=10, blank=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["position"]


class ChronologyEntry(SealedModel):
    """One line of the file's story. Never changed: a correction is a new entry that names the old one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="chronology")
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=EntryKind.choices)
    section = models.CharField(max_length=20, default="case")
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    text = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["-happened_at"]


class Flag(SealedModel):
    """A warning on a case: what, since when, by whom; resolved with a reason.

    Every agency that works on the case reads its note; one about art. 18 only her side (`codes.HER_SIDE_ALONE`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="flags")
    kind = models.CharField(max_length=40, choices=FlagKind.choices)
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    note = SealedField()
    resolution = SealedField()

    objects = ScopedManager()


class EntryDraft(SealedModel):
    """What somebody is writing into the chronology and has not added yet; only the writer can read it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()
    text = SealedField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="one_draft_per_writer")]
