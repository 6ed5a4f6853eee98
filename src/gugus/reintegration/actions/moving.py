"""The heart of every step: lock, ask, change, tell."""

from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.cases.models import Case
from gugus.outbox.actions import announce
from gugus.reintegration import rules, schedule
from gugus.reintegration.models import MonitoringVisit, Reintegration

BECAUSE = "came through the gate"


class CannotReintegrate(Cannot):
    """The step does not fit; all reasons at once."""


def locked(one: Reintegration, *, seen: int | None = None) -> Reintegration:
    """The reintegration, locked for this transaction; Stale when somebody changed it since version `seen`.

    Only the agency that answers for the case can lock it: the database gives the row to nobody else for writing.
    """
    rows = Reintegration.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("case", "person", "agency", "clock", "rules").get(pk=one.pk)
    check_version(fresh, seen)
    return fresh


def locked_visit(visit: MonitoringVisit, *, seen: int | None = None) -> MonitoringVisit:
    """The visit, locked; who follows for another agency may do this too."""
    rows = MonitoringVisit.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("reintegration__case").get(pk=visit.pk)
    check_version(fresh, seen)
    return fresh


def must_run(one: Reintegration, *states: str) -> None:
    """Refuse a step that does not belong to the state."""
    if one.state not in (states or rules.RUNNING):
        raise CannotReintegrate(
            [Reason("not_from_here", _("The reintegration has already moved to another state."))]
        )


def must_not_be_ahead(day: date | None, one: Reintegration, field: str, at: datetime) -> list[Reason]:
    """Nothing is written down before it happened, by the day where the person lives."""
    if day is not None and day > schedule.day_at(at, one.area_code):
        return [Reason("in_the_future", _("This lies in the future."), field)]
    return []


def kept(row: models.Model, **values) -> None:
    """Save these values and let everybody's open forms notice."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])


def written(
    verb: str, one: Reintegration, *, by: User | None, at: datetime, code: str = "", words: str = "", changes=None
) -> None:  # fmt: skip
    """Into the trail of the case."""
    case = Case(pk=one.case_id)
    record(verb, about=one, within=case, by=by, at=at, reason=code, words=words, changes=changes)


def told(
    verb: str,
    one: Reintegration,
    *,
    by: User | None,
    at: datetime,
    code: str = "",
    words: str = "",
    changes=None,
    **facts,
) -> None:
    """Into the trail, and to whoever waits. `facts` are small and open."""
    written(verb, one, by=by, at=at, code=code, words=words, changes=changes)
    announce(verb, about=one, at=at, by=str(by.pk) if by else "", **facts)
