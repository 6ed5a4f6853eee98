"""What reintegration adds to the case page, its picture, its stage, and to closing a case."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.base.pictures import CaseEvent, CaseSpan
from gugus.base.refusals import Reason
from gugus.cases.models import Case
from gugus.cases.panels import Panel
from gugus.cases.policies import sight_of
from gugus.reintegration import queries, rules, schedule
from gugus.reintegration.models import Reintegration
from gugus.reintegration.wording import looks_of, names_of

PART = Section.REINTEGRATION


def provide(viewer: Viewer, case: Case, at: datetime) -> dict | None:
    """Who of the case returns to life, with the visits as a picture; None where there is nothing to see or to do."""
    sight = sight_of(viewer, case, at)
    rows = queries.of_case(viewer, case)
    may_begin = sight.is_ours and sight.may(Verb.WRITE, PART) and case.state not in {"closed", "archived"}
    waiting = queries.survivors_without(case) if may_begin else []
    if not rows and not waiting:
        return None
    names = names_of(viewer, rows, at)
    told = [
        {
            "one": one,
            "name": names[one.person_id],
            "visits": looks_of(one, list(one.visits.all()), at),
        }
        for one in rows
    ]
    return {"told": told, "case": case, "now": at, "may_begin": bool(waiting)}


PANEL = Panel("reintegration", PART, 58, _("Reintegration"), "reintegration/_panel.html", provide)

KINDS = {"done": "safe", "late": "late", "missed": "late"}


def drawn(viewer: Viewer, case: Case, at: datetime) -> Iterable[CaseSpan | CaseEvent]:
    """The time of monitoring and its visits, in the picture of the case."""
    if not sight_of(viewer, case, at).may(Verb.SEE, PART):
        return
    for one in queries.of_case(viewer, case):
        if one.reunited_on is None:
            continue
        end = schedule.day_at(one.ended_at, one.area_code) if one.ended_at else None
        yield CaseSpan(str(_("Reintegration")), one.reunited_on, end, "safe")
        for visit in looks_of(one, list(one.visits.all()), at):
            if visit.look in KINDS:
                label = f"k{visit.number} {visit.get_state_display()}"
                yield CaseEvent(label, visit.visited_on or visit.planned_on, KINDS[visit.look])


def hurdles(case: Case) -> list[Reason]:
    """A case is not closed over somebody who is still prepared or followed up, nor over an open alarm."""
    rows = Reintegration.objects.unscoped(because="the case came through its gate").filter(case=case)
    number = rows.filter(state__in=rules.RUNNING).count()
    found = []
    if number:
        words = ngettext(
            "%(number)d reintegration still runs. End it by its rule or break it off with a reason.",
            "%(number)d reintegrations still run. End them by their rule or break them off with a reason.",
            number,
        )
        found.append(Reason("reintegration_running", words % {"number": number}))
    if any(queries.alarms_open(one) for one in rows):
        found.append(Reason("alarm_open", _("An alarm about a return is open. Settle it first.")))
    return found
