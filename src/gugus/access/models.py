"""Users, what they may do, and which records were opened to which agency until when."""

from datetime import date, datetime
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gugus.access.codes import FieldClass, Role, Scope, Section, Verb, VersionState
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref


class UserManager(BaseUserManager):
    def create_user(self, username: str, password: str | None, **fields) -> "User":
        """A new account; `password=None` makes one that cannot sign in with a password."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person who works for one agency at a time. Never deleted: `is_active` ends the access."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="users")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="id")
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
    is_staff = is_superuser = False

    objects = UserManager()

    class Meta:
        ordering = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name


class AssignmentQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> Self:
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))


class RoleAssignment(models.Model):
    """A role held by a user between two days; `valid_to` is the first day without it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=30, choices=Role.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager.from_queryset(AssignmentQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="role_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            )
        ]


class Employment(models.Model):
    """Where a user worked, kept when somebody moves to another agency."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="employments")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)


# Sections that hold nothing but sensitive facts: no ceiling below lets anybody read them.
DEEP = ["screening", "referral", "care", "health", "justice", "repatriation", "reintegration"]


class Grant(models.Model):
    """A record opened to another agency: which sections, why, from when until when.

    `from_at` is empty while it is only offered (a referral that nobody accepted yet). With a `user` it is open to
    that one person of the agency only (emergency access), for reading, and is in no list of agencies. With a
    `field_class` (a sharing agreement) it is for reading, and no deeper than that class of fields.

    The database keeps each record's list of agencies from these rows (base/migrations: gugus_keep_acl).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record_kind = models.CharField(max_length=30)
    record_id = models.UUIDField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sections = ArrayField(models.CharField(max_length=20, choices=Section.choices))
    field_class = models.PositiveSmallIntegerField(
        null=True, blank=True, choices=[(one.value, one.name.lower()) for one in FieldClass]
    )
    basis = models.CharField(max_length=30)
    because_kind = models.CharField(max_length=30, blank=True)
    because_id = models.UUIDField(null=True, blank=True)
    given_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    given_by_agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField(null=True, blank=True)
    until_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["record_kind", "record_id"], condition=Q(ended_at=None), name="grant_live"),
            models.Index(
                fields=["agency", "record_kind"], condition=Q(ended_at=None), name="grant_of_agency"
            ),
            models.Index(fields=["until_at"], condition=Q(ended_at=None), name="grant_until"),
            models.Index(fields=["because_kind", "because_id"], name="grant_because"),
            models.Index(
                fields=["user", "record_kind"],
                condition=Q(ended_at=None, user__isnull=False),
                name="grant_of_one",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["because_id", "record_kind", "record_id", "agency"],
                condition=Q(because_kind="agreement", ended_at=None),
                name="an_agreement_opens_once",
            ),
            models.CheckConstraint(
                name="a_ceiling_is_as_deep_as_its_sections",
                condition=Q(field_class=None)
                | Q(field_class__gte=FieldClass.SENSITIVE)
                | (
                    ~Q(sections__overlap=DEEP)
                    & (Q(field_class=FieldClass.PERSONAL) | ~Q(sections__overlap=["identity"]))
                ),
            ),
        ]


class ApiKey(models.Model):
    """A key for a program that acts as one user, with an end. Only a digest of the secret is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=80)
    digest = models.BinaryField(unique=True)
    hint = models.CharField(max_length=8)
    sections = ArrayField(models.CharField(max_length=20, choices=Section.choices), default=list, blank=True)
    read_only = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)


class IdempotentWrite(SealedModel):
    """A write that a program may repeat safely: the same key gets the same answer for a day."""

    kept_briefly = True  # an answer may tell of anybody; whatever is destroyed takes the kept ones along

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80)
    request_digest = models.BinaryField()
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(default=0)
    answer = SealedField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_per_key")]


class MatrixVersion(SealedModel):
    """One state of the visibility matrix, as the file that `matrix.read` reads. Its content never changes.

    Without an agency it counts for the installation; with one it only narrows what its own colleagues may do.
    `based_on` is what counted when it was made (None: what ships with the product). Sealed: note.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    content = models.TextField()
    based_on = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    note = SealedField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    applied_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "number"], nulls_distinct=False, name="one_matrix_per_number"
            ),
            models.UniqueConstraint(
                fields=["agency"],
                nulls_distinct=False,
                condition=Q(state="applied"),
                name="one_matrix_counts",
            ),
            models.CheckConstraint(
                name="applied_matrix_says_when_and_by_whom",
                condition=Q(state="draft", applied_at=None, applied_by=None)
                | ~Q(state="draft") & Q(applied_at__isnull=False, applied_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class TimedQuerySet(ScopedQuerySet):
    def live_at(self, at: datetime) -> Self:
        return self.filter(ended_at=None, from_at__lte=at, until_at__gt=at)


class SingleRight(SealedModel):
    """A right for one person until a moment, beside the roles. Sealed: reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="single_rights")
    section = models.CharField(max_length=20, choices=Section.choices)
    verbs = ArrayField(models.CharField(max_length=20, choices=Verb.choices))
    scope = models.PositiveSmallIntegerField(choices=[(one.value, one.name.lower()) for one in Scope])
    field_class = models.PositiveSmallIntegerField(
        choices=[(one.value, one.name.lower()) for one in FieldClass]
    )
    reason = SealedField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager.from_queryset(TimedQuerySet)()

    class Meta:
        ordering = ["-from_at"]
        indexes = [models.Index(fields=["user"], condition=Q(ended_at=None), name="single_right_live")]
        constraints = [
            models.CheckConstraint(name="single_right_ends_later", condition=Q(until_at__gt=F("from_at"))),
            models.CheckConstraint(name="nobody_gives_to_oneself", condition=~Q(user=F("given_by"))),
        ]


class DelegationQuerySet(ScopedQuerySet):
    def live_on(self, day: date) -> Self:
        return self.filter(accepted_at__isnull=False, ended_at=None, from_on__lte=day, until_on__gte=day)


def new_delegation_ref() -> str:
    """A reference such as D-7F3Q-9M2X."""
    return new_ref("D")


class Delegation(SealedModel):
    """Somebody's roles and cases in a colleague's hands from day to day (`until_on` included). Sealed: reason.

    It counts once the colleague accepted, and only while the colleague says so (`Viewer.stands_in_for`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_delegation_ref, editable=False)
    lender = models.ForeignKey(User, on_delete=models.PROTECT, related_name="lent")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="borrowed")
    from_on = models.DateField()
    until_on = models.DateField()
    reason = SealedField()
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager.from_queryset(DelegationQuerySet)()

    class Meta:
        ordering = ["-from_on"]
        indexes = [
            models.Index(fields=["deputy"], condition=Q(ended_at=None), name="delegation_deputy"),
            models.Index(fields=["lender"], condition=Q(ended_at=None), name="delegation_lender"),
        ]
        constraints = [
            models.CheckConstraint(name="delegation_ends_later", condition=Q(until_on__gte=F("from_on"))),
            models.CheckConstraint(name="nobody_stands_in_for_oneself", condition=~Q(lender=F("deputy"))),
        ]
