"""Tasks for programs: the same gates and actions as the pages."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Field, Router, Schema

from gugus.access.api import api_door
from gugus.tasks import actions, queries
from gugus.tasks.gate import task_for
from gugus.tasks.models import Task

router = Router(tags=["tasks"])
MOST = 100


class TaskOut(Schema):
    """Something that must be done, without any word about a person."""

    ref: str
    kind: str = Field(description="Stable code of what is to be done.")
    title: str = Field(description="The same in words of the caller's language.")
    about: str = Field(description="Reference of the record that it is about.")
    risk: str
    started_at: datetime
    due_at: datetime | None = Field(description="UTC; null when there is no deadline.")
    done_at: datetime | None
    clock: str = Field(description="Code of the deadline's row; empty when there is none.")

    @staticmethod
    def of(task: Task) -> "TaskOut":
        return TaskOut(
            ref=task.ref, kind=task.kind, title=task.title, about=task.about_ref, risk=task.risk,
            started_at=task.started_at, due_at=task.due_at, done_at=task.done_at,
            clock=task.clock.code if task.clock else "",
        )  # fmt: skip


class Done(Schema):
    """How it was done."""

    note: str = Field("", max_length=2000, description="Kept sealed.")


class Snooze(Schema):
    """Until when it can wait, and why."""

    until: datetime
    reason: str = Field(max_length=500)


@router.get("/tasks", response=list[TaskOut], summary="My open tasks")
@api_door()
def mine(request: HttpRequest):
    """Mine, the earliest deadline first; at most a hundred."""
    return [TaskOut.of(task) for task in queries.tasks_of(request.viewer, now())[:MOST]]


@router.get("/tasks/late", response=list[TaskOut], summary="Late tasks of my agency")
@api_door()
def late(request: HttpRequest):
    """Late ones, the oldest first; at most a hundred."""
    return [TaskOut.of(task) for task in queries.late(request.viewer, now())[:MOST]]


@router.post("/tasks/{ref}/done", response=TaskOut, summary="Finish a task")
@api_door()
def done(request: HttpRequest, ref: str, told: Done):
    """Tasks that only an act ends (safety checks, answers) refuse with 409."""
    found = task_for(request.viewer, ref)
    return TaskOut.of(actions.finish_task(task=found, by=request.viewer.user, at=now(), note=told.note))


@router.post("/tasks/{ref}/snooze", response=TaskOut, summary="Put a task off")
@api_door()
def snooze(request: HttpRequest, ref: str, told: Snooze):
    """The deadline itself never moves."""
    found = task_for(request.viewer, ref)
    by, at = request.viewer.user, now()
    return TaskOut.of(actions.snooze_task(task=found, until=told.until, reason=told.reason, by=by, at=at))
