"""The impact assessment that the officer fills in, and the public privacy notice. Versions are added, never changed."""

from django.db import models

from gugus.access.models import User
from gugus.base.scoped import ScopedManager
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.privacy.models.shared import OwnQuerySet


class Assessment(models.Model):
    """The data protection impact assessment of one agency (UU 27/2022 art. 34)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)

    objects = ScopedManager.from_queryset(OwnQuerySet)()


class AssessmentVersion(models.Model):
    """What stood in the assessment from a moment on. `inventory_digest` says which inventory it looked at."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    scope = models.TextField()
    necessity = models.TextField()
    risks = models.JSONField(default=list)
    opinion = models.TextField(blank=True)
    review_on = models.DateField()
    inventory_digest = models.CharField(max_length=64)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="one_assessment_of_a_number")
        ]


class PrivacyNotice(models.Model):
    """One version of what the public reads about its data. Everybody may read it; it names no person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    text_id = models.TextField()
    text_en = models.TextField()
    contact = models.CharField(max_length=300)
    valid_from = models.DateField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["agency", "number"], name="one_notice_of_a_number")]
