"""Which heads-ups there are, who could be asked, what is offered, what has run out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from gugus.access.codes import Scope, Section, Verb
from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.arrivals import rules
from gugus.arrivals.codes import OfferState, State, Tab, Wanted
from gugus.arrivals.models import Headsup, Offer
from gugus.directory.models import Agency
from gugus.providers.models import Capacity
from gugus.providers.queries import Found, who_can_take
from gugus.providers.rules import ADULT, Need
from gugus.tasks.models import Holiday

MOST_ASKED = 200


def closed_days(first: date, last: date) -> Collection[date]:
    """Days off between two days, for the directory of providers."""
    return Holiday.objects.filter(day__range=(first, last), closed=True).values_list("day", flat=True)


def headsups_for(viewer: Viewer) -> QuerySet[Headsup]:
    """Everything within reach: the agency's, or only one's own where the role says so."""
    rows = Headsup.objects.visible_to(viewer)
    reach = viewer.reach(Section.REFERRAL, Verb.WRITE)
    if reach == Scope.NOTHING:
        return rows.none().admitted("no right in referrals")
    return rows if reach >= Scope.SHARED else rows.filter(written_by_id=viewer.self_id)


def listed(viewer: Viewer, tab: str) -> QuerySet[Headsup]:
    """One list: ours and those that ask us, the next arrival first; the ended ones, the newest first."""
    rows = headsups_for(viewer).select_related("agency")
    if tab == Tab.ENDED:
        return rows.filter(state__in=rules.ENDED).order_by("-ended_at", "pk")
    rows = rows.exclude(state__in=rules.ENDED).order_by("from_at", "pk")
    if tab == Tab.OURS:
        return rows.filter(agency_id=viewer.agency_id)
    return rows.exclude(agency_id=viewer.agency_id)


def offers_of(viewer: Viewer, headsup: Headsup) -> list[Offer]:
    """All offers for the sender, one's own for an asked agency. One query."""
    rows = Offer.objects.visible_to(viewer).filter(headsup=headsup)
    return list(
        rows.select_related("agency", "capacity__offering__agency", "written_by").order_by("written_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class Cover:
    """How many of those who come have a place: taken, still only offered, and how many are expected."""

    taken: int
    offered: int
    least: int
    most: int

    @property
    def missing(self) -> int:
        """Places that nobody took for the larger number."""
        return max(0, self.most - self.taken)


def cover(headsup: Headsup, offers: Collection[Offer]) -> Cover:
    """The sums over offers that live or were used."""
    taken = sum(one.places for one in offers if one.state in {OfferState.TAKEN, OfferState.ENDED})
    offered = sum(one.places for one in offers if one.state == OfferState.OPEN)
    return Cover(taken, offered, headsup.persons_min, headsup.persons_max)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agency that could be asked, with its best service; `can_answer`: somebody there can sign in."""

    agency: Agency
    found: Found
    can_answer: bool
    told: bool


def need_of(headsup: Headsup) -> Need:
    """What is looked for, as the directory asks: a shelter in the regency; a sex or an age only when it is for all."""
    sex = (
        "female"
        if headsup.female and not headsup.male
        else "male"
        if headsup.male and not headsup.female
        else ""
    )
    children_only = headsup.minors and headsup.minors_count and headsup.minors_count >= headsup.persons_max
    adults_only = not headsup.minors
    return Need(
        service="shelter", sex=sex, at=headsup.from_at, area=headsup.area_code, near=headsup.area_code,
        age_from=ADULT if adults_only else None, age_to=ADULT - 1 if children_only else None,
        pregnant=Wanted.PREGNANCY in headsup.needs, with_children=Wanted.INFANTS in headsup.needs,
    )  # fmt: skip


def candidates(viewer: Viewer, headsup: Headsup, *, at: datetime) -> list[Candidate]:
    """Agencies whose services fit, the best first, one line each. One query more than the directory's."""
    found, _count = who_can_take(viewer, need_of(headsup), at=at, most=MOST_ASKED)
    best: dict[UUID, Found] = {}
    for one in found:
        if one.agency_id != headsup.agency_id:
            best.setdefault(one.agency_id, one)
    reachable = set(
        User.objects.filter(agency__in=best, is_active=True).values_list("agency_id", flat=True).distinct()
    )
    told = set(headsup.asked)
    return [
        Candidate(one.offering.agency, one, agency in reachable, agency in told)
        for agency, one in best.items()
    ]


def own_places(viewer: Viewer, headsup: Headsup) -> list[Capacity]:
    """Groups of places of one's own services that are given when they come. One query."""
    day = timezone.localdate(headsup.from_at)
    rows = Capacity.objects.visible_to(viewer).filter(
        offering__agency_id=viewer.agency_id, offering__valid_from__lte=day
    )
    rows = rows.select_related("offering__agency").order_by("offering__service", "group")
    return [one for one in rows if one.offering.valid_until is None or one.offering.valid_until > day]


def asked_agencies(headsup: Headsup) -> list[Agency]:
    """Who was told, by name: for the sender only."""
    return list(Agency.objects.filter(pk__in=headsup.asked).order_by("name"))


def run_out(at: datetime) -> QuerySet[Headsup]:
    """Sent, and their window and its grace are over. Worker only."""
    rows = Headsup.objects.unscoped(because="the worker's minute job")
    return rows.filter(state=State.SENT, to_at__lte=at - rules.GRACE).order_by("to_at")


def offers_run_out(at: datetime) -> QuerySet[Offer]:
    """Live offers whose hold is over, or that were made in the very moment their heads-up ended. Worker only."""
    rows = Offer.objects.unscoped(because="the worker's minute job").filter(state__in=rules.LIVE)
    return rows.filter(Q(until_at__lte=at) | Q(headsup__state__in=rules.ENDED)).order_by("until_at")


def to_forget(at: datetime) -> QuerySet[Headsup]:
    """Ended so long ago that only figures stay; drafts that nobody sent, as long after their window. Worker only."""
    limit = at - timedelta(days=rules.DETAIL_DAYS)
    rows = Headsup.objects.unscoped(because="the worker's nightly job").filter(details_gone_at=None)
    return rows.filter(Q(ended_at__lte=limit) | Q(state=State.DRAFT, to_at__lte=limit))
