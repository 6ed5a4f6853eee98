"""Users, what they may do, and which records were opened to which agency until when."""

from datetime import date
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gugus.access.codes import Role, Section
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id


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


class Grant(models.Model):
    """A record opened to another agency: which sections, why, from when until when.

    `from_at` is empty while it is only offered (a referral that nobody accepted yet).

    The database keeps each record's list of agencies from these rows (base/migrations: gugus_keep_acl).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record_kind = models.CharField(max_length=30)
    record_id = models.UUIDField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    sections = ArrayField(models.CharField(max_length=20, choices=Section.choices))
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
