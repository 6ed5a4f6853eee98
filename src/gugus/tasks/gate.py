"""The only door to a task."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import Section, Verb
from gugus.access.policies import OUT_OF_REACH
from gugus.access.viewer import Viewer
from gugus.tasks.models import Task

SECTIONS = (
    Section.REPORT, Section.CASE, Section.REFERRAL, Section.CARE, Section.JUSTICE, Section.REPATRIATION,
    Section.REINTEGRATION,
)  # fmt: skip


def sees_agency(viewer: Viewer) -> bool:
    """May the viewer see the tasks of colleagues? Those who do casework; figures alone are not enough."""
    return any(viewer.has(section, Verb.SEE) for section in SECTIONS)


def works_for_agency(viewer: Viewer) -> bool:
    """May the viewer do a colleague's task (who is ill, on leave)? The trail keeps who did it."""
    return any(viewer.has(section, Verb.WRITE) for section in SECTIONS)


def task_for(viewer: Viewer, ref: str) -> Task:
    """A task to work on: mine, or one of my agency's if I do casework. Hidden and missing look alike."""
    rows = Task.objects.visible_to(viewer).select_related("clock", "assignee", "data_key")
    task = rows.filter(ref=ref).first()
    if task is None or not (task.assignee_id == viewer.self_id or sees_agency(viewer)):
        raise Http404
    if viewer.read_only or not (task.assignee_id == viewer.self_id or works_for_agency(viewer)):
        raise PermissionDenied(OUT_OF_REACH)
    return task
