"""Requests to LPSK for protection: asked, complete within seven days, decided, since when and until when, ended."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.base.versions import check_version
from gugus.cases.actions import own_row
from gugus.cases.models import Case, Party
from gugus.justice.actions.heart import BECAUSE, CannotPursue, changed, clock_end, must_be_kept, told, written
from gugus.justice.codes import Help, ProtectionState
from gugus.justice.models import Protection
from gugus.kernel.ids import new_id
from gugus.tasks.actions import finish_tasks_about, start_task

# PP 7/2018: LPSK says within seven days whether the papers are complete; the clock's row can be edited.
CLOCK = "lpsk_completeness"
TASK = "lpsk_answer"
P = ProtectionState
NEXT = {
    P.ASKED: (P.INCOMPLETE, P.COMPLETE, P.WITHDRAWN),
    P.INCOMPLETE: (P.COMPLETE, P.REFUSED, P.WITHDRAWN),
    P.COMPLETE: (P.GRANTED, P.REFUSED, P.WITHDRAWN),
    P.GRANTED: (P.ENDED,),
    P.REFUSED: (),
    P.WITHDRAWN: (),
    P.ENDED: (),
}
DECIDED = frozenset({P.GRANTED, P.REFUSED})
NEEDS_CODE = frozenset({P.REFUSED, P.WITHDRAWN, P.ENDED})
OPEN = frozenset({P.ASKED, P.INCOMPLETE, P.COMPLETE})


@transaction.atomic
def ask_protection(
    *, case: Case, party: Party, kinds: Iterable[str], asked_on: date, by: User, at: datetime, number: str = "",
    note: str = "", key: UUID | None = None,
) -> Protection:  # fmt: skip
    """LPSK was asked on a day to protect somebody of the case. Its clock for completeness runs from that day."""
    rows = Protection.objects.unscoped(because="the same form was sent twice").filter(case=case)
    if key and (earlier := own_row(rows, key, written_by=by)):
        return earlier
    must_be_kept(case)
    wanted, reasons = sorted(set(kinds)), []
    if not wanted or set(wanted) - set(Help.values):
        reasons.append(Reason("no_kind", _("Choose what is asked for."), "kinds"))
    if party.case_id != case.pk or party.role == "accused":
        reasons.append(
            Reason("not_in_case", _("Choose a survivor, witness or relative of the case."), "party")
        )
    if asked_on > timezone.localdate(at):
        reasons.append(Reason("in_the_future", _("This lies in the future."), "asked_on"))
    if reasons:
        raise CannotPursue(reasons)
    row = Protection(
        id=key or new_id(), case=case, party=party, kinds=wanted, asked_on=asked_on,
        due_at=clock_end(CLOCK, asked_on, case.area_code), number=number.strip() or None, note=note.strip() or None,
        written_by=by, written_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    start_task(
        kind=TASK,
        about=row,
        within=case,
        agency=by.agency,
        assignee=by,
        due_at=row.due_at,
        risk=case.risk,
        by=by,
        at=at,
    )
    told("protection.asked", row, by=by, at=at, changes={"kinds": wanted})
    return row


@transaction.atomic
def move_protection(
    *, protection: Protection, to: str, on: date, by: User, at: datetime, code: str = "", from_on: date | None = None,
    until_on: date | None = None, number: str = "", note: str = "", seen: int | None = None,
) -> Protection:  # fmt: skip
    """What LPSK answered on a day: incomplete, complete, granted since/until, refused; or withdrawn, ended."""
    rows = Protection.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    row = rows.select_related("data_key", "case").get(pk=protection.pk)
    check_version(row, seen)
    must_be_kept(row.case)
    if reasons := _hurdles(row, to, on, code, from_on, until_on, at):
        raise CannotPursue(reasons)
    facts = {"state": to, "code": code if to in NEEDS_CODE else ""}
    facts |= {"complete_on": on} if to == P.COMPLETE else {}
    facts |= {"decided_on": on} if to in DECIDED else {}
    facts |= {"from_on": from_on, "until_on": until_on} if to == P.GRANTED else {}
    facts |= {"ended_on": on} if to in {P.ENDED, P.WITHDRAWN} else {}
    facts |= {"number": number.strip()} if number.strip() else {}
    facts |= {"note": note.strip()} if note.strip() else {}
    changed(row, **facts)
    if to not in OPEN:
        finish_tasks_about(about=row, kind=TASK, by=by, at=at)
    told("protection.moved", row, by=by, at=at, code=facts["code"], changes={"state": to, "on": on})
    return row


def _hurdles(row: Protection, to: str, on: date, code: str, from_on, until_on, at: datetime) -> list[Reason]:
    if to not in NEXT[row.state]:
        return [Reason("not_from_here", _("The request stands at another point. Look again."))]
    reasons = []
    last = max(one for one in (row.asked_on, row.complete_on, row.decided_on) if one)
    if on > timezone.localdate(at):
        reasons.append(Reason("in_the_future", _("This lies in the future."), "on"))
    if on < last:
        reasons.append(Reason("before_last", _("This lies before the step that it follows."), "on"))
    if to in NEEDS_CODE and not code:
        reasons.append(Reason("no_code", _("Choose a reason."), "code"))
    if to == P.GRANTED and from_on is None:
        reasons.append(Reason("no_day", _("Since which day?"), "from_on"))
    if from_on and until_on and until_on < from_on:
        reasons.append(Reason("ends_before", _("It ends before it begins."), "until_on"))
    return reasons


def read_protection(*, protection: Protection, by: User, at: datetime) -> None:
    """Somebody read a request for protection."""
    written("protection.read", protection, by=by, at=at)
