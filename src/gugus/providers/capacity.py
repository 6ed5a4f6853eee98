"""Count places, add one, take one away, say "full tonight", hold some for a group on its way."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.kernel.ids import new_id
from gugus.providers import rules
from gugus.providers.beds import counted_by_beds
from gugus.providers.codes import MoveKind
from gugus.providers.models import Capacity, CapacityHold, CapacityMove, Offering

TO_A_BED = timedelta(hours=24)


class CannotCount(Cannot):
    """The number of places cannot be changed like this."""


class CannotHold(Cannot):
    """The places cannot be held: they are not there, or not any more."""


@transaction.atomic
def set_places(
    *, offering: Offering, group: str, total: int, taken: int, by: User, at: datetime, seen: int | None = None
) -> Capacity:
    """Count anew: so many places for a group, so many taken. What is held stays held. `total` 0 counts nothing more."""
    _must_be_counted_by_hand(offering)
    first = not offering.capacities.filter(group=group).exists()
    one = _first(offering, group, by, at) if first else locked(offering, group, seen=seen)
    if not 0 <= total <= rules.MOST_PLACES:
        words = _("Between 0 and %(most)d places.") % {"most": rules.MOST_PLACES}
        raise CannotCount([Reason("total_unlikely", words, "total")])
    if taken < 0 or taken + one.held > total:
        words = _("Taken and held together are more than there are places.")
        raise CannotCount([Reason("more_than_there_are", words, "taken")])
    one.total, one.taken, one.full_until = total, taken, None
    return _counted(one, MoveKind.SET, by=by, at=at, counted=True, first=first)


@transaction.atomic
def tap(
    *, offering: Offering, group: str, kind: str, by: User, at: datetime, seen: int | None = None
) -> Capacity:
    """One tap of the liaison: plus (one came), minus (one left), full (no more tonight), open (there is room again).

    `seen` makes a double tap of a slow phone one: the second hears that the number changed.
    """
    if kind in {MoveKind.PLUS, MoveKind.MINUS}:
        _must_be_counted_by_hand(offering)
    one = locked(offering, group, seen=seen)
    if kind == MoveKind.PLUS:
        _must_have_room(one)
        one.taken += 1
    elif kind == MoveKind.MINUS:
        if one.taken == 0:
            raise CannotCount([Reason("nobody_there", _("Nobody is counted as being there."), "taken")])
        one.taken -= 1
        one.full_until = None
    elif kind == MoveKind.FULL:
        one.full_until = rules.morning_after(at, offering.area_code)
    elif kind == MoveKind.OPEN:
        one.full_until = None
    else:
        raise CannotCount([Reason("unknown_move", _("Choose plus, minus, full or open."), "kind")])
    return _counted(one, kind, by=by, at=at, counted=True)


@transaction.atomic
def hold_places(
    *,
    capacity: Capacity,
    places: int,
    from_at: datetime,
    until_at: datetime,
    because: UUID,
    by: User,
    at: datetime,
) -> CapacityHold:
    """Keep places for a group on its way. Two at once never hold more than there are. Raises CannotHold."""
    one = locked(capacity.offering, capacity.group)
    if places < 1 or places > one.left:
        words = _("Only %(left)d places are free now.") % {"left": one.left}
        raise CannotHold([Reason("not_enough_places", words, "places")])
    if until_at <= max(from_at, at):
        raise CannotHold([Reason("ends_too_early", _("The end lies before the beginning."), "until_at")])
    one.held += places
    _counted(one, MoveKind.HELD, by=by, at=at)
    hold = CapacityHold(
        id=new_id(), capacity=one, agency=one.offering.agency, because=because, places=places, from_at=from_at,
        until_at=until_at,
    )  # fmt: skip
    hold.save(force_insert=True)
    return hold


@transaction.atomic
def free_hold(*, because: UUID, by: User | None, at: datetime, arrived: int = 0) -> bool:
    """The hold of an offer ends; those who arrived take their places. False when it had ended already.

    Those beyond the hold are not counted here: the house counts them itself. Where beds are counted, those who arrived
    keep their places held until each has a bed (`take_from_hold`), for `TO_A_BED` at most: nobody is counted twice.
    """
    rows = CapacityHold.objects.unscoped(because="the offer came through its gate")
    known = rows.select_related("capacity__offering").filter(because=because).first()
    if known is None:
        return False
    one = locked(known.capacity.offering, known.capacity.group)
    hold = rows.select_for_update().get(pk=known.pk)
    if hold.ended_at is not None:
        return False
    if arrived and counted_by_beds(one.offering):
        return _wait_for_beds(one, hold, min(arrived, hold.places), by=by, at=at)
    hold.ended_at = at
    hold.save(update_fields=["ended_at"])
    one.held -= hold.places
    one.taken += min(arrived, hold.places)
    _counted(one, MoveKind.ARRIVED if arrived else MoveKind.FREED, by=by, at=at)
    return True


def _wait_for_beds(one: Capacity, hold: CapacityHold, places: int, *, by: User | None, at: datetime) -> bool:
    one.held -= hold.places - places
    hold.places, hold.until_at = places, at + TO_A_BED
    hold.save(update_fields=["places", "until_at"])
    _counted(one, MoveKind.ARRIVED, by=by, at=at)
    return True


@transaction.atomic
def take_from_hold(*, hold: CapacityHold, by: User, at: datetime) -> None:
    """One of those for whom places are held gets a bed: the hold is one place smaller. Raises CannotHold."""
    one = locked(hold.capacity.offering, hold.capacity.group)
    rows = CapacityHold.objects.unscoped(because="the house's own places").select_for_update(of=("self",))
    fresh = rows.get(pk=hold.pk)
    if fresh.ended_at is not None:
        words = _("These places are no longer held.")
        raise CannotHold([Reason("hold_ended", words, "hold")])
    if fresh.places == 1:
        fresh.ended_at = at
    else:
        fresh.places -= 1
    fresh.save(update_fields=["places", "ended_at"])
    one.held -= 1
    _counted(one, MoveKind.ARRIVED, by=by, at=at)


@transaction.atomic
def follow_beds(
    *,
    offering: Offering,
    group: str,
    total: int,
    taken: int,
    by: User | None,
    at: datetime,
    looked: bool = False,
) -> Capacity | None:
    """The places of a group are what its beds say. Nothing is written where nothing changed and nobody `looked`.

    What is held for people on their way stays held: a bed that would take such a place raises CannotCount.
    """
    first = not offering.capacities.filter(group=group).exists()
    if first and not total:
        return None
    one = _first(offering, group, by, at) if first else locked(offering, group)
    if by is not None and taken + one.held > total and (total or taken):
        words = _("The free places of this group are held for people on their way.")
        raise CannotCount([Reason("held_for_others", words, "bed")])
    total = max(total, taken + one.held)
    if not first and not looked and (one.total, one.taken) == (total, taken):
        return one
    one.total, one.taken = total, taken
    return _counted(one, MoveKind.SET, by=by, at=at, counted=by is not None, first=first)


def _must_be_counted_by_hand(offering: Offering) -> None:
    if counted_by_beds(offering):
        words = _("These places are counted by the beds of the house. Change the bed, not the number.")
        raise CannotCount([Reason("counted_by_beds", words)])


def locked(offering: Offering, group: str, *, seen: int | None = None) -> Capacity:
    """The places of a group, locked until the end of the transaction. Raises CannotCount where none are counted."""
    rows = Capacity.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    one = rows.select_related("offering__agency").filter(offering=offering, group=group).first()
    if one is None:
        raise CannotCount([Reason("not_counted", _("No places are counted for this group."), "group")])
    check_version(one, seen)
    return one


def _first(offering: Offering, group: str, by: User, at: datetime) -> Capacity:
    return Capacity(offering=offering, group=group, total=0, counted_at=at, counted_by=by)


def _must_have_room(one: Capacity) -> None:
    if one.left > 0:
        return
    words = _("All places are taken or held. Raise the number of places if there are more.")
    raise CannotCount([Reason("no_room", words, "taken")])


def _counted(
    one: Capacity, kind: str, *, by: User | None, at: datetime, counted: bool = False, first: bool = False
) -> Capacity:
    """Save, add to the history, write to the trail. Only somebody who looked makes the count fresh."""
    if counted:
        one.counted_at, one.counted_by = at, by
    if first:
        one.save(force_insert=True)
    else:
        one.version += 1
        fields = ("total", "taken", "held", "full_until", "counted_at", "counted_by", "version")
        one.save(update_fields=fields)
    numbers = {"total": one.total, "taken": one.taken, "held": one.held}
    agency = by.agency if by else one.offering.agency
    CapacityMove(capacity=one, agency=agency, at=at, by=by, kind=kind, **numbers).save(force_insert=True)
    verb = {MoveKind.HELD: "provider.held", MoveKind.FREED: "provider.freed"}.get(kind, "provider.counted")
    record(verb, about=one.offering, by=by, at=at, reason=kind, changes={"group": one.group, **numbers})
    return one
