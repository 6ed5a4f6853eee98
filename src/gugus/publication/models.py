"""What the task force tells everybody: its own words, approved by a named person, never about a person."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency, TaskForce
from gugus.kernel.ids import new_id, new_ref
from gugus.publication.codes import Kind, State
from gugus.publication.rules import LONGEST_TITLE, Words
from gugus.taskforce.models import InsideQuerySet


def new_publication_ref() -> str:
    """A reference such as PU-7F3Q-9M2X (publikasi)."""
    return new_ref("PU")


class PublicationQuerySet(InsideQuerySet):
    """Those of the viewer's task forces; `for_everybody` is what anybody may read without an account."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Rows of the task forces in which the viewer's agency sits today."""
        return super().visible_to(viewer).defer("printed")

    def for_everybody(self) -> Self:
        """What was published, newest first."""
        rows = self.filter(state=State.PUBLISHED).order_by("-decided_at", "ref").select_related(None)
        return rows.defer("printed").admitted("published for everybody")


class Publication(SealedModel):
    """One text for everybody. `source`: kind and reference of the record behind it, inside the task force only.

    `changed_by` changed the draft last. `printed` is the PDF of what was published, made by the worker.
    `looked_at`: the signs that whoever approved has seen and judged harmless (kernel.exposure), as codes.
    Sealed: why it was sent back or withdrawn.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ref = models.CharField(max_length=12, unique=True, default=new_publication_ref, editable=False)
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="publications")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=LONGEST_TITLE)
    body = models.TextField(blank=True)
    title_en = models.CharField(max_length=LONGEST_TITLE, blank=True)
    body_en = models.TextField(blank=True)
    source_kind = models.CharField(max_length=20, blank=True)
    source_ref = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    looked_at = models.JSONField(default=list, blank=True)
    sent_back = SealedField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = SealedField()
    printed = models.BinaryField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager.from_queryset(PublicationQuerySet)()

    class Meta:
        ordering = ["-written_at", "ref"]
        indexes = [
            models.Index(fields=["task_force", "state"], name="publication_of_task_force"),
            models.Index(
                fields=["-decided_at"], name="publication_for_everybody", condition=Q(state="published")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_second_person_publishes",
                condition=~Q(state__in=["published", "withdrawn"])
                | Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("proposed_by"))
                & ~Q(decided_by=F("written_by"))
                & (Q(changed_by=None) | ~Q(decided_by=F("changed_by"))),
            ),
            models.CheckConstraint(
                name="a_proposal_names_its_person", condition=Q(state="draft") | Q(proposed_by__isnull=False)
            ),
            models.CheckConstraint(
                name="withdrawn_says_when", condition=~Q(state="withdrawn") | Q(withdrawn_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def hands(self) -> set[UUID]:
        """Whoever wrote, changed or proposed it: none of them approves it."""
        return {one for one in (self.written_by_id, self.changed_by_id, self.proposed_by_id) if one}

    @property
    def words(self) -> Words:
        """What everybody reads, or would."""
        return Words(self.title, self.body, self.title_en, self.body_en)

    def in_language(self, language: str) -> tuple[str, str]:
        """Title and text in a language; Indonesian where there is no English."""
        if language == "en" and self.body_en:
            return self.title_en, self.body_en
        return self.title, self.body
