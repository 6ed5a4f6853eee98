"""Stays of a case that goes to another agency: the new owner is told where they are; the house keeps its own."""

from collections.abc import Iterable

from django.db.models import F

from gugus.base.along import BECAUSE, Counted, Going, Moves, Went
from gugus.shelter import rules
from gugus.shelter.models import House, Stay


def _of(going: Going):
    return Stay.objects.unscoped(because=BECAUSE).filter(case__in=going.cases)


def move_stays(going: Going) -> Iterable[Went]:
    """The new owner sees state and dates instead of the old one; the beds stay where they are."""
    rows = _of(going).filter(sender=going.origin)
    refs, houses = list(rows.values_list("ref", flat=True)), list(rows.values_list("house_id", flat=True))
    for house in (
        House.objects.unscoped(because=BECAUSE).filter(pk__in=houses).exclude(agency_id=going.target)
    ):
        house.known_to = sorted({*house.known_to, going.target})
        house.save(update_fields=["known_to"])
    rows.update(sender=going.target, version=F("version") + 1)
    _unknow(houses, going)
    return [Went("stay", ref) for ref in refs]


def _unknow(houses: list, going: Going) -> None:
    """Without a stay left, the old owner no longer knows the house."""
    rows = Stay.objects.unscoped(because=BECAUSE).filter(sender=going.origin)
    still = set(rows.filter(house__in=houses).values_list("house_id", flat=True))
    for house in House.objects.unscoped(because=BECAUSE).filter(pk__in=set(houses) - still):
        house.known_to = [one for one in house.known_to if one != going.origin]
        house.save(update_fields=["known_to"])


def stays_kept(going: Going) -> dict[str, list[dict]]:
    """What houses of the old agency did, for its own account: months and codes, nobody named."""
    rows = _of(going).filter(agency=going.origin).order_by("proposed_at")
    return {
        "stays": [
            {
                "ref": one.ref,
                "state": one.state,
                "code": one.code,
                "in_on": one.in_at.date().isoformat() if one.in_at else "",
                "out_on": one.out_at.date().isoformat() if one.out_at else "",
            }
            for one in rows
        ]
    }


COUNTS = (Counted("stays", lambda going: _of(going).filter(state__in=rules.OPEN).count()),)
KEEPS = (stays_kept,)
MOVES = (Moves("shelter.Stay", move_stays),)
STAYS = {
    "shelter.House": "a house of an office",
    "shelter.Address": "where a house of an office is",
    "shelter.Room": "a room of an office's house",
    "shelter.Bed": "a bed of an office's house",
    "shelter.Placement": "who lies where is known in the house alone",
    "shelter.Check": "evening rounds of the house",
    "shelter.Note": "what the house wrote for itself",
    "shelter.Handover": "what shifts of the house told each other",
    "shelter.Belonging": "what the house keeps or kept",
}
