"""Thresholds of the report on unusual access, and what the data protection officer found out."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from gugus.access.models import User
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.trail.codes import Figure, Judgement


class ThresholdQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> Self:
        """Thresholds that count on a day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))


class Threshold(models.Model):
    """From when on a figure is shown. A change is a new row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    figure = models.CharField(max_length=20, choices=Figure.choices)
    deviations = models.DecimalField(max_digits=4, decimal_places=1, default=3)
    least = models.PositiveIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = models.Manager.from_queryset(ThresholdQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["figure"], condition=Q(valid_to=None), name="one_lasting_threshold"
            ),
            models.CheckConstraint(
                name="threshold_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]


class Assessment(SealedModel):
    """What the officer found out about one unusual figure; it leaves the list."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    week = models.DateField()
    figure = models.CharField(max_length=20, choices=Figure.choices)
    judgement = models.CharField(max_length=20, choices=Judgement.choices)
    note = SealedField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "user", "week", "figure"], name="one_judgement_of_a_figure"
            )
        ]
