"""What every action of a plan needs: the locked row, its step in the history, the entry in the trail."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.actionplan.models import Activity, Move, PeriodReport, Plan
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.kernel.ids import new_id
from gugus.kernel.telltale import points_to_a_person
from gugus.outbox.actions import announce

BECAUSE = "came through the gate"


class CannotPlan(Cannot):
    """The plan, or a line of it, cannot be written like this; all reasons at once."""


class CannotReport(Cannot):
    """The report cannot be written, handed in or answered like this; all reasons at once."""


def about_nobody(**texts: str) -> list[Reason]:
    """A reason for each text that points to a person; a plan and its reports name nobody."""
    words = _(
        "This seems to point to a person (a number, a name, a file). Leave that out: nobody is named here."
    )
    return [
        Reason("points_to_a_person", words, name) for name, text in texts.items() if points_to_a_person(text)
    ]


def locked_plan(plan: Plan, *, seen: int | None = None) -> Plan:
    """The plan, locked, unless somebody changed it since it was seen. Raises Stale."""
    rows = Plan.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    row = rows.select_related("task_force", "agency").get(pk=plan.pk)
    check_version(row, seen)
    return row


def locked_activity(activity: Activity, *, seen: int | None = None) -> Activity:
    """The same for an activity."""
    rows = Activity.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    row = rows.select_related("plan", "programme__strategy", "agency").get(pk=activity.pk)
    check_version(row, seen)
    return row


def locked_report(report: PeriodReport, *, seen: int | None = None) -> PeriodReport:
    """The same for a report."""
    rows = PeriodReport.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    row = rows.select_related("plan__task_force", "agency").get(pk=report.pk)
    check_version(row, seen)
    return row


def save(row, *names: str) -> None:
    """Named fields, and one version more."""
    row.version += 1
    row.save(update_fields=[*names, "version"])


def moved(
    plan: Plan, verb: str, *, before: str, after: str, by: User | None, at: datetime,
    report: PeriodReport | None = None, reason: str = "",
    more: dict | None = None,
) -> None:  # fmt: skip
    """Write a step into the history and the trail, and say so."""
    Move(
        id=new_id(), plan=plan, report=report, at=at, by=by, from_state=before, to_state=after,
        reason=reason.strip() or None,
    ).save(force_insert=True)  # fmt: skip
    about = report or plan
    record(
        verb, about=about, by=by, at=at, words=reason, changes={"from": before, "to": after} | (more or {})
    )
    announce(verb, about=about, at=at, code=after, by=str(by.pk) if by else "")
