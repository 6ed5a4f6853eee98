"""Write a plan and its matrix, approve it, put it in force, close it; revise targets without losing the old ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.actionplan import rules
from gugus.actionplan.codes import Better, DropCode, Every, PlanState, Source
from gugus.actionplan.filling import put_lines
from gugus.actionplan.heart import (
    BECAUSE,
    CannotPlan,
    about_nobody,
    locked_activity,
    locked_plan,
    moved,
    save,
)
from gugus.actionplan.lines import Line
from gugus.actionplan.matrix import Figure, against
from gugus.actionplan.models import Activity, Budget, Entry, Indicator, Plan, Target
from gugus.actionplan.queries import named_as
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.directory.codes import WorkField
from gugus.directory.models import Agency, TaskForce
from gugus.kernel.ids import new_id
from gugus.taskforce.models import LegalBasis

NOT_NOW = Reason("not_now", _("The plan is not in a state in which this can be done."))
MOST_MONEY = Decimal("99999999999999.99")


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on the cover of a plan."""

    title: str
    first_year: int
    last_year: int
    every: str = Every.HALF
    report_days: int = 15
    basis: LegalBasis | None = None
    basis_words: str = ""


@transaction.atomic
def write_plan(
    *,
    force: TaskForce,
    paper: Paper,
    by: User,
    at: datetime,
    key: UUID | None = None,
    follows: Plan | None = None,
) -> Plan:
    """A draft. The same `key` twice (a double click) gives the same one. Raises CannotPlan."""
    rows = Plan.objects.unscoped(because="one's own double click")
    if key and (earlier := rows.filter(pk=key, written_by=by).first()):
        return earlier
    if reasons := hurdles_to_paper(force, paper):
        raise CannotPlan(reasons)
    plan = Plan(
        id=key or new_id(), task_force=force, agency=by.agency, written_by=by, written_at=at, follows=follows,
        edition=follows.edition + 1 if follows else 1, **_paper(paper),
    )  # fmt: skip
    plan.save(force_insert=True)
    moved(plan, "actionplan.written", before="", after=plan.state, by=by, at=at)
    return plan


@transaction.atomic
def change_plan(*, plan: Plan, paper: Paper, by: User, at: datetime, seen: int | None = None) -> Plan:
    """Another cover. Years and rhythm change in a draft only. Raises CannotPlan, Stale."""
    plan = locked_plan(plan, seen=seen)
    reasons = hurdles_to_paper(plan.task_force, paper)
    fixed = (plan.first_year, plan.last_year, plan.every) != (paper.first_year, paper.last_year, paper.every)
    if fixed and plan.state != PlanState.DRAFT:
        words = _("Years and rhythm are fixed once the plan was approved. Write a new edition.")
        reasons.append(Reason("approved_already", words, "first_year"))
    if plan.state == PlanState.CLOSED:
        reasons.append(NOT_NOW)
    if fixed and Target.objects.unscoped(because=BECAUSE).filter(plan=plan).exclude(
        year__range=(paper.first_year, paper.last_year)
    ).exists():  # fmt: skip
        reasons.append(Reason("targets_outside", _("The matrix has targets of other years."), "first_year"))
    if reasons:
        raise CannotPlan(reasons)
    given = _paper(paper)
    changed = sorted(name for name, value in given.items() if getattr(plan, name) != value)
    for name, value in given.items():
        setattr(plan, name, value)
    save(plan, *given)
    record("actionplan.changed", about=plan, by=by, at=at, changes={"fields": changed})
    return plan


def hurdles_to_paper(force: TaskForce, paper: Paper) -> list[Reason]:
    """Why a cover cannot stand like this."""
    reasons = []
    if not paper.title.strip():
        reasons.append(Reason("title_needed", _("Give the plan a title."), "title"))
    if not rules.years_fit(paper.first_year, paper.last_year):
        words = _("The first year comes before the last one, at most 25 years apart.")
        reasons.append(Reason("years_impossible", words, "last_year"))
    if not 1 <= paper.report_days <= 180:
        reasons.append(Reason("days_impossible", _("Between 1 and 180 days."), "report_days"))
    reasons += about_nobody(title=paper.title, basis_words=paper.basis_words)
    if paper.basis is not None and paper.basis.task_force_id != force.pk:
        reasons.append(Reason("other_basis", _("This document belongs to another task force."), "basis"))
    return reasons


@transaction.atomic
def move_plan(
    *, plan: Plan, to: str, by: User, at: datetime, seen: int | None = None, reason: str = ""
) -> Plan:
    """Approve, take back to a draft, put in force, close. Raises CannotPlan with every reason, Stale."""
    plan = locked_plan(plan, seen=seen)
    if reasons := hurdles_to_moving(plan, to):
        raise CannotPlan(reasons)
    before, plan.state = plan.state, to
    names = ["state"]
    if to == PlanState.APPROVED:
        plan.approved_by, plan.approved_at = by, at
        names += ["approved_by", "approved_at"]
    elif to == PlanState.DRAFT:
        plan.approved_by = plan.approved_at = None
        names += ["approved_by", "approved_at"]
    else:
        setattr(plan, "in_force_at" if to == PlanState.IN_FORCE else "closed_at", at)
        names.append("in_force_at" if to == PlanState.IN_FORCE else "closed_at")
    save(plan, *names)
    moved(plan, f"actionplan.{'withdrawn' if to == PlanState.DRAFT else to}", before=before, after=to, by=by, at=at,
          reason=reason)  # fmt: skip
    return plan


def hurdles_to_moving(plan: Plan, to: str) -> list[Reason]:
    """Why a plan cannot go into a state now."""
    if not rules.may_move(rules.PLAN_MOVES, plan.state, to):
        return [NOT_NOW]
    rows = Indicator.objects.unscoped(because=BECAUSE).filter(plan=plan, activity__dropped_at=None)
    if to == PlanState.APPROVED and not rows.exists():
        return [Reason("empty", _("The matrix has no activity with an indicator yet."))]
    others = Plan.objects.unscoped(because=BECAUSE).filter(
        task_force=plan.task_force, state=PlanState.IN_FORCE
    )
    meets = others.filter(first_year__lte=plan.last_year, last_year__gte=plan.first_year).exclude(pk=plan.pk)
    if to == PlanState.IN_FORCE and (other := meets.first()):
        words = _("Plan %(ref)s is in force for these years. Close it first.") % {"ref": other.ref}
        return [Reason("another_in_force", words)]
    return []


@transaction.atomic
def add_line(*, plan: Plan, line: Line, by: User, at: datetime, seen: int | None = None) -> Indicator:
    """Add an activity, or one more indicator to an activity of the same name. The same `line.key` twice (a double
    click) is once. Raises CannotPlan, Stale.
    """
    plan = locked_plan(plan, seen=seen)
    rows = Indicator.objects.unscoped(because=BECAUSE).filter(plan=plan)
    if line.key and (earlier := rows.select_related("activity").filter(pk=line.key).first()):
        return earlier
    if reasons := hurdles_to_line(plan, line):
        raise CannotPlan(reasons)
    (indicator,) = put_lines(plan, [line], by=by, at=at)
    save(plan)
    activity = indicator.activity
    record("actionplan.line_added", about=activity, within=plan, by=by, at=at, changes={"field": line.field})
    return indicator


def hurdles_to_line(plan: Plan, line: Line) -> list[Reason]:
    """Why a line cannot be added like this."""
    if plan.state not in rules.WRITABLE | rules.REVISABLE:
        return [NOT_NOW]
    reasons = []
    for name in ("strategy", "programme", "activity", "indicator"):
        if not getattr(line, name).strip():
            reasons.append(Reason("needed", _("Write this in a few words."), name))
    names = ("strategy", "programme", "activity", "indicator", "unit")
    reasons += about_nobody(**{name: getattr(line, name) for name in names}, baseline=line.baseline.words)
    reasons += about_nobody(**{f"target_{year}": figure.words for year, figure in line.targets.items()})
    if line.field not in WorkField.values:
        reasons.append(Reason("field_unknown", _("Choose one of the six fields of work."), "field"))
    if line.better not in Better.values:
        reasons.append(Reason("direction_unknown", _("Say which way is better."), "better"))
    reasons += _hurdles_to_years(plan, line.targets, line.budgets)
    same = Indicator.objects.unscoped(because=BECAUSE).filter(
        plan=plan, name=line.indicator.strip(), activity__name=line.activity.strip(), activity__dropped_at=None,
        activity__programme__name=line.programme.strip(), activity__programme__strategy__name=line.strategy.strip(),
        activity__programme__strategy__field=line.field,
    )  # fmt: skip
    if not reasons and same.exists():
        reasons.append(
            Reason("there_already", _("This activity has an indicator of this name."), "indicator")
        )
    if not reasons:
        reasons += _against_the_activity(plan, line)
    rows = Indicator.objects.unscoped(because=BECAUSE).filter(plan=plan)
    if rows.count() >= rules.MOST_ROWS:
        reasons.append(Reason("too_many", _("A plan has at most 5,000 rows.")))
    return reasons


def _against_the_activity(plan: Plan, line: Line) -> list[Reason]:
    """What the line says differently of an activity that stands in the plan already; it would be lost silently."""
    rows = Activity.objects.unscoped(because=BECAUSE).filter(
        plan=plan, dropped_at=None, name=line.activity.strip(), programme__name=line.programme.strip(),
        programme__strategy__name=line.strategy.strip(), programme__strategy__field=line.field,
    )  # fmt: skip
    there = rows.select_related("agency__successor").first()
    if there is None:
        return []
    money = Budget.objects.unscoped(because=BECAUSE).filter(activity=there)
    named = named_as(
        there,
        {one.pk: one for one in Agency.objects.filter(pk__in=there.supporting)},
        {(one.year, one.source): one.amount for one in money},
    )
    return [
        Reason("other_activity", words, f"{kind}_{year}" if year else kind)
        for kind, year, words in against(named, line.agency, line.supporting, line.budgets)
    ]


def _hurdles_to_years(plan: Plan, targets: Mapping, budgets: Mapping) -> list[Reason]:
    reasons = []
    if any(year not in plan.years for year in targets):
        reasons.append(Reason("year_outside", _("A target lies in a year of the plan."), "targets"))
    if any(year not in plan.years or source not in Source.values for year, source in budgets):
        reasons.append(Reason("year_outside", _("A budget lies in a year of the plan."), "budgets"))
    if any(not 0 <= amount <= MOST_MONEY for amount in budgets.values()):
        reasons.append(Reason("amount_impossible", _("An amount of money cannot be negative."), "budgets"))
    return reasons


@transaction.atomic
def change_activity(
    *, activity: Activity, name: str, agency: Agency, supporting: Sequence[Agency],
    budgets: Mapping[tuple[int, str], Decimal], by: User, at: datetime, seen: int | None = None,
) -> Activity:  # fmt: skip
    """Other words, another agency, other money. Two people are told apart by the version. Raises CannotPlan, Stale."""
    activity = locked_activity(activity, seen=seen)
    reasons = [] if activity.dropped_at is None else [NOT_NOW]
    if activity.plan.state not in rules.WRITABLE | rules.REVISABLE:
        reasons = [NOT_NOW]
    if not name.strip():
        reasons.append(Reason("needed", _("Write this in a few words."), "name"))
    reasons += about_nobody(name=name)
    rows = Activity.objects.unscoped(because=BECAUSE).filter(programme=activity.programme, dropped_at=None)
    if rows.filter(name=name.strip()).exclude(pk=activity.pk).exists():
        reasons.append(Reason("there_already", _("This programme has an activity of this name."), "name"))
    reasons += _hurdles_to_years(activity.plan, {}, budgets)
    if reasons:
        raise CannotPlan(reasons)
    before = activity.agency.slug
    activity.name, activity.agency = name.strip(), agency
    activity.supporting = [one.pk for one in supporting if one.pk != agency.pk]
    save(activity, "name", "agency", "supporting")
    for (year, source), amount in budgets.items():
        _budget(activity, year, source, amount)
    changes = {"agency": agency.slug, "before": before}
    record("actionplan.activity_changed", about=activity, within=activity.plan, by=by, at=at, changes=changes)
    return activity


@transaction.atomic
def drop_activity(
    *, activity: Activity, code: str, by: User, at: datetime, seen: int | None = None
) -> Activity:
    """Take an activity out of the plan. What was reported about it stays readable. Raises CannotPlan, Stale."""
    activity = locked_activity(activity, seen=seen)
    if activity.dropped_at or activity.plan.state == PlanState.CLOSED:
        raise CannotPlan([NOT_NOW])
    activity.dropped_at, activity.dropped_code = at, DropCode(code)
    save(activity, "dropped_at", "dropped_code")
    record(
        "actionplan.activity_dropped",
        about=activity,
        within=activity.plan,
        by=by,
        at=at,
        changes={"code": code},
    )
    return activity


@transaction.atomic
def set_target(
    *,
    indicator: Indicator,
    year: int,
    figure: Figure,
    reason: str,
    by: User,
    at: datetime,
    seen: int | None = None,
) -> Target:
    """The first target of a year, or a revision with its reason; the old one stays. `seen`: version of the activity."""
    activity = locked_activity(indicator.activity, seen=seen)
    reasons = _hurdles_to_years(activity.plan, {year: figure}, {})
    if activity.dropped_at or activity.plan.state not in rules.WRITABLE | rules.REVISABLE:
        reasons = [NOT_NOW]
    if not figure:
        reasons.append(Reason("target_needed", _("Write the target as a number or in words."), "target"))
    rows = Target.objects.unscoped(because=BECAUSE).filter(indicator=indicator, year=year)
    newest = rows.order_by("-edition").first()
    if newest and not reason.strip():
        reasons.append(Reason("reason_needed", _("Say why the target is revised."), "reason"))
    reasons += about_nobody(reason=reason, target=figure.words)
    if newest and (newest.value, newest.words) == (figure.value, figure.words):
        reasons.append(Reason("same_target", _("This is the target already."), "target"))
    if reasons:
        raise CannotPlan(reasons)
    made = _target(
        indicator, year, figure, by=by, at=at, edition=newest.edition + 1 if newest else 1, reason=reason
    )
    save(activity)
    verb = "actionplan.target_revised" if newest else "actionplan.target_set"
    record(
        verb,
        about=activity,
        within=activity.plan,
        by=by,
        at=at,
        changes={"year": year, "edition": made.edition},
    )
    return made


@transaction.atomic
def change_indicator(
    *, indicator: Indicator, name: str, unit: str, better: str, baseline: Figure, by: User, at: datetime,
    seen: int | None = None,
) -> Indicator:  # fmt: skip
    """Other words, baseline or direction in a draft. `seen`: version of the activity. Raises CannotPlan, Stale."""
    activity = locked_activity(indicator.activity, seen=seen)
    reasons = about_nobody(name=name, unit=unit, baseline=baseline.words)
    if activity.dropped_at or activity.plan.state not in rules.WRITABLE:
        words = _("Indicators change in a draft only. Take the plan back, or write a new edition.")
        reasons = [Reason("not_now", words)]
    if not name.strip():
        reasons.append(Reason("needed", _("Write this in a few words."), "name"))
    if better not in Better.values:
        reasons.append(Reason("direction_unknown", _("Say which way is better."), "better"))
    rows = Indicator.objects.unscoped(because=BECAUSE).filter(activity=activity).exclude(pk=indicator.pk)
    if rows.filter(name=name.strip()).exists():
        reasons.append(Reason("there_already", _("This activity has an indicator of this name."), "name"))
    if reasons:
        raise CannotPlan(reasons)
    before = indicator.better
    indicator.name, indicator.unit, indicator.better = name.strip(), unit.strip(), better
    indicator.baseline, indicator.baseline_words = baseline.value, baseline.words
    indicator.save(update_fields=["name", "unit", "better", "baseline", "baseline_words"])
    save(activity)
    changes = {"better": better, "before": before}
    record(
        "actionplan.indicator_changed", about=activity, within=activity.plan, by=by, at=at, changes=changes
    )
    return indicator


def has_reports(activity: Activity) -> bool:
    """Did somebody report about it?"""
    return Entry.objects.unscoped(because=BECAUSE).filter(activity=activity).exists()


def _target(
    indicator: Indicator,
    year: int,
    figure: Figure,
    *,
    by: User,
    at: datetime,
    edition: int = 1,
    reason: str = "",
) -> Target:
    made = Target(
        id=new_id(), plan_id=indicator.plan_id, indicator=indicator, year=year, edition=edition, value=figure.value,
        words=figure.words, reason=reason.strip(), by=by, at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def _budget(activity: Activity, year: int, source: str, amount: Decimal) -> None:
    rows = Budget.objects.unscoped(because=BECAUSE).filter(activity=activity, year=year, source=source)
    if not rows.update(amount=amount) and amount:
        Budget(
            id=new_id(), plan_id=activity.plan_id, activity=activity, year=year, source=source, amount=amount
        ).save(force_insert=True)


def _paper(paper: Paper) -> dict:
    return {
        "title": paper.title.strip(), "first_year": paper.first_year, "last_year": paper.last_year,
        "every": paper.every, "report_days": paper.report_days, "basis": paper.basis,
        "basis_words": paper.basis_words.strip(),
    }  # fmt: skip
