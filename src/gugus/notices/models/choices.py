"""How each person wants to be told, and what holds for the whole installation."""

from datetime import datetime, time
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.kernel.ids import new_id
from gugus.notices.codes import Channel, Family, Mode, Why, Zone


class OwnQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.filter(user_id=viewer.user_id).admitted("one's own choices")


class Choice(models.Model):
    """What a person chose for one family of news over one channel; no row means the usual."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    family = models.CharField(max_length=12, choices=Family.choices)
    mode = models.CharField(max_length=8, choices=Mode.choices)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "channel", "family"], name="one_choice_per_family")
        ]


class Manner(models.Model):
    """When a person is left in peace and when the digest comes; no row means the installation's hours."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="+")
    zone = models.CharField(max_length=20, choices=Zone.choices, default=Zone.WIB)
    quiet_from = models.TimeField(default=time(21))
    quiet_until = models.TimeField(default=time(6))
    days_off = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    holidays_off = models.BooleanField(default=False)
    digest_hour = models.PositiveSmallIntegerField(default=7, validators=[MaxValueValidator(23)])
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(name="digest_has_an_hour", condition=Q(digest_hour__lte=23)),
        ]


class HouseRules(models.Model):
    """What holds for the whole installation until a person chooses otherwise; one row, `pk` is 1."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    quiet_from = models.TimeField(default=time(21))
    quiet_until = models.TimeField(default=time(6))
    digest_hour = models.PositiveSmallIntegerField(default=7, validators=[MaxValueValidator(23)])
    most_an_hour = models.PositiveSmallIntegerField(default=6, validators=[MinValueValidator(1)])
    tries = models.PositiveSmallIntegerField(default=12, validators=[MinValueValidator(1)])
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="one_row_of_house_rules",
                condition=Q(id=1, digest_hour__lte=23, most_an_hour__gte=1, tries__gte=1),
            )
        ]


class Address(SealedModel):
    """A person's address on one channel. Sealed: number (E.164; empty for e-mail, which is the account's own).

    Nothing leaves to a number before a code that was sent to it came back. `refused_digest` is the keyed digest of an
    address that the server refused for good: a new address is tried again by itself.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    number = SealedField()
    asked_at: datetime | None = models.DateTimeField(null=True, blank=True)
    code_digest = models.CharField(max_length=80, blank=True)
    guesses = models.PositiveSmallIntegerField(default=0)
    verified_at: datetime | None = models.DateTimeField(null=True, blank=True)
    refused_digest = models.CharField(max_length=80, blank=True)
    refused_why = models.CharField(max_length=20, choices=Why.choices, blank=True)
    refused_at: datetime | None = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "channel"], name="one_address_per_channel")]
