"""What the worker does for meetings: tasks and notices of the members, recommendations, rooms that stay open."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.access.codes import Role
from gugus.directory.models import Agency
from gugus.directory.queries import holder_on
from gugus.meetings import rules
from gugus.meetings.actions.attending import close_roll
from gugus.meetings.codes import Answer, State
from gugus.meetings.models import Invitation, Meeting
from gugus.meetings.recommending import hand_over
from gugus.notices.actions import notify
from gugus.outbox.models import Event
from gugus.tasks.actions import finish_tasks_about, pass_on_tasks, start_task

ANSWERERS = (Role.LIAISON, Role.SUPERVISOR, Role.SECRETARIAT, Role.PREVENTION_OFFICER)
BECAUSE = "the worker hears of every meeting"


def on_move(*, event: Event, at: datetime) -> None:
    """A meeting moved: whoever waits gets a task and a notice. Doing it twice is doing it once."""
    rows = Meeting.objects.unscoped(because=BECAUSE).select_related(
        "agency", "approver", "task_force", "written_by"
    )
    meeting = rows.filter(pk=event.about_id).first()
    follow = FOLLOW.get(event.topic.partition(".")[2])
    if meeting is not None and follow is not None:
        follow(meeting, event.at, UUID(event.facts["by"]) if event.facts.get("by") else None)


def _guests(meeting: Meeting) -> list[Invitation]:
    rows = Invitation.objects.unscoped(because=BECAUSE).select_related("agency")
    return list(rows.filter(meeting=meeting, agency__isnull=False))


def _today(one: Invitation, at: datetime) -> Agency:
    """The invited agency, or whoever followed it."""
    return holder_on(one.agency, timezone.localdate(at)) or one.agency


def _invited(meeting: Meeting, at: datetime, actor: UUID | None) -> None:
    _asked(meeting, at, actor, "meeting_invited")


def _moved(meeting: Meeting, at: datetime, actor: UUID | None) -> None:
    finish_tasks_about(about=meeting, kind="meeting_answer", by=None, at=at)
    _asked(meeting, at, actor, "meeting_moved")


def _asked(meeting: Meeting, at: datetime, actor: UUID | None, code: str) -> None:
    """The invited agencies answer until two days before; who hosts answers for itself without a task."""
    if meeting.state != State.INVITED:
        return
    due = max(at, meeting.starts_at - rules.REMIND_BEFORE)
    for one in _guests(meeting):
        if one.answer != Answer.WAITING:
            continue
        office = _today(one, at)
        if office.pk != meeting.agency_id:
            start_task(kind="meeting_answer", about=meeting, agency=office, by=None, at=at, due_at=due)
        notify(code=code, about=meeting, at=at, agency=office, role=ANSWERERS, but_not=actor)


def _called_off(code: str):
    def follow(meeting: Meeting, at: datetime, actor: UUID | None) -> None:
        finish_tasks_about(about=meeting, kind="meeting_answer", by=None, at=at)
        for one in _guests(meeting):
            if one.answer != Answer.DECLINES:
                office = _today(one, at)
                notify(code=code, about=meeting, at=at, agency=office, role=ANSWERERS, but_not=actor)

    return follow


def _answered(meeting: Meeting, at: datetime, actor: UUID | None) -> None:
    """The secretariat hears of it; who answered through the link has its task settled too."""
    for one in _guests(meeting):
        if one.answer != Answer.WAITING:
            finish_tasks_about(about=meeting, kind="meeting_answer", by=None, at=at, agency=_today(one, at))
    notify(
        code="meeting_answered", about=meeting, at=at, agency=meeting.agency_id, role=[Role.SECRETARIAT],
        but_not=actor,
    )  # fmt: skip


def _held(meeting: Meeting, at: datetime, actor: UUID | None) -> None:
    """Nobody answers any more."""
    finish_tasks_about(about=meeting, kind="meeting_answer", by=None, at=at)


def _minuted(meeting: Meeting, at: datetime, actor: UUID | None) -> None:
    """The named person approves; members hear that they can read."""
    if meeting.state == State.MINUTED and meeting.approver is not None:
        start_task(
            kind="meeting_approve", about=meeting, agency=meeting.approver.agency, assignee=meeting.approver, by=None,
            at=at, due_at=at + rules.WRITE_WITHIN,
        )  # fmt: skip
        notify(code="meeting_minuted", about=meeting, at=at, users=[meeting.approver], but_not=actor)


def _reopened(meeting: Meeting, at: datetime, actor: UUID | None) -> None:
    """The secretariat writes on."""
    finish_tasks_about(about=meeting, kind="meeting_approve", by=None, at=at)
    if meeting.state == State.HELD:
        start_task(
            kind="meeting_minutes", about=meeting, agency=meeting.agency, by=None, at=at,
            due_at=at + rules.WRITE_WITHIN,
        )  # fmt: skip


def _approved(meeting: Meeting, at: datetime, actor: UUID | None) -> None:
    """Recommendations go on their way; members hear that the minutes stand."""
    _went, left = hand_over(meeting, at)
    if left:
        start_task(
            kind="meeting_recommend", about=meeting, agency=meeting.agency, by=None, at=at,
            due_at=at + rules.WRITE_WITHIN,
        )  # fmt: skip
    for one in _guests(meeting):
        notify(
            code="meeting_approved", about=meeting, at=at, agency=one.agency_id, role=ANSWERERS, but_not=actor
        )


FOLLOW = {
    "invited": _invited,
    "moved": _moved,
    "postponed": _called_off("meeting_postponed"),
    "cancelled": _called_off("meeting_cancelled"),
    "answered": _answered,
    "held": _held,
    "minuted": _minuted,
    "reopened": _reopened,
    "approved": _approved,
}


@app.periodic(cron="*/15 * * * *")
@app.task(name="meetings.watch", queueing_lock="meetings.watch", lock="meetings.watch")
def watch(timestamp: int) -> None:
    """Every quarter of an hour: rooms that are over, meetings whose day has passed and that nobody began."""
    close_rooms(now())
    look_for_forgotten(now())
    pass_on_invitations(now())


def close_rooms(at: datetime) -> int:
    """The codes of rooms that are over open nothing any more; returns how many."""
    rows = Meeting.objects.unscoped(because=BECAUSE).filter(roll_until__lte=at)
    over = list(rows.exclude(roll_digest="")[:500])
    for one in over:
        close_roll(meeting=one, by=None, at=at)
    return len(over)


def look_for_forgotten(at: datetime) -> int:
    """A task for the secretariat for each meeting that is over and was never begun; returns how many there are."""
    rows = Meeting.objects.unscoped(because=BECAUSE).select_related("agency")
    over = [
        one for one in rows.filter(state=State.INVITED, starts_at__lt=at)[:500]
        if rules.ends_at(one.starts_at, one.minutes) < at
    ]  # fmt: skip
    for one in over:
        start_task(kind="meeting_minutes", about=one, agency=one.agency, by=None, at=at, due_at=at)
    return len(over)


def pass_on_invitations(at: datetime) -> int:
    """What a replaced agency was to answer is its successor's; returns how many tasks passed."""
    rows = Invitation.objects.unscoped(because=BECAUSE).select_related("agency", "meeting")
    waiting = rows.filter(meeting__state=State.INVITED, answer=Answer.WAITING, meeting__starts_at__gt=at)
    gone = waiting.filter(agency__valid_to__lte=timezone.localdate(at), agency__successor__isnull=False)
    passed = 0
    for one in gone[:500]:
        heir = _today(one, at)
        if heir.pk != one.agency_id:
            passed += pass_on_tasks(about=one.meeting, before=one.agency, to=heir, at=at)
    return passed
