"""Who holds which position in a task force, and how often it is to meet."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.base.versions import check_version
from gugus.directory.models import Agency, TaskForce
from gugus.taskforce.actions.keeping import CannotKeep, about_nobody, locked, must_be_a_day_of, told
from gugus.taskforce.codes import OF_A_FIELD, SINGLE, MeetingKind, PositionKind
from gugus.taskforce.models import Frequency, LegalBasis, Position

BECAUSE = "the task force came through its gate"


@dataclass(frozen=True, slots=True)
class Post:
    """A position as a decree says it: ex officio, so the office counts and the holder's name may be empty."""

    kind: str
    office: str
    on: date
    field: str = ""
    agency: Agency | None = None
    holder: str = ""
    basis: LegalBasis | None = None


@transaction.atomic
def appoint(*, force: TaskForce, post: Post, by: User, at: datetime, seen: int | None = None) -> Position:
    """Somebody holds a position from a day on. Where there is only one, the one before ends on that day."""
    force = locked(force, seen=seen)
    reasons = _post_hurdles(force, post)
    before = _held(force, post) if post.kind in SINGLE | OF_A_FIELD else []
    if any(one.valid_from >= post.on for one in before):
        sentence = _("Somebody holds this position from that day or a later one. End that first.")
        reasons.append(Reason("held_later", sentence, "on"))
    if reasons:
        raise CannotKeep(reasons)
    for one in before:
        one.valid_to = post.on
        one.save(update_fields=["valid_to"])
    made = Position(
        task_force=force, kind=post.kind, field=post.field, agency=post.agency, office=post.office.strip(),
        holder=post.holder.strip() or None, basis=post.basis, valid_from=post.on, written_by=by, written_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    changes = {"kind": post.kind, "field": post.field, "office": made.office, "valid_from": post.on}
    told("taskforce.appointed", force, about=made, by=by, at=at, changes=changes)
    return made


@transaction.atomic
def end_position(
    *, position: Position, on: date, by: User, at: datetime, seen: int | None = None
) -> Position:
    """Nobody holds it from a day on."""
    force, position = _locked_position(position, seen)
    if on <= position.valid_from:
        raise CannotKeep([Reason("too_early", _("Choose a day after the position began."), "on")])
    if position.valid_to is not None:
        raise CannotKeep([Reason("ended", _("This position has ended already."))])
    position.valid_to = on
    position.version += 1
    position.save(update_fields=["valid_to", "version"])
    told("taskforce.position_ended", force, about=position, by=by, at=at, changes={"valid_to": on})
    return position


@transaction.atomic
def correct_position(
    *, position: Position, office: str, holder: str, by: User, at: datetime, seen: int | None = None
) -> Position:
    """A slip of the pen: the same position, written rightly. Somebody else is appointed instead."""
    force, position = _locked_position(position, seen)
    reasons = about_nobody(office=office, holder=holder)
    if not office.strip():
        reasons.append(Reason("no_office", _("Say which office holds the position."), "office"))
    if reasons:
        raise CannotKeep(reasons)
    position.office, position.holder = office.strip(), holder.strip() or None
    position.version += 1
    position.save(update_fields=["office", "holder", "version"])
    changes = {"office": position.office, "holder": position.holder}
    told("taskforce.position_corrected", force, about=position, by=by, at=at, changes=changes)
    return position


@transaction.atomic
def set_frequency(
    *, force: TaskForce, kind: str, times: int, source: str, confirmed: bool, on: date, by: User, at: datetime,
    seen: int | None = None,
) -> Frequency:  # fmt: skip
    """How often a kind of meeting is to be held at least, from a day on. Unconfirmed unless a source is named."""
    force = locked(force, seen=seen)
    reasons = must_be_a_day_of(force, on) + about_nobody(source=source)
    if kind not in MeetingKind.values:
        reasons.append(Reason("no_kind", _("Choose a kind of meeting."), "kind"))
    if not 0 <= times <= 52:
        reasons.append(Reason("no_number", _("A number from 0 to 52."), "times"))
    if confirmed and not source.strip():
        reasons.append(Reason("no_source", _("Name the rule in which you read it."), "source"))
    rows = Frequency.objects.unscoped(because=BECAUSE).filter(task_force=force, kind=kind)
    if rows.filter(valid_from__gt=on).exists():
        reasons.append(Reason("set_later", _("A later day has a number already."), "on"))
    if reasons:
        raise CannotKeep(reasons)
    values = {"times_a_year": times, "source": source.strip(), "confirmed": confirmed}
    rows.filter(valid_to=None, valid_from__lt=on).update(valid_to=on)
    made, _new = rows.update_or_create(
        task_force=force, kind=kind, valid_from=on, defaults=values | {"written_by": by, "written_at": at}
    )
    told("taskforce.frequency_set", force, by=by, at=at, changes={"kind": kind, **values, "valid_from": on})
    return made


def _post_hurdles(force: TaskForce, post: Post) -> list[Reason]:
    reasons = must_be_a_day_of(force, post.on) + about_nobody(office=post.office, holder=post.holder)
    if post.kind not in PositionKind.values:
        reasons.append(Reason("no_kind", _("Choose a position."), "kind"))
    if not post.office.strip():
        reasons.append(Reason("no_office", _("Say which office holds the position."), "office"))
    if (post.kind in OF_A_FIELD) != bool(post.field):
        reasons.append(Reason("field", _("A coordinator has a field of work, others have none."), "field"))
    if post.basis is not None and post.basis.task_force_id != force.pk:
        reasons.append(Reason("no_basis", _("Choose a legal basis of this task force."), "basis"))
    return reasons


def _held(force: TaskForce, post: Post) -> list[Position]:
    rows = Position.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    rows = rows.filter(task_force=force, kind=post.kind, field=post.field).exclude(valid_to__lte=post.on)
    return list(rows.select_related("data_key"))


def _locked_position(position: Position, seen: int | None) -> tuple[TaskForce, Position]:
    force = locked(position.task_force)
    rows = Position.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("data_key").get(pk=position.pk)
    check_version(fresh, seen)
    return force, fresh
