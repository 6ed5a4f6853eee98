"""Tell others that people are on their way, ask further ones, end it. Every heads-up ends in a state."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.arrivals import rules
from gugus.arrivals.codes import OfferState, State
from gugus.arrivals.models import Headsup, Offer
from gugus.arrivals.rules import Told
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.outbox.actions import announce
from gugus.providers.queries import has_users

BECAUSE = "came through the gate"


class CannotTell(Cannot):
    """The heads-up cannot be written, sent or changed like this."""


class CannotEnd(Cannot):
    """The heads-up cannot be ended like this."""


@transaction.atomic
def write_headsup(*, told: Told, by: User, at: datetime, key: UUID | None = None) -> Headsup:
    """A draft that only one's own agency sees. The same `key` twice (a double click) gives the same one."""
    rows = Headsup.objects.unscoped(because="one's own double click")
    if key and (earlier := rows.filter(pk=key, written_by=by).first()):
        return earlier
    if reasons := rules.hurdles_to_telling(told, at):
        raise CannotTell(reasons)
    one = Headsup(id=key or new_id(), agency=by.agency, written_by=by, written_at=at, **_fields(told))
    one.save(force_insert=True)
    # What it says is no business of the trail: it stays for years, the details go after a month.
    record("arrival.written", about=one, by=by, at=at)
    return one


@transaction.atomic
def change_headsup(
    *, headsup: Headsup, told: Told, by: User, at: datetime, seen: int | None = None
) -> Headsup:
    """A draft says something else. What was sent is not rewritten: cancel it and send another."""
    one = _locked(headsup, State.DRAFT, seen=seen)
    if reasons := rules.hurdles_to_telling(told, at):
        raise CannotTell(reasons)
    given = _fields(told)
    for name, value in given.items():
        setattr(one, name, value)
    _save(one, *given)
    record("arrival.changed", about=one, by=by, at=at)
    return one


@transaction.atomic
def send_headsup(
    *, headsup: Headsup, agencies: Sequence[Agency], by: User, at: datetime, seen: int | None = None
) -> Headsup:
    """Tell the chosen agencies; once sent, further ones are told with the same words. They can answer from now on."""
    one = _locked(headsup, State.DRAFT, State.SENT, seen=seen)
    fresh = [agency for agency in agencies if agency.pk not in set(one.asked)]
    if reasons := hurdles_to_sending(one, fresh, at):
        raise CannotTell(reasons)
    first = one.state == State.DRAFT
    one.asked = [*one.asked, *(agency.pk for agency in fresh)]
    one.state, one.sent_at = State.SENT, one.sent_at or at
    _save(one, "asked", "state", "sent_at")
    verb = "arrival.sent" if first else "arrival.asked"
    record(verb, about=one, by=by, at=at, changes={"agencies": len(fresh)})
    announce(verb, about=one, at=at, by=str(by.pk), agencies=[str(agency.pk) for agency in fresh])
    return one


def hurdles_to_sending(one: Headsup, agencies: Sequence[Agency], at: datetime) -> list[Reason]:
    """Everything that stands against telling these agencies."""
    found = rules.hurdles_of_window(one.from_at, one.to_at, at)
    if not agencies:
        found.append(
            Reason("nobody_asked", _("Choose at least one agency that was not told yet."), "agencies")
        )
    today = timezone.localdate(at)
    for agency in agencies:
        gone = agency.valid_to is not None and agency.valid_to <= today
        if agency.pk == one.agency_id or gone:
            found.append(Reason("not_this_one", _("This agency cannot be asked."), "agencies"))
        elif not has_users(agency):
            words = _("%(agency)s has nobody who can sign in. Call there.")
            found.append(Reason("cannot_answer", words % {"agency": agency.name}, "agencies"))
    return found


@transaction.atomic
def extend_headsup(
    *, headsup: Headsup, to_at: datetime, by: User, at: datetime, seen: int | None = None
) -> Headsup:
    """They come later than told. Offers that end earlier stay as they are: their agencies are told."""
    one = _locked(headsup, State.SENT, seen=seen)
    reasons = rules.hurdles_of_window(one.from_at, to_at, at)
    if to_at <= one.to_at:
        reasons.append(Reason("not_later", _("Choose a later moment."), "to_at"))
    if reasons:
        raise CannotTell(reasons)
    one.to_at = to_at
    _save(one, "to_at")
    return _told("arrival.extended", one, by=by, at=at)


@transaction.atomic
def note_arrival(
    *, headsup: Headsup, came: Mapping[UUID, int], by: User, at: datetime, seen: int | None = None
) -> Headsup:
    """They have arrived: offer → how many came there. Holds become taken places, what is left of them is free."""
    one = _locked(headsup, State.SENT, seen=seen)
    offers = _live_offers(one)
    taken = {offer.pk for offer in offers if offer.state == OfferState.TAKEN}
    if came.keys() - taken:
        raise CannotEnd([Reason("not_taken", _("Only taken offers can receive somebody."))])
    if any(not 0 <= number <= rules.MOST_PERSONS for number in came.values()):
        raise CannotEnd([Reason("unlikely", _("This number is not possible."))])
    for offer in offers:
        offer.state = OfferState.ENDED if offer.pk in taken else OfferState.EXPIRED
        offer.arrived = came.get(offer.pk, 0) if offer.pk in taken else None
        _end_offer(offer, by, at)
    one.arrived = sum(came.values())
    return _end(one, State.ARRIVED, by=by, at=at)


@transaction.atomic
def cancel_headsup(
    *, headsup: Headsup, code: str, by: User, at: datetime, seen: int | None = None
) -> Headsup:
    """It does not happen. Drafts are cancelled too; nobody hears of those."""
    one = _locked(headsup, State.DRAFT, State.SENT, seen=seen)
    if not code:
        raise CannotEnd([Reason("no_code", _("Choose a reason."), "code")])
    for offer in _live_offers(one):
        offer.state = OfferState.DECLINED
        _end_offer(offer, by, at)
    one.code = code
    return _end(one, State.CANCELLED, by=by, at=at, code=code)


@transaction.atomic
def expire_headsup(*, headsup: Headsup, at: datetime) -> Headsup:
    """The window passed and nobody said what came of it. The worker calls this."""
    one = _locked(headsup, State.SENT)
    for offer in _live_offers(one):
        offer.state = OfferState.EXPIRED
        _end_offer(offer, None, at)
    return _end(one, State.EXPIRED, by=None, at=at)


@transaction.atomic
def forget_details(*, headsup: Headsup, at: datetime) -> Headsup:
    """Only figures stay: numbers, the months, the province. The worker calls this `DETAIL_DAYS` after the end."""
    rows = Headsup.objects.unscoped(because="the worker's nightly job").select_for_update()
    one = rows.get(pk=headsup.pk)
    month = one.from_at.astimezone(timezone.get_default_timezone()).replace(
        day=1, hour=12, minute=0, second=0, microsecond=0
    )
    one.from_at = one.to_at = month
    one.languages, one.needs, one.asked = [], [], []
    one.area_code, one.details_gone_at = one.area_code[:2], at
    _save(one, "from_at", "to_at", "languages", "needs", "asked", "area_code", "details_gone_at")
    offers = Offer.objects.unscoped(because="the worker's nightly job").filter(headsup=one)
    offers.update(conditions=[], from_at=None, until_at=None)
    record("arrival.details_gone", about=one, by=None, at=at)
    return one


def read_headsup(*, headsup: Headsup, by: User, at: datetime) -> None:
    """Somebody read it."""
    record("arrival.read", about=headsup, by=by, at=at)


def moved_on() -> Reason:
    """The reason when somebody was faster."""
    return Reason("not_from_here", _("The heads-up has already moved to another state."))


def _fields(told: Told) -> dict:
    return asdict(told) | {"languages": list(told.languages), "needs": list(told.needs)}


def _locked(headsup: Headsup, *states: State, seen: int | None = None) -> Headsup:
    rows = Headsup.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("agency").get(pk=headsup.pk)
    check_version(fresh, seen)
    if fresh.state not in states:
        raise CannotTell([moved_on()])
    return fresh


def _live_offers(one: Headsup) -> list[Offer]:
    rows = Offer.objects.unscoped(because=BECAUSE).filter(headsup=one, state__in=rules.LIVE)
    return list(rows.select_for_update().order_by("pk"))


def _end_offer(offer: Offer, by: User | None, at: datetime) -> None:
    offer.decided_by, offer.decided_at = by, at
    offer.version += 1
    offer.save(update_fields=["state", "arrived", "decided_by", "decided_at", "version"])


def _end(one: Headsup, state: State, *, by: User | None, at: datetime, code: str = "") -> Headsup:
    one.state, one.ended_at = state, at
    _save(one, "state", "ended_at", "code", "arrived")
    return _told(f"arrival.{state}", one, by=by, at=at, code=code)


def _told(verb: str, one: Headsup, *, by: User | None, at: datetime, code: str = "") -> Headsup:
    record(verb, about=one, by=by, at=at, reason=code)
    announce(verb, about=one, at=at, by=str(by.pk) if by else "")
    return one


def _save(one: Headsup, *fields: str) -> None:
    one.version += 1
    one.save(update_fields=[*fields, "version"])
