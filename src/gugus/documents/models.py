"""Letters and forms that were made, the office's letterhead and signers, and the counter of its letter numbers."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gugus.access.codes import Section
from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager, ScopedQuerySet
from gugus.base.sealed import SealedModel
from gugus.directory.models import Agency
from gugus.documents.codes import Form, State, VoidCode
from gugus.kernel.ids import new_id, new_ref


def new_document_ref() -> str:
    """A reference such as DK-7F3Q-9M2X (dokumen)."""
    return new_ref("DK")


class OfOffice(ScopedQuerySet):
    """Rows of an office."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of one's own office."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.filter(agency_id=viewer.agency_id).admitted("of one's own office")


class Letterhead(models.Model):
    """How an office writes: what stands on top of its letters, where it signs, and how its numbers are built.

    `over`: the offices above it, highest first. `codes`: kind of document → the office's archive code. `crest`: the
    office's arms or sign, a PNG that was drawn anew from what somebody uploaded; empty: none.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="+")
    over = ArrayField(models.CharField(max_length=160), default=list, blank=True)
    name = models.CharField(max_length=160, blank=True)
    address = models.CharField(max_length=240, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    email = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=60, blank=True)
    pattern = models.CharField(max_length=80)
    unit = models.CharField(max_length=40, blank=True)
    codes = models.JSONField(default=dict, blank=True)
    crest = models.BinaryField(default=bytes, blank=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OfOffice)()

    def __str__(self) -> str:
        return self.name or str(self.agency)


class Signer(models.Model):
    """An official who signs for an office. NIP: the number of a civil servant, printed below a signature."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    full_name = models.CharField(max_length=120)
    nip = models.CharField(max_length=18, blank=True)
    rank = models.CharField(max_length=60, blank=True)
    position = models.CharField(max_length=120)
    is_usual = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OfOffice)()

    class Meta:
        ordering = ["-is_usual", "full_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(is_usual=True, ended_at=None), name="one_usual_signer"
            ),
            models.CheckConstraint(name="nip_has_eighteen_digits", condition=Q(nip__regex=r"^([0-9]{18})?$")),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}, {self.position}"


class Counter(models.Model):
    """The last letter number of an office in a year."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    objects = ScopedManager.from_queryset(OfOffice)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "year"], name="one_counter_a_year")]


class DocumentQuerySet(ScopedQuerySet):
    def visible_to(self, viewer: Viewer) -> Self:
        """One's own."""
        if not viewer.is_known:
            return self.none().admitted("nobody sees nothing")
        return self.filter(asked_by_id=viewer.user_id).admitted("one's own documents")

    def of_office(self, viewer: Viewer) -> Self:
        """That the colleagues of an office made something, never what stands in it."""
        return self.filter(agency_id=viewer.agency_id).admitted("the office's register of letters")


class Document(SealedModel):
    """One letter or form as it was asked for; its file lies sealed on disk until its days are over.

    `digest` is that of the content (printed on each page), `sha256` that of the file, `measure` that of what the
    record's gate gave the asker: a colleague takes the file only while the gate gives them the very same. `sections`:
    an API key that asked sees no more than these. `standing_in`: the delegation under which somebody asked for a
    colleague. `within` is the report or case in whose trail it stands.
    """

    kept_briefly = True  # a letter may name anybody; whatever is destroyed takes the prepared ones along

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_document_ref, editable=False)
    kind = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=30)
    about_id = models.UUIDField()
    about_ref = models.CharField(max_length=12)
    within_kind = models.CharField(max_length=30)
    within_id = models.UUIDField()
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=4, choices=Form.choices, default=Form.PDF)
    signer = models.ForeignKey(Signer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    sections = ArrayField(models.CharField(max_length=20, choices=Section.choices), default=list, blank=True)
    standing_in = models.UUIDField(null=True, blank=True)
    key = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    tries = models.PositiveSmallIntegerField(default=0)
    begun_at: datetime | None = models.DateTimeField(null=True, blank=True)
    problem_code = models.CharField(max_length=40, blank=True)
    template_version = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    seq = models.PositiveIntegerField(null=True, blank=True)
    number = models.CharField(max_length=100, blank=True)
    void_code = models.CharField(max_length=12, choices=VoidCode.choices, blank=True)
    voided_at: datetime | None = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    measure = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    ready_at: datetime | None = models.DateTimeField(null=True, blank=True)
    until_at: datetime | None = models.DateTimeField(null=True, blank=True)
    downloads = models.PositiveIntegerField(default=0)

    objects = ScopedManager.from_queryset(DocumentQuerySet)()

    class Meta:
        ordering = ["-asked_at"]
        indexes = [
            models.Index(fields=["asked_by", "-asked_at"], name="document_of"),
            models.Index(fields=["about_kind", "about_id", "-asked_at"], name="document_about"),
            models.Index(fields=["within_kind", "within_id"], name="document_within"),
            models.Index(fields=["until_at"], condition=Q(state="ready"), name="document_to_purge"),
            models.Index(
                fields=["asked_at"], condition=Q(state__in=["asked", "making"]), name="document_to_make"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by", "key"], condition=~Q(key=""), name="one_document_a_key"
            ),
            models.UniqueConstraint(
                fields=["agency", "year", "seq"], condition=Q(seq__isnull=False), name="one_document_a_number"
            ),
            models.CheckConstraint(
                name="ready_document_is_whole",
                condition=~Q(state="ready")
                | Q(until_at__isnull=False, ready_at__isnull=False) & ~Q(sha256="") & ~Q(digest=""),
            ),
            models.CheckConstraint(
                name="number_was_given_with_the_letter",
                condition=Q(seq=None, year=None, number="")
                | Q(seq__isnull=False, year__isnull=False, state__in=["ready", "purged"]) & ~Q(number=""),
            ),
            models.CheckConstraint(
                name="void_number_says_why",
                condition=Q(void_code="", voided_at=None)
                | ~Q(void_code="") & Q(voided_at__isnull=False, voided_by__isnull=False, seq__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def bound_to(self) -> str:
        """What the content is bound to, so that it cannot be laid under another row."""
        return f"documents_document:content:{self.pk}"
