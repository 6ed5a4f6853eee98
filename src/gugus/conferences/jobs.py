"""What the worker does for conferences: tasks and notices of the other agencies, one reminder, forgotten meetings."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.access.codes import Role
from gugus.conferences import rules
from gugus.conferences.actions.succession import follow_successor, gone_guests
from gugus.conferences.codes import State
from gugus.conferences.models import Conference, Decision, Invitation
from gugus.notices.actions import notify
from gugus.outbox.models import Event
from gugus.tasks.actions import finish_tasks_about, start_task

ANSWERERS = (Role.LIAISON, Role.CASE_MANAGER, Role.SUPERVISOR)
BECAUSE = "the worker hears of every conference"


def on_move(*, event: Event, at: datetime) -> None:
    """A conference moved: whoever waits gets a task and a notice. Doing it twice is doing it once."""
    rows = Conference.objects.unscoped(because=BECAUSE).select_related("case", "chair", "writer", "agency")
    conference = rows.filter(pk=event.about_id).first()
    if conference is None:
        return
    actor = UUID(event.facts["by"]) if event.facts.get("by") else None
    follow = FOLLOW.get(event.topic.partition(".")[2])
    if follow:
        follow(conference, event.at, actor)


def _asked(conference: Conference, at: datetime, actor: UUID | None, code: str) -> None:
    """The invited agencies answer until the meeting; it is their own task, which names the conference only."""
    if conference.state != State.PLANNED:
        return
    for one in _guests(conference):
        if one.answer == "waiting":
            start_task(
                kind="conference_answer", about=conference, agency=one.agency, by=None, at=at,
                due_at=conference.starts_at - rules.REMIND_BEFORE if _far(conference, at) else conference.starts_at,
                risk="high" if conference.kind == "urgent" else "",
            )  # fmt: skip
        notify(code=code, about=conference, at=at, agency=one.agency_id, role=ANSWERERS, but_not=actor)


def _far(conference: Conference, at: datetime) -> bool:
    return conference.starts_at - rules.REMIND_BEFORE > at


def _planned(conference: Conference, at: datetime, actor: UUID | None) -> None:
    _asked(conference, at, actor, "conference_planned")


def _moved(conference: Conference, at: datetime, actor: UUID | None) -> None:
    finish_tasks_about(about=conference, kind="conference_answer", by=None, at=at)
    _asked(conference, at, actor, "conference_moved")


def _cancelled(conference: Conference, at: datetime, actor: UUID | None) -> None:
    finish_tasks_about(about=conference, kind="conference_answer", by=None, at=at)
    for one in _guests(conference):
        if one.answer != "declines":
            notify(
                code="conference_cancelled", about=conference, at=at, agency=one.agency_id, role=ANSWERERS,
                but_not=actor,
            )  # fmt: skip


def _answered(conference: Conference, at: datetime, actor: UUID | None) -> None:
    _to_host("conference_answered", conference, at, actor)


def _minuted(conference: Conference, at: datetime, actor: UUID | None) -> None:
    """Who was there reads the minutes; who is to carry something out begins."""
    if conference.state not in {State.MINUTED, State.APPROVED}:
        return
    for one in _guests(conference):
        if one.came and conference.state == State.MINUTED and not one.objected and one.agreed_at is None:
            start_task(
                kind="conference_agree", about=conference, agency=one.agency, by=None, at=at,
                due_at=at + rules.READ_WITHIN,
            )  # fmt: skip
            notify(code="conference_minuted", about=conference, at=at, agency=one.agency_id, role=ANSWERERS)
    rows = Decision.objects.unscoped(because=BECAUSE).select_related(
        "item__conference", "to_agency", "data_key"
    )
    for one in rows.filter(item__conference=conference, to_agency__isnull=False, done_at=None):
        _carry_out(conference, one, at)


def _carry_out(conference: Conference, decision: Decision, at: datetime) -> None:
    ours = decision.to_agency_id == conference.agency_id
    next_day = datetime.combine(decision.due_on + timedelta(days=1), time.min)
    end_of_day = timezone.make_aware(next_day, timezone.get_default_timezone())
    start_task(
        kind="conference_decision", about=decision, agency=decision.to_agency, by=None, at=at, due_at=end_of_day,
        within=conference.case if ours else None, assignee=conference.chair if ours else None,
    )  # fmt: skip


def _approved(conference: Conference, at: datetime, actor: UUID | None) -> None:
    for one in _guests(conference):
        if one.came:
            notify(code="conference_approved", about=conference, at=at, agency=one.agency_id, role=ANSWERERS)


def _done(conference: Conference, at: datetime, actor: UUID | None) -> None:
    _to_host("conference_decision_done", conference, at, actor)


def _to_host(code: str, conference: Conference, at: datetime, actor: UUID | None) -> None:
    users = {one for one in (conference.chair, conference.writer) if one is not None}
    notify(code=code, about=conference, at=at, users=users, but_not=actor)


def _guests(conference: Conference) -> list[Invitation]:
    rows = Invitation.objects.unscoped(because=BECAUSE).select_related("agency")
    return list(rows.filter(conference=conference).exclude(agency_id=conference.agency_id))


def _succeeded(conference: Conference, at: datetime, actor: UUID | None) -> None:
    """A successor is asked, or reads and carries out what its predecessor was to."""
    _asked(conference, at, actor, "conference_planned")
    _minuted(conference, at, actor)


FOLLOW = {
    "planned": _planned,
    "succeeded": _succeeded,
    "moved": _moved,
    "cancelled": _cancelled,
    "answered": _answered,
    "minuted": _minuted,
    "approved": _approved,
    "decision_done": _done,
}


@app.periodic(cron="*/15 * * * *")
@app.task(name="conferences.watch", queueing_lock="conferences.watch", lock="conferences.watch")
def watch(timestamp: int) -> None:
    """Every quarter of an hour: a planned conference whose hour has passed waits for its minutes or another time."""
    look_for_forgotten(now())
    look_for_successors(now())


def look_for_successors(at: datetime) -> int:
    """Invite the successors of agencies that were closed or merged; returns how many."""
    return sum(follow_successor(one, at=at) for one in gone_guests(at)[:500])


def look_for_forgotten(at: datetime) -> int:
    """A task for the chair of each planned conference that is over and was never begun; returns how many there are."""
    rows = Conference.objects.unscoped(because="the worker's job").select_related("chair", "agency", "case")
    over = rows.filter(state=State.PLANNED, starts_at__lt=at - timedelta(minutes=rules.LONGEST))[:500]
    for one in over:
        start_task(
            kind="conference_minutes", about=one, within=one.case, agency=one.agency, assignee=one.chair, due_at=at,
            by=None, at=at,
        )  # fmt: skip
    return len(over)
