"""Which returns and minutes there are, what lies on them, what is late, what was paid by whom."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from gugus.access.codes import Scope, Section, Verb
from gugus.access.viewer import Viewer
from gugus.cases.models import Case
from gugus.cases.queries import cases_for
from gugus.repatriation import rules
from gugus.repatriation.codes import LegState, Tab
from gugus.repatriation.models import (
    Cost,
    HandedPerson,
    Handover,
    Leg,
    Repatriation,
    Signature,
    TravelPaper,
)

BECAUSE = "the return came through its gate; row security asks again"


def repatriations_for(viewer: Viewer) -> QuerySet[Repatriation]:
    """Everything within reach: of one's own cases, handed to one's agency, or opened to it."""
    rows = Repatriation.objects.visible_to(viewer)
    reach = viewer.reach(Section.REPATRIATION, Verb.SEE)
    if reach == Scope.NOTHING:
        return rows.none().admitted("no right in returns")
    if reach >= Scope.AGENCY:
        return rows
    own = Q(agency_id=viewer.agency_id)
    return rows.filter(~own | Q(case__in=cases_for(viewer).values("pk")))


def listed(viewer: Viewer, tab: str, at: datetime) -> QuerySet[Repatriation]:
    """One tab, the most urgent first."""
    rows = repatriations_for(viewer).select_related("agency", "holder")
    legs = Leg.objects.unscoped(because=BECAUSE).filter(repatriation=OuterRef("pk"))
    if tab == Tab.TODAY:
        return rows.filter(Exists(_today(legs, at))).order_by("departed_at", "pk")
    if tab == Tab.LATE:
        late = legs.filter(state=LegState.UNDER_WAY, alarm_at__lte=at)
        return rows.filter(Exists(late)).order_by("departed_at", "pk")
    if tab == Tab.PAPERS:
        papers = TravelPaper.objects.unscoped(because=BECAUSE).filter(repatriation=OuterRef("pk"))
        waiting = papers.filter(state__in=rules.OPEN_PAPERS)
        return rows.filter(Exists(waiting)).exclude(state__in=rules.ENDED).order_by("written_at", "pk")
    if tab == Tab.PAST:
        return rows.filter(state__in=rules.ENDED).order_by("-written_at", "-pk")
    return rows.exclude(state__in=rules.ENDED).order_by("written_at", "pk")


def _today(legs: QuerySet[Leg], at: datetime) -> QuerySet[Leg]:
    day = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    leaves = Q(state=LegState.PLANNED, departs_at__gte=day, departs_at__lt=day + timedelta(days=1))
    return legs.filter(leaves | Q(state=LegState.UNDER_WAY))


def minutes_listed(viewer: Viewer) -> QuerySet[Handover]:
    """Minutes that wait for an answer or a signature of the viewer's agency."""
    rows = Handover.objects.visible_to(viewer).select_related("agency", "to_agency")
    if viewer.reach(Section.REPATRIATION, Verb.SEE) == Scope.NOTHING:
        return rows.none().admitted("no right in returns")
    ours = Q(agency_id=viewer.agency_id) | Q(to_agency_id=viewer.agency_id)
    return rows.filter(ours, state__in=rules.OPEN_MINUTES).order_by("happened_at", "pk")


def of_case(viewer: Viewer, case: Case) -> list[Repatriation]:
    """Returns of a case that came through its gate, the newest first."""
    rows = Repatriation.objects.visible_to(viewer).filter(case=case)
    return list(rows.select_related("agency", "holder").order_by("-written_at"))


def case_ref(viewer: Viewer, repatriation: Repatriation) -> str:
    """The case's reference if the viewer may know it now, else ""."""
    return cases_for(viewer).filter(pk=repatriation.case_id).values_list("ref", flat=True).first() or ""


def legs_of(repatriation: Repatriation) -> list[Leg]:
    """All legs in their order."""
    return legs_of_many([repatriation.pk]).get(repatriation.pk, [])


def legs_of_many(ids: Iterable[UUID]) -> dict[UUID, list[Leg]]:
    """The legs of many returns, by return. One query."""
    rows = Leg.objects.unscoped(because=BECAUSE).filter(repatriation__in=list(ids))
    found: dict[UUID, list[Leg]] = {}
    shown = ("data_key", "agency", "escort_agency", "to_agency", "confirmed_by")
    for one in rows.select_related(*shown).order_by("number"):
        found.setdefault(one.repatriation_id, []).append(one)
    return found


def papers_of(repatriation: Repatriation) -> list[TravelPaper]:
    """Its papers in the order in which they were written down."""
    rows = TravelPaper.objects.unscoped(because=BECAUSE).filter(repatriation=repatriation)
    return list(rows.select_related("data_key").order_by("written_at", "pk"))


def costs_of(repatriation: Repatriation) -> list[Cost]:
    """What its legs cost, without what was taken back."""
    rows = Cost.objects.unscoped(because=BECAUSE).filter(leg__repatriation=repatriation, taken_back_at=None)
    return list(rows.select_related("data_key", "payer_agency", "leg").order_by("leg__number", "written_at"))


def paid_by(viewer: Viewer) -> list[dict]:
    """Rupiah by payer over all returns within reach, the largest first. One query."""
    rows = Cost.objects.unscoped(because="only of returns within reach").filter(taken_back_at=None)
    reach = repatriations_for(viewer).values("pk")
    sums = rows.filter(leg__repatriation__in=reach).values("payer").annotate(rupiah=Sum("rupiah"))
    return list(sums.order_by("-rupiah", "payer"))


def minutes_of(viewer: Viewer, repatriation: Repatriation) -> list[Handover]:
    """Minutes in which this return stands, the newest first."""
    rows = Handover.objects.visible_to(viewer).filter(persons__repatriation=repatriation)
    return list(rows.select_related("agency", "to_agency").order_by("-happened_at", "-pk"))


def persons_of(handover: Handover) -> list[HandedPerson]:
    """Everybody in minutes whom the database lets this agency read."""
    rows = HandedPerson.objects.unscoped(
        because="the minutes came through their gate; row security asks again"
    )
    return list(rows.filter(handover=handover).select_related("data_key").order_by("person_ref", "pk"))


def signatures_of(handover: Handover) -> list[Signature]:
    """The signatures so far, in their order."""
    rows = Signature.objects.unscoped(because="the minutes came through their gate")
    return list(
        rows.filter(handover=handover).select_related("data_key", "by", "agency").order_by("at", "pk")
    )


def together_with(viewer: Viewer, repatriation: Repatriation) -> list[Repatriation]:
    """Others who travel together with this person, as far as the viewer may see them."""
    if repatriation.together is None:
        return []
    rows = repatriations_for(viewer).filter(together=repatriation.together).exclude(pk=repatriation.pk)
    return list(rows.order_by("written_at", "pk"))


def late_legs(at: datetime) -> list[Leg]:
    """Legs whose arrival nobody confirmed in time and of which nobody was told yet; for the worker."""
    rows = Leg.objects.unscoped(because="the worker watches every journey")
    late = rows.filter(state=LegState.UNDER_WAY, alarm_at__lte=at, alarmed_at=None)
    return list(late.select_related("repatriation__case__manager", "repatriation__agency", "agency")[:500])


def waiting_minutes(case: Case) -> int:
    """Minutes about a case that were begun and are not signed by both sides."""
    rows = Handover.objects.unscoped(because="the case came through its gate")
    return rows.filter(persons__repatriation__case=case, state__in=rules.OPEN_MINUTES).distinct().count()


def last_day(legs: Iterable[Leg]):
    """The local day on which the last leg arrives or is to arrive; None without legs."""
    ends = [leg.arrived_at or leg.arrives_at for leg in legs if leg.state != LegState.CANCELLED]
    return timezone.localdate(max(ends)) if ends else None
