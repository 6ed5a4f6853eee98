"""Sessions, what was typed when one ended, how strictly an agency signs in, who accepted the code of conduct."""

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from gugus.access.codes import Role
from gugus.access.models import User
from gugus.accounts.codes import Way
from gugus.accounts.rules import IDLE
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id


class Session(AbstractBaseSession):
    """A browser that signed in. The key is a digest, the content is sealed: a dump lets nobody in.

    No network address is kept: it would say where colleagues work, and helps little against anybody.
    """

    session_key = models.CharField(max_length=64, primary_key=True)
    id = models.UUIDField(unique=True, default=new_id, editable=False)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="browser_sessions")
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    idle_minutes = models.PositiveSmallIntegerField(default=IDLE)
    way = models.CharField(max_length=12, choices=Way.choices, blank=True)
    device = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return self.device or str(self.id)


class KeptText(SealedModel):
    """What somebody sent after the session had ended, for that person alone and for some hours."""

    kept_briefly = True  # it may tell of anybody; whatever is destroyed takes it along

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    had_files = models.BooleanField(default=False)
    path = SealedField()
    words = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["-kept_at"]


class RoleRule(models.Model):
    """How an agency signs in more strictly than what ships."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=Role.choices)
    second_factor = models.BooleanField(default=False)
    idle_minutes = models.PositiveSmallIntegerField(default=IDLE)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agency", "role"], name="one_rule_per_role"),
            models.CheckConstraint(name="idle_between_5_and_30", condition=Q(idle_minutes__range=(5, 30))),
        ]


class Reset(models.Model):
    """An administrator made a colleague's sign-in anew; the colleague reads it at the next sign-in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    request_id = models.UUIDField(null=True, unique=True)

    objects = ScopedManager()

    class Meta:
        ordering = ["-at"]


class Acceptance(models.Model):
    """Somebody accepted a version of the code of conduct; the digest says which words."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=5)
    at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "version", "digest"], name="accepted_once")]
