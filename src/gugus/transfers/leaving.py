"""A colleague leaves: all open cases and tasks go to another colleague in one action, inside the agency."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.cases.actions import hand_over
from gugus.cases.codes import CaseState
from gugus.cases.models import Case
from gugus.tasks.actions import assign_task
from gugus.tasks.models import Task

BECAUSE = "files of one's own agency; the gate asked who may hand them over"


class CannotHandOver(Cannot):
    """These files cannot be given to this colleague; all reasons at once."""


@dataclass(frozen=True, slots=True)
class Load:
    """What a colleague holds: open cases (and how many of them at high risk), open tasks."""

    user: User
    cases: int
    high: int
    tasks: int


def _cases_of(user: User):
    rows = Case.objects.unscoped(because=BECAUSE).filter(agency_id=user.agency_id, manager=user)
    return rows.filter(state__in=[CaseState.OPEN, CaseState.ON_HOLD], forgotten_at=None)


def _tasks_of(user: User):
    rows = Task.objects.unscoped(because=BECAUSE).open()
    return rows.filter(agency_id=user.agency_id, assignee=user)


def load_of(user: User) -> Load:
    """How much would go; nothing changes."""
    cases = _cases_of(user)
    return Load(user, cases.count(), cases.filter(risk="high").count(), _tasks_of(user).count())


def holders(viewer: Viewer) -> list[User]:
    """Colleagues who hold open cases or tasks, former ones too, by name."""
    cases = Case.objects.unscoped(because=BECAUSE).filter(
        agency_id=viewer.agency_id, state__in=[CaseState.OPEN, CaseState.ON_HOLD]
    )
    tasks = Task.objects.unscoped(because=BECAUSE).open().filter(agency_id=viewer.agency_id)
    ids = {*cases.values_list("manager", flat=True), *tasks.values_list("assignee", flat=True)} - {None}
    return list(User.objects.filter(pk__in=ids, agency_id=viewer.agency_id).order_by("full_name"))


@transaction.atomic
def hand_over_all(*, of: User, to: User, reason: str, expected: int, by: User, at: datetime) -> Load:
    """Every open case and task of `of` goes to `to`, if there are still as many cases as were seen (`expected`)."""
    if reasons := _hurdles(of, to, reason, by):
        raise CannotHandOver(reasons)
    cases = list(_cases_of(of).order_by("opened_at").select_for_update(of=("self",)))
    if len(cases) != expected:
        words = _("The number of cases has changed meanwhile. Look again before you hand them over.")
        raise CannotHandOver([Reason("changed", words)])
    for case in cases:
        hand_over(case=case, to=to, reason=reason, by=by, at=at)
    left = list(_tasks_of(of))  # the safety checks have gone with their cases
    for task in left:
        assign_task(task=task, to=to, by=by, at=at)
    done = Load(of, len(cases), sum(case.risk == "high" for case in cases), len(left))
    changes = {"user": of.username, "to": to.username, "number": done.cases, "rows": done.tasks}
    record("transfer.colleague_left", about=of, by=by, at=at, words=reason, changes=changes)
    return done


def _hurdles(of: User, to: User, reason: str, by: User) -> list[Reason]:
    reasons = []
    if of.agency_id != by.agency_id:
        reasons.append(Reason("not_a_colleague", _("Choose a colleague of your agency."), "of"))
    if to.agency_id != by.agency_id or not to.is_active:
        reasons.append(Reason("not_a_colleague", _("Choose an active colleague of your agency."), "to"))
    if of.pk == to.pk:
        reasons.append(Reason("same_manager", _("Choose two different colleagues."), "to"))
    if not reason.strip():
        reasons.append(Reason("reason_needed", _("Say why."), "reason"))
    return reasons
