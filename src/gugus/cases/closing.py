"""Close with a second person: what still stands against it is named at once, a supervisor says yes, the law runs on.

Found in Permensos 8/2023: a case ends after monitoring and evaluation, with aftercare where it is needed. That a
supervisor agrees, and that a running criminal case keeps the file out of the archive, are local decisions (design).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Role, Scope, Section, Verb
from gugus.access.models import RoleAssignment, User
from gugus.access.rules import reach
from gugus.access.viewer import Viewer
from gugus.approvals.actions import LEAST_REASON, ask
from gugus.approvals.models import Request
from gugus.base.refusals import Reason
from gugus.cases.actions import locked
from gugus.cases.codes import CaseState
from gugus.cases.models import Case
from gugus.cases.states import CannotMove, hurdles_to_closing, move
from gugus.cases.wording import state_reasons

KIND = "case.close"
LATEST_AFTERCARE = timedelta(days=2 * 366)
BECAUSE = "the request came through its gate; two people of the owning agency agreed"
ASKED_ALREADY = Reason("asked_already", _("Closing was asked for already and waits for a second person."))
MOVED_ALREADY = Reason("not_from_here", _("The case has already moved to another state."))
NO_RIGHT = Reason("no_right", _("Whoever agrees to closing may close cases too: a supervisor."))


@dataclass(frozen=True, slots=True)
class Ending:
    """How a case ends: the coded reason, words, when somebody asks again, and whether the survivor wants that."""

    code: str
    note: str
    aftercare_on: date | None = None
    contact_agreed: bool | None = None


@transaction.atomic
def ask_to_close(
    *, case: Case, ending: Ending, by: User, at: datetime, seen: int | None = None, key: UUID | None = None
) -> Request | Case:
    """Ask a supervisor to close the case; every hurdle at once. The same `key` twice gives the same request.

    Where nobody else of the agency could agree, the case closes now and the trail says that one person decided.
    """
    case = locked(case, seen=seen)
    if key is None or not _asked_with(by, key):
        _must_end_well(case, ending, at)
    if not second_persons(case.agency_id, by, timezone.localdate(at)):
        return _close(case, ending, by=by, at=at, alone=True)
    facts = {
        "code": ending.code, "contact_agreed": ending.contact_agreed,
        "aftercare_on": ending.aftercare_on.isoformat() if ending.aftercare_on else "",
    }  # fmt: skip
    return ask(KIND, facts=facts, reason=ending.note, about=case, by=by, at=at, key=str(key or ""))


def second_persons(agency_id: UUID, by: User, on: date) -> list[User]:
    """Who else of the agency may agree on a day: active people whose role closes and approves in the whole agency."""
    able = [role for role in Role if _may_agree(role)]
    held = RoleAssignment.objects.valid_on(on).filter(role__in=able)
    rows = User.objects.filter(agency_id=agency_id, is_active=True, pk__in=held.values("user"))
    return list(rows.exclude(pk=by.pk))


def _may_agree(role: Role) -> bool:
    needed = (Verb.DECIDE, Verb.APPROVE)
    return all(reach([role], Section.CASE, verb) >= Scope.AGENCY for verb in needed)


def waiting_to_close(case: Case, at: datetime) -> Request | None:
    """The request that waits for a second person, whoever asked; the case came through its gate."""
    rows = Request.objects.unscoped(
        because="whoever may decide on the case may know that closing was asked for"
    )
    return rows.waiting(at).filter(kind=KIND, about_id=case.pk).select_related("asked_by").first()


def may_ask(*, viewer: Viewer, facts: dict, about_id: UUID | None, at: datetime) -> list[Reason]:
    """Asked when asking and again when approving: does the case still close for this reason?"""
    case = _case(about_id)
    if case is None or case.agency_id != viewer.agency_id or case.state not in {"open", "on_hold"}:
        return [MOVED_ALREADY]
    return hurdles_to_closing(case, facts.get("code", ""))


def may_approve(*, viewer: Viewer, request: Request, at: datetime) -> list[Reason]:
    """Data protection approves other things of a case; closing belongs to whoever may close."""
    return [] if viewer.reach(Section.CASE, Verb.DECIDE) >= Scope.AGENCY else [NO_RIGHT]


def run_approved(*, request: Request, by: User, at: datetime) -> None:
    """The second person said yes."""
    facts = request.facts
    day = facts.get("aftercare_on")
    ending = Ending(
        facts["code"], request.reason or "", date.fromisoformat(day) if day else None, facts["contact_agreed"]
    )
    _close(locked(_case(request.about_id)), ending, by=by, at=at, asked_by=request.asked_by)


def _close(
    case: Case, ending: Ending, *, by: User, at: datetime, asked_by: User | None = None, alone: bool = False
) -> Case:
    told = {"asked_by": asked_by.username} if asked_by else {"alone": alone}
    return move(
        case=case, to=CaseState.CLOSED, code=ending.code, note=ending.note, by=by, at=at, told=told,
        aftercare_on=ending.aftercare_on, contact_agreed=ending.contact_agreed,
    )  # fmt: skip


def _must_end_well(case: Case, ending: Ending, at: datetime) -> None:
    """Refuse, with every reason at its field."""
    reasons = [] if case.state in {"open", "on_hold"} else [MOVED_ALREADY]
    if ending.code not in dict(state_reasons(CaseState.CLOSED, case.state)):
        reasons.append(Reason("no_code", _("Choose a reason."), "code"))
    if len(ending.note.strip()) < LEAST_REASON:
        words = _("Say in a sentence or two what was reached; the supervisor reads it.")
        reasons.append(Reason("reason_needed", words, "note"))
    today = timezone.localdate(at)
    if ending.aftercare_on is not None and ending.aftercare_on <= today:
        reasons.append(Reason("in_the_past", _("This day lies in the future."), "aftercare_on"))
    if ending.aftercare_on is not None and ending.aftercare_on > today + LATEST_AFTERCARE:
        reasons.append(Reason("too_late", _("Two years from now at most."), "aftercare_on"))
    if waiting_to_close(case, at):
        reasons.append(ASKED_ALREADY)
    if reasons := [*reasons, *hurdles_to_closing(case, ending.code)]:
        raise CannotMove(reasons)


def _asked_with(by: User, key: UUID) -> bool:
    rows = Request.objects.unscoped(because="one's own earlier request")
    return rows.filter(asked_by=by, key=str(key)).exists()


def _case(case_id: UUID | None) -> Case | None:
    rows = Case.objects.unscoped(because=BECAUSE)
    return rows.filter(pk=case_id).select_related("data_key", "agency", "manager").first()
