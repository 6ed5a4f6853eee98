"""Who can take somebody; lists of the directory; what an agency keeps itself. A fixed number of queries each."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from gugus import law
from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.directory.models import Agency
from gugus.law.lists import UnknownCode, root
from gugus.places.queries import labels, within
from gugus.providers import rules
from gugus.providers.calendar import days_off
from gugus.providers.codes import Misfit, Standing
from gugus.providers.models import Capacity, CapacityMove, Offering
from gugus.providers.rules import Count, Free, Hours, Need

MOST = 50
BECAUSE = "the caller asks the directory for somebody who is signed in"
LIGHT = (
    "pk", "agency_id", "sexes", "age_from", "age_to", "with_children", "pregnancy", "accessibility", "languages",
    "areas", "area_code", "always_open", "opens", "closes", "rests_on_holidays",
)  # fmt: skip


@dataclass
class Found:
    """One service as an answer to a need. `offering` is filled for those that are shown."""

    id: UUID
    agency_id: UUID
    area_code: str
    misfits: list[str]
    partly: bool
    free: Free
    open_then: bool
    near: int
    offering: Offering | None = None
    place: str = ""

    @property
    def order(self) -> tuple:
        """The best first."""
        return rules.rank(
            free=self.free, open_then=self.open_then, found=self.misfits, near=self.near, partly=self.partly
        )

    @property
    def fits(self) -> bool:
        """Does nothing grave speak against it?"""
        return not rules.GRAVE & set(self.misfits)


def family(service: str) -> set[str]:
    """The service itself, its official root, and what the root contains when the root is asked."""
    try:
        top = root("services", service).code
    except UnknownCode:
        return {service}
    below = {one.code for one in law.children("services", service)} if top == service else set()
    return {service, top} | below


def offerings(viewer: Viewer) -> QuerySet[Offering]:
    """The directory with its agencies, for a viewer."""
    return Offering.objects.visible_to(viewer).select_related("agency", "kept_by", "data_key")


def who_can_take(viewer: Viewer, need: Need, *, at: datetime, most: int = MOST) -> tuple[list[Found], int]:
    """The best services for a need and how many fit at all. `at` is now; the need's own moment may lie later."""
    rows = Offering.objects.visible_to(viewer).valid_on(timezone.localdate(need.at or at))
    rows = rows.filter(_could_fit(need), service__in=family(need.service))
    found = [one for one in _weighed(rows, need, at) if one.fits]
    found.sort(key=lambda one: (one.order, one.id))
    return _filled(viewer, found[:most]), len(found)


def _could_fit(need: Need) -> Q:
    """What the database can say no to by itself; the rules say the rest."""
    wanted = Q()
    if need.sex:
        wanted &= Q(sexes__contains=[need.sex])
    if need.age_to is not None:
        wanted &= Q(age_from__lte=need.age_to)
    if need.age_from is not None:
        wanted &= Q(age_to=None) | Q(age_to__gte=need.age_from)
    if need.pregnant:
        wanted &= Q(pregnancy=True)
    if need.with_children:
        wanted &= Q(with_children=True)
    if need.accessibility not in rules.NO_DISABILITY:
        wanted &= Q(accessibility__contains=[need.accessibility])
    return wanted


def _weighed(rows: QuerySet[Offering], need: Need, at: datetime) -> list[Found]:
    """Every row against the need, without reading more of it than the rules ask. Three queries."""
    then = need.at or at
    off = days_off((then - timedelta(days=2)).date(), (then + timedelta(days=2)).date())
    free = free_places(rows, need, at)
    return [_found(one, need, then, off, free.get(one[0], Free())) for one in rows.values_list(*LIGHT)]


def _found(row: tuple, need: Need, then: datetime, off: Collection[date], free: Free) -> Found:
    pk, agency, *terms, area_code, always, opens, closes, rests = row
    stated = rules.Terms(*terms)
    against = rules.misfits(stated, need)
    open_then = rules.is_open(Hours(always, opens, closes, rests), then, area_code, off)
    against += [] if open_then else [Misfit.CLOSED]
    against += [Misfit.FULL] if free.standing == Standing.FULL else []
    near = rules.nearness(area_code, need.near or need.area)
    return Found(pk, agency, area_code, against, rules.fits_partly(stated, need), free, open_then, near)


def free_places(rows: QuerySet[Offering], need: Need, at: datetime) -> dict[UUID, Free]:
    """Service → places for a need. A service that counts only other groups has none. One query."""
    groups = rules.groups_for(need)
    counts: dict[UUID, list[Count]] = defaultdict(list)
    counted = Capacity.objects.admitted(BECAUSE).filter(offering__in=rows.order_by().values("pk"))
    fields = ("offering_id", "group", "total", "taken", "held", "counted_at", "full_until")
    for offering, group, *count in counted.order_by().values_list(*fields):
        known = counts[offering]
        if group in groups:
            known.append(Count(*count))
    return {
        pk: rules.summed(many, at) if many else Free(standing=Standing.FULL) for pk, many in counts.items()
    }


def _filled(viewer: Viewer, found: list[Found]) -> list[Found]:
    """The rows to be shown, with agency and place. Two or three queries."""
    full = offerings(viewer).in_bulk([one.id for one in found])
    places = labels({one.area_code for one in found})
    for one in found:
        one.offering, one.place = full[one.id], places.get(one.area_code, "")
    return found


def fits_of(agencies: Iterable[UUID], need: Need, *, at: datetime) -> dict[UUID, Found]:
    """Agency → its best service for a need, fitting or not; agencies without an entry are left out. Three queries."""
    rows = Offering.objects.admitted(BECAUSE).valid_on(timezone.localdate(need.at or at))
    rows = rows.filter(agency__in=list(agencies), service__in=family(need.service))
    best: dict[UUID, Found] = {}
    for one in sorted(_weighed(rows, need, at), key=lambda one: one.order, reverse=True):
        best[one.agency_id] = one
    return best


def givers(service: str, on: date) -> set[UUID]:
    """Agencies that give a service on a day by the directory. One query."""
    rows = Offering.objects.admitted(BECAUSE).valid_on(on).filter(service__in=family(service))
    return set(rows.order_by().values_list("agency_id", flat=True))


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list of the directory is narrowed to; all values are codes."""

    service: str = ""
    sex: str = ""
    area: str = ""
    agency: str = ""
    state: str = ""  # "", "unconfirmed", "ended", "ours"
    free: bool = False


def listed(viewer: Viewer, chosen: Filter, *, at: datetime) -> QuerySet[Offering]:
    """The directory, filtered, by agency and service."""
    today = timezone.localdate(at)
    rows = offerings(viewer).prefetch_related("capacities")
    if chosen.state == "ended":
        rows = rows.exclude(Q(valid_until=None) | Q(valid_until__gt=today))
    else:
        rows = rows.filter(Q(valid_until=None) | Q(valid_until__gt=today))
    if chosen.state == "unconfirmed":
        rows = rows.filter(confirmed_on__lt=today - timedelta(days=rules.CONFIRM_DAYS))
    if chosen.state == "ours":
        rows = rows.filter(Q(agency_id=viewer.agency_id) | Q(kept_by_id=viewer.agency_id))
    if chosen.service:
        rows = rows.filter(service__in=family(chosen.service))
    if chosen.sex:
        rows = rows.filter(sexes__contains=[chosen.sex])
    if chosen.agency:
        rows = rows.filter(agency__slug=chosen.agency)
    if chosen.area:
        rows = rows.filter(within(chosen.area, "area_code") | Q(areas__contains=[chosen.area]))
    if chosen.free:
        counted = Capacity.objects.admitted(BECAUSE).filter(offering=OuterRef("pk"))
        room = counted.filter(total__gt=F("taken") + F("held")).exclude(full_until__gt=at)
        rows = rows.filter(Exists(room.filter(counted_at__gt=at - timedelta(hours=rules.FRESH_HOURS))))
    return rows.order_by("agency__name", "service", "pk")


def own_offerings(viewer: Viewer, *, at: datetime) -> list[Offering]:
    """What the viewer's agency gives today, or keeps for others, with places. Three queries."""
    rows = offerings(viewer).valid_on(timezone.localdate(at)).prefetch_related("capacities")
    mine = Q(agency_id=viewer.agency_id) | Q(kept_by_id=viewer.agency_id)
    return list(rows.filter(mine).order_by("agency__name", "service", "pk"))


def history(viewer: Viewer, offering: Offering, *, most: int = 40) -> list[CapacityMove]:
    """What happened to the places of one's own service, the newest first."""
    rows = CapacityMove.objects.visible_to(viewer).filter(capacity__offering=offering)
    return list(rows.select_related("by", "capacity").order_by("-at", "-pk")[:most])


def has_users(agency: Agency) -> bool:
    """Can anybody of an agency sign in?"""
    return User.objects.filter(agency=agency, is_active=True).exists()


def agencies_without_users(on: date) -> QuerySet[Agency]:
    """Offices that exist on a day and have nobody who can sign in: the secretariat may write for them."""
    anybody = User.objects.filter(agency=OuterRef("pk"), is_active=True)
    return Agency.objects.valid_on(on).exclude(Exists(anybody))


def unconfirmed(at: datetime) -> QuerySet[Offering]:
    """Services of today that nobody confirmed for too long and whose keepers were not asked lately. Worker only."""
    today = timezone.localdate(at)
    rows = Offering.objects.unscoped(because="the worker's nightly job").valid_on(today)
    lately = Q(asked_on__gt=today - timedelta(days=rules.ASK_AGAIN_DAYS))
    return rows.filter(confirmed_on__lt=today - timedelta(days=rules.CONFIRM_DAYS)).exclude(lately)
