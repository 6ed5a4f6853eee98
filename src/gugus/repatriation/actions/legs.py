"""Legs: planned, begun, arrived. The person leaves only when she wants to, when it is safe, and never a child alone."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.base.versions import check_version
from gugus.cases.actions import own_row
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.law.lists import UnknownCode, code
from gugus.repatriation import rules
from gugus.repatriation.actions.moving import (
    BECAUSE,
    CannotReturn,
    kept,
    legs_in_order,
    locked,
    must_answer_for,
    must_handle,
    must_stand_in,
    settled,
    span_of,
    told,
    written,
)
from gugus.repatriation.basis import will_of
from gugus.repatriation.codes import CLOCK, Confirmed, LegState, State
from gugus.repatriation.models import Leg, Repatriation
from gugus.repatriation.stations import Station, goes_nowhere
from gugus.tasks.actions import finish_tasks_about, start_task
from gugus.tasks.clocks import NoClock, clock_on, runs_out

WORDS = {
    "arrives_before_it_leaves": (_("Nobody arrives before leaving."), "arrives_at"),
    "too_long": (_("A leg takes 60 days at most. Look at the dates again."), "arrives_at"),
    "too_early": (_("This lies more than a year back."), "departs_at"),
    "leaves_before_the_last_arrives": (_("The leg before this one arrives later."), "departs_at"),
    "arrives_after_the_next_leaves": (_("The next leg leaves earlier."), "arrives_at"),
    "left_already": (_("This leg was begun already."), ""),
    "in_the_future": (_("This moment has not come yet."), "moment"),
    "last_leg_not_arrived": (_("The arrival of the leg before is not confirmed yet."), ""),
    "not_under_way": (_("This leg is not under way."), ""),
}
CHANGEABLE = rules.PREPARING | rules.ON_THE_WAY | {State.PAUSED}


@dataclass(frozen=True, slots=True)
class LegPlan:
    """One journey: between which places, when, by what, with whom. Carrier, escort and note are sealed."""

    origin: Station
    target: Station
    transport: str
    departs_at: datetime
    arrives_at: datetime
    carrier: str = ""
    escort: str = ""
    escort_phone: str = ""
    escort_agency: Agency | None = None
    to_agency: Agency | None = None
    note: str = ""


def reasons_of(hurdles: list[str], **fields: str) -> list[Reason]:
    """Hurdles in words; `fields` names other fields of a form (departs_at="moment")."""
    found = []
    for hurdle in hurdles:
        words, field = WORDS[hurdle]
        found.append(Reason(hurdle, words, fields.get(field, field)))
    return found


@transaction.atomic
def write_leg(
    *, repatriation: Repatriation, plan: LegPlan, by: User, at: datetime, key: UUID | None = None
) -> Leg:
    """One more leg, after the last one. The same `key` twice makes one."""
    fresh = locked(repatriation)
    if key and (earlier := own_row(fresh.legs, key, written_by=by)):
        return earlier
    must_handle(fresh, by)
    must_stand_in(fresh, CHANGEABLE)
    legs = legs_in_order(fresh)
    reasons = _hurdles(plan, legs[-1] if legs else None, None, at)
    if len(legs) >= rules.MOST_LEGS:
        reasons.append(Reason("too_many", _("A return has 20 legs at most.")))
    if reasons:
        raise CannotReturn(reasons)
    last = fresh.legs.aggregate(last=Max("number"))["last"] or 0
    leg = Leg(
        id=key or new_id(), repatriation=fresh, agency_id=by.agency_id, number=last + 1, written_by=by, written_at=at,
        **_values(plan),
    )  # fmt: skip
    leg.save(force_insert=True)
    kept(fresh)
    written(
        "leg.written",
        leg,
        of=fresh,
        by=by,
        at=at,
        changes={"number": leg.number, "transport": plan.transport},
    )
    return leg


@transaction.atomic
def change_leg(*, leg: Leg, plan: LegPlan, by: User, at: datetime, seen: int | None = None) -> Leg:
    """Another place, time, carrier or escort, until it was begun."""
    fresh = locked(leg.repatriation)
    must_handle(fresh, by)
    must_stand_in(fresh, CHANGEABLE)
    own = locked_leg(leg, seen=seen)
    if own.state != LegState.PLANNED:
        raise CannotReturn(reasons_of(["left_already"]))
    legs = legs_in_order(fresh)
    place = next(place for place, one in enumerate(legs) if one.pk == own.pk)
    before, after = legs[place - 1] if place else None, legs[place + 1] if place + 1 < len(legs) else None
    if reasons := _hurdles(plan, before, after, at):
        raise CannotReturn(reasons)
    kept_leg(own, **_values(plan))
    kept(fresh)
    written("leg.changed", own, of=fresh, by=by, at=at, changes={"number": own.number})
    return own


@transaction.atomic
def drop_leg(*, leg: Leg, by: User, at: datetime) -> Leg:
    """This journey does not take place; the line stays readable."""
    fresh = locked(leg.repatriation)
    must_handle(fresh, by)
    own = locked_leg(leg)
    if own.state != LegState.PLANNED:
        raise CannotReturn(reasons_of(["left_already"]))
    kept_leg(own, state=LegState.CANCELLED)
    kept(fresh)
    written("leg.cancelled", own, of=fresh, by=by, at=at, changes={"number": own.number})
    return own


def hurdles_to_beginning(plan: LegPlan, at: datetime) -> list[Reason]:
    """What speaks against a first leg that begins as planned, before anything of it is written."""
    if plan.departs_at is None or plan.arrives_at is None:
        return [Reason("no_moment", _("Say when they left and when they arrive."), "departs_at")]
    span = rules.Span(plan.departs_at, plan.arrives_at)
    leaving = rules.hurdles_to_leaving(span, None, plan.departs_at, plan.arrives_at, at)
    found = [*_hurdles(plan, None, None, at), *reasons_of(leaving)]
    return list({one.code: one for one in found}.values())


def _hurdles(plan: LegPlan, before: Leg | None, after: Leg | None, at: datetime) -> list[Reason]:
    span = rules.Span(plan.departs_at, plan.arrives_at)
    sides = [span_of(one) if one else None for one in (before, after)]
    reasons = reasons_of(rules.hurdles_of_span(span, *sides, at))
    for name, station in (("from_point", plan.origin), ("to_point", plan.target)):
        if not station.is_known:
            reasons.append(Reason("no_place", _("Choose a place of the list or an area, not both."), name))
    if plan.origin.is_known and goes_nowhere(plan.origin, plan.target):
        reasons.append(Reason("goes_nowhere", _("Both places are the same."), "to_point"))
    try:
        code("transports", plan.transport)
    except UnknownCode:
        reasons.append(Reason("unknown_code", _("Choose from the list."), "transport"))
    return reasons


def _values(plan: LegPlan) -> dict:
    sealed = {name: getattr(plan, name) or None for name in ("carrier", "escort", "escort_phone", "note")}
    return sealed | {
        "transport": plan.transport, "departs_at": plan.departs_at, "arrives_at": plan.arrives_at,
        "from_point": plan.origin.point, "from_area": plan.origin.area, "from_zone": plan.origin.zone,
        "to_point": plan.target.point, "to_area": plan.target.area, "to_zone": plan.target.zone,
        "escort_agency": plan.escort_agency, "to_agency": plan.to_agency,
    }  # fmt: skip


@transaction.atomic
def schedule(*, repatriation: Repatriation, by: User, at: datetime, seen: int | None = None) -> Repatriation:
    """The journey is fixed: there is at least one leg, and everything before it was done."""
    fresh = locked(repatriation, seen=seen)
    must_answer_for(fresh, by)
    must_stand_in(fresh, rules.PREPARING)
    reasons = hurdles_to_scheduling(fresh)
    if reasons:
        raise CannotReturn(reasons)
    kept(fresh, scheduled_at=at)
    settled(fresh)
    told("repatriation.scheduled", fresh, of=fresh, by=by, at=at)
    return fresh


def hurdles_to_scheduling(repatriation: Repatriation) -> list[Reason]:
    """What must be done before a journey is fixed, all at once."""
    reasons = []
    if not legs_in_order(repatriation):
        reasons.append(Reason("no_leg", _("Write down at least one leg first.")))
    if not repatriation.tracing:
        reasons.append(Reason("not_traced", _("Say first what looking for the family found.")))
    if repatriation.consented_at is None:
        reasons.append(Reason("not_consented", _("Ask the person first whether she wants to return.")))
    if not rules.is_safe(repatriation.risk, repatriation.overridden_at is not None):
        reasons.append(_unsafe(repatriation))
    return reasons + _papers_missing(repatriation)


def _unsafe(repatriation: Repatriation) -> Reason:
    if not repatriation.risk:
        return Reason("not_assessed", _("Assess the risk of the return first."))
    return Reason(
        "unsafe", _("The return is assessed as not safe. Only a supervisor lets it go on, knowingly.")
    )


def _papers_missing(repatriation: Repatriation) -> list[Reason]:
    papers = repatriation.papers.filter(state__in=[*rules.OPEN_PAPERS, "refused"])
    return [Reason("papers_wait", _("A paper is missing or was refused."))] if papers.exists() else []


@transaction.atomic
def begin_leg(
    *, leg: Leg, by: User, at: datetime, departed_at: datetime | None = None, expects_at: datetime | None = None,
    seen: int | None = None,
) -> Leg:  # fmt: skip
    """The person leaves. Asked anew: her will, the risk, and for a child who goes along and who receives it.

    From now on somebody waits for the confirmed arrival: `expects_at` (as planned, if not given) and the grace of the
    clock of this day. A clock that is changed later changes nothing for this leg. Raises CannotReturn.
    """
    fresh = locked(leg.repatriation)
    must_handle(fresh, by)
    must_stand_in(fresh, {State.SCHEDULED, *rules.ON_THE_WAY})
    own = locked_leg(leg, seen=seen)
    left = departed_at or at
    due = expects_at or max(own.arrives_at, left + (own.arrives_at - own.departs_at))
    legs = [one for one in legs_in_order(fresh) if one.number < own.number]
    before = span_of(legs[-1]) if legs else None
    reasons = reasons_of(rules.hurdles_to_leaving(span_of(own), before, left, due, at), departs_at="moment")
    if reasons := reasons + hurdles_to_leaving(fresh, own, by, at):
        raise CannotReturn(reasons)
    clock, alarm_at = _alarm(due, by.agency, at)
    kept_leg(
        own, state=LegState.UNDER_WAY, departed_at=left, begun_by=by, arrives_at=due, alarm_at=alarm_at,
        departs_at=min(own.departs_at, left),
    )  # fmt: skip
    first = fresh.departed_at is None
    kept(fresh, state=State.DEPARTED, departed_at=fresh.departed_at or left)
    _wait_for(own, fresh, clock, alarm_at, by, at)
    told("leg.departed", own, of=fresh, by=by, at=at, changes={"number": own.number, "alarm_at": alarm_at})
    if first:
        told("repatriation.departed", fresh, of=fresh, by=by, at=at)
    return own


def hurdles_to_leaving(repatriation: Repatriation, leg: Leg, by: User, at: datetime) -> list[Reason]:
    """What speaks against leaving besides the times. Whoever holds the person without her case relies on the owner."""
    reasons = []
    if not rules.is_safe(repatriation.risk, repatriation.overridden_at is not None):
        reasons.append(_unsafe(repatriation))
    if by.agency_id == repatriation.agency_id:
        asked = will_of(repatriation.person, at, lock=True)
        if not asked.holds:
            reasons.append(asked.reason())
    elif repatriation.consented_at is None:
        reasons.append(Reason("not_consented", _("Ask the person first whether she wants to return.")))
    if repatriation.departed_at is None:
        reasons += _papers_missing(repatriation)
    if repatriation.child and not (leg.escort or "").strip():
        reasons.append(Reason("child_alone", _("A child never travels alone: name the escort of this leg.")))
    received = leg.to_agency_id or repatriation.to_agency_id or (repatriation.guardian or "").strip()
    if repatriation.child and not received:
        sentence = _("A child travels to somebody: name the receiving agency or the guardian.")
        reasons.append(Reason("nobody_receives", sentence))
    return reasons


def _alarm(due: datetime, agency: Agency, at: datetime):
    """The clock's row of today and the moment from which a missing arrival is an alarm."""
    try:
        clock = clock_on(CLOCK, timezone.localdate(at), area_code=agency.area_code)
    except NoClock:
        return "", due + rules.GRACE
    return CLOCK, runs_out(clock, due, area_code=agency.area_code)


def _wait_for(
    leg: Leg, repatriation: Repatriation, clock: str, alarm_at: datetime, by: User, at: datetime
) -> None:
    own = by.agency_id == repatriation.agency_id
    start_task(
        kind="return_arrival", about=leg, within=repatriation.case if own else None,
        agency=by.agency, assignee=repatriation.case.manager if own else by, clock=clock, due_at=alarm_at, risk="high",
        by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def confirm_arrival(
    *, leg: Leg, arrived_at: datetime, how: str, by: User, at: datetime, seen: int | None = None
) -> Leg:
    """The receiver, the escort or the person says that she arrived. Ends the watch, late or not."""
    own = locked_leg(leg, seen=seen)
    of = own.repatriation
    near = {of.agency_id, of.holder_id, own.agency_id, own.to_agency_id, own.escort_agency_id}
    reasons = reasons_of(rules.hurdles_to_arriving(span_of(own), arrived_at, at), arrives_at="moment")
    if by.agency_id not in near:
        reasons.append(Reason("not_yours", _("This is for who travels with the person or receives her.")))
    if how not in Confirmed.values:
        reasons.append(Reason("no_code", _("Say who confirms it."), "how"))
    if reasons:
        raise CannotReturn(reasons)
    kept_leg(
        own, state=LegState.ARRIVED, arrived_at=arrived_at, confirmed=how, confirmed_by=by, confirmed_at=at
    )
    late = own.alarm_at is not None and at > own.alarm_at
    for kind in ("return_arrival", "return_late"):
        finish_tasks_about(about=own, kind=kind, by=by, at=at)
    told("leg.arrived", own, of=of, by=by, at=at, changes={"number": own.number, "how": how, "late": late})
    return own


@transaction.atomic
def arrive_home(
    *, repatriation: Repatriation, by: User, at: datetime, seen: int | None = None
) -> Repatriation:
    """A grown person is at home without minutes: all legs arrived. A child is handed over with minutes."""
    fresh = locked(repatriation, seen=seen)
    must_handle(fresh, by)
    must_stand_in(fresh, rules.ON_THE_WAY)
    legs = legs_in_order(fresh)
    reasons = []
    if not legs or any(one.arrived_at is None for one in legs):
        reasons.append(Reason("not_there_yet", _("The last leg has not arrived, or nobody confirmed it.")))
    if fresh.child:
        reasons.append(Reason("child", _("A child is handed over to family or agency with minutes.")))
    if reasons:
        raise CannotReturn(reasons)
    kept(fresh, state=State.ARRIVED, arrived_at=max(one.arrived_at for one in legs))
    told("repatriation.arrived", fresh, of=fresh, by=by, at=at, arrived_at=fresh.arrived_at.isoformat())
    return fresh


def locked_leg(leg: Leg, *, seen: int | None = None) -> Leg:
    """The leg, locked; Stale when somebody changed it since version `seen`."""
    rows = Leg.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "repatriation__data_key", "to_agency", "escort_agency").get(
        pk=leg.pk
    )
    check_version(fresh, seen)
    return fresh


def kept_leg(leg: Leg, **values) -> None:
    """Save these values of a leg and let open forms notice."""
    for name, value in values.items():
        setattr(leg, name, value)
    leg.version += 1
    leg.save(update_fields=[*values, "version"])
