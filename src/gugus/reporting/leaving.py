"""What an agency that leaves a task force still has to do: its chapters of reports that are not merged."""

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from gugus.directory.models import Agency, TaskForce
from gugus.reporting.codes import ChapterState, State
from gugus.reporting.models import Chapter
from gugus.taskforce.leaving import Left
from gugus.taskforce.queries import given_up_to

BECAUSE = "the task force came through its gate; row security holds"
DONE = (ChapterState.APPROVED, ChapterState.LEFT_OUT)


def left_of(force: TaskForce, agency: Agency) -> list[Left]:
    """One line for each report: how many chapters that were not approved are an agency's, or of whom it followed."""
    offices = given_up_to(force, agency, timezone.localdate())
    rows = Chapter.objects.unscoped(because=BECAUSE).filter(task_force=force, agency__in=offices)
    counted = (
        rows.filter(report__state__in=[State.DRAFT, State.WRITING])
        .exclude(state__in=DONE)
        .order_by("report__ref")
        .values("report__ref", "report__title")
        .annotate(many=Count("pk"))
    )
    return [
        Left(one["report__ref"], _told(one), reverse("reporting:detail", args=[one["report__ref"]]))
        for one in counted
    ]


def _told(one: dict) -> str:
    words = ngettext("%(many)d chapter of “%(report)s”", "%(many)d chapters of “%(report)s”", one["many"])
    return words % {"many": one["many"], "report": one["report__title"]}
