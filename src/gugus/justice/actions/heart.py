"""The heart of every step: lock, ask, change, tell."""

from datetime import date, datetime

from django.db.models import Max, Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.vault import keyed_digest
from gugus.base.versions import check_version
from gugus.cases.models import Case
from gugus.justice import rules
from gugus.justice.models import Hearing, Move, Proceeding
from gugus.outbox.actions import announce
from gugus.tasks.clocks import NoClock, clock_on, runs_out

BECAUSE = "came through the gate"

WORDS = {
    "not_from_here": Reason("not_from_here", _("The proceeding stands at another stage. Look again.")),
    "not_at_this_stage": Reason(
        "not_at_this_stage", _("At this stage no such verdict is given."), "instance"
    ),
    "by_verdict": Reason("by_verdict", _("This stage is reached by writing the verdict."), "to"),
    "in_the_future": Reason("in_the_future", _("This lies in the future."), "on"),
    "before_last": Reason("before_last", _("This lies before the step that it follows."), "on"),
    "after_next": Reason("after_next", _("This lies after the step that follows it."), "on"),
    "no_reason": Reason("no_reason", _("Write what was wrong, for whoever read it before."), "reason"),
    "no_code": Reason("no_code", _("Choose a reason."), "code"),
    "child_only": Reason("child_only", _("Diversion is for an accused child."), "to"),
    "nothing_asked": Reason("nothing_asked", _("Write what the prosecutor asks for."), "asked"),
    "no_charge": Reason("no_charge", _("Write the charges first.")),
    "not_every_charge": Reason("not_every_charge", _("Say of each charge what was ruled.")),
}


class CannotPursue(Cannot):
    """The criminal track cannot be changed like this; all reasons at once."""


def refuse_if(codes: list[str]) -> None:
    """Raise every reason that a rule named."""
    if codes:
        raise CannotPursue([WORDS[code] for code in codes])


def locked(proceeding: Proceeding, *, seen: int | None = None) -> Proceeding:
    """The proceeding, locked for this transaction; Stale when somebody changed it since version `seen`."""
    rows = Proceeding.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "case").get(pk=proceeding.pk)
    check_version(fresh, seen)
    return fresh


def must_be_kept(case: Case) -> None:
    """The criminal case goes on after a file was closed; only what was archived or made anonymous is left alone."""
    if case.state == "archived" or case.forgotten_at is not None:
        raise CannotPursue([Reason("archived", _("This file is archived. Reopen it before changing it."))])


def changed(row: Model, **values) -> None:
    """Save these values and let everybody's open forms notice."""
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*values, "version"])


def told(
    verb: str,
    row: Model,
    *,
    by: User | None,
    at: datetime,
    code: str = "",
    changes: dict | None = None,
    **facts,
) -> None:
    """Into the trail of the case, and to whoever waits."""
    written(verb, row, by=by, at=at, code=code, changes=changes)
    announce(verb, about=row, at=at, by=str(by.pk) if by else "", **facts)


def written(
    verb: str, row: Model, *, by: User | None, at: datetime, code: str = "", changes: dict | None = None,
    case_id=None,
) -> None:  # fmt: skip
    """Into the trail only. `case_id` where the row does not name its case."""
    record(
        verb, about=row, within=Case(pk=case_id or row.case_id), by=by, at=at, reason=code, changes=changes
    )


def next_number(proceeding: Proceeding) -> int:
    """The number of the next move; the proceeding is locked."""
    return (proceeding.moves.aggregate(last=Max("number"))["last"] or 0) + 1


def put_move(
    proceeding: Proceeding, to: str, *, on: date, by: User, at: datetime, code: str = "", document: str = "",
    asked: str = "", **more,
) -> Move:  # fmt: skip
    """Write down a step; the clock of its day says when the stage has lasted long. The first has nothing before it."""
    number = next_number(proceeding)
    move = Move(
        proceeding=proceeding, number=number, before=proceeding.stage if number > 1 else "", stage=to, on=on, code=code,
        due_at=due_of(proceeding, to, on), document=document.strip() or None, asked=asked.strip() or None,
        written_by=by, written_at=at, **more,
    )  # fmt: skip
    move.save(force_insert=True)
    return move


def due_of(proceeding: Proceeding, stage: str, on: date) -> datetime | None:
    """When a stage that began on a day has lasted long; None where no clock is kept. A later rule changes nothing."""
    code = rules.clock_of(stage)
    return clock_end(code, on, proceeding.case.area_code) if code else None


def clock_end(code: str, on: date, area_code: str = "") -> datetime | None:
    """When the clock that was in force on a day runs out for something that began then; None without such a clock."""
    begun = timezone.make_aware(datetime(on.year, on.month, on.day, 8), timezone.get_default_timezone())
    try:
        return runs_out(clock_on(code, on, area_code=area_code), begun, area_code=area_code)
    except NoClock:
        return None


def lp_digest(number: str) -> bytes | None:
    """What is kept of a report's number to find it again: keyed, without spaces and case."""
    plain = plain_number(number)
    return keyed_digest("lp_number", plain) if plain else None


def plain_number(number: str) -> str:
    """A report's number in the one form that is compared: LP/B/12/VI/2026 and "lp / b / 12 / vi / 2026" are one."""
    return "".join(one for one in number.upper() if one.isalnum() or one == "/")


def locked_hearing(hearing: Hearing, *, seen: int | None = None) -> Hearing:
    """The hearing, locked; Stale when somebody changed it since version `seen`."""
    rows = Hearing.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "proceeding", "case").get(pk=hearing.pk)
    check_version(fresh, seen)
    return fresh
