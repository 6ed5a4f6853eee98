"""Somebody with an answer link: which invitation it opens, and its answer. Nobody is signed in."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from gugus.base.context import speaking_for
from gugus.meetings import secrets
from gugus.meetings.actions.inviting import answer_invitation
from gugus.meetings.codes import State
from gugus.meetings.models import Invitation, Item, Meeting


@dataclass(frozen=True, slots=True)
class Visit:
    """What the holder of an answer link sees: the own invitation, the meeting, its agenda."""

    invitation: Invitation
    meeting: Meeting
    agenda: list[str] = field(default_factory=list)


def visit(key: str, at: datetime) -> Visit | None:
    """The invitation behind a link; None for a guess, and when the meeting no longer waits for answers."""
    digests = secrets.answer_digests(secrets.read_key(key))
    with speaking_for(guest=f"invited:{','.join(digests)}"):
        rows = Invitation.objects.unscoped(because="the link opens exactly this invitation")
        found = rows.filter(link_digest__in=digests).select_related("agency", "data_key").first()
        if found is None:
            return None
        meetings = Meeting.objects.unscoped(because="the meeting of this invitation")
        meeting = (
            meetings.select_related("agency", "task_force", "data_key").filter(pk=found.meeting_id).first()
        )
        if meeting is None or meeting.state != State.INVITED or meeting.starts_at <= at:
            return None
        agenda = Item.objects.unscoped(because="the meeting of this invitation").select_related("data_key")
        return Visit(found, meeting, [one.title or "" for one in agenda.filter(meeting=meeting)])


@transaction.atomic
def answer(*, key: str, words: dict, at: datetime) -> Invitation | None:
    """The answer of whoever holds the link; None when the link opens nothing. Raises CannotMeet."""
    here = visit(key, at)
    if here is None:
        return None
    with speaking_for(guest=f"invited:{','.join(secrets.answer_digests(secrets.read_key(key)))}"):
        return answer_invitation(meeting=here.meeting, invitation=here.invitation, by=None, at=at, **words)
