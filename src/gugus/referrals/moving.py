"""The heart of every move: lock, ask the rules, change, keep the words, leave the work to whom it falls."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime

from django.db import DatabaseError, transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.actions import close_because
from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.cases.models import Case
from gugus.outbox.actions import announce
from gugus.referrals import rules
from gugus.referrals.clocks import STANDING, start_clock
from gugus.referrals.codes import TYPED_IN, State, Way, WordsKind
from gugus.referrals.models import Move, Referral, Words
from gugus.tasks.actions import finish_tasks_about, start_task


class CannotMove(Cannot):
    """The referral cannot go into this state now, or not by this side."""


def not_from_here() -> Reason:
    """The reason when somebody was faster, or the other side must move."""
    return Reason("not_from_here", _("The referral has already moved to another state."))


def locked(referral: Referral, *, seen: int | None = None) -> Referral:
    """The referral, locked for this transaction; Stale when somebody changed it since version `seen`."""
    rows = Referral.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "agency", "to_agency").get(pk=referral.pk)
    check_version(fresh, seen)
    return fresh


def moved(
    referral: Referral,
    to: State,
    *,
    side: str,
    by: User | None,
    at: datetime,
    code: str = "",
    seen: int | None = None,
    words: Mapping[WordsKind, str] | None = None,
    way: Way = Way.ACCOUNT,
    **also,
) -> Referral:
    """The referral in its next state. Two at once: one moves, the other hears CannotMove.

    `words` are kept sealed. `way`: how the receiver's side speaks. What the sender has to do now becomes its task in
    this very transaction.
    """
    fresh = locked(referral, seen=seen)
    if not rules.may_move(fresh.state, to, side) or not may_speak(side, fresh, by, way):
        raise CannotMove([not_from_here()])
    if to in rules.NEEDS_CODE and not code:
        raise CannotMove([Reason("no_code", _("Choose a reason."), "code")])
    move = Move(referral=fresh, at=at, by=by, from_state=fresh.state, to_state=to, code=code, way=way)
    move.save(force_insert=True)
    if side == rules.RECEIVER:
        also["way"] = way
    before, fresh.state, fresh.code = fresh.state, to, code
    fresh.ended_at = at if to in rules.ENDED else None
    for name, value in also.items():
        setattr(fresh, name, value)
    start_clock(fresh, before, at)
    save(fresh, "state", "code", "ended_at", *STANDING, *also)
    for kind, text in (words or {}).items():
        say(fresh, kind, text, side=side, by=by, at=at)
    for kind in rules.work_over(before, to):
        finish_tasks_about(about=fresh, kind=kind, by=by, at=at)
    _leave_work(fresh, side=side, by=by, at=at)
    return fresh


def save(referral: Referral, *fields: str) -> None:
    """Write these fields, and let everybody's open forms notice."""
    referral.version += 1
    referral.save(update_fields=[*fields, "version"])


def say(
    referral: Referral, kind: WordsKind, text: str, *, side: str, by: User | None, at: datetime
) -> Words | None:
    """Keep what one side wrote, sealed with the referral's key; nothing for no words."""
    if not (text or "").strip():
        return None
    author = referral.agency_id if side == rules.SENDER else referral.to_agency_id
    words = Words(
        referral=referral, kind=kind, agency_id=author, by=by, at=at, text=text, data_key=referral.data_key
    )
    words.save(force_insert=True)
    return words


def told(verb: str, referral: Referral, *, by: User | None, at: datetime, code: str = "", **changes):
    """Leave the line in the trail, let the worker know; gives the referral back."""
    # The case may be hidden from the receiver until it accepts, so the trail is given the key alone.
    record(verb, about=referral, within=Case(pk=referral.case_id), by=by, at=at, reason=code, changes=changes)
    announce(verb, about=referral, at=at, code=code)
    return referral


def close_after_end(referral: Referral, *, by: User | None, at: datetime) -> None:
    """End what the referral opened: at once, or after the grace for the final report."""
    close_because(because=referral, by=by, at=at, until=grace_of(referral))


def grace_of(referral: Referral) -> datetime | None:
    """The end of the grace for the final report; None where there is none."""
    accepted = referral.answered_at is not None  # a decline has its own state, which knows no grace
    return rules.grace_until(referral.state, referral.code, accepted=accepted, ended_at=referral.ended_at)


def _leave_work(referral: Referral, *, side: str, by: User | None, at: datetime) -> None:
    """What falls to the sender when the other side or the clock moved: written here, so no worker is needed for it.

    The worker adds later whose mind it is. A receiver whose access was cut meanwhile may not write it: then the
    worker does (`followups.follow`).
    """
    whose, kind = rules.WORK.get(referral.state, ("", ""))
    if whose != rules.SENDER or side == rules.SENDER:
        return
    with suppress(DatabaseError), transaction.atomic():
        start_task(
            kind=kind, about=referral, within=Case(pk=referral.case_id, ref=""), agency=referral.agency, by=by,
            at=at, due_at=at, assignee=referral.written_by, risk="high" if referral.urgency == "now" else "",
        )  # fmt: skip


def may_speak(side: str, referral: Referral, by: User | None, way: Way) -> bool:
    """One's own side with an account, the clock without; a guest as nobody; the sender on the other's word."""
    mine = {rules.SENDER: referral.agency_id, rules.RECEIVER: referral.to_agency_id}
    if way == Way.GUEST:
        return side == rules.RECEIVER and by is None
    if way in TYPED_IN:
        return side == rules.RECEIVER and by is not None and by.agency_id == referral.agency_id
    return by is None or mine.get(side) == by.agency_id
