"""Entries and their seals. The application may add entries; nobody may change or remove them."""

from django.db import models

from gugus.base.scoped import ScopedManager


class Entry(models.Model):
    """One thing that was done or seen. `seq` only orders; it is never shown outside."""

    seq = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    actor_id = models.UUIDField(null=True)
    actor = models.CharField(max_length=80, blank=True)
    agency_id = models.UUIDField(null=True)
    about_kind = models.CharField(max_length=40, blank=True)
    about_id = models.UUIDField(null=True)
    about_ref = models.CharField(max_length=20, blank=True)
    parent_kind = models.CharField(max_length=40, blank=True)
    parent_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    changes = models.JSONField(default=dict)
    digest = models.BinaryField(null=True, editable=False)

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["about_kind", "about_id", "-seq"], name="audit_about"),
            models.Index(fields=["parent_kind", "parent_id", "-seq"], name="audit_parent"),
            models.Index(fields=["actor_id", "-seq"], name="audit_actor"),
            models.Index(fields=["agency_id", "-seq"], name="audit_agency"),
            models.Index(fields=["about_ref", "-seq"], name="audit_ref"),
        ]


class Seal(models.Model):
    """A batch of entries, chained to the batch before it. `seqs` and `digests` name each row of the batch."""

    id = models.BigAutoField(primary_key=True)
    sealed_at = models.DateTimeField()
    seqs = models.BinaryField()
    digests = models.BinaryField()
    count = models.PositiveIntegerField()
    previous = models.BinaryField()
    root = models.BinaryField()
