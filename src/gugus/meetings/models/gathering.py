"""Who is invited and what they answered; who was there."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from gugus.access.models import User
from gugus.base.scoped import ScopedManager
from gugus.base.sealed import SealedField, SealedModel
from gugus.directory.models import Agency, TaskForce
from gugus.kernel.ids import new_id
from gugus.meetings.codes import Answer, Sex, StrikeCode, Way
from gugus.meetings.models.meeting import Meeting


class Invitation(SealedModel):
    """One office at one meeting. `agency` is empty for an office outside the directory, whose name is sealed.

    `link_digest` is what is kept of the answer link in its letter. Sealed: office, who comes, what was added.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    office = SealedField()
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.WAITING)
    people = SealedField()
    words = SealedField()
    persons = models.PositiveSmallIntegerField(null=True, blank=True)
    by_link = models.BooleanField(default=False)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at: datetime | None = models.DateTimeField(null=True, blank=True)
    link_digest = models.CharField(max_length=64, blank=True)
    written_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        ordering = ["agency__name", "pk"]
        indexes = [
            models.Index(fields=["link_digest"], condition=~Q(link_digest=""), name="invitation_with_link")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "agency"],
                condition=Q(agency__isnull=False),
                name="one_meeting_invitation_each",
            )
        ]


class Attendee(SealedModel):
    """Somebody who was at the meeting (daftar hadir). Sealed: name, position, office. Struck out, never deleted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendees")
    task_force = models.ForeignKey(TaskForce, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = SealedField()
    position = SealedField()
    office = SealedField()
    sex = models.CharField(max_length=8, choices=Sex.choices, default=Sex.UNKNOWN)
    way = models.CharField(max_length=8, choices=Way.choices)
    at = models.DateTimeField()
    struck_code = models.CharField(max_length=12, choices=StrikeCode.choices, blank=True)
    struck_at: datetime | None = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "user"],
                condition=Q(user__isnull=False, struck_at=None),
                name="one_line_a_colleague",
            ),
            models.CheckConstraint(
                name="struck_line_says_why",
                condition=Q(struck_at=None, struck_code="") | Q(struck_at__isnull=False) & ~Q(struck_code=""),
            ),
        ]
