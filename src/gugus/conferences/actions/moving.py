"""The heart of every step: lock, ask, change, tell."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.cases.models import Case
from gugus.conferences import rules
from gugus.conferences.codes import State
from gugus.conferences.models import Conference
from gugus.outbox.actions import announce


class CannotConfer(Cannot):
    """The conference cannot be written, moved or answered like this; all reasons at once."""


def locked(conference: Conference, *, seen: int | None = None) -> Conference:
    """The conference, locked for this transaction; Stale when somebody changed it since version `seen`."""
    rows = Conference.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "agency").get(pk=conference.pk)
    check_version(fresh, seen)
    return fresh


def must_stand_in(conference: Conference, *states: State) -> None:
    """Refuse a step that does not belong to the state."""
    if conference.state not in states:
        raise CannotConfer([Reason("not_from_here", _("The conference has already moved to another state."))])


def moved(conference: Conference, to: State, *, by: User, seen: int | None, **also) -> Conference:
    """Lock, ask the rules, change. Two at once: one moves, the other hears CannotConfer."""
    fresh = locked(conference, seen=seen)
    if fresh.agency_id != by.agency_id or not rules.may_move(fresh.state, to):
        raise CannotConfer([Reason("not_from_here", _("The conference has already moved to another state."))])
    fresh.state = to
    kept(fresh, state=to, **also)
    return fresh


def kept(conference: Conference, **values) -> None:
    """Save these values and let everybody's open forms notice."""
    for name, value in values.items():
        setattr(conference, name, value)
    conference.version += 1
    conference.save(update_fields=[*values, "version"])


def told(
    verb: str, conference: Conference, *, by: User | None, at: datetime, code: str = "", changes=None
) -> Conference:
    """Into the trail of the case, and to whoever waits."""
    written(verb, conference, by=by, at=at, code=code, changes=changes)
    announce(verb, about=conference, at=at, by=str(by.pk) if by else "")
    return conference


def written(
    verb: str, conference: Conference, *, by: User | None, at: datetime, code: str = "", changes=None
) -> None:
    """Into the trail only. The case may be hidden from a guest, so the trail is given its key alone."""
    case = Case(pk=conference.case_id)
    record(verb, about=conference, within=case, by=by, at=at, reason=code, changes=changes)
