"""Which publications a viewer finds, and which everybody does."""

from django.db.models import Q, QuerySet

from gugus.access.codes import Scope, Verb
from gugus.access.viewer import Viewer
from gugus.directory.models import TaskForce
from gugus.directory.queries import seats_of, today
from gugus.publication.codes import State
from gugus.publication.models import Publication
from gugus.publication.policies import SECTION


def listed(viewer: Viewer, state: str = "") -> QuerySet[Publication]:
    """Those of the viewer's task forces, newest first; all states, or one."""
    rows = Publication.objects.visible_to(viewer).select_related("task_force", "written_by", "decided_by")
    if viewer.reach(SECTION, Verb.SEE) < Scope.TASK_FORCE:
        return rows.none()
    return rows.filter(state=state) if state else rows


def kept_by(viewer: Viewer) -> QuerySet[TaskForce]:
    """The task forces whose secretariat the viewer's agency keeps today: it writes for them."""
    seats = seats_of(viewer.agency_id, today()).filter(secretariat=True)
    return TaskForce.objects.filter(pk__in=seats.values("task_force_id")).order_by("name")


def waiting(viewer: Viewer) -> int:
    """How many wait for the approval of this viewer."""
    if viewer.reach(SECTION, Verb.APPROVE) < Scope.TASK_FORCE:
        return 0
    mine = (
        Q(proposed_by_id=viewer.self_id) | Q(written_by_id=viewer.self_id) | Q(changed_by_id=viewer.self_id)
    )
    return listed(viewer, State.PROPOSED).exclude(mine).count()


def is_printed(one: Publication) -> bool:
    """Has the worker made the PDF of what was published?"""
    return Publication.objects.for_everybody().filter(pk=one.pk, printed__isnull=False).exists()
