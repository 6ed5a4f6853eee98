"""What the worker does for returns: carries signed minutes into them, opens next hops, raises the alarm."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.access.actions import close_because
from gugus.access.codes import Role
from gugus.consent.models import Withdrawal
from gugus.notices.actions import notify
from gugus.outbox.models import Event
from gugus.repatriation import queries, rules
from gugus.repatriation.actions import succession
from gugus.repatriation.actions.handing import kept_handover, locked_handover, offer_one
from gugus.repatriation.actions.legs import kept_leg, locked_leg
from gugus.repatriation.actions.moving import kept, locked, settled, told, written
from gugus.repatriation.basis import basis_to_tell, open_basis, will_of
from gugus.repatriation.codes import Confirmed, LegState, MinuteState, Receiver, State
from gugus.repatriation.models import HandedPerson, Handover, Leg, Repatriation
from gugus.tasks.actions import finish_tasks_about, start_task

BECAUSE = "the worker hears of every return"
ANSWERERS = (Role.LIAISON, Role.CASE_MANAGER, Role.SUPERVISOR)
OPEN_AFTERWARDS = timedelta(days=30)


def on_minutes(*, event: Event, at: datetime) -> None:
    """Minutes moved: whoever waits gets a task and a notice, what was signed is carried over. Twice is once."""
    rows = Handover.objects.unscoped(because=BECAUSE).select_related("agency", "to_agency", "data_key")
    handover = rows.filter(pk=event.about_id).first()
    if handover is None:
        return
    actor = UUID(event.facts["by"]) if event.facts.get("by") else None
    follow = FOLLOW.get(event.topic.partition(".")[2])
    if follow:
        follow(handover, event, actor)


def on_arrival(*, event: Event, at: datetime) -> None:
    """Somebody confirmed an arrival, perhaps the receiver, who reaches no task of another agency. Twice is once."""
    leg = Leg.objects.unscoped(because=BECAUSE).filter(pk=event.about_id, state=LegState.ARRIVED).first()
    if leg is not None:
        for kind in ("return_arrival", "return_late"):
            finish_tasks_about(about=leg, kind=kind, by=None, at=event.at)


def _people(handover: Handover) -> list[HandedPerson]:
    rows = HandedPerson.objects.unscoped(because=BECAUSE).filter(handover=handover)
    return list(rows.select_related("repatriation__agency", "repatriation__person", "leg").order_by("pk"))


def _offered(handover: Handover, event: Event, actor: UUID | None) -> None:
    """The receiving agency is asked; what belongs to a third agency is offered in its name if its ledger says so."""
    if handover.state != MinuteState.OFFERED:
        return
    for one in _people(handover):
        if one.repatriation.agency_id != handover.agency_id:
            offer_for(one.repatriation, handover, event.at)
    start_task(
        kind="handover_answer", about=handover, agency=handover.to_agency, by=None, at=event.at,
        due_at=max(event.at, handover.happened_at),
    )  # fmt: skip
    notify(
        code="handover_offered",
        about=handover,
        at=event.at,
        agency=handover.to_agency_id,
        role=ANSWERERS,
        but_not=actor,
    )


def offer_for(repatriation: Repatriation, handover: Handover, at: datetime) -> None:
    """Offer a return in the name of the agency that answers for it, on a basis of its own ledger; else tell it."""
    basis = open_basis(repatriation, handover.to_agency, at)
    found = basis_to_tell(repatriation.person, handover.to_agency, at)
    if basis or found.holds:
        offer_one(repatriation, handover, basis or found.ground.basis, by=None, at=at)
    else:  # nothing opens; the agency that answers for her must ask the person
        _to_owner("handover_no_basis", repatriation, at)


def _answered(handover: Handover, event: Event, actor: UUID | None) -> None:
    finish_tasks_about(about=handover, kind="handover_answer", by=None, at=event.at)
    code = f"handover_{event.topic.partition('.')[2]}"
    notify(code=code, about=handover, at=event.at, agency=handover.agency_id, role=ANSWERERS, but_not=actor)
    if handover.state == MinuteState.ACCEPTED:
        for agency in (handover.agency, handover.to_agency):
            start_task(
                kind="handover_sign", about=handover, agency=agency, by=None, at=event.at,
                due_at=max(event.at, handover.happened_at) + rules.SIGN_WITHIN,
            )  # fmt: skip


def _cancelled(handover: Handover, event: Event, actor: UUID | None) -> None:
    for kind in ("handover_answer", "handover_sign"):
        finish_tasks_about(about=handover, kind=kind, by=None, at=event.at)
    if handover.to_agency_id and handover.offered_at:
        notify(
            code="handover_cancelled", about=handover, at=event.at, agency=handover.to_agency_id, role=ANSWERERS,
            but_not=actor,
        )  # fmt: skip


def _signed(handover: Handover, event: Event, actor: UUID | None) -> None:
    carry_over(handover, at=event.at)
    finish_tasks_about(about=handover, kind="handover_sign", by=None, at=event.at)
    for agency in {handover.agency_id, handover.to_agency_id} - {None}:
        notify(
            code="handover_signed", about=handover, at=event.at, agency=agency, role=ANSWERERS, but_not=actor
        )


def _taken_over(handover: Handover, event: Event, actor: UUID | None) -> None:
    """The successor is asked, the sender knows of it."""
    if handover.state == MinuteState.OFFERED:
        notify(
            code="handover_offered", about=handover, at=event.at, agency=handover.to_agency_id, role=ANSWERERS
        )
    notify(code="handover_taken_over", about=handover, at=event.at, agency=handover.agency_id, role=ANSWERERS)


def _receiver_gone(handover: Handover, event: Event, actor: UUID | None) -> None:
    """One side has signed: the words are fixed and name an agency that is closed. New minutes are needed."""
    _cancelled(handover, event, actor)
    for one in {each.repatriation for each in _people(handover)}:
        _to_owner("handover_receiver_gone", one, event.at, about=handover)


FOLLOW = {
    "taken_over": _taken_over,
    "receiver_gone": _receiver_gone,
    "offered": _offered,
    "accepted": _answered,
    "declined": _answered,
    "cancelled": _cancelled,
    "signed": _signed,
}


@transaction.atomic
def carry_over(handover: Handover, *, at: datetime) -> bool:
    """What both sides signed holds: legs arrived, the person is with the receiver. True if this call was the one."""
    fresh = locked_handover(handover)
    if fresh.state != MinuteState.SIGNED or fresh.carried_at is not None:
        return False
    old = fresh.corrects
    for one in _people(fresh):
        repatriation = locked(one.repatriation)
        if one.leg_id:
            _arrived(one.leg, repatriation, fresh, at)
        if repatriation.state not in rules.ENDED and _is_last(fresh, repatriation):
            _handed(repatriation, fresh, at)
    if old is not None and old.state == MinuteState.SIGNED:
        kept_handover(locked_handover(old), state=MinuteState.REPLACED)
    kept_handover(fresh, carried_at=at)
    return True


def _is_last(handover: Handover, repatriation: Repatriation) -> bool:
    """No later minutes of this person were carried over before these (two events may overtake each other)."""
    rows = Handover.objects.unscoped(because=BECAUSE).filter(persons__repatriation=repatriation)
    later = rows.filter(happened_at__gt=handover.happened_at, carried_at__isnull=False)
    return not later.exclude(pk=handover.corrects_id).exists()


def _arrived(leg: Leg, repatriation: Repatriation, handover: Handover, at: datetime) -> None:
    own = locked_leg(leg)
    if own.state != LegState.UNDER_WAY:
        return
    kept_leg(
        own, state=LegState.ARRIVED, arrived_at=max(handover.happened_at, own.departed_at),
        confirmed=Confirmed.RECEIVER, confirmed_at=at,
    )  # fmt: skip
    for kind in ("return_arrival", "return_late"):
        finish_tasks_about(about=own, kind=kind, by=None, at=at)
    told(
        "leg.arrived", own, of=repatriation, by=None, at=at, changes={"number": own.number, "how": "receiver"}
    )


def _handed(repatriation: Repatriation, handover: Handover, at: datetime) -> None:
    facts = {"minutes": handover.ref, "to": str(handover.to_agency_id or "")}
    if handover.receiver == Receiver.FAMILY:
        kept(repatriation, state=State.ARRIVED, arrived_at=handover.happened_at, paused_from="", code="")
        told("repatriation.handed_over", repatriation, of=repatriation, by=None, at=at, **facts)
        arrived = {"arrived_at": handover.happened_at.isoformat()}
        told("repatriation.arrived", repatriation, of=repatriation, by=None, at=at, **arrived)
        return
    holder = handover.to_agency_id or handover.agency_id
    kept(repatriation, state=State.HANDED_OVER, holder_id=holder, paused_from="", code="")
    told("repatriation.handed_over", repatriation, of=repatriation, by=None, at=at, **facts)


def on_end(*, event: Event, at: datetime) -> None:
    """Somebody is at home or stays: who received her on the way reads for another month, then no more."""
    rows = Handover.objects.unscoped(because=BECAUSE).filter(persons__repatriation=event.about_id)
    for one in rows.distinct():
        running = one.persons.filter(repatriation__state__in=rules.RUNNING)
        if not running.exists():
            close_because(because=one, by=None, at=event.at, until=event.at + OPEN_AFTERWARDS)
    repatriation = Repatriation.objects.unscoped(because=BECAUSE).filter(pk=event.about_id).first()
    if repatriation is not None and event.topic == "repatriation.arrived":
        _to_owner("return_arrived", repatriation, event.at)


def on_withdrawal(*, event: Event, at: datetime) -> None:
    """Somebody took consent back: a return that is being prepared waits; one under way is told to whoever answers."""
    person = (
        Withdrawal.objects.unscoped(because=BECAUSE)
        .filter(pk=event.about_id)
        .values_list("person", flat=True)
    )
    rows = Repatriation.objects.unscoped(because=BECAUSE).filter(person__in=person, state__in=rules.RUNNING)
    for one in rows.exclude(consented_at=None):
        hold_back(one, at=event.at)


@transaction.atomic
def hold_back(repatriation: Repatriation, *, at: datetime) -> bool:
    """Without her word nobody leaves: it is asked anew. True if consent to return is gone."""
    fresh = locked(repatriation)
    if fresh.consented_at is None or will_of(fresh.person, at).holds:
        return False
    kept(fresh, consented_at=None, ground=None, scheduled_at=None)
    settled(fresh)
    written("repatriation.unconsented", fresh, of=fresh, by=None, at=at)
    _to_owner("return_consent_gone", fresh, at, risk="high" if fresh.departed_at else "usual")
    return True


def _to_owner(code: str, repatriation: Repatriation, at: datetime, risk: str = "usual", about=None) -> None:
    manager = repatriation.case.manager_id
    notify(
        code=code, about=about or repatriation, at=at, users=[manager] if manager else [],
        agency=repatriation.agency_id, role=Role.SUPERVISOR, risk=risk,
    )  # fmt: skip


@app.periodic(cron="* * * * *")
@app.task(name="repatriation.watch", queueing_lock="repatriation.watch", lock="repatriation.watch")
def watch(timestamp: int) -> None:
    """Each minute: whose arrival nobody confirmed in time, who was to go to an agency that is closed."""
    raise_alarms(now())
    follow_successors(now())


def follow_successors(at: datetime) -> int:
    """Closed receivers and holders: their successors take their place, each in a transaction of its own; how many."""
    minutes = sum(
        bool(succession.minutes_follow(handover=one, at=at)) for one in succession.stranded_minutes(at)
    )
    returns = sum(
        succession.return_follows(repatriation=one, at=at) for one in succession.stranded_returns(at)
    )
    return minutes + returns


def raise_alarms(at: datetime) -> int:
    """A high-risk task and a notice for manager and supervisors of each leg that is late; returns how many."""
    return sum(raise_alarm(one, at=at) for one in queries.late_legs(at))


@transaction.atomic
def raise_alarm(leg: Leg, *, at: datetime) -> bool:
    """One alarm, once. The notice says the code and what happened, nothing of the person."""
    own = locked_leg(leg)
    if own.alarmed_at is not None or not rules.is_late(own.state, own.alarm_at, at):
        return False
    kept_leg(own, alarmed_at=at)
    repatriation = own.repatriation
    start_task(
        kind="return_late", about=own, within=repatriation.case, agency=repatriation.agency,
        assignee=repatriation.case.manager, due_at=at, risk="high", by=None, at=at,
    )  # fmt: skip
    _to_owner("return_late", repatriation, at, risk="high", about=own)
    if own.agency_id != repatriation.agency_id:
        notify(code="return_late", about=own, at=at, agency=own.agency_id, role=ANSWERERS, risk="high")
    written("leg.alarm", own, of=repatriation, by=None, at=at, changes={"number": own.number})
    return True
