"""Which recommendations there are for a viewer: the board, the way of one, the facts of the follow-up rate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from gugus.access.codes import Scope, Section, Verb
from gugus.access.viewer import Viewer
from gugus.directory.models import Agency, TaskForce
from gugus.directory.queries import of_office, today
from gugus.followup import rules
from gugus.followup.codes import LineKind, Standing, State
from gugus.followup.models import Line, Recommendation
from gugus.followup.rules import Fact, Rate

BECAUSE = "the recommendation came through its gate"
MOST_GENERATIONS = 6


@dataclass(frozen=True, slots=True)
class Filter:
    """What the board is narrowed to; all values are codes that stand in the address."""

    force: str = ""
    agency: str = ""
    field: str = ""
    standing: str = ""
    origin: str = ""
    ours: bool = False


def recommendations_for(viewer: Viewer) -> QuerySet[Recommendation]:
    """Everything within reach, if the viewer reads recommendations at all."""
    rows = Recommendation.objects.visible_to(viewer)
    if viewer.reach(Section.FOLLOWUP, Verb.SEE) < Scope.TASK_FORCE:
        return rows.none().admitted("no right in recommendations")
    return rows


def of_standing(standing: str, day: date) -> Q:
    """The condition of one standing on a day; the twin of `rules.standing`."""
    is_open = Q(state=State.OPEN)
    return {
        Standing.LATE: is_open & Q(due_on__lt=day),
        Standing.SOON: is_open & Q(due_on__gte=day, due_on__lte=day + rules.SOON),
        Standing.RUNNING: is_open & Q(due_on__gt=day + rules.SOON),
        Standing.WAITING: Q(state=State.REPORTED),
        Standing.ENDED: Q(state__in=sorted(rules.ENDED)),
    }.get(standing, Q(state__in=sorted(rules.RUNNING)))


def board(viewer: Viewer, chosen: Filter, day: date) -> QuerySet[Recommendation]:
    """The board, narrowed; running ones unless a standing is chosen. By agency, what is due first stands first."""
    rows = narrowed(viewer, chosen).filter(of_standing(chosen.standing, day))
    rows = rows.select_related("owner", "task_force", "data_key")
    order = ("-closed_on",) if chosen.standing == Standing.ENDED else ("due_on",)
    return rows.order_by("owner__name", *order, "pk")


def narrowed(viewer: Viewer, chosen: Filter) -> QuerySet[Recommendation]:
    """All but the standing."""
    rows = recommendations_for(viewer)
    if chosen.force:
        rows = rows.filter(task_force__ref=chosen.force)
    if chosen.agency:
        rows = rows.filter(owner__slug=chosen.agency)
    if chosen.field:
        rows = rows.filter(field=chosen.field)
    if chosen.origin:
        rows = rows.filter(origin_ref=chosen.origin)
    if chosen.ours:
        rows = rows.filter(of_office(viewer.agency_id, today(), "owner"))
    return rows


def owners_of(viewer: Viewer, members: Iterable[Agency]) -> list[Agency]:
    """Agencies by which the board can be narrowed: members, and who once had something to do. One query."""
    ids = [one.pk for one in members]
    owners = recommendations_for(viewer).order_by().values("owner")
    return list(Agency.objects.filter(Q(pk__in=ids) | Q(pk__in=owners)).order_by("name"))


def by_agency(viewer: Viewer, chosen: Filter, day: date) -> list[dict]:
    """Agency → how many are late, due soon, in time, to be accepted; the latest first. One query."""
    counts = {
        one.value: Count("pk", filter=of_standing(one.value, day))
        for one in Standing
        if one != Standing.ENDED
    }
    rows = narrowed(viewer, chosen).filter(state__in=sorted(rules.RUNNING)).order_by()
    found = rows.values(slug=F("owner__slug"), name=F("owner__name")).annotate(**counts)
    return sorted(found, key=lambda one: (-one["late"], -one["soon"], one["name"]))


def lines_of(one: Recommendation) -> list[Line]:
    """The way of a recommendation, that of what it was split from before it. At most one query a generation."""
    ids, above = [one.pk], one.parent
    while above is not None and len(ids) < MOST_GENERATIONS:
        ids.append(above.pk)
        above = above.parent
    rows = Line.objects.unscoped(because=BECAUSE).filter(recommendation__in=ids)
    rows = rows.select_related(
        "data_key", "agency", "by", "evidence", "evidence__data_key", "to_agency", "other", "recommendation"
    )
    return list(rows.order_by("at", "pk"))


def supporters_of(rows: list[Recommendation]) -> dict[UUID, str]:
    """Names of supporting agencies by id. One query."""
    ids = {pk for one in rows for pk in one.supporters}
    return dict(Agency.objects.filter(pk__in=ids).values_list("pk", "name"))


def parts_of(one: Recommendation) -> list[Recommendation]:
    """What it was split into, and what it took the place of. One query."""
    rows = Recommendation.objects.unscoped(because=BECAUSE).filter(Q(parent=one) | Q(replaced_by=one))
    return list(rows.select_related("owner", "data_key").order_by("written_at"))


def others_running(one: Recommendation, viewer: Viewer) -> QuerySet[Recommendation]:
    """Other running recommendations of the same task force."""
    rows = Recommendation.objects.visible_to(viewer).running().filter(task_force=one.task_force)
    return rows.exclude(pk=one.pk).select_related("owner", "data_key").order_by("due_on")


def said_at(viewer: Viewer, kind: str, ref: str) -> QuerySet[Recommendation]:
    """What was recommended at a meeting or elsewhere, in the order in which it was written. For contexts above."""
    rows = recommendations_for(viewer).filter(origin_kind=kind, origin_ref=ref)
    return rows.select_related("owner", "task_force", "data_key").order_by("written_at", "pk")


def late_ones(viewer: Viewer, force: TaskForce, day: date) -> QuerySet[Recommendation]:
    """Late recommendations of a task force, the latest first: for an agenda."""
    rows = recommendations_for(viewer).filter(of_standing(Standing.LATE, day), task_force=force)
    return rows.select_related("owner", "task_force", "data_key").order_by("due_on", "pk")


def rate_of(viewer: Viewer, force: TaskForce, *, since: date, until: date, on: date) -> Rate:
    """The follow-up rate of a task force; see `rules.follow_up_rate` for what counts. One query."""
    rows = recommendations_for(viewer).filter(task_force=force, said_on__gte=since, said_on__lt=until)
    facts = [Fact(*row) for row in rows.order_by().values_list("state", "said_on", "due_on", "closed_on")]
    return rules.follow_up_rate(facts, since=since, until=until, on=on)


def wished_day(one: Recommendation) -> date | None:
    """The deadline that its owner asked for last, unless another was set since."""
    last = one.lines.filter(kind__in=[LineKind.ASKED, LineKind.MOVED]).order_by("-at", "-pk").first()
    return last.due_on if last is not None and last.kind == LineKind.ASKED else None
