"""Verbs that move a case: hold, resume, close, reopen, archive. Each with a coded reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.cases import panels, rules
from gugus.cases.actions import locked, touch
from gugus.cases.codes import CaseState, Safety
from gugus.cases.models import Case
from gugus.outbox.actions import announce
from gugus.tasks.actions import finish_tasks_about


class CannotMove(Cannot):
    """The case cannot go into this state now; all reasons at once."""


def hurdles_to_closing(case: Case) -> list[Reason]:
    """Everything that stands against closing: safety, open work of every context."""
    hurdles = []
    if case.safety in {Safety.UNKNOWN, Safety.DANGER}:
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
    if to == CaseState.CLOSED and (hurdles := hurdles_to_closing(case)):
        raise CannotMove(hurdles)
    before, case.state = case.state, to
    case.state_code, case.state_note, case.state_at = code, note, at
    touch(case, "state", "state_code", "state_note", "state_at")
    if to in {CaseState.CLOSED, CaseState.ARCHIVED}:
        finish_tasks_about(about=case, kind="safety_check", by=by, at=at)
    record(f"case.{_VERB[to]}", about=case, within=case, by=by, at=at, reason=code, changes={"from": before})
    announce(f"case.{_VERB[to]}", about=case, at=at)
    return case


_VERB = {
    CaseState.OPEN: "reopened",
    CaseState.ON_HOLD: "held",
    CaseState.CLOSED: "closed",
    CaseState.ARCHIVED: "archived",
}
