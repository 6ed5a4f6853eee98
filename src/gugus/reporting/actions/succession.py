"""A member left the task force or was replaced in it: its chapters are its heir's. Run by the worker."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from gugus.directory.queries import today_successor
from gugus.reporting.actions.moving import locked_chapter, save, told
from gugus.reporting.codes import ChapterState, State
from gugus.reporting.models import Chapter
from gugus.taskforce.queries import heir_on
from gugus.tasks.actions import pass_on_tasks


@transaction.atomic
def follow_heir(*, chapter: Chapter, at: datetime) -> bool:
    """Give a chapter that was not approved to the member that took over; False when nobody did or it went further.

    An office that the directory renamed keeps its chapters: they are its successor's already.
    """
    fresh = locked_chapter(chapter)
    before = fresh.agency
    if before is None or fresh.state == ChapterState.APPROVED:
        return False
    if fresh.report.state not in (State.DRAFT, State.WRITING):
        return False
    heir = heir_on(fresh.report.task_force, before, timezone.localdate(at))
    if heir is None or heir.pk in {before.pk, today_successor(before).pk}:
        return False
    fresh.agency = heir
    save(fresh, "agency")
    changes = {"chapter": fresh.code, "before": before.slug, "agency": heir.slug}
    told("forcereport.chapter_passed_on", fresh.report, by=None, at=at, about=fresh, changes=changes)
    pass_on_tasks(about=fresh, before=before, to=heir, at=at)
    return True
