"""Letters as they left the house: numbered, their words frozen and sealed."""

from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.privacy.codes import Delivery, LetterKind
from gugus.privacy.models.breaches import Affected, Breach
from gugus.privacy.models.requests import SubjectRequest
from gugus.privacy.models.shared import OwnQuerySet


class Letter(SealedModel):
    """One letter. Sealed: content (what it says, by part), received_by, late_reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=LetterKind.choices)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    breach = models.ForeignKey(Breach, null=True, on_delete=models.PROTECT, related_name="letters")
    affected = models.ForeignKey(Affected, null=True, on_delete=models.PROTECT, related_name="letters")
    request = models.ForeignKey(SubjectRequest, null=True, on_delete=models.PROTECT, related_name="letters")
    delivery = models.CharField(max_length=10, choices=Delivery.choices)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField(null=True, blank=True)
    content = SealedField()
    received_by = SealedField()
    late_reason = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "year", "number"], name="one_letter_of_a_number"),
            models.CheckConstraint(
                name="letter_belongs_to_one",
                condition=Q(breach__isnull=False, request=None) | Q(breach=None, request__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["affected"], condition=Q(affected__isnull=False), name="one_letter_per_affected"
            ),
        ]

    @property
    def written_number(self) -> str:
        """The number as it stands on paper; nothing in it tells what the letter is about."""
        return f"{self.number:03d}/PDP/{self.year}"

    def __str__(self) -> str:
        return self.written_number
