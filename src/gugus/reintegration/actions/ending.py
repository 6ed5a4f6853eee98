"""The end: by the rule when it is fulfilled, or broken off with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.reintegration import queries, rules, schedule
from gugus.reintegration.actions.moving import CannotReintegrate, kept, locked, must_run, told
from gugus.reintegration.actions.visiting import cancel_planned
from gugus.reintegration.codes import BreakCode, State
from gugus.reintegration.models import Reintegration
from gugus.reintegration.wording import stop_hurdle
from gugus.tasks.actions import finish_tasks_about


def hurdles(one: Reintegration, at: datetime) -> list[Reason]:
    """Everything that stands against ending by the rule now."""
    today = schedule.day_at(at, one.area_code)
    codes = rules.hurdles_to_ending(queries.standing_of(one), today, queries.rules_of(one).stops)
    return [stop_hurdle(code, one) for code in codes]


@transaction.atomic
def end_by_rule(*, one: Reintegration, by: User, at: datetime, seen: int | None = None) -> Reintegration:
    """The shortest time is over, the person was safe at last, nothing is open: nobody comes any more."""
    fresh = locked(one, seen=seen)
    if reasons := hurdles(fresh, at):
        raise CannotReintegrate(reasons)
    return _end(fresh, State.ENDED, "", by=by, at=at)


@transaction.atomic
def break_off(
    *, one: Reintegration, code: str, words: str, by: User, at: datetime, seen: int | None = None
) -> Reintegration:
    """It ends without the rule, for a coded reason and with words that the trail keeps sealed."""
    fresh = locked(one, seen=seen)
    must_run(fresh)
    reasons = []
    if code not in BreakCode.values:
        reasons.append(Reason("no_code", _("Choose a reason."), "code"))
    if not words.strip():
        reasons.append(Reason("words_needed", _("Say why."), "words"))
    if queries.alarms_open(fresh) and code not in {BreakCode.DIED, BreakCode.MISTAKE}:
        reasons.append(Reason("alarms_open", _("An alarm is open. Settle it first.")))
    if reasons:
        raise CannotReintegrate(reasons)
    return _end(fresh, State.BROKEN_OFF, code, by=by, at=at, words=words)


def _end(
    one: Reintegration, state: State, code: str, *, by: User, at: datetime, words: str = ""
) -> Reintegration:
    kept(one, state=state, code=code, ended_at=at, ended_by=by)
    cancel_planned(one, by=by, at=at)
    finish_tasks_about(about=one, kind="reintegration_prepare", by=by, at=at)
    told("reintegration.ended", one, by=by, at=at, code=code, words=words, changes={"state": state})
    return one
