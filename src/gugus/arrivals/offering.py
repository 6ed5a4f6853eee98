"""Answer a heads-up with places, or say that nothing is free; take, decline or withdraw an offer."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.arrivals import rules
from gugus.arrivals.actions import BECAUSE, moved_on
from gugus.arrivals.codes import OfferState, State
from gugus.arrivals.models import Headsup, Offer
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.kernel.ids import new_id
from gugus.outbox.actions import announce
from gugus.providers.capacity import free_hold, hold_places
from gugus.providers.models import Capacity


class CannotOffer(Cannot):
    """The offer cannot be made or moved like this."""


@transaction.atomic
def offer_places(
    *,
    headsup: Headsup,
    capacity: Capacity,
    places: int,
    from_at: datetime,
    until_at: datetime,
    conditions: Sequence[str],
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> Offer:
    """Places of one's own service for those who come. They are held from now on, so nobody else is promised them.

    The same `key` twice is one offer. More than is free raises CannotHold, with the number that is.
    """
    rows = Offer.objects.unscoped(because="one's own double click")
    if key and (earlier := rows.filter(pk=key, written_by=by).first()):
        return earlier
    _must_be_asked(headsup, by)
    if reasons := _hurdles(headsup, capacity, from_at, until_at, by, at):
        raise CannotOffer(reasons)
    pk = key or new_id()
    hold_places(
        capacity=capacity, places=places, from_at=from_at, until_at=until_at, because=pk, by=by, at=at
    )
    offer = Offer(
        id=pk, headsup=headsup, agency=by.agency, sender_id=headsup.agency_id, capacity=capacity,
        group=capacity.group, places=places, from_at=from_at, until_at=until_at, conditions=list(conditions),
        written_by=by, written_at=at,
    )  # fmt: skip
    offer.save(force_insert=True)
    return _told("arrival.offered", offer, by=by, at=at)


@transaction.atomic
def refuse_headsup(*, headsup: Headsup, code: str, by: User, at: datetime) -> Offer:
    """Nothing is free here, for a coded reason: an answer too. Saying it twice is once."""
    _must_be_asked(headsup, by)
    if not code:
        raise CannotOffer([Reason("no_code", _("Choose a reason."), "code")])
    mine = Offer.objects.unscoped(because=BECAUSE).filter(headsup=headsup, agency=by.agency)
    if earlier := mine.filter(state=OfferState.REFUSED).first():
        return earlier
    if mine.filter(state__in=rules.LIVE).exists():
        raise CannotOffer([Reason("offer_lives", _("Withdraw your offer first."))])
    offer = Offer(
        headsup=headsup, agency=by.agency, sender_id=headsup.agency_id, state=OfferState.REFUSED, code=code,
        written_by=by, written_at=at,
    )  # fmt: skip
    offer.save(force_insert=True)
    return _told("arrival.refused", offer, by=by, at=at, code=code)


@transaction.atomic
def take_offer(*, offer: Offer, by: User, at: datetime, seen: int | None = None) -> Offer:
    """The sender says yes: these places stay held until the hold ends."""
    return _told("arrival.taken", _moved(offer, OfferState.TAKEN, by=by, at=at, seen=seen), by=by, at=at)


@transaction.atomic
def decline_offer(*, offer: Offer, by: User, at: datetime, seen: int | None = None) -> Offer:
    """The sender does not need them (any more): the worker frees the places within seconds."""
    return _told(
        "arrival.declined", _moved(offer, OfferState.DECLINED, by=by, at=at, seen=seen), by=by, at=at
    )


@transaction.atomic
def withdraw_offer(*, offer: Offer, by: User, at: datetime, seen: int | None = None) -> Offer:
    """The provider cannot keep its word: the places are free at once, the sender is told at once."""
    moved = _moved(offer, OfferState.WITHDRAWN, by=by, at=at, seen=seen)
    free_hold(because=moved.pk, by=by, at=at)
    return _told("arrival.withdrawn", moved, by=by, at=at)


@transaction.atomic
def expire_offer(*, offer: Offer, at: datetime) -> Offer:
    """Its hold ran out. The worker calls this."""
    one = _locked(offer)
    if not one.is_live:
        return one
    one.state, one.decided_at = OfferState.EXPIRED, at
    _save(one)
    free_hold(because=one.pk, by=None, at=at)
    return _told("arrival.offer_expired", one, by=None, at=at)


def _hurdles(
    headsup: Headsup, capacity: Capacity, from_at: datetime, until_at: datetime, by: User, at: datetime
) -> list[Reason]:
    found = []
    if capacity.offering.agency_id != by.agency_id:
        found.append(Reason("not_yours", _("Offer places of your own agency."), "capacity"))
    if until_at <= max(from_at, at):
        found.append(Reason("ends_too_early", _("The end lies before the beginning."), "until_at"))
    elif until_at < headsup.from_at or from_at > headsup.to_at:
        found.append(Reason("misses_them", _("They come at another time."), "until_at"))
    if until_at > at + rules.LONGEST_HOLD + rules.FURTHEST or until_at - from_at > rules.LONGEST_HOLD:
        found.append(Reason("hold_long", _("Places are held for 14 days at most."), "until_at"))
    return found


def _must_be_asked(headsup: Headsup, by: User) -> None:
    """Locked for reading, so that no offer slips in while the heads-up ends."""
    # The asked agency may not lock a row it may not change: it reads again and the database's own policy decides.
    fresh = Headsup.objects.unscoped(because=BECAUSE).filter(pk=headsup.pk).first()
    if fresh is None or fresh.state != State.SENT or by.agency_id not in fresh.asked:
        raise CannotOffer([moved_on()])


def _moved(offer: Offer, to: OfferState, *, by: User, at: datetime, seen: int | None) -> Offer:
    """Lock, ask, change. Two at once: one moves, the other hears CannotOffer."""
    one = _locked(offer)
    check_version(one, seen)
    side = rules.who_moves(one.state, to)
    mine = {rules.SENDER: one.sender_id, rules.PROVIDER: one.agency_id}
    if side is None or mine[side] != by.agency_id:
        raise CannotOffer([Reason("not_from_here", _("This offer has already moved to another state."))])
    one.state, one.decided_by, one.decided_at = to, by, at
    _save(one)
    return one


def _locked(offer: Offer) -> Offer:
    rows = Offer.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    return rows.select_related("headsup").get(pk=offer.pk)


def _save(one: Offer) -> None:
    one.version += 1
    one.save(update_fields=["state", "decided_by", "decided_at", "version"])


def _told(verb: str, offer: Offer, *, by: User | None, at: datetime, code: str = "") -> Offer:
    """In the trail of the heads-up; an offer has no page of its own."""
    numbers = {"places": offer.places, "offer": str(offer.pk)}
    record(verb, about=offer.headsup, by=by, at=at, reason=code, changes=numbers)
    announce(verb, about=offer.headsup, at=at, offer=str(offer.pk), by=str(by.pk) if by else "")
    return offer
