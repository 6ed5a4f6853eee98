"""What officials edit: purposes, legal duties, numbers, texts that are read to the person. No word about anybody."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gugus.access.models import User
from gugus.consent.codes import Standing
from gugus.kernel.ids import new_id
from gugus.kernel.words import Words


class LastingQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> Self:
        """Rows that count on a local day; `valid_to` is the first day without the row."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))


class Lasting(models.Model):
    """A row that counts between two days; a change ends it and adds another one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=40)
    words_id = models.CharField(max_length=200)
    words_en = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True)

    objects = models.Manager.from_queryset(LastingQuerySet)()

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to=None), name="one_lasting_%(class)s"
            ),
            models.CheckConstraint(
                name="%(class)s_ends_after_it_begins",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def words_in(self, language: str | None) -> str:
        """What it is called, in a language."""
        return Words(id=self.words_id, en=self.words_en).in_language(language)


class Purpose(Lasting):
    """What data are used for. `also_by`: a basis for these purposes counts for this one too."""

    plain_id = models.CharField(max_length=600)
    plain_en = models.CharField(max_length=600)
    also_by = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    consent_only = models.BooleanField(default=False)  # neither duty nor danger can stand in
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Lasting.Meta):
        ordering = ["position", "code"]

    def plain_in(self, language: str | None) -> str:
        """The purpose as it is said to the person."""
        return Words(id=self.plain_id, en=self.plain_en).in_language(language)


class LegalDuty(Lasting):
    """A duty of the law to hand on, or to keep. `agency_kinds` empty: any recipient.

    `gives`: may be the basis of handing on; `keeps`: what was handed on for it cannot be withdrawn, `plain` says so to
    the person. `status` says whether the citation was confirmed.
    """

    legal_basis = models.CharField(max_length=200)
    status = models.CharField(max_length=1, choices=Standing.choices)
    agency_kinds = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    gives = models.BooleanField(default=True)
    keeps = models.BooleanField(default=False)
    plain_id = models.CharField(max_length=600)
    plain_en = models.CharField(max_length=600)

    class Meta(Lasting.Meta):
        ordering = ["code"]

    def plain_in(self, language: str | None) -> str:
        """What the person is told about it."""
        return Words(id=self.plain_id, en=self.plain_en).in_language(language)


class Number(Lasting):
    """A number that the rules ask for: hours, days, years of age. Facts from memory live here, never in code."""

    amount = models.PositiveSmallIntegerField()
    legal_basis = models.CharField(max_length=200)
    status = models.CharField(max_length=1, choices=Standing.choices)

    class Meta(Lasting.Meta):
        ordering = ["code"]


class InformationText(models.Model):
    """What is read to the person before the answer, in plain words. A version never changes once it is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField(unique=True)
    text_id = models.TextField()
    text_en = models.TextField()
    valid_from = models.DateField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"v{self.number}"

    def text_in(self, language: str | None) -> str:
        """The text in a language."""
        return Words(id=self.text_id, en=self.text_en).in_language(language)
