"""The minutes are approved and numbered; what is added later stands beside them."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.base.vault import trail_digest
from gugus.documents.rules import USUAL, number_of
from gugus.meetings.actions.minuting import hurdles
from gugus.meetings.actions.moving import CannotMeet, locked, must_stand_in, told, written
from gugus.meetings.actions.planning import must_tell_of_nobody
from gugus.meetings.codes import State
from gugus.meetings.models import Addendum, Meeting, Point
from gugus.tasks.actions import finish_tasks_about

MARK, UNIT = "NOT", "GT-PPTPPO"  # of every number of minutes: notulen, the task force


@transaction.atomic
def approve(*, meeting: Meeting, by: User, at: datetime, seen: int | None = None) -> Meeting:
    """The named person signs. From now on nobody changes the minutes; recommendations go on their way.

    They get the next number of the task force's year in the same transaction: no gap, no number twice.
    """
    fresh = locked(meeting, seen=seen)
    must_stand_in(fresh, State.MINUTED)
    reasons = hurdles(fresh)
    if fresh.approver_id != by.pk:
        reasons.append(
            Reason("not_the_approver", _("Only the person who was named for it approves these minutes."))
        )
    if reasons:
        raise CannotMeet(reasons)
    on = timezone.localdate(at)
    seq = _next_number(fresh, on.year)
    fresh.state, fresh.approved_at, fresh.approved_by, fresh.year, fresh.seq = (
        State.APPROVED,
        at,
        by,
        on.year,
        seq,
    )
    fresh.number = number_of(USUAL, seq=seq, code=MARK, unit=UNIT, on=on)
    fresh.digest = digest_of(fresh)
    fresh.version += 1
    fresh.save(
        update_fields=["state", "approved_at", "approved_by", "year", "seq", "number", "digest", "version"]
    )
    finish_tasks_about(about=fresh, kind="meeting_approve", by=by, at=at)
    return told(
        "meeting.approved", fresh, by=by, at=at, changes={"number": fresh.number, "digest": fresh.digest}
    )


def _next_number(meeting: Meeting, year: int) -> int:
    """Two approvals of one task force wait for each other; the constraint would refuse the second else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"minutes:{meeting.task_force_id}:{year}"],
        )
    rows = Meeting.objects.unscoped(because="numbers of one's own task force")
    last = rows.filter(task_force_id=meeting.task_force_id, year=year).aggregate(last=Max("seq"))["last"]
    return (last or 0) + 1


def digest_of(meeting: Meeting) -> str:
    """A keyed digest of the minutes as they stand: whoever has the key proves later that no word was changed."""
    lines = [meeting.ref, meeting.starts_at.isoformat(), meeting.title or "", meeting.chaired_by or ""]
    rows = Point.objects.unscoped(because="came through the gate").select_related("data_key")
    for one in rows.filter(meeting=meeting, dropped_at=None).order_by("number", "pk"):
        due = one.due_on.isoformat() if one.due_on else ""
        lines += [
            one.kind,
            one.text or "",
            one.said_by or "",
            one.target or "",
            str(one.owner_id or ""),
            due,
            one.field,
        ]
    return trail_digest("meeting.minutes", "\x1f".join(lines))


@transaction.atomic
def add_addendum(*, meeting: Meeting, text: str, by: User, at: datetime) -> Addendum:
    """A correction or something that became known: beside the approved minutes, never in them."""
    fresh = locked(meeting)
    must_stand_in(fresh, State.APPROVED)
    reasons = must_tell_of_nobody(text=text)
    if not text.strip():
        reasons.append(Reason("nothing_written", _("Write what is added."), "text"))
    if reasons:
        raise CannotMeet(reasons)
    last = fresh.addenda.select_related("data_key").order_by("number").last()
    if last is not None and last.written_by_id == by.pk and last.text == text.strip():
        return last  # the same finger, twice
    number = last.number + 1 if last else 1
    added = Addendum(meeting=fresh, number=number, text=text.strip(), written_by=by, written_at=at)
    added.save(force_insert=True)
    told("meeting.addendum", fresh, by=by, at=at, changes={"number": added.number})
    return added


def read_meeting(*, meeting: Meeting, by: User, at: datetime) -> None:
    """Somebody read a meeting."""
    written("meeting.read", meeting, by=by, at=at)
