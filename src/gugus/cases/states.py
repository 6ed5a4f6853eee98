"""Verbs that move a case: hold, resume, close, reopen, archive. Each with a coded reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.cases import panels, rules
from gugus.cases.actions import locked, move_safety_task, touch
from gugus.cases.codes import CaseState, Safety
from gugus.cases.models import Case
from gugus.cases.wording import state_reasons
from gugus.outbox.actions import announce
from gugus.tasks.actions import finish_tasks_about


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
    *, case: Case, to: CaseState, code: str, note: str, by: User, at: datetime, seen: int | None = None
) -> Case:
    """Bring the case into another state with a coded reason. Services already promised go on."""
    case = locked(case, seen=seen)
    if not rules.may_move(case.state, to):
        raise CannotMove([Reason("not_from_here", _("The case has already moved to another state."))])
    if not code:
        raise CannotMove([Reason("no_code", _("Choose a reason."), "code")])
    if code not in dict(state_reasons(to, case.state)):
        raise CannotMove([Reason("unknown_code", _("This reason does not fit."), "code")])
    if to == CaseState.CLOSED and (hurdles := hurdles_to_closing(case, code)):
        raise CannotMove(hurdles)
    before, case.state = case.state, to
    case.state_code, case.state_note, case.state_at = code, note or None, at
    touch(case, "state", "state_code", "state_note", "state_at")
    if to in {CaseState.CLOSED, CaseState.ARCHIVED}:
        finish_tasks_about(about=case, kind="safety_check", by=by, at=at)
    elif before in {CaseState.CLOSED, CaseState.ARCHIVED}:
        _look_again(case, by=by, at=at)
    verb = "case.resumed" if before == CaseState.ON_HOLD and to == CaseState.OPEN else _VERB[to]
    record(verb, about=case, within=case, by=by, at=at, reason=code, changes={"from": before})
    announce(verb, about=case, at=at)
    return case


def _look_again(case: Case, *, by: User, at: datetime) -> None:
    """What was known about safety when the case was closed no longer counts."""
    case.safety, case.safety_check_due_at = Safety.UNKNOWN, rules.next_safety_check(Safety.UNKNOWN, at)
    touch(case, "safety", "safety_check_due_at")
    move_safety_task(case, by=by, at=at)


_VERB = {
    CaseState.OPEN: "case.reopened",
    CaseState.ON_HOLD: "case.held",
    CaseState.CLOSED: "case.closed",
    CaseState.ARCHIVED: "case.archived",
}
