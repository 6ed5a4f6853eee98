"""What people say of a service. Answers name no person, no case and no service line; nobody reads one alone."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.care.codes import Question
from gugus.cases.models import Case
from gugus.directory.models import Agency


class OpinionSheet(models.Model):
    """One answered sheet about a provider (None: somebody outside the directory) in a month. The web process can add
    rows and never read them; figures come from `care_opinions`, which speaks from five sheets on.
    """

    # Random, not by time: the order of rows must not lead back to a service.
    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()

    objects = ScopedManager()


class OpinionAnswer(models.Model):
    """One answer of a sheet, from 1 (no) to 4 (yes)."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sheet = models.ForeignKey(OpinionSheet, on_delete=models.PROTECT, related_name="answers")
    question = models.CharField(max_length=12, choices=Question.choices)
    value = models.PositiveSmallIntegerField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="answer_is_one_to_four", condition=Q(value__range=(1, 4))),
            models.UniqueConstraint(fields=["sheet", "question"], name="one_answer_per_question"),
        ]


class OpinionWords(SealedModel):
    """What somebody added in own words; only the agency that asked reads it, and never the one that served. Sealed:
    words.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Agency, null=True, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    words = SealedField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="who_served_does_not_read", condition=Q(provider=None) | ~Q(provider=models.F("agency"))
            )
        ]
