"""The heart of every step: lock, ask, change, tell."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.meetings import rules
from gugus.meetings.codes import State
from gugus.meetings.models import Meeting
from gugus.outbox.actions import announce

MOVED_ON = Reason("not_from_here", _("The meeting has already moved to another state."))


class CannotMeet(Cannot):
    """The meeting cannot be written, moved or answered like this; all reasons at once."""


def locked(meeting: Meeting, *, seen: int | None = None) -> Meeting:
    """The meeting, locked for this transaction; Stale when somebody changed it since version `seen`."""
    rows = Meeting.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "agency", "task_force").get(pk=meeting.pk)
    check_version(fresh, seen)
    return fresh


def must_stand_in(meeting: Meeting, *states: State) -> None:
    """Refuse a step that does not belong to the state."""
    if meeting.state not in states:
        raise CannotMeet([MOVED_ON])


def moved(meeting: Meeting, to: State, *, seen: int | None, **also) -> Meeting:
    """Lock, ask the rules, change. Two at once: one moves, the other hears CannotMeet."""
    fresh = locked(meeting, seen=seen)
    if not rules.may_move(fresh.state, to):
        raise CannotMeet([MOVED_ON])
    kept(fresh, state=to, **also)
    return fresh


def kept(meeting: Meeting, **values) -> None:
    """Save these values and let everybody's open forms notice."""
    for name, value in values.items():
        setattr(meeting, name, value)
    meeting.version += 1
    meeting.save(update_fields=[*values, "version"])


def written(
    verb: str, meeting: Meeting, *, by: User | None, at: datetime, code: str = "", changes=None
) -> None:
    """Into the trail only."""
    record(verb, about=meeting, by=by, at=at, reason=code, changes=changes)


def told(
    verb: str, meeting: Meeting, *, by: User | None, at: datetime, code: str = "", changes=None, **facts
) -> Meeting:
    """Into the trail, and to whoever waits above or in the worker."""
    written(verb, meeting, by=by, at=at, code=code, changes=changes)
    announce(verb, about=meeting, at=at, by=str(by.pk) if by else "", **facts)
    return meeting
