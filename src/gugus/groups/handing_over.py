"""Hand people over to the agencies of their destinations: one deed of the officer, one set of minutes a destination.

Each person goes with an own case, an own return with an own risk and will, and stands in the minutes by an own line.
Only who has no hurdle goes. A destination goes as a whole or not at all; what fails at one leaves the others alone.
Twice is once: who was handed over is passed by.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.cases.actions import add_party, open_case, raise_flag
from gugus.cases.codes import PartyRole
from gugus.cases.models import Case
from gugus.groups import bases, rules
from gugus.groups.codes import Need, State
from gugus.groups.models import Destination, Group, Member
from gugus.groups.queries import can_answer
from gugus.groups.writing import BECAUSE, CannotGroup, advance, locked
from gugus.law.triage import risk_of
from gugus.outbox.actions import announce
from gugus.repatriation.actions import handing, legs, preparing
from gugus.repatriation.codes import Kind, Receiver
from gugus.repatriation.models import Handover, Repatriation
from gugus.repatriation.stations import Station, country_of
from gugus.screening.starting import join_case

MOST = 200  # people of one set of minutes
FLAGS = {Need.MEDICAL: "health", Need.PREGNANT: "pregnant", Need.CHILD_ALONE: "minor"}


@dataclass(frozen=True, slots=True)
class Journey:
    """How the people of one destination travel, and what the minutes say. Words are sealed."""

    transport: str
    departed_at: datetime
    arrives_at: datetime
    carrier: str = ""
    escort: str = ""
    escort_phone: str = ""
    place: str = ""
    number: str = ""
    handing: dict = field(default_factory=dict)
    words: str = ""


@dataclass(frozen=True, slots=True)
class Went:
    """What came of one destination: the minutes and how many went, or why nobody did."""

    destination: Destination
    people: int = 0
    handover: Handover | None = None
    reasons: tuple[Reason, ...] = ()


def standings(members: Iterable[Member], at: datetime) -> dict[UUID, rules.Standing]:
    """What the rules need to know of each. A fixed number of queries for any number of people."""
    people = list(members)
    said = bases.said_by(people, at)
    answering = can_answer(one.destination.to_agency for one in people if one.destination_id)
    return {
        one.pk: rules.Standing(
            absent=one.absent, result=one.assessment.result if one.assessment else "",
            destination=one.destination.area_code if one.destination_id else "",
            receiver=bool(one.destination_id and one.destination.to_agency_id),
            can_answer=bool(one.destination_id and one.destination.to_agency_id in answering),
            tracing=one.tracing, risk=one.risk, will=said[one.pk].will, told=said[one.pk].told,
            handed=one.handed_at is not None,
        )
        for one in people
    }  # fmt: skip


def hurdles_of(members: Iterable[Member], at: datetime) -> dict[UUID, list[Reason]]:
    """Member → everything that stands against the hand-over; empty for who is ready."""
    return {pk: rules.hurdles_to_going(one) for pk, one in standings(members, at).items()}


def hand_over(
    *, group: Group, journeys: Mapping[Destination, Journey], manager: User, by: User, at: datetime
) -> list[Went]:
    """Everybody who is ready goes, destination by destination; what came of each is told. Raises CannotGroup."""
    if not journeys:
        raise CannotGroup(
            [Reason("no_destination", _("Choose where people are handed over to."), "destinations")]
        )
    went = []
    with transaction.atomic():
        group = locked(group)
        if manager.agency_id != group.agency_id or not manager.is_active:
            words = _("Choose an active colleague of your agency.")
            raise CannotGroup([Reason("not_a_colleague", words, "manager")])
        for destination, journey in sorted(journeys.items(), key=lambda pair: pair[0].area_code):
            try:
                with transaction.atomic():  # the destination as a whole, or nothing of it
                    went.append(_destination(group, destination, journey, manager, by, at))
            except Cannot as refused:
                went.append(Went(destination, reasons=tuple(refused.reasons)))
        if any(one.handover for one in went):
            advance(group, State.HANDED_OVER)
    return went


def _destination(
    group: Group, destination: Destination, journey: Journey, manager: User, by: User, at: datetime
) -> Went:
    rows = Destination.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("to_agency").get(pk=destination.pk, group=group)
    ready = _ready(group, fresh, at)
    if reasons := _doubts_about(group, fresh, ready):
        raise CannotGroup(reasons)
    pairs = [(member, _return_of(group, fresh, member, journey, manager, by, at)) for member in ready]
    handover = _minutes(group, fresh, pairs, journey, by, at)
    for member, made in pairs:
        member.case_id, member.repatriation, member.handover, member.handed_at = (
            made.case_id,
            made,
            handover,
            at,
        )
        member.touched_by, member.touched_at = by, at
        member.version += 1
        member.save(update_fields=[
            "case", "repatriation", "handover", "handed_at", "touched_by", "touched_at", "version",
        ])  # fmt: skip
        record("group.handed_over", about=member, within=Case(pk=made.case_id), by=by, at=at)
    fresh.handed_at, fresh.handed_by = at, by
    fresh.version += 1
    fresh.save(update_fields=["handed_at", "handed_by", "version"])
    changes = {"area": fresh.area_code, "people": len(pairs), "minutes": handover.ref}
    record("group.handed_over", about=group, by=by, at=at, changes=changes)
    announce("group.handed_over", about=group, at=at, people=len(pairs), area=fresh.area_code)
    return Went(fresh, len(pairs), handover)


def _ready(group: Group, destination: Destination, at: datetime) -> list[Member]:
    """Who goes now: here, not gone yet, without any hurdle. Locked, in the order of the list."""
    rows = Member.objects.unscoped(because=BECAUSE).filter(
        group=group, destination=destination, aside_at=None, absent=False, handed_at=None
    )
    rows = rows.select_for_update(of=("self",)).select_related(
        "data_key", "person", "assessment__data_key", "assessment__person", "destination__to_agency"
    )
    people = list(rows.order_by("number"))
    hurdles = hurdles_of(people, at)
    return [one for one in people if not hurdles[one.pk]]


def _doubts_about(group: Group, destination: Destination, ready: Sequence[Member]) -> list[Reason]:
    found = []
    if not ready:
        found.append(Reason("nobody_ready", _("Nobody is ready to go there. The list says what is missing.")))
    if len(ready) > MOST:
        found.append(Reason("too_many", _("Minutes hold 200 people at most.")))
    if not group.area_code:
        found.append(Reason("no_arrival", _("Write down first in which city or regency the group arrives.")))
    if group.area_code == destination.area_code:
        words = _("They are there already: no journey. Open their cases and refer them.")
        found.append(Reason("goes_nowhere", words))
    return found


def _return_of(
    group: Group,
    destination: Destination,
    member: Member,
    journey: Journey,
    manager: User,
    by: User,
    at: datetime,
) -> Repatriation:
    """One person's own case and own return, begun. Every rule of returns is asked; the first refusal names the line."""
    try:
        case = _case_of(group, member, manager, by, at)
        plan = _plan(group, destination)
        made = preparing.propose(
            case=case, person=member.person, plan=plan, by=by, at=at, key=uuid5(member.pk, "return")
        )
        word = {"by": by, "at": at}
        preparing.tell_tracing(repatriation=made, tracing=member.tracing, note=_found(member), **word)
        preparing.keep_consent(repatriation=made, **word)
        preparing.assess_risk(
            repatriation=made, risk=member.risk, note=str(member.get_risk_from_display()), **word
        )
        leg = legs.write_leg(
            repatriation=made, plan=_leg(group, destination, journey), key=uuid5(member.pk, "leg"), **word
        )
        legs.schedule(repatriation=made, **word)
        legs.begin_leg(leg=leg, departed_at=journey.departed_at, expects_at=journey.arrives_at, **word)
    except Cannot as refused:
        raise CannotGroup(
            [
                Reason(one.code, format_lazy("{}: {}", member.number, one.words), one.field)
                for one in refused.reasons
            ]
        ) from refused
    return Repatriation.objects.unscoped(because=BECAUSE).select_related("data_key").get(pk=made.pk)


def _case_of(group: Group, member: Member, manager: User, by: User, at: datetime) -> Case:
    """The person's own case with the own screening in it, and what cannot wait as a warning."""
    assessment = member.assessment
    if assessment.case_id is not None:
        return Case.objects.unscoped(because=BECAUSE).select_related("data_key").get(pk=assessment.case_id)
    level = risk_of({member.danger: True} if member.danger else {}).level
    case = open_case(
        agency=group.agency, manager=manager, risk=max("medium", level, key=["low", "medium", "high"].index),
        summary=_now("Came with group %(ref)s, number %(number)d.") % {"ref": group.ref, "number": member.number},
        area_code=group.area_code, crossed_border=assessment.crossed_border, exploitation=assessment.exploitation,
        by=by, at=at, key=uuid5(member.pk, "case"),
    )  # fmt: skip
    add_party(
        case=case,
        person=member.person,
        role=PartyRole.SURVIVOR,
        age_at_act=assessment.age_at_act,
        by=by,
        at=at,
    )
    join_case(assessment=assessment, case=case, by=by, at=at)
    for need in member.needs:
        raise_flag(case=case, kind=FLAGS[Need(need)], note="", by=by, at=at, key=uuid5(member.pk, need))
    return case


def _plan(group: Group, destination: Destination) -> preparing.Plan:
    """From abroad where the list of places knows the country; else from where the group arrived."""
    abroad = group.country_code.lower()
    known = bool(abroad) and abroad != "id" and country_of(abroad) == abroad
    origin = Station(point=abroad) if known else Station(area=group.area_code)
    return preparing.Plan(
        kind=Kind.FROM_ABROAD if known else Kind.DOMESTIC, origin=origin,
        target=Station(area=destination.area_code), to_agency=destination.to_agency,
    )  # fmt: skip


def _leg(group: Group, destination: Destination, journey: Journey) -> legs.LegPlan:
    return legs.LegPlan(
        origin=Station(area=group.area_code), target=Station(area=destination.area_code), transport=journey.transport,
        departs_at=journey.departed_at, arrives_at=journey.arrives_at, carrier=journey.carrier, escort=journey.escort,
        escort_phone=journey.escort_phone, to_agency=destination.to_agency,
    )  # fmt: skip


def _found(member: Member) -> str:
    return _now("Asked when group %(ref)s arrived.") % {"ref": member.group.ref}


def _minutes(
    group: Group, destination: Destination, pairs: Sequence[tuple[Member, Repatriation]], journey: Journey, by: User,
    at: datetime,
) -> Handover:  # fmt: skip
    """One set of minutes for the destination, offered to the agency there at once."""
    minutes = handing.Minutes(
        receiver=Receiver.AGENCY, happened_at=journey.departed_at, station=Station(area=group.area_code),
        to_agency=destination.to_agency, number=journey.number, place=journey.place or group.place or "",
        handing=journey.handing or {"name": by.full_name, "position": by.title, "office": by.agency.name},
        words=journey.words,
    )  # fmt: skip
    persons = [handing.Handed(made, leg=made.legs.first()) for _member, made in pairs]
    first = min(member.pk for member, _made in pairs)
    written = handing.write_handover(
        persons=persons, minutes=minutes, by=by, at=at, key=uuid5(first, "minutes")
    )
    return handing.offer(handover=written, by=by, at=at)
