"""The inbox: which reports a filter means, in which order, page by page, and how many of each kind there are."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from gugus.access.viewer import Viewer
from gugus.intake.codes import Outcome, State
from gugus.intake.models import Mention, Report
from gugus.law.ages import ADULT_AT
from gugus.places import queries as places
from gugus.tasks.models import Task
from gugus.tasks.queries import next_up_of

PAGE = 30
PERIODS = {"1": timedelta(days=1), "7": timedelta(days=7), "30": timedelta(days=30), "90": timedelta(days=90)}

# What nobody judged yet comes before what was judged, the dangerous before the rest.
RANK = Case(
    When(risk="high", triaged_at=None, then=Value(0)),
    When(risk="high", then=Value(1)),
    When(risk="medium", triaged_at=None, then=Value(2)),
    When(risk="medium", then=Value(3)),
    When(triaged_at=None, then=Value(4)),
    default=Value(5),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for, all as it stands in the address of the page."""

    show: str = "open"
    risk: str = ""
    channel: str = ""
    mine: bool = False
    days: str = ""
    area: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Is anything but the view chosen?"""
        return bool(self.risk or self.channel or self.mine or self.days or self.area)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the inbox: open facts only, no name and no word of the narrative."""

    report: Report
    place: str
    survivors: int
    children: int
    task: Task | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the inbox; `older` is the cursor of the next page, "" at the end."""

    rows: list[Row] = field(default_factory=list)
    older: str = ""


def shown(viewer: Viewer, show: str) -> Q:
    """The views of the inbox: open, ours (sent to us), sent (by us, unanswered), ended, elsewhere, all."""
    own = Q(agency_id=viewer.agency_id)
    sent_to_us = Q(outcome=Outcome.SENT_ON, sent_to_id=viewer.agency_id)
    return {
        "open": own & ~Q(state=State.ENDED) | sent_to_us,
        "new": own & Q(state=State.RECEIVED) | sent_to_us,
        "ours": sent_to_us,
        "sent": own & Q(outcome=Outcome.SENT_ON),
        "ended": own & Q(state=State.ENDED) & ~Q(outcome=Outcome.SENT_ON),
        "elsewhere": ~own & ~sent_to_us,
    }.get(show, Q())


def reports(viewer: Viewer, wanted: Wanted, at: datetime) -> QuerySet[Report]:
    """The reports of a filter, not ordered yet."""
    rows = Report.objects.visible_to(viewer).filter(shown(viewer, wanted.show))
    if wanted.risk:
        rows = rows.filter(risk=wanted.risk)
    if wanted.channel:
        rows = rows.filter(channel=wanted.channel)
    if wanted.mine:
        rows = rows.filter(Q(received_by_id=viewer.self_id) | Q(triaged_by_id=viewer.self_id))
    if wanted.days in PERIODS:
        rows = rows.filter(received_at__gte=at - PERIODS[wanted.days])
    if wanted.area:
        rows = rows.filter(places.within(wanted.area, "area_code"))
    return rows


def page(viewer: Viewer, wanted: Wanted, *, after: str, at: datetime) -> Page:
    """One page: open work by risk and age (oldest first), everything else newest first."""
    rows = reports(viewer, wanted, at).select_related("agency", "triaged_by", "received_by", "sent_to")
    by_risk = wanted.show in {"open", "new", "ours"}
    rows = rows.annotate(rank=RANK if by_risk else Value(0, output_field=IntegerField()))
    rows = rows.order_by("rank", "received_at", "pk") if by_risk else rows.order_by("-received_at", "-pk")
    if (cursor := _read(after)) is not None:
        rows = rows.filter(_beyond(cursor, by_risk=by_risk))
    found = list(rows[: PAGE + 1])
    older = _cursor(found[PAGE - 1]) if len(found) > PAGE else ""
    return Page(rows=with_facts(found[:PAGE], at), older=older)


def with_facts(found: Iterable[Report], at: datetime) -> list[Row]:
    """Places, people and the next deadline of some reports; four queries for any number."""
    found = list(found)
    labels = places.labels(one.area_code for one in found)
    ids = [one.pk for one in found]
    tasks = next_up_of("report", ids, at)
    people: dict[UUID, list[int | None]] = {}
    mentions = Mention.objects.unscoped(because="the reports came through their list")
    for report_id, age in mentions.filter(report_id__in=ids, role="survivor").values_list("report_id", "age"):
        people.setdefault(report_id, []).append(age)
    return [
        Row(
            report=one,
            place=labels.get(one.area_code, ""),
            survivors=len(people.get(one.pk, [])),
            children=sum(age is not None and age < ADULT_AT for age in people.get(one.pk, [])),
            task=tasks.get(one.pk),
        )
        for one in found
    ]


def counts(viewer: Viewer, at: datetime) -> Mapping[str, int]:
    """How many reports each view holds, in one query."""
    views = {name: Count("pk", filter=shown(viewer, name)) for name in ("open", "new", "ours", "sent")}
    urgent = shown(viewer, "open") & Q(risk="high", triaged_at=None)
    mine = shown(viewer, "open") & (Q(received_by_id=viewer.self_id) | Q(triaged_by_id=viewer.self_id))
    # Every view lies within these two; saying so keeps the database from reading all reports there are.
    within = shown(viewer, "open") | shown(viewer, "sent")
    return (
        Report.objects.visible_to(viewer)
        .filter(within)
        .aggregate(**views, urgent=Count("pk", filter=urgent), mine=Count("pk", filter=mine))
    )


def _cursor(last: Report) -> str:
    told = f"{last.rank}|{last.received_at.isoformat()}|{last.pk}"
    return urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[int, datetime, UUID] | None:
    """A cursor as it came; None for none or a broken one, which shows the first page."""
    try:
        told = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        rank, at, pk = told.split("|")
        return int(rank), datetime.fromisoformat(at), UUID(pk)
    except ValueError:
        return None


def _beyond(cursor: tuple[int, datetime, UUID], *, by_risk: bool) -> Q:
    rank, at, pk = cursor
    if not by_risk:
        return Q(received_at__lt=at) | Q(received_at=at, pk__lt=pk)
    later = Q(received_at__gt=at) | Q(received_at=at, pk__gt=pk)
    return Q(rank__gt=rank) | Q(rank=rank) & later
