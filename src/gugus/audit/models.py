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
            models.Index(fields=["agency_id", "at"], name="audit_week"),
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


class Installation(models.Model):
    """One row, made by the migration: the name of this installation in its anchors. A restored backup keeps it."""

    id = models.UUIDField(primary_key=True)


class SigningKey(models.Model):
    """The public half of a key that signs anchors, with the statement that introduces it."""

    name = models.CharField(max_length=16, unique=True)
    public = models.CharField(max_length=60)
    since = models.DateTimeField()
    text = models.TextField()


class Anchor(models.Model):
    """The signed anchor of one day. Its text says all; the columns are for lists."""

    day = models.DateField(unique=True)
    at = models.DateTimeField()
    seal = models.BigIntegerField()
    entries = models.BigIntegerField()
    root = models.CharField(max_length=64)
    text = models.TextField()
