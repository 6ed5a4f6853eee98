"""Verbs that move a case: hold, resume, close, reopen, archive. Each with a coded reason."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.cases import clocks, panels, rules
from gugus.cases.actions import locked, move_safety_task, touch
from gugus.cases.clocks import end_of_day
from gugus.cases.codes import CaseState, Safety
from gugus.cases.models import Case
from gugus.cases.wording import state_reasons
from gugus.outbox.actions import announce
from gugus.tasks.actions import finish_tasks_about, start_task


class CannotMove(Cannot):
    """The case cannot go into this state now; all reasons at once."""


# Closing for these reasons does not wait for word that the survivor is safe: nobody can be asked any more.
WITHOUT_WORD = {"deceased", "duplicate", "unreachable"}


def hurdles_to_closing(case: Case, code: str = "") -> list[Reason]:
    """Everything that stands against closing: safety, warnings, open work of every context."""
    hurdles = []
    if case.safety == Safety.DANGER and code not in {"deceased", "duplicate"}:
        hurdles.append(Reason("in_danger", _("The person is in danger. The case cannot be closed now.")))
    if case.safety == Safety.UNKNOWN and code not in WITHOUT_WORD:
        hurdles.append(Reason("safety_open", _("Nobody has confirmed yet that the person is safe.")))
    return [*hurdles, *panels.hurdles_of(case)]


@transaction.atomic
def move(
    *,
    case: Case,
    to: CaseState,
    code: str,
    note: str,
    by: User,
    at: datetime,
    seen: int | None = None,
    aftercare_on: date | None = None,
    contact_agreed: bool | None = None,
    told: dict | None = None,
) -> Case:
    """Bring the case into another state with a coded reason. Services already promised go on.

    Pages and API close through `closing.ask_to_close`, with a second person; `told` are open words for the trail.
    """
    case = locked(case, seen=seen)
    if reasons := _doubts(case, to, code):
        raise CannotMove(reasons)
    before, case.state = case.state, to
    case.state_code, case.state_note, case.state_at = code, note or None, at
    case.aftercare_on, case.contact_agreed = aftercare_on, contact_agreed
    case.watch_since = at if to == CaseState.CLOSED and panels.running_after(case) else None
    touch(
        case, "state", "state_code", "state_note", "state_at", "aftercare_on", "contact_agreed", "watch_since"
    )
    _tasks_follow(case, before, by=by, at=at)
    verb = "case.resumed" if before == CaseState.ON_HOLD and to == CaseState.OPEN else _VERB[to]
    record(verb, about=case, within=case, by=by, at=at, reason=code, changes={"from": before} | (told or {}))
    announce(verb, about=case, at=at)
    return case


def _doubts(case: Case, to: CaseState, code: str) -> list[Reason]:
    if not rules.may_move(case.state, to):
        return [Reason("not_from_here", _("The case has already moved to another state."))]
    if not code:
        return [Reason("no_code", _("Choose a reason."), "code")]
    if code not in dict(state_reasons(to, case.state)):
        return [Reason("unknown_code", _("This reason does not fit."), "code")]
    if to == CaseState.CLOSED:
        return hurdles_to_closing(case, code)
    return panels.running_after(case) if to == CaseState.ARCHIVED else []


def _tasks_follow(case: Case, before: str, *, by: User, at: datetime) -> None:
    """A closed case asks again later and watches the law; an open one looks whether the person is safe."""
    ended = {CaseState.CLOSED, CaseState.ARCHIVED}
    if case.state not in ended and before not in ended:
        return
    for kind in ("safety_check", "no_contact", "legal_watch", "aftercare"):
        finish_tasks_about(about=case, kind=kind, by=by, at=at)
    if case.state not in ended:
        _look_again(case, by=by, at=at)
    elif case.watch_since:
        watch(case, by=by, at=at)
    if case.aftercare_on:
        start_task(
            kind="aftercare", about=case, within=case, agency=case.agency, assignee=case.manager, by=by, at=at,
            due_at=end_of_day(case.aftercare_on, case.area_code),
        )  # fmt: skip


def watch(case: Case, *, by: User | None, at: datetime) -> None:
    """Somebody looks at the criminal case and restitution of a closed case again and again until they end."""
    start_task(
        kind="legal_watch", about=case, within=case, agency=case.agency, assignee=case.manager, by=by, at=at,
        clock=clocks.LEGAL_WATCH,
    )  # fmt: skip


def _look_again(case: Case, *, by: User, at: datetime) -> None:
    """What was known about safety when the case was closed no longer counts."""
    case.safety, case.safety_check_due_at = (
        Safety.UNKNOWN,
        clocks.next_safety_check(Safety.UNKNOWN, at, case.area_code),
    )
    touch(case, "safety", "safety_check_due_at")
    move_safety_task(case, by=by, at=at)


_VERB = {
    CaseState.OPEN: "case.reopened",
    CaseState.ON_HOLD: "case.held",
    CaseState.CLOSED: "case.closed",
    CaseState.ARCHIVED: "case.archived",
}
