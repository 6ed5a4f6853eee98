"""The way home goes with the case: the new owner answers for returns. Who holds a person on the way stays."""

from collections.abc import Iterable

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from gugus.base.along import BECAUSE, Counted, Going, Moves, Went
from gugus.base.refusals import Reason
from gugus.repatriation import rules
from gugus.repatriation.models import Cost, Handover, Leg, Repatriation, TravelPaper


def _of(going: Going):
    return Repatriation.objects.unscoped(because=BECAUSE).filter(case__in=going.cases)


def move_returns(going: Going) -> Iterable[Went]:
    """The new owner answers for them, and holds whom the old one held."""
    rows = _of(going).filter(agency=going.origin)
    refs = list(rows.values_list("ref", flat=True))
    rows.filter(holder=going.origin).update(holder=going.target)
    rows.update(agency=going.target, version=F("version") + 1)
    return [Went("repatriation", ref) for ref in refs]


def move_legs(going: Going) -> Iterable[Went]:
    """Legs that are still to come or under way are the new owner's; who wrote them stands in them."""
    rows = Leg.objects.unscoped(because=BECAUSE).filter(
        repatriation__case__in=going.cases, agency=going.origin
    )
    rows.update(agency=going.target, version=F("version") + 1)
    return ()


def move_papers(going: Going) -> Iterable[Went]:
    """Papers follow their return."""
    rows = TravelPaper.objects.unscoped(because=BECAUSE).filter(repatriation__case__in=going.cases)
    rows.filter(agency=going.origin).update(agency=going.target)
    return ()


def move_costs(going: Going) -> Iterable[Went]:
    """So that the new owner can take back what was written by mistake."""
    rows = Cost.objects.unscoped(because=BECAUSE).filter(leg__repatriation__case__in=going.cases)
    rows.filter(agency=going.origin).update(agency=going.target)
    return ()


def move_minutes(going: Going) -> Iterable[Went]:
    """The new owner may know of minutes about its people; who handed over stays."""
    rows = (
        Handover.objects.unscoped(because=BECAUSE)
        .filter(persons__repatriation__case__in=going.cases)
        .distinct()
    )
    for one in rows:
        if going.target not in one.parties:
            one.parties = sorted({*one.parties, going.target})
            one.save(update_fields=["parties"])
    return ()


def minutes_wait(going: Going) -> Iterable[Reason]:
    """Minutes are finished by who began them."""
    rows = Handover.objects.unscoped(because=BECAUSE).filter(persons__repatriation__case__in=going.cases)
    if rows.filter(agency=going.origin, state__in=rules.OPEN_MINUTES).exists():
        sentence = _("The minutes of a hand-over are not signed by both sides yet. Finish or cancel them.")
        yield Reason("minutes_unsigned", sentence)


COUNTS = (Counted("repatriations", lambda going: _of(going).exclude(state__in=rules.ENDED).count()),)
MOVES = (
    Moves("repatriation.Repatriation", move_returns),
    Moves("repatriation.Leg", move_legs),
    Moves("repatriation.TravelPaper", move_papers),
    Moves("repatriation.Cost", move_costs),
    Moves("repatriation.Handover", move_minutes),
)
HURDLES = (minutes_wait,)
STAYS = {
    "repatriation.HandedPerson": "part of minutes; who reads it follows the return",
    "repatriation.Signature": "who signed for which agency stays for ever",
}
