"""What may be done with a heads-up and its offers, and by when. Plain values only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from gugus.arrivals.codes import OfferState, State
from gugus.base.refusals import Reason

ENDED = frozenset({State.ARRIVED, State.CANCELLED, State.EXPIRED})
LIVE = frozenset({OfferState.OPEN, OfferState.TAKEN})
GRACE = timedelta(hours=6)  # a bus is late: so long after its window a heads-up ends by itself
ANSWER = timedelta(hours=2)  # asked agencies should answer by then, or before the window opens
LONGEST_WINDOW = timedelta(days=7)
LONGEST_HOLD = timedelta(days=14)
FURTHEST = timedelta(days=60)
DETAIL_DAYS = 30  # so long after the end only figures are left
MOST_PERSONS = 2000

SENDER, PROVIDER, CLOCK = "sender", "provider", "clock"
# From a state to a state of an offer: who may make the move.
MOVES = {
    (OfferState.OPEN, OfferState.TAKEN): SENDER,
    (OfferState.OPEN, OfferState.DECLINED): SENDER,
    (OfferState.TAKEN, OfferState.DECLINED): SENDER,
    (OfferState.OPEN, OfferState.WITHDRAWN): PROVIDER,
    (OfferState.TAKEN, OfferState.WITHDRAWN): PROVIDER,
}


@dataclass(frozen=True, slots=True)
class Told:
    """All that a heads-up can say. Moments are aware; `zone` is the one in which people speak of them."""

    from_at: datetime
    to_at: datetime
    zone: str
    persons_min: int
    persons_max: int
    minors: bool
    area_code: str
    female: int | None = None
    male: int | None = None
    minors_count: int | None = None
    languages: Sequence[str] = ()
    needs: Sequence[str] = ()


def hurdles_to_telling(told: Told, at: datetime) -> list[Reason]:
    """Everything in the numbers and moments that cannot be."""
    found = hurdles_of_window(told.from_at, told.to_at, at)
    if not 1 <= told.persons_min <= told.persons_max <= MOST_PERSONS:
        found.append(
            Reason("numbers_crossed", _("From one person up, the smaller number first."), "persons_max")
        )
    for name in ("female", "male", "minors_count"):
        number = getattr(told, name)
        if number is not None and not 0 <= number <= told.persons_max:
            found.append(Reason("more_than_all", _("This is more than all together."), name))
    if (told.female or 0) + (told.male or 0) > told.persons_max:
        found.append(Reason("sexes_too_many", _("Together this is more than all."), "male"))
    if told.minors_count and not told.minors:
        found.append(Reason("minors_unclear", _("Say that children are among them."), "minors"))
    if told.area_code.count(".") != 1:
        found.append(Reason("regency_only", _("Name the city or regency, nothing smaller."), "area_code"))
    return found


def hurdles_of_window(from_at: datetime, to_at: datetime, at: datetime) -> list[Reason]:
    """A window that begins before it ends, is not over, not far off and not endless."""
    if to_at <= from_at:
        return [Reason("window_crossed", _("The end lies before the beginning."), "to_at")]
    if to_at <= at:
        return [Reason("window_over", _("This time is over already."), "to_at")]
    if from_at > at + FURTHEST:
        return [Reason("too_far", _("At most 60 days ahead."), "from_at")]
    if to_at - from_at > LONGEST_WINDOW:
        return [Reason("window_long", _("A window lasts at most seven days."), "to_at")]
    return []


def who_moves(before: str, after: str) -> str | None:
    """Which side makes this move of an offer; None when nobody does."""
    return MOVES.get((OfferState(before), OfferState(after)))


def answer_due(sent_at: datetime, from_at: datetime) -> datetime:
    """By when an asked agency should answer: two hours, or before the window opens, but never in the past."""
    return max(min(sent_at + ANSWER, from_at), sent_at + timedelta(minutes=15))


def expires_at(to_at: datetime) -> datetime:
    """When a heads-up ends by itself."""
    return to_at + GRACE
