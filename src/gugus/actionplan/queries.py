"""Plans for a viewer, the matrix of one with everything that hangs on it, progress, and who has not reported."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from gugus.access.viewer import Viewer
from gugus.actionplan import rules
from gugus.actionplan.codes import ReportState, Source, Standing
from gugus.actionplan.matrix import Named, key_of
from gugus.actionplan.models import Achieved, Activity, Budget, Entry, Indicator, PeriodReport, Plan, Target
from gugus.actionplan.rules import Measured
from gugus.directory.codes import WorkField
from gugus.directory.models import Agency, TaskForce
from gugus.directory.queries import agency_names
from gugus.kernel.periods import Period

BECAUSE = "of a plan that came through the gate"
TOLD = (ReportState.SUBMITTED, ReportState.ACCEPTED)


@dataclass
class Measure:
    """An indicator with its targets, and what was reached in the year that is looked at."""

    indicator: Indicator
    targets: dict[int, Target] = field(default_factory=dict)
    history: list[Target] = field(default_factory=list)
    reached: Achieved | None = None
    year: int = 0

    @property
    def target(self) -> Target | None:
        """That of the year that is looked at."""
        return self.targets.get(self.year)

    @property
    def measured(self) -> Measured:
        target, reached = self.target, self.reached
        return Measured(
            target.value if target else None, reached.value if reached else None, self.indicator.better
        )

    @property
    def standing(self) -> Standing:
        return rules.standing(self.measured)

    @property
    def share(self) -> int | None:
        return rules.share(self.measured)


@dataclass
class Work:
    """An activity as the matrix shows it."""

    activity: Activity
    measures: list[Measure] = field(default_factory=list)
    budgets: list[Budget] = field(default_factory=list)
    entry: Entry | None = None
    supporting: list[str] = field(default_factory=list)

    def planned(self, year: int) -> dict[str, Decimal]:
        """Planned money of a year by source."""
        return rules.sums((one.source, one.amount) for one in self.budgets if one.year == year)

    @property
    def spent(self) -> dict[str, Decimal]:
        """What was spent since the beginning of the year by source."""
        if self.entry is None:
            return rules.sums(())
        return {one: getattr(self.entry, f"spent_{one}") for one in Source.values}


@dataclass
class Matrix:
    """A plan in one year: its works by field, strategy and programme."""

    plan: Plan
    year: int
    works: list[Work] = field(default_factory=list)

    def of_field(self, code: str) -> list[Work]:
        return [one for one in self.works if one.activity.programme.strategy.field == code]

    @property
    def fields(self) -> list[tuple[str, str, list[Work]]]:
        """The fields that have an activity: code, name, works."""
        found = [(one.value, str(one.label), self.of_field(one.value)) for one in WorkField]
        return [one for one in found if one[2]]


def plans(viewer: Viewer) -> QuerySet[Plan]:
    """The plans of the viewer's task forces, the newest first."""
    return Plan.objects.visible_to(viewer).select_related("task_force", "agency")


def matrix(plan: Plan, year: int, *, agency: UUID | None = None, field_code: str = "") -> Matrix:
    """The whole matrix for a year. A fixed number of queries."""
    rows = Activity.objects.unscoped(because=BECAUSE).filter(plan=plan, dropped_at=None)
    if agency:
        rows = rows.filter(agency=agency)
    if field_code:
        rows = rows.filter(programme__strategy__field=field_code)
    order = list(WorkField.values)
    found = sorted(
        rows.select_related("agency", "programme__strategy"),
        key=lambda one: (
            order.index(one.programme.strategy.field), one.programme.strategy.position, one.programme.position,
            one.position,
        ),
    )  # fmt: skip
    works = {one.pk: Work(one) for one in found}
    _measures(works, year)
    for budget in Budget.objects.unscoped(because=BECAUSE).filter(activity__in=list(works)):
        works[budget.activity_id].budgets.append(budget)
    names = agency_names({key for one in found for key in one.supporting})
    for work in works.values():
        work.supporting = [names[key] for key in work.activity.supporting if key in names]
    _entries(plan, works, year)
    return Matrix(plan, year, list(works.values()))


def _measures(works: dict[UUID, Work], year: int) -> None:
    measures: dict[UUID, Measure] = {}
    for one in (
        Indicator.objects.unscoped(because=BECAUSE)
        .filter(activity__in=list(works))
        .order_by("position", "pk")
    ):
        measures[one.pk] = Measure(one, year=year)
        works[one.activity_id].measures.append(measures[one.pk])
    targets: dict[UUID, list[Target]] = defaultdict(list)
    for target in (
        Target.objects.unscoped(because=BECAUSE).filter(indicator__in=list(measures)).select_related("by")
    ):
        targets[target.indicator_id].append(target)
    for key, rows in targets.items():
        measures[key].targets = rules.in_force(rows)
        measures[key].history = sorted(rows, key=lambda one: (one.year, -one.edition))


def _entries(plan: Plan, works: dict[UUID, Work], year: int) -> None:
    """The newest handed-in entry of the year for each activity, with what its indicators reached."""
    rows = Entry.objects.unscoped(because=BECAUSE).filter(
        report__plan=plan,
        report__state__in=TOLD,
        report__period__startswith=str(year),
        activity__in=list(works),
    )
    newest: dict[UUID, Entry] = {}
    for entry in rows.select_related("report__agency", "data_key"):
        held = newest.get(entry.activity_id)
        if held is None or _ends(entry) > _ends(held):
            newest[entry.activity_id] = entry
    reached: dict[UUID, Achieved] = {
        one.indicator_id: one
        for one in Achieved.objects.unscoped(because=BECAUSE).filter(
            entry__in=[one.pk for one in newest.values()]
        )
    }
    for key, entry in newest.items():
        works[key].entry = entry
    for work in works.values():
        for measure in work.measures:
            measure.reached = reached.get(measure.indicator.pk)


def _ends(entry: Entry):
    return Period.parse(entry.report.period).end_day


def by_field(found: Matrix) -> list[tuple[str, list[int]]]:
    """How the indicators of each field stand, in the order of `Standing`."""
    return [(name, _counted(works)) for _code, name, works in found.fields]


def by_agency(found: Matrix) -> list[tuple[str, list[int]]]:
    """How the indicators of each agency stand, by name."""
    groups: dict[str, list[Work]] = defaultdict(list)
    for work in found.works:
        groups[work.activity.agency.name].append(work)
    return [(name, _counted(groups[name])) for name in sorted(groups)]


def _counted(works: Iterable[Work]) -> list[int]:
    return rules.counted(measure.standing for work in works for measure in work.measures)


def money(found: Matrix) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Planned and spent money of the year by source."""
    planned = rules.sums(
        (source, amount) for work in found.works for source, amount in work.planned(found.year).items()
    )
    spent = rules.sums((source, amount) for work in found.works for source, amount in work.spent.items())
    return planned, spent


def reports(viewer: Viewer, *, plan: Plan | None = None, open_only: bool = False) -> QuerySet[PeriodReport]:
    """Reports of agencies, the newest period first."""
    rows = PeriodReport.objects.visible_to(viewer).select_related(
        "plan__task_force", "agency", "took_over_from"
    )
    rows = rows.filter(plan=plan) if plan else rows
    return rows.exclude(state__in=[ReportState.ACCEPTED, ReportState.COVERED]) if open_only else rows


def unreported(viewer: Viewer, *, at: datetime, force: TaskForce | None = None) -> list[PeriodReport]:
    """Who has not handed in what was due, the longest overdue first. For the chair's page too."""
    rows = PeriodReport.objects.visible_to(viewer).filter(state__in=rules.MINE, due_at__lt=at)
    rows = rows.filter(plan__task_force=force) if force else rows
    return list(rows.select_related("plan", "agency").order_by("due_at")[:200])


def places_in(plan: Plan) -> frozenset[tuple[str, ...]]:
    """Where every indicator of the plan stands, as the matrix compares it."""
    rows = Indicator.objects.unscoped(because=BECAUSE).filter(plan=plan, activity__dropped_at=None)
    names = rows.values_list(
        "activity__programme__strategy__field", "activity__programme__strategy__name", "activity__programme__name",
        "activity__name", "name",
    )  # fmt: skip
    return frozenset(tuple(key_of(part) for part in place) for place in names)


def activities_in(plan: Plan) -> dict[tuple[str, ...], Named]:
    """What every activity of the plan has already, by its place as the matrix compares it. Three queries."""
    rows = Activity.objects.unscoped(because=BECAUSE).filter(plan=plan, dropped_at=None)
    found = list(rows.select_related("agency__successor", "programme__strategy"))
    names = {key for one in found for key in one.supporting}
    offices_by_key = {one.pk: one for one in Agency.objects.filter(pk__in=names)}
    money: dict[UUID, dict] = defaultdict(dict)
    for one in Budget.objects.unscoped(because=BECAUSE).filter(plan=plan):
        money[one.activity_id][one.year, one.source] = one.amount
    return {_place(one): named_as(one, offices_by_key, money[one.pk]) for one in found}


def named_as(one: Activity, offices_by_key: Mapping[UUID, Agency], money: Mapping) -> Named:
    """An activity as a further line is compared with it; the successor of its office may be named as well."""
    helping = frozenset(offices_by_key[key] for key in one.supporting if key in offices_by_key)
    agencies = tuple(filter(None, (one.agency, one.agency.successor)))
    return Named(agencies, helping, dict(money))


def _place(one: Activity) -> tuple[str, ...]:
    above = one.programme.strategy
    return tuple(key_of(part) for part in (above.field, above.name, one.programme.name, one.name))


def offices(members: Sequence[Agency]) -> dict[str, Agency]:
    """Members by name and slug, as the matrix compares them."""
    found = {key_of(one.slug): one for one in members}
    return (
        found
        | {key_of(one.name_en): one for one in members if one.name_en}
        | {key_of(one.name): one for one in members}
    )


def works_of(activity: Activity, year: int) -> Work:
    """One activity as the matrix shows it."""
    works = {activity.pk: Work(activity)}
    _measures(works, year)
    work = works[activity.pk]
    work.budgets = list(Budget.objects.unscoped(because=BECAUSE).filter(activity=activity))
    names = agency_names(set(activity.supporting))
    work.supporting = [names[key] for key in activity.supporting if key in names]
    _entries(activity.plan, works, year)
    return work


def told_about(activity: Activity) -> list[Entry]:
    """What agencies handed in about an activity, the newest period first."""
    rows = Entry.objects.unscoped(because=BECAUSE).filter(activity=activity, report__state__in=TOLD)
    return list(rows.select_related("report__agency", "written_by", "data_key").order_by("-report__period"))


def works_to_report(report: PeriodReport, activities: Sequence[Activity]) -> list[Work]:
    """The activities of a report with what was written into it so far; a fixed number of queries."""
    year = Period.parse(report.period).year
    works = {one.pk: Work(one) for one in activities}
    _measures(works, year)
    for budget in Budget.objects.unscoped(because=BECAUSE).filter(activity__in=list(works)):
        works[budget.activity_id].budgets.append(budget)
    entries = (
        Entry.objects.unscoped(because=BECAUSE).filter(report=report).select_related("data_key", "written_by")
    )
    for entry in entries:
        if entry.activity_id in works:
            works[entry.activity_id].entry = entry
    rows = Achieved.objects.unscoped(because=BECAUSE).filter(entry__report=report)
    reached = {one.indicator_id: one for one in rows}
    for work in works.values():
        for measure in work.measures:
            measure.reached = reached.get(measure.indicator.pk)
    return list(works.values())
