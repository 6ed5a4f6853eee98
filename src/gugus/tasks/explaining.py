"""May somebody see and do a task, for the page that explains: the gate's own questions, with their rules in words."""

from datetime import datetime

from django.utils.translation import gettext as _

from gugus.access.codes import Section, Verb
from gugus.access.explaining import Line, Told
from gugus.access.viewer import Viewer
from gugus.tasks.gate import sees_agency, works_for_agency
from gugus.tasks.models import Task


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """Whether the viewer sees and may do a task, and why; None where the viewer's agency sees none."""
    task = Task.objects.visible_to(viewer).filter(ref=ref).first()
    if task is None:
        return None
    mine = task.assignee_id is not None and task.assignee_id == viewer.self_id
    lines = (_line(Verb.SEE, mine, sees_agency(viewer)), _line(Verb.WRITE, mine, works_for_agency(viewer)))
    return Told(_("Task"), lines=lines)


def _line(verb: Verb, mine: bool, by_role: bool) -> Line:
    if mine:
        rule = _("The task is assigned to this colleague.")
    elif by_role:
        rule = _("Whoever works on reports, cases or services may stand in for a colleague's task.")
    else:
        rule = _("The task is assigned to somebody else, and no role of this day works on reports or cases.")
    return Line(Section.CASE, verb, "–", mine or by_role, rule)
