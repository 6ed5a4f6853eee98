"""Open tasks of the file: to the new manager what the old one had, to the in-tray the rest. Deadlines stay."""

from collections.abc import Iterable

from django.db.models import Case, F, Q, Value, When
from django.utils.timezone import now

from gugus.base.along import BECAUSE, Counted, Going, Moves, Went
from gugus.tasks.models import Task


def _open(going: Going):
    rows = Task.objects.unscoped(because=BECAUSE).open().filter(agency=going.origin)
    return rows.filter(Q(within_id__in=going.records) | Q(about_id__in=going.records))


def move_tasks(going: Going) -> Iterable[Went]:
    """Nothing that waited is lost, and nothing sleeps unseen: what was put off is awake again."""
    rows = _open(going)
    refs = list(rows.values_list("ref", flat=True))
    assignee = going.manager if going.cases else None
    rows.update(
        agency=going.target, snoozed_until=None, version=F("version") + 1,
        assignee=Case(When(assignee=None, then=Value(None)), default=Value(assignee)),
    )  # fmt: skip
    return [Went("task", ref, "reassigned") for ref in refs]


COUNTS = (
    Counted("tasks", lambda going: _open(going).count()),
    Counted("tasks_late", lambda going: _open(going).late(now()).count()),
)
MOVES = (Moves("tasks.Task", move_tasks),)
