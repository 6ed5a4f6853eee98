"""Write a recommendation down as it is said, word it anew, give it another deadline."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.directory.models import Agency, TaskForce
from gugus.followup.actions.moving import (
    CannotFollowUp,
    about_nobody,
    kept,
    locked,
    must_run,
    outsiders,
    told,
    write_line,
)
from gugus.followup.codes import LineKind, MoveCode, OriginKind
from gugus.followup.models import Recommendation
from gugus.kernel.ids import new_id
from gugus.taskforce.queries import heir_on, members_on

FARTHEST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Origin:
    """Where it was said: a record by kind and reference, or words where there is none; and the day."""

    kind: str
    on: date
    ref: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What is recommended to whom until when, and how one will see that it was done."""

    text: str
    owner: Agency
    due_on: date
    field: str
    target: str = ""
    supporters: Iterable[Agency] = field(default_factory=tuple)


@transaction.atomic
def record_recommendation(
    *, force: TaskForce, told: Told, origin: Origin, by: User, at: datetime, key: UUID | None = None,
    parent: Recommendation | None = None,
) -> Recommendation:  # fmt: skip
    """A recommendation as it was said. The same `key` twice (a double click) gives the same one.

    `by` speaks for the secretariat; owner and supporters sit in the task force on the day, and where one was replaced
    since it was said, its successor takes it up. Raises CannotFollowUp.
    """
    if key and (earlier := _earlier(force, key)):
        return earlier
    told = _of_today(force, told, timezone.localdate(at))
    if reasons := doubts(force, told, origin, at):
        raise CannotFollowUp(reasons)
    one = Recommendation(
        id=key or new_id(), task_force=force, agency_id=by.agency_id, text=told.text.strip(),
        target=told.target.strip() or None, field=told.field, owner=told.owner,
        supporters=sorted({agency.pk for agency in told.supporters} - {told.owner.pk}),
        due_on=told.due_on, first_due_on=told.due_on, said_on=origin.on, origin_kind=origin.kind,
        origin_ref=origin.ref, origin_words=origin.words.strip() or None, parent=parent, written_by=by, written_at=at,
    )  # fmt: skip
    one.save(force_insert=True)
    write_line(one, LineKind.RECORDED, by=by, at=at, due_on=told.due_on, to_agency=told.owner)
    return _announced("recommendation.recorded", one, by=by, at=at)


@transaction.atomic
def change_recommendation(
    *, recommendation: Recommendation, told: Told, why: str, by: User, at: datetime, seen: int | None = None
) -> Recommendation:
    """Other words, another owner or field, with the reason; the earlier words stay in the way, sealed.

    The deadline moves by `move_deadline` only.
    """
    one = locked(recommendation, seen=seen)
    must_run(one)
    origin = Origin(one.origin_kind, one.said_on, one.origin_ref, one.origin_words or "")
    reasons = doubts(one.task_force, told, origin, at)
    if not why.strip():
        reasons.append(Reason("no_reason", _("Say why."), "why"))
    reasons = [reason for reason in reasons if reason.field != "due_on"] + about_nobody(why=why)
    if reasons:
        raise CannotFollowUp(reasons)
    before, earlier = one.owner, _words_of(one)
    supporters = sorted({agency.pk for agency in told.supporters} - {told.owner.pk})
    kept(
        one, text=told.text.strip(), target=told.target.strip() or None, field=told.field, owner=told.owner,
        supporters=supporters,
    )  # fmt: skip
    write_line(
        one, LineKind.CHANGED, by=by, at=at, words=why,
        to_agency=told.owner if told.owner.pk != before.pk else None,
        earlier=earlier if earlier != _words_of(one) else None,
    )  # fmt: skip
    return _announced("recommendation.changed", one, by=by, at=at, before=str(before.pk))


@transaction.atomic
def move_deadline(
    *, recommendation: Recommendation, due_on: date, code: str, words: str = "", by: User, at: datetime,
    seen: int | None = None,
) -> Recommendation:  # fmt: skip
    """Another deadline, with a coded reason; the earlier ones stay in the way."""
    one = locked(recommendation, seen=seen)
    must_run(one)
    reasons = _due_hurdles(due_on, one.said_on) + about_nobody(words=words)
    if code not in MoveCode.values:
        reasons.append(Reason("no_code", _("Choose a reason."), "code"))
    if due_on == one.due_on:
        reasons.append(Reason("same_day", _("This is the deadline already."), "due_on"))
    if code == MoveCode.OTHER and not words.strip():
        reasons.append(Reason("no_words", _("Say which other reason."), "words"))
    if reasons:
        raise CannotFollowUp(reasons)
    before = one.due_on
    kept(one, due_on=due_on)
    write_line(one, LineKind.MOVED, by=by, at=at, words=words, code=code, due_before=before, due_on=due_on)
    return _announced("recommendation.moved", one, by=by, at=at, code=code)


def _of_today(force: TaskForce, told: Told, today: date) -> Told:
    """The same for the agencies that hold the seats today."""
    supporters = [heir_on(force, one, today) or one for one in told.supporters]
    return replace(told, owner=heir_on(force, told.owner, today) or told.owner, supporters=supporters)


def _words_of(one: Recommendation) -> str:
    return "\n".join(part for part in (one.text, one.target) if part)


def doubts(force: TaskForce, said: Told, origin: Origin, at: datetime) -> list[Reason]:
    """Everything that speaks against recording this; empty when nothing does."""
    today = timezone.localdate(at)
    members = members_on(force, today)
    reasons = about_nobody(text=said.text, target=said.target, origin_words=origin.words)
    if not said.text.strip():
        reasons.append(Reason("no_text", _("Say what is recommended."), "text"))
    if origin.on > today:
        reasons.append(Reason("in_the_future", _("This day has not come yet."), "said_on"))
    if origin.kind not in OriginKind.values or not (origin.ref or origin.words.strip()):
        reasons.append(Reason("no_origin", _("Say where it was said."), "origin_words"))
    reasons += outsiders(force, [said.owner], members, "owner")
    reasons += outsiders(force, said.supporters, members, "supporters")
    return reasons + _due_hurdles(said.due_on, origin.on)


def _due_hurdles(due_on: date, said_on: date) -> list[Reason]:
    if due_on < said_on:
        return [Reason("before_it_was_said", _("The deadline lies before the day it was said."), "due_on")]
    if due_on.year > said_on.year + FARTHEST_YEARS:
        return [Reason("too_far", _("The deadline is more than ten years away."), "due_on")]
    return []


def _earlier(force: TaskForce, key: UUID) -> Recommendation | None:
    """The same form sent before. The task force is locked: the second of two at once waits and sees the first."""
    TaskForce.objects.select_for_update().get(pk=force.pk)
    rows = Recommendation.objects.unscoped(because="the caller's own double click")
    return rows.filter(pk=key, task_force=force).first()


def _announced(verb: str, one: Recommendation, *, by: User, at: datetime, code: str = "", **facts):
    changes = {"owner": one.owner_id, "due_on": one.due_on, "field": one.field, "origin": one.origin_ref}
    return told(verb, one, by=by, at=at, code=code, changes=changes, **facts)
