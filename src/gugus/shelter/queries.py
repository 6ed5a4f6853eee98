"""Which houses and stays there are, which beds are free, who sleeps where tonight. A fixed number of queries each."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from gugus.access.viewer import Viewer
from gugus.cases.models import Case, Flag
from gugus.cases.policies import sight_of
from gugus.cases.reading import warnings_for
from gugus.people.models import Person
from gugus.people.showing import shown_names
from gugus.providers.codes import Group
from gugus.providers.models import CapacityHold
from gugus.shelter import rules
from gugus.shelter.codes import Misfit, State, Tab, Use
from gugus.shelter.feeding import taken_now
from gugus.shelter.models import Address, Bed, Belonging, Check, Handover, House, Note, Placement, Room, Stay
from gugus.shelter.rules import Sleeper

BECAUSE = "a part of a house or a stay that came through its gate"
WITH = (
    "house__data_key",
    "house__head",
    "house__deputy",
    "house__agency",
    "house__offering",
    "agency",
    "sender",
)
BACK = timedelta(days=14)


@dataclass
class BedNow:
    """One bed of the plan: what takes it, and by whom. `names` are masked by rights."""

    bed: Bed
    placement: Placement | None = None
    later: Placement | None = None
    name: str = ""

    @property
    def state(self) -> str:
        """free, reserved, occupied or out_of_use."""
        return self.placement.use if self.placement else "free"


@dataclass
class RoomNow:
    """A room of the plan with its beds and how many are free."""

    room: Room
    beds: list[BedNow] = field(default_factory=list)

    @property
    def free(self) -> int:
        return sum(one.state == "free" for one in self.beds)


def houses_of(viewer: Viewer) -> QuerySet[House]:
    """The houses of the viewer's agency, open ones first."""
    rows = House.objects.visible_to(viewer).select_related("agency", "head", "deputy", "offering")
    return rows.order_by(F("closed_at").asc(nulls_first=True), "name")


def stays_for(viewer: Viewer) -> QuerySet[Stay]:
    """Stays in one's own houses and those of one's own cases."""
    return Stay.objects.visible_to(viewer).select_related(*WITH)


def listed(viewer: Viewer, tab: str) -> QuerySet[Stay]:
    """One tab of the stays in the agency's own houses."""
    rows = stays_for(viewer).filter(agency_id=viewer.agency_id)
    if tab == Tab.PROPOSED:
        return rows.filter(Q(state=State.PROPOSED) | Q(asked_until_at__isnull=False)).order_by(
            "proposed_at", "pk"
        )
    if tab == Tab.EXPECTED:
        return rows.filter(state=State.APPROVED).order_by("from_at", "pk")
    if tab == Tab.HERE:
        return rows.filter(state=State.IN).order_by("house__name", "in_at", "pk")
    return rows.filter(state__in=rules.ENDED).order_by("-decided_at", "-proposed_at", "pk")


def of_case(viewer: Viewer, case: Case) -> list[Stay]:
    """The stays of a case, the latest first."""
    return list(stays_for(viewer).filter(case=case).order_by("-proposed_at"))


def of_referral(viewer: Viewer, referral_id: UUID) -> list[Stay]:
    """The stays that rest on a referral."""
    return list(stays_for(viewer).filter(referral_id=referral_id).order_by("-proposed_at"))


def family_of(viewer: Viewer, stay: Stay) -> list[Stay]:
    """Those who were decided on together with a stay, or are proposed for the same house and case."""
    rows = stays_for(viewer).filter(agency_id=stay.agency_id, case_id=stay.case_id)
    if stay.family:
        return list(rows.filter(family=stay.family).order_by("proposed_at"))
    return list(rows.filter(house_id=stay.house_id, state=State.PROPOSED).order_by("proposed_at"))


def case_of(viewer: Viewer, stay: Stay) -> Case | None:
    """The case, while it is open to the viewer's agency."""
    rows = Case.objects.visible_to(viewer).select_related("agency", "manager", "data_key")
    return rows.filter(pk=stay.case_id).first()


def case_refs(viewer: Viewer, stays: Iterable[Stay]) -> dict[UUID, str]:
    """Case → reference, for cases that are open to the viewer's agency."""
    rows = Case.objects.visible_to(viewer).filter(pk__in={one.case_id for one in stays})
    return dict(rows.values_list("pk", "ref"))


def names_of(viewer: Viewer, stays: Iterable[Stay], at: datetime) -> dict[UUID, str]:
    """Person → masked name or code; nobody who is no longer open to the agency."""
    rows = Person.objects.visible_to(viewer).filter(pk__in={one.person_id for one in stays})
    return shown_names(viewer, rows, at)


def warnings_of(viewer: Viewer, case: Case | None, at: datetime) -> list[Flag]:
    """Live warnings of the case (who must not come near), for whoever may read them there."""
    if case is None:
        return []
    live = [one for one in warnings_for(sight_of(viewer, case, at)) if one.resolved_at is None]
    return live[::-1]


def plan_of(viewer: Viewer, house: House, at: datetime) -> list[RoomNow]:
    """The rooms of a house with every bed as it is at a moment. Five queries for any number of beds."""
    beds = Prefetch("beds", Bed.objects.admitted(BECAUSE).filter(retired_at=None).order_by("name"))
    rooms = list(house.rooms.order_by("name").prefetch_related(beds))
    now, later = _placements(rooms, at)
    stays = [one.stay for one in [*now.values(), *later.values()] if one.stay]
    names = names_of(viewer, stays, at)
    found = []
    for room in rooms:
        drawn = RoomNow(room)
        for bed in room.beds.all():
            one = now.get(bed.pk)
            name = names.get(one.stay.person_id, "") if one and one.stay else ""
            drawn.beds.append(BedNow(bed, one, later.get(bed.pk), name))
        found.append(drawn)
    return found


def _placements(rooms: list[Room], at: datetime) -> tuple[dict[UUID, Placement], dict[UUID, Placement]]:
    """Bed → what takes it now or within a day, and bed → what is promised for later."""
    rows = Placement.objects.unscoped(because=BECAUSE).select_related("stay")
    rows = rows.filter(bed__room__in=rooms, use__in=[Use.OCCUPIED, Use.RESERVED, Use.OUT_OF_USE])
    rows = rows.filter(Q(use=Use.OCCUPIED) | Q(until_at=None) | Q(until_at__gt=at))
    now, later = {}, {}
    for one in rows.order_by("from_at"):
        soon = one.use == Use.OCCUPIED or one.from_at < at + rules.SOON
        (now if soon and (one.use == Use.OCCUPIED or one.bed_id not in now) else later).setdefault(
            one.bed_id, one
        )
    return now, later


def beds_free_for(stay: Stay, house: House, at: datetime) -> list[Bed]:
    """Beds of a house that nothing takes within the stay's time, with their rooms."""
    rows = Bed.objects.unscoped(because=BECAUSE).filter(room__house=house, retired_at=None)
    begin = at if stay.state == State.IN else max(stay.from_at, at)
    taken = Placement.objects.unscoped(because=BECAUSE).exclude(use__in=[Use.RELEASED, Use.ENDED])
    taken = taken.filter(Q(use=Use.OCCUPIED) | Q(until_at=None) | Q(until_at__gt=begin))
    if stay.until_at:
        taken = taken.filter(Q(use=Use.OCCUPIED, until_at=None) | Q(from_at__lt=stay.until_at))
    busy = taken.filter(bed__room__house=house).values("bed_id")
    return list(rows.exclude(pk__in=busy).select_related("room__house").order_by("room__name", "name"))


def suited(stay: Stay, houses: Iterable[House], at: datetime) -> list[tuple[Bed, list[Misfit]]]:
    """Free beds for a stay in these houses with what speaks against each, the fitting ones first."""
    found = []
    for house in houses:
        others: dict[UUID, list[Sleeper]] = defaultdict(list)
        begin = at if stay.state == State.IN else max(stay.from_at, at)
        for one in _sharing(stay, house, begin):
            others[one.bed.room_id].append(Sleeper(one.stay.who, str(one.stay.family or "")))
        mine = Sleeper(stay.who, str(stay.family or ""))
        found += [
            (bed, rules.misfits(mine, bed.room.group, others[bed.room_id]))
            for bed in beds_free_for(stay, house, at)
        ]
    return sorted(found, key=lambda pair: (len(pair[1]), pair[0].room.name, pair[0].name))


def _sharing(stay: Stay, house: House, begin: datetime) -> QuerySet[Placement]:
    """Who sleeps or will sleep in a house while this person is to stay there."""
    rows = Placement.objects.unscoped(because=BECAUSE).filter(bed__room__house=house).exclude(stay=stay)
    rows = rows.filter(Q(use=Use.OCCUPIED) | Q(use=Use.RESERVED) & (Q(until_at=None) | Q(until_at__gt=begin)))
    if stay.until_at:
        rows = rows.filter(Q(use=Use.OCCUPIED) | Q(from_at__lt=stay.until_at))
    return rows.select_related("bed", "stay")


def holds_of(house: House, at: datetime) -> list[CapacityHold]:
    """Places of the house's service that are held for people on their way."""
    rows = CapacityHold.objects.unscoped(because="places of one's own service").select_related(
        "capacity__offering"
    )
    rows = rows.filter(capacity__offering_id=house.offering_id, ended_at=None, until_at__gt=at)
    return list(rows.order_by("until_at")) if house.offering_id else []


def free_in_words(viewer: Viewer, houses: Iterable[House], at: datetime) -> dict[UUID, str]:
    """House → how many beds are free tonight by group, in words. Two queries."""
    beds = Bed.objects.visible_to(viewer).filter(room__house__in=list(houses), retired_at=None)
    busy = set(taken_now(at).filter(bed__in=beds.order_by().values("pk")).values_list("bed_id", flat=True))
    free: dict[UUID, Counter] = defaultdict(Counter)
    for pk, house, group in beds.values_list("pk", "room__house_id", "room__group"):
        free[house][group] += pk not in busy
    return {
        house: ", ".join(
            _("%(group)s: %(free)d free") % {"group": Group(group).label, "free": number}
            for group, number in sorted(counted.items())
        )
        for house, counted in free.items()
    }


def bed_of(stay: Stay) -> Bed | None:
    """The bed that is held for or occupied by a stay."""
    rows = Placement.objects.unscoped(because=BECAUSE).select_related("bed__room")
    one = rows.filter(stay=stay, use__in=[Use.RESERVED, Use.OCCUPIED]).first()
    return one.bed if one else None


def beds_of(stays: Iterable[Stay]) -> dict[UUID, str]:
    """Stay → room and bed."""
    rows = Placement.objects.unscoped(because=BECAUSE).select_related("bed__room")
    rows = rows.filter(stay__in=[one.pk for one in stays], use__in=[Use.RESERVED, Use.OCCUPIED])
    return {one.stay_id: f"{one.bed.room.name} · {one.bed.name}" for one in rows}


def history_of(stay: Stay) -> list[Placement]:
    """Every bed in which somebody slept or that was held."""
    rows = Placement.objects.unscoped(because=BECAUSE).filter(stay=stay).exclude(use=Use.RELEASED)
    return list(rows.select_related("bed__room__house", "by").order_by("from_at"))


def tonight(viewer: Viewer, house: House, at: datetime) -> list[Stay]:
    """Who sleeps in a house tonight: those who are in, with their last check."""
    rows = stays_for(viewer).filter(house=house, state=State.IN)
    return list(rows.annotate(last_check=Max("checks__at")).order_by("in_at", "pk"))


def expected(viewer: Viewer, house: House, at: datetime) -> list[Stay]:
    """Who has a bed held for tonight."""
    rows = stays_for(viewer).filter(house=house, state=State.APPROVED, from_at__lt=at + rules.SOON)
    return list(rows.order_by("from_at", "pk"))


def notes_of(stay: Stay) -> list[Note]:
    """What the house wrote, the latest first."""
    return list(stay.notes.select_related("by", "data_key").order_by("-at"))


def checks_of(stay: Stay) -> list[Check]:
    """The last fortnight of evening rounds."""
    return list(stay.checks.select_related("by").order_by("-at")[:14])


def belongings_of(stay: Stay) -> list[Belonging]:
    """What the house keeps or kept."""
    return list(stay.belongings.select_related("taken_by", "returned_by", "data_key").order_by("taken_at"))


def has_address(house: House) -> bool:
    """Was it ever written where the house is?"""
    return Address.objects.unscoped(because=BECAUSE).filter(house=house).exists()


def is_out(bed: Bed, at: datetime) -> bool:
    """Is a bed out of use now or later?"""
    rows = Placement.objects.unscoped(because=BECAUSE).filter(bed=bed, use=Use.OUT_OF_USE)
    return rows.filter(Q(until_at=None) | Q(until_at__gt=at)).exists()


def handovers_of(house: House, at: datetime) -> list[Handover]:
    """What shifts told each other in the last fortnight."""
    rows = house.handovers.select_related("by", "data_key").filter(at__gte=at - BACK)
    return list(rows.order_by("-at")[:12])


def by_ids(rows: Iterable[Any]) -> dict[str, Any]:
    """Rows by the text of their id, for forms."""
    return {str(one.pk): one for one in rows}
