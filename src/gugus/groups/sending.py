"""Carry out what was ordered, one person in each transaction. Called by the worker; killed anywhere, it goes on there.

Each person goes with an own case, an own return with an own risk and will, and stands in the minutes by an own line:
all of it together or nothing of it. Who cannot go is named with the reason and holds up nobody else. At the end the
minutes are offered to the agency that receives. Where the own agency goes on, only the case is opened.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid5

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.cases.actions import add_party, open_case, raise_flag
from gugus.cases.codes import PartyRole
from gugus.cases.models import Case
from gugus.groups.codes import HandState, Need, State
from gugus.groups.handing_over import Journey, hurdles_of, leg_of, stays
from gugus.groups.models import Destination, Group, HandOrder, Member
from gugus.groups.writing import BECAUSE, CannotGroup, advance, locked
from gugus.law.triage import risk_of
from gugus.outbox.actions import announce
from gugus.repatriation.actions import handing, legs, preparing
from gugus.repatriation.codes import Kind, Receiver
from gugus.repatriation.models import Handover, Repatriation
from gugus.repatriation.stations import Station, country_of
from gugus.screening.starting import join_case

MOST_TRIES = 3  # of one person: whoever breaks the worker three times is named and passed by
FLAGS = {Need.MEDICAL: "health", Need.PREGNANT: "pregnant", Need.CHILD_ALONE: "minor"}


def carry_on(*, order: HandOrder, at: datetime) -> bool:
    """The next person, or the end; True while something is left to do.

    That a person is tried is written down first, so that one that breaks the worker is not tried for ever.
    """
    fresh = _begun(order)
    if fresh.state == HandState.DONE:
        return False
    number, patience = fresh.trying, fresh.tries <= MOST_TRIES
    if number:
        _step(order, number, at, patience)
    else:
        _end(order, at, patience)
    return bool(number)


@transaction.atomic
def _begun(order: HandOrder) -> HandOrder:
    fresh = _locked(order)
    if fresh.state != HandState.DONE:
        left = [number for number in fresh.numbers if number > fresh.at_number]
        number = left[0] if left else 0
        fresh.tries = fresh.tries + 1 if fresh.trying == number else 1
        fresh.state, fresh.trying = HandState.RUNNING, number
        _save(fresh, "state", "trying", "tries")
    return fresh


@transaction.atomic
def _step(order: HandOrder, number: int, at: datetime, patience: bool) -> None:
    """One person, exactly once whoever was killed or is working beside us."""
    fresh = _locked(order)
    if fresh.at_number >= number:
        return
    try:
        if not patience:
            raise CannotGroup([Reason("broken_off", _("It broke off three times. Look at the line."))])
        with transaction.atomic():  # the person as a whole, or nothing of her
            _one(fresh, number, at)
        fresh.gone += 1
    except Cannot as refused:
        _note(fresh, number, refused.reasons)
    fresh.at_number = number
    _save(fresh, "at_number", "gone", "problems", "handover")


@transaction.atomic
def _end(order: HandOrder, at: datetime, patience: bool) -> None:
    """Everybody was dealt with: the minutes are offered, and the order is closed."""
    fresh = _locked(order)
    if fresh.state == HandState.DONE:
        return
    group = _group(fresh)
    if fresh.handover_id:
        try:
            if not patience:
                raise CannotGroup(
                    [Reason("broken_off", _("The minutes could not be sent. Send them there."))]
                )
            with transaction.atomic():
                handing.offer(handover=fresh.handover, by=fresh.ordered_by, at=at)
        except Cannot as refused:  # they stay a draft, which the officer sends from its own page
            _note(fresh, 0, refused.reasons)
    if fresh.gone:
        _gone(group, fresh, at)
    fresh.state, fresh.ended_at, fresh.journey = HandState.DONE, at, None
    _save(fresh, "state", "ended_at", "journey", "problems")
    changes = {
        "area": fresh.destination.area_code, "people": fresh.gone, "stayed": len(fresh.problems or []),
        "minutes": fresh.handover.ref if fresh.handover_id else "",
    }  # fmt: skip
    record("group.handed_over", about=group, by=fresh.ordered_by, at=at, changes=changes)
    announce("group.handed_over", about=group, at=at, people=fresh.gone, area=fresh.destination.area_code)


def _gone(group: Group, order: HandOrder, at: datetime) -> None:
    destination = order.destination
    destination.handed_at, destination.handed_by = at, order.ordered_by
    destination.version += 1
    destination.save(update_fields=["handed_at", "handed_by", "version"])
    advance(group, State.HANDED_OVER)


def _one(order: HandOrder, number: int, at: datetime) -> None:
    """The own case, the own return, the own line in the minutes. Every rule is asked again. Raises Cannot."""
    by, group = order.ordered_by, locked(order.group)
    member = _member(order, number, at)
    case = _case_of(group, member, order.manager, by, at)
    member.case, member.handed_at = case, at
    if not stays(group, order.destination):
        member.repatriation = _return_of(group, order, member, case, at)
        order.handover = _minutes(group, order, member, at)
        member.handover = order.handover
    member.touched_by, member.touched_at = by, at
    member.version += 1
    member.save(update_fields=[
        "case", "repatriation", "handover", "handed_at", "touched_by", "touched_at", "version",
    ])  # fmt: skip
    record("group.person_handed_over", about=member, within=case, by=by, at=at)


def _member(order: HandOrder, number: int, at: datetime) -> Member:
    """The line, locked; still on the list of this destination, and still ready. Raises CannotGroup."""
    rows = Member.objects.unscoped(because=BECAUSE).filter(group=order.group, number=number)
    rows = rows.select_for_update(of=("self",)).select_related(
        "data_key", "person", "group", "assessment__data_key", "assessment__person", "destination__to_agency"
    )
    member = rows.get()
    if member.aside_at or member.absent or member.handed_at or member.destination_id != order.destination_id:
        raise CannotGroup([Reason("not_there", _("No longer on the list of this destination."))])
    if reasons := hurdles_of([member], at)[member.pk]:
        raise CannotGroup(reasons)
    return member


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
        case=case, person=member.person, role=PartyRole.SURVIVOR, age_at_act=assessment.age_at_act, by=by, at=at
    )  # fmt: skip
    join_case(assessment=assessment, case=case, by=by, at=at)
    for need in member.needs:
        raise_flag(case=case, kind=FLAGS[Need(need)], note="", by=by, at=at, key=uuid5(member.pk, need))
    return case


def _return_of(group: Group, order: HandOrder, member: Member, case: Case, at: datetime) -> Repatriation:
    """The own return, begun. Every rule of returns is asked. Raises CannotReturn."""
    journey, word = _journey(order), {"by": order.ordered_by, "at": at}
    made = preparing.propose(
        case=case, person=member.person, plan=_plan(group, order.destination), key=uuid5(member.pk, "return"), **word
    )  # fmt: skip
    found = _now("Asked when group %(ref)s arrived.") % {"ref": group.ref}
    preparing.tell_tracing(repatriation=made, tracing=member.tracing, note=found, **word)
    preparing.keep_consent(repatriation=made, **word)
    preparing.assess_risk(
        repatriation=made, risk=member.risk, note=str(member.get_risk_from_display()), **word
    )
    plan = leg_of(group, order.destination, journey)
    leg = legs.write_leg(repatriation=made, plan=plan, key=uuid5(member.pk, "leg"), **word)
    legs.schedule(repatriation=made, **word)
    legs.begin_leg(leg=leg, departed_at=journey.departed_at, expects_at=journey.arrives_at, **word)
    return Repatriation.objects.unscoped(because=BECAUSE).select_related("data_key").get(pk=made.pk)


def _journey(order: HandOrder) -> Journey:
    times = {name: getattr(order, name) for name in ("transport", "departed_at", "arrives_at")}
    return Journey(**times, **(order.journey or {}))


def _plan(group: Group, destination: Destination) -> preparing.Plan:
    """From abroad where the list of places knows the country; else from where the group arrived."""
    abroad = group.country_code.lower()
    known = bool(abroad) and abroad != "id" and country_of(abroad) == abroad
    origin = Station(point=abroad) if known else Station(area=group.area_code)
    return preparing.Plan(
        kind=Kind.FROM_ABROAD if known else Kind.DOMESTIC, origin=origin,
        target=Station(area=destination.area_code), to_agency=destination.to_agency,
    )  # fmt: skip


def _minutes(group: Group, order: HandOrder, member: Member, at: datetime) -> Handover:
    """One set of minutes for the destination: the first person begins it, each other one is added."""
    by, journey, made = order.ordered_by, _journey(order), member.repatriation
    person = handing.Handed(made, leg=made.legs.first())
    if order.handover_id:
        return handing.add_person(handover=order.handover, person=person, by=by, at=at)
    minutes = handing.Minutes(
        receiver=Receiver.AGENCY, happened_at=journey.departed_at, station=Station(area=group.area_code),
        to_agency=order.to_agency, number=journey.number, place=journey.place or group.place or "",
        handing=journey.handing or {"name": by.full_name, "position": by.title, "office": by.agency.name},
        words=journey.words,
    )  # fmt: skip
    key = uuid5(order.pk, "minutes")
    return handing.write_handover(persons=[person], minutes=minutes, by=by, at=at, key=key)


def _note(order: HandOrder, number: int, reasons: Sequence[Reason]) -> None:
    """Who did not go and why, in the words of the officer who ordered it."""
    with override(order.ordered_by.language):
        words = " ".join(str(one.words) for one in reasons)
    found = {"number": number, "codes": [one.code for one in reasons], "words": words}
    order.problems = [*(order.problems or []), found]


def _group(order: HandOrder) -> Group:
    rows = Group.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    return rows.select_related("data_key", "agency").get(pk=order.group_id)


def _locked(order: HandOrder) -> HandOrder:
    rows = HandOrder.objects.unscoped(because="the worker carries on what was ordered")
    return rows.select_for_update(of=("self",)).select_related(
        "data_key", "group__data_key", "group__agency", "destination__to_agency", "to_agency", "manager",
        "ordered_by__agency", "handover__data_key",
    ).get(pk=order.pk)  # fmt: skip


def _save(order: HandOrder, *fields: str) -> None:
    order.version += 1
    order.save(update_fields=[*fields, "version"])
