"""Processing records (UU 27/2022 art. 31). A change is a new version; none is overwritten."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gugus.access.models import User
from gugus.base.scoped import ScopedManager
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.privacy.codes import Basis, Data, Whose
from gugus.privacy.models.shared import OwnQuerySet


def new_record_ref() -> str:
    """A reference such as CP-7F3Q-9M2X."""
    return new_ref("CP")


class ProcessingRecord(models.Model):
    """One activity. What it is stands in its newest version; `key` names the shipped activity it began as."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_record_ref, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "key"], condition=~Q(key=""), name="one_record_of_a_shipped_activity"
            )
        ]

    def __str__(self) -> str:
        return self.ref


class RecordVersion(models.Model):
    """What an activity was from a day on. Words describe work, never a person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record = models.ForeignKey(ProcessingRecord, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    purpose = models.TextField()
    bases = ArrayField(models.CharField(max_length=24, choices=Basis.choices))
    basis_words = models.CharField(max_length=300, blank=True)
    persons = ArrayField(models.CharField(max_length=12, choices=Whose.choices))
    data = ArrayField(models.CharField(max_length=20, choices=Data.choices))
    recipients = models.CharField(max_length=500, blank=True)
    abroad = models.BooleanField(default=False)
    abroad_words = models.CharField(max_length=300, blank=True)
    retention = models.CharField(max_length=160)
    measures = models.TextField()
    function = models.CharField(max_length=120)
    joint = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    review_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="one_version_of_a_number"),
            models.CheckConstraint(
                name="processing_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="transfer_abroad_says_where", condition=Q(abroad=False) | ~Q(abroad_words="")
            ),
        ]
