"""The person in open facts, the identity in sealed ones, the tokens by which it is found."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.forgetting import Forgettable
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.people.codes import Certainty, SealReason, Sex, UnmaskReason


def new_person_ref() -> str:
    """A code such as P-7F3Q-9M2X that says nothing about the person."""
    return new_ref("P")


class AgencyScopedQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Rows that the viewer's agency registered or was given."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        rows = Q(visible_to__contains=[viewer.agency_id])
        if opened := viewer.opened(self.model._meta.model_name):  # emergency access: nearly always empty
            rows |= Q(pk__in=opened)
        return self.filter(rows).admitted("rows of the viewer's agency")


class Person(Forgettable):
    """Somebody who appears in reports and cases. Only facts that statistics need; never a name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_person_ref, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    visible_to = ArrayField(models.UUIDField(), default=list, editable=False)
    sex = models.CharField(max_length=10, choices=Sex.choices, default=Sex.UNKNOWN)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_certainty = models.CharField(max_length=12, choices=Certainty.choices, default=Certainty.UNKNOWN)
    nationality = models.CharField(max_length=6, blank=True)
    home_area = models.CharField(max_length=13, blank=True)
    education = models.CharField(max_length=30, blank=True)
    disability = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=40, blank=True)
    registered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_sealed = models.BooleanField(default=False, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(AgencyScopedQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="birth_year_is_a_year",
                condition=Q(birth_year=None) | Q(birth_year__gte=1900, birth_year__lte=2200),
            )
        ]

    def __str__(self) -> str:
        return self.ref


class IdentityQuerySet(AgencyScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """Rows of the viewer's agency; under seal only for the named few and whom a second person let in."""
        rows = super().visible_to(viewer)
        let_in = Unmasking.objects.unscoped(because="the viewer's own").filter(
            user_id=viewer.user_id, because__isnull=False, until_at__gt=Now()
        )  # fmt: skip
        return rows.filter(
            Q(sealed_for=None)
            | Q(sealed_for__contains=[viewer.user_id])
            | Q(pk__in=let_in.values("person_id"))
        )


class Identity(SealedModel):
    """Who a person is. One data key per person: destroying it makes the person unknowable for ever.

    `sealed_for`: the named few while the person is under seal, kept by the database.
    names: {"full": str, "aliases": [str]}; documents: [{"kind", "number"}]; phones: [str] as E.164 or as
    typed; address, birth_on (ISO date, may be partial), notes: text.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="identity")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    visible_to = ArrayField(models.UUIDField(), default=list, editable=False)
    sealed_for = ArrayField(models.UUIDField(), null=True, editable=False)
    names = SealedField()
    documents = SealedField()
    phones = SealedField()
    address = SealedField()
    birth_on = SealedField()
    notes = SealedField()
    updated_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(IdentityQuerySet)()


class Seal(SealedModel):
    """Somebody is hidden from all but a named few, from a moment until two people lift it. Sealed: note."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=12, choices=SealReason.choices)
    note = SealedField()
    named = ArrayField(models.UUIDField())
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lifted_because = models.UUIDField(null=True, blank=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(lifted_at=None), name="one_seal_at_a_time"
            ),
            models.CheckConstraint(
                name="a_lifted_seal_says_by_whom",
                condition=Q(lifted_at=None, lifted_by=None, lifted_because=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False, lifted_because__isnull=False),
            ),
        ]


class SearchToken(models.Model):
    """A keyed token of a name part, phone or document. The application role cannot read this table."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    purpose = models.CharField(max_length=10)
    token = models.BinaryField()
    version = models.PositiveSmallIntegerField(default=1)  # of the token key

    class Meta:
        # The purpose is part of what the token was made of, so the token alone finds it.
        indexes = [
            models.Index(fields=["token", "agency"], include=["person", "purpose"], name="token_lookup")
        ]


class UnmaskingQuerySet(ScopedQuerySet):
    def live(self, user: User, at: datetime) -> Self:
        """One's own unmaskings that have not run out."""
        return self.filter(user=user, at__lte=at, until_at__gt=at).admitted("one's own unmaskings")


class Unmasking(SealedModel):
    """A person was shown with name to a user for a quarter of an hour, for a stated reason.

    `agency` is the one that answers for the person: its people see who looked, also from elsewhere.
    Sealed: note. `because`: the approved request that let the user see somebody under seal.
    Rows are added and may be ended early; nothing else of them changes.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=20, choices=UnmaskReason.choices)
    note = SealedField()
    at = models.DateTimeField()
    until_at = models.DateTimeField()
    because = models.UUIDField(null=True, blank=True, editable=False)

    objects = ScopedManager.from_queryset(UnmaskingQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["user", "until_at"], name="unmasking_live")]
