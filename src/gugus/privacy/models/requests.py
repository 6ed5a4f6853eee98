"""What data subjects ask for, how it was checked who they are, and what was decided on each wish and each file."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id, new_ref
from gugus.people.models import Person
from gugus.privacy.codes import (
    Asker,
    Capacity,
    Channel,
    Check,
    Exemption,
    RequestKind,
    RequestState,
    Verdict,
)
from gugus.privacy.models.shared import OwnQuerySet


def new_request_ref() -> str:
    """A reference such as PS-7F3Q-9M2X."""
    return new_ref("PS")


class SubjectRequest(SealedModel):
    """Somebody asks about their own data. No person stands here before the identity is certain.

    Sealed: asker_name, asker_contact, wish, check_note, answer.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_request_ref, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    channel = models.CharField(max_length=16, choices=Channel.choices)
    asker = models.CharField(max_length=16, choices=Asker.choices)
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.RECEIVED)
    due_at = models.DateTimeField()
    checks = ArrayField(models.CharField(max_length=20, choices=Check.choices), default=list, blank=True)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(null=True, blank=True, unique=True)
    asker_name = SealedField()
    asker_contact = SealedField()
    wish = SealedField()
    check_note = SealedField()
    answer = SealedField()
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(OwnQuerySet)()

    class Meta:
        ordering = ["due_at"]
        indexes = [models.Index(fields=["agency", "state", "due_at"], name="subject_request_list")]
        constraints = [
            models.CheckConstraint(
                name="person_only_when_certain",
                condition=Q(person=None) | Q(verified_at__isnull=False, verified_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def is_open(self) -> bool:
        return self.state in {RequestState.RECEIVED, RequestState.VERIFIED}


class RequestItem(SealedModel):
    """One right that was asked for, and the decision on it. Sealed: reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(SubjectRequest, on_delete=models.PROTECT, related_name="items")
    kind = models.CharField(max_length=12, choices=RequestKind.choices)
    due_at = models.DateTimeField()
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    exemptions = ArrayField(
        models.CharField(max_length=16, choices=Exemption.choices), default=list, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_ref = models.CharField(max_length=20, blank=True)
    reason = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(fields=["request", "kind"], name="one_item_of_a_kind"),
            models.CheckConstraint(
                name="limited_right_names_why",
                condition=Q(verdict__in=["", Verdict.GRANTED]) | ~Q(exemptions=[]),
            ),
        ]


class RequestFile(SealedModel):
    """One file in which the person appears: is it part of the copy? Sealed: reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    request = models.ForeignKey(SubjectRequest, on_delete=models.PROTECT, related_name="files")
    file_kind = models.CharField(max_length=10)
    file_id = models.UUIDField()
    file_ref = models.CharField(max_length=12)
    role = models.CharField(max_length=12)
    included = models.BooleanField()
    exemption = models.CharField(max_length=16, choices=Exemption.choices, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = SealedField()

    objects = ScopedManager()

    class Meta:
        ordering = ["file_kind", "file_ref"]
        constraints = [
            models.UniqueConstraint(fields=["request", "file_kind", "file_id"], name="one_row_per_file"),
            models.CheckConstraint(
                name="left_out_file_names_why", condition=Q(included=True) | ~Q(exemption="")
            ),
        ]
