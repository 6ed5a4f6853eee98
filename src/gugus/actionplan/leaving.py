"""What an agency that leaves a task force still has to do: its activities in plans that are not closed."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from gugus.actionplan.codes import PlanState
from gugus.actionplan.models import Activity
from gugus.directory.models import Agency, TaskForce
from gugus.taskforce.leaving import Left
from gugus.taskforce.queries import given_up_to

BECAUSE = "the task force came through its gate; row security holds"


def left_of(force: TaskForce, agency: Agency) -> list[Left]:
    """One line for each plan: for how many activities an agency answers and how many it supports, itself or for whom it
    followed. A fixed number of queries.
    """
    offices = given_up_to(force, agency, timezone.localdate())
    named = Q(agency__in=offices) | Q(supporting__overlap=list(offices))
    rows = Activity.objects.unscoped(because=BECAUSE).filter(named, plan__task_force=force, dropped_at=None)
    counted = (
        rows.exclude(plan__state=PlanState.CLOSED)
        .order_by("plan__first_year", "plan__ref")
        .values("plan__ref", "plan__title")
        .annotate(many=Count("pk"))
    )
    return [
        Left(one["plan__ref"], _told(one), reverse("actionplan:detail", args=[one["plan__ref"]]))
        for one in counted
    ]


def _told(one: dict) -> str:
    words = ngettext("%(many)d activity in “%(plan)s”", "%(many)d activities in “%(plan)s”", one["many"])
    return words % {"many": one["many"], "plan": one["plan__title"]}
