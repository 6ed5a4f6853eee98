"""What leaves: one delivery per notice and channel, one dispatch per message, each with its state."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.kernel.ids import new_id
from gugus.notices.codes import Channel, Purpose, Receipt, State, Step, Why
from gugus.notices.models.notice import Notice


class SendingQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """What went to oneself."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.filter(user_id=viewer.user_id).admitted("what went to oneself")


class Dispatch(models.Model):
    """One message to one person over one channel; it may carry many notices.

    `key` is its name towards the server (Message-ID, idempotency key), `claim` the sender that has it in hand.
    `provider_digest` is a keyed digest of the provider's own name for it: such names may hold a phone number.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    key = models.CharField(max_length=32, unique=True)
    step = models.CharField(max_length=10, choices=Step.choices, default=Step.WAITING)
    why = models.CharField(max_length=20, choices=Why.choices, blank=True)
    urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True)
    claimed_at: datetime | None = models.DateTimeField(null=True)
    sent_at: datetime | None = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=10, choices=Receipt.choices, blank=True)
    provider_digest = models.CharField(max_length=80, blank=True)

    objects = ScopedManager.from_queryset(SendingQuerySet)()

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(step__in=["waiting", "sending", "handing"]),
                name="dispatch_open",
            ),
            models.Index(fields=["user", "channel", "made_at"], name="dispatch_of"),
            models.Index(
                fields=["provider_digest"], condition=~Q(provider_digest=""), name="dispatch_provider"
            ),
        ]


class Delivery(models.Model):
    """One notice over one channel: waits, is held, is in the digest, left, failed, was given up or not needed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    state = models.CharField(max_length=10, choices=State.choices)
    why = models.CharField(max_length=20, choices=Why.choices, blank=True)
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    dispatch = models.ForeignKey(Dispatch, null=True, on_delete=models.PROTECT, related_name="deliveries")

    objects = ScopedManager.from_queryset(SendingQuerySet)()

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["waiting", "held", "digest"]),
                name="delivery_due",
            ),
            models.Index(fields=["user", "-made_at"], name="delivery_of"),
        ]
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="one_delivery_per_channel")]


class OneTimeCode(SealedModel):
    """A one-time code on its way, and where to. Sealed: to, code. It goes as soon as its dispatch ended."""

    kept_briefly = True

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    dispatch = models.OneToOneField(Dispatch, on_delete=models.CASCADE, related_name="one_time_code")
    language = models.CharField(max_length=2, choices=[("id", "id"), ("en", "en")], default="id")
    to = SealedField()
    code = SealedField()
    at = models.DateTimeField()

    objects = ScopedManager()


class ProviderReceipt(models.Model):
    """What a provider told us, in its own time; `event_digest` makes twice once. The worker carries it over."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    event_digest = models.CharField(max_length=80, unique=True)
    provider_digest = models.CharField(max_length=80, blank=True)
    dispatch_key = models.CharField(max_length=32, blank=True)
    told = models.CharField(max_length=10, choices=Receipt.choices)
    at = models.DateTimeField()
    applied_at: datetime | None = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["at"], condition=Q(applied_at=None), name="receipt_fresh")]
