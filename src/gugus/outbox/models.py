"""Events and their deliveries. The application role only adds events; the worker does everything else."""

from django.db import models
from django.db.models import Q

from gugus.kernel.ids import new_id


class Event(models.Model):
    """Something that happened. `facts` are small and open: codes, references, ids, numbers, ISO moments."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    topic = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=40)
    about_id = models.UUIDField()
    about_ref = models.CharField(max_length=20, blank=True)
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["at"], condition=Q(settled_at=None), name="event_unsettled"),
            models.Index(fields=["settled_at"], name="event_settled"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.about_ref}"


class Delivery(models.Model):
    """One subscriber's dealing with one event. `last_error` is a code (the exception's name), never a text."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    subscriber = models.CharField(max_length=120)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=80, blank=True)
    next_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "subscriber"], name="one_delivery_each")]
