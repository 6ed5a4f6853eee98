"""What returns add to the case page, to its picture and stage, and to closing a case."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.viewer import Viewer
from gugus.base.pictures import CaseEvent, CaseSpan
from gugus.base.refusals import Reason
from gugus.cases.models import Case
from gugus.cases.panels import Panel
from gugus.cases.policies import sight_of
from gugus.repatriation import queries, rules
from gugus.repatriation.codes import LegState, State
from gugus.repatriation.models import Repatriation
from gugus.repatriation.routes import route_of


def provide(viewer: Viewer, case: Case, at: datetime) -> dict | None:
    """The returns of a case that the viewer may know; None where there is nothing to see or to do."""
    returns = queries.of_case(viewer, case)
    ours = case.agency_id == viewer.agency_id
    if not ours and not returns:
        return None
    may_write = ours and case.state not in {"closed", "archived"}
    if may_write:
        may_write = sight_of(viewer, case, at).may(Verb.WRITE, Section.REPATRIATION, FieldClass.SENSITIVE)
    legs = queries.legs_of_many(one.pk for one in returns)
    lines = [{"one": one, "route": route_of(legs.get(one.pk, []), at)} for one in returns]
    return {"returns": lines, "case": case, "now": at, "may_write": may_write}


PANEL = Panel(
    "repatriation", Section.REPATRIATION, 62, _("The way home"), "repatriation/_panel.html", provide
)


def facts(case: Case) -> Iterable[str]:
    """A return is a plan; a person who arrived was served."""
    rows = Repatriation.objects.unscoped(because="the case came through its gate").filter(case=case)
    states = set(rows.values_list("state", flat=True))
    if states - {State.STOPPED}:
        yield "planned"
    if states & {State.HANDED_OVER, State.ARRIVED}:
        yield "served"


def hurdles(case: Case) -> list[Reason]:
    """A case is not closed while somebody is on the way or minutes wait for a signature."""
    rows = Repatriation.objects.unscoped(because="the case came through its gate").filter(case=case)
    reasons = []
    if number := rows.exclude(state__in=rules.ENDED).count():
        words = ngettext(
            "%(number)d return is still under way. Finish or stop it.",
            "%(number)d returns are still under way. Finish or stop them.",
            number,
        )
        reasons.append(Reason("returns_open", words % {"number": number}))
    if number := queries.waiting_minutes(case):
        words = ngettext(
            "The minutes of %(number)d hand-over are not signed by both sides.",
            "The minutes of %(number)d hand-overs are not signed by both sides.",
            number,
        )
        reasons.append(Reason("minutes_unsigned", words % {"number": number}))
    return reasons


def timeline(viewer: Viewer, case: Case, at: datetime) -> Iterable[CaseSpan | CaseEvent]:
    """Returns as spans from departure to arrival, late legs as events; only what the viewer may see."""
    if sight_of(viewer, case, at).refusal(Verb.SEE, Section.REPATRIATION):
        return
    returns = queries.of_case(viewer, case)
    legs = queries.legs_of_many(one.pk for one in returns)
    for one in returns:
        yield from _drawn(one, legs.get(one.pk, []), at)


def _drawn(one: Repatriation, legs: list, at: datetime) -> Iterable[CaseSpan | CaseEvent]:
    if one.departed_at:
        end = timezone.localdate(one.arrived_at) if one.arrived_at else None
        yield CaseSpan(str(_("The way home")), timezone.localdate(one.departed_at), end, "info")
    if one.arrived_at:
        yield CaseEvent(str(_("Arrived at home")), timezone.localdate(one.arrived_at), "safe")
    for leg in legs:
        if leg.state == LegState.UNDER_WAY and rules.is_late(leg.state, leg.alarm_at, at):
            yield CaseEvent(str(_("Arrival not confirmed")), timezone.localdate(leg.alarm_at), "late")
