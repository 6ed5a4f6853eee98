"""Sheets of assessment that officials wrote: domains with the sentence of each score. No word about anybody."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.care.codes import SheetState
from gugus.kernel.ids import new_id


class AssessmentInstrumentQuerySet(models.QuerySet):
    def counting(self) -> Self:
        """What counts or will count, the newest first."""
        return self.filter(state=SheetState.COUNTING).order_by("-number")

    def counting_on(self, day: date) -> Self:
        """Versions that may count on a local day, the one that does first."""
        return self.counting().filter(valid_from__lte=day)


class AssessmentInstrument(models.Model):
    """One version of the sheet. A draft is written on until it counts; from then on nobody changes it.

    `domains`: [{code, section, id, en, said_id, said_en}], in the order of the sheet, five sentences each.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveSmallIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=SheetState.choices, default=SheetState.DRAFT)
    domains = models.JSONField(default=list)
    valid_from = models.DateField(null=True, blank=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = models.Manager.from_queryset(AssessmentInstrumentQuerySet)()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=SheetState.DRAFT), name="one_draft_of_the_sheet"
            ),
            models.CheckConstraint(
                name="a_counting_sheet_says_since_when",
                condition=Q(state=SheetState.DRAFT) | Q(valid_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
