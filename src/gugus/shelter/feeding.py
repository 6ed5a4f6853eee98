"""The beds are the one source of how many places a service has free; the directory of providers follows them.

After each change of a bed or a stay the groups of the house's service are counted anew, behind a lock, so that two
changes at once never write an old sum. What arrivals hold stays held; a bed that would take a held place is refused.
"""

from collections import Counter
from datetime import datetime

from django.db.models import Q

from gugus.access.models import User
from gugus.providers.capacity import follow_beds
from gugus.providers.models import Offering
from gugus.shelter import rules
from gugus.shelter.codes import Use
from gugus.shelter.models import Bed, House, Placement

BECAUSE = "counts the beds of one's own houses"


def counts(offering: Offering) -> bool:
    """Are the places of this service counted by beds? For `providers.beds`."""
    rows = House.objects.unscoped(because="whoever counts places asks for one's own service")
    return rows.filter(offering_id=offering.pk, closed_at=None).exists()


def feed(house: House, *, by: User | None, at: datetime, looked: bool = False) -> None:
    """Write what the beds of the house's service say now. `looked`: somebody was there and counted.

    Raises CannotCount (field `bed`) where the last free places are held for people on their way.
    """
    if house.offering_id is None:
        return
    rows = House.objects.unscoped(because=BECAUSE).filter(offering_id=house.offering_id)
    list(rows.select_for_update(of=("self",)).order_by("pk"))
    total, taken = _summed(house.offering, at)
    known = set(house.offering.capacities.values_list("group", flat=True))
    for group in sorted(known | set(total)):
        follow_beds(
            offering=house.offering, group=group, total=total[group], taken=taken[group], by=by, at=at, looked=looked
        )  # fmt: skip


def _summed(offering: Offering, at: datetime) -> tuple[Counter, Counter]:
    """Usable beds and taken ones by group. A bed reserved for within a day is taken tonight."""
    beds = Bed.objects.unscoped(because=BECAUSE).filter(
        room__house__offering=offering, room__house__closed_at=None, retired_at=None
    )
    groups = dict(beds.values_list("pk", "room__group"))
    uses = dict(taken_now(at).filter(bed__in=groups).order_by("-from_at").values_list("bed_id", "use"))
    total = Counter(group for bed, group in groups.items() if uses.get(bed) != Use.OUT_OF_USE)
    taken = Counter(groups[bed] for bed, use in uses.items() if use != Use.OUT_OF_USE)
    return total, taken


def taken_now(at: datetime):
    """Placements that take a bed now or within a day: whoever lies there, what is held, what is out of use."""
    rows = Placement.objects.unscoped(because=BECAUSE)
    planned = Q(use__in=[Use.RESERVED, Use.OUT_OF_USE], from_at__lt=at + rules.SOON)
    return rows.filter(Q(use=Use.OCCUPIED) | planned & (Q(until_at=None) | Q(until_at__gt=at)))
