"""Order the hand-over of everybody who is ready, destination by destination. The worker carries it out (`sending`).

What was accepted is kept in the transaction that accepts it: who goes, how they travel, who answers for the cases. A
destination is handed over once at a time; the same `key` twice (a double click) is one order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.groups import bases, rules
from gugus.groups.codes import HandState
from gugus.groups.models import Destination, Group, HandOrder, Member
from gugus.groups.queries import can_answer
from gugus.groups.writing import BECAUSE, CannotGroup, locked
from gugus.kernel.ids import new_id
from gugus.outbox.actions import announce
from gugus.places.queries import labels
from gugus.repatriation.actions import legs
from gugus.repatriation.stations import Station

MOST = 200  # people of one set of minutes
SEALED = ("carrier", "escort", "escort_phone", "place", "number", "handing", "words")


@dataclass(frozen=True, slots=True)
class Journey:
    """How the people of one destination travel, and what the minutes say. Words are sealed.

    Empty for those whose cases the own agency goes on with: they do not travel.
    """

    transport: str = ""
    departed_at: datetime | None = None
    arrives_at: datetime | None = None
    carrier: str = ""
    escort: str = ""
    escort_phone: str = ""
    place: str = ""
    number: str = ""
    handing: dict = field(default_factory=dict)
    words: str = ""


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
            handed=one.handed_at is not None, stays=stays(one.group, one.destination),
        )
        for one in people
    }  # fmt: skip


def stays(group: Group, destination: Destination | None) -> bool:
    """Is the destination where the group arrived, and does the own agency go on with the cases there?"""
    return bool(destination and destination.area_code == group.area_code and destination.to_agency_id is None)


def hurdles_of(members: Iterable[Member], at: datetime) -> dict[UUID, list[Reason]]:
    """Member → everything that stands against the hand-over; empty for who is ready."""
    return {pk: rules.hurdles_to_going(one) for pk, one in standings(members, at).items()}


@transaction.atomic
def order_hand_over(
    *, group: Group, journeys: Mapping[Destination, Journey], manager: User, by: User, at: datetime,
    key: UUID | None = None,
) -> list[HandOrder]:  # fmt: skip
    """Everybody who is ready goes: kept here, carried out by the worker. All or nothing. Raises CannotGroup."""
    group = locked(group)
    if key and (earlier := _earlier(group, journeys, key, by)):
        return earlier
    if not journeys:
        raise CannotGroup(
            [Reason("no_destination", _("Choose where people are handed over to."), "destinations")]
        )
    reasons = []
    if manager.agency_id != group.agency_id or not manager.is_active:
        reasons.append(Reason("not_a_colleague", _("Choose an active colleague of your agency."), "manager"))
    going = {}
    for destination in _destinations(group, journeys):
        going[destination] = ready = _ready(group, destination, at)
        found = _doubts_about(group, destination, ready, journeys[destination], at)
        reasons += _named(destination, found)
    if reasons:
        raise CannotGroup(reasons)
    made = [
        _order(group, one, ready, journeys[one], manager, by, at, uuid5(key, str(one.pk)) if key else None)
        for one, ready in going.items()
    ]
    changes = {
        "people": sum(len(one.numbers) for one in made),
        "area": ", ".join(one.destination.area_code for one in made)[:200],
    }
    record("group.hand_over_ordered", about=group, by=by, at=at, changes=changes)
    announce("group.hand_over_ordered", about=group, at=at, people=changes["people"])
    return made


def _earlier(group: Group, journeys: Mapping[Destination, Journey], key: UUID, by: User) -> list[HandOrder]:
    """The orders that the same form made a moment ago."""
    ids = [uuid5(key, str(one.pk)) for one in journeys]
    rows = HandOrder.objects.unscoped(because="one's own double click").filter(group=group, ordered_by=by)
    return list(rows.filter(pk__in=ids).select_related("destination"))


def _destinations(group: Group, journeys: Iterable[Destination]) -> list[Destination]:
    rows = Destination.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    rows = rows.select_related("to_agency").filter(pk__in=[one.pk for one in journeys], group=group)
    return list(rows.order_by("area_code"))


def _ready(group: Group, destination: Destination, at: datetime) -> list[Member]:
    """Who goes now: here, not gone yet, without any hurdle. In the order of the list."""
    rows = Member.objects.unscoped(because=BECAUSE).filter(
        group=group, destination=destination, aside_at=None, absent=False, handed_at=None
    )
    people = list(
        rows.select_related("person", "assessment", "destination__to_agency", "group").order_by("number")
    )
    hurdles = hurdles_of(people, at)
    return [one for one in people if not hurdles[one.pk]]


def _doubts_about(
    group: Group, destination: Destination, ready: Sequence[Member], journey: Journey, at: datetime
) -> list[Reason]:
    found = []
    if destination.orders.exclude(state=HandState.DONE).exists():
        return [Reason("under_way", _("A hand-over to there is under way. Wait until it has ended."))]
    if not ready:
        found.append(Reason("nobody_ready", _("Nobody is ready to go there. The list says what is missing.")))
    if len(ready) > MOST:
        found.append(Reason("too_many", _("Minutes hold 200 people at most.")))
    if not group.area_code:
        found.append(Reason("no_arrival", _("Write down first in which city or regency the group arrives.")))
    elif destination.to_agency_id is not None:
        found += legs.hurdles_to_beginning(leg_of(group, destination, journey), at)
    return found


def _named(destination: Destination, reasons: Sequence[Reason]) -> list[Reason]:
    """The same with the place in front, for a page of several."""
    if not reasons:
        return []
    where = labels([destination.area_code]).get(destination.area_code, destination.area_code)
    return [Reason(one.code, format_lazy("{}: {}", where, one.words), one.field) for one in reasons]


def _order(
    group: Group, destination: Destination, ready: Sequence[Member], journey: Journey, manager: User, by: User,
    at: datetime, key: UUID | None,
) -> HandOrder:  # fmt: skip
    told = asdict(journey)
    made = HandOrder(
        id=key or new_id(), group=group, agency_id=group.agency_id, destination=destination,
        to_agency=destination.to_agency, manager=manager, numbers=[one.number for one in ready],
        transport=journey.transport, departed_at=journey.departed_at, arrives_at=journey.arrives_at,
        journey={name: told[name] for name in SEALED if told[name]}, ordered_by=by, ordered_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def leg_of(group: Group, destination: Destination, journey: Journey) -> legs.LegPlan:
    """The leg that each of them travels."""
    return legs.LegPlan(
        origin=Station(area=group.area_code), target=Station(area=destination.area_code), transport=journey.transport,
        departs_at=journey.departed_at, arrives_at=journey.arrives_at, carrier=journey.carrier, escort=journey.escort,
        escort_phone=journey.escort_phone, to_agency=destination.to_agency,
    )  # fmt: skip
