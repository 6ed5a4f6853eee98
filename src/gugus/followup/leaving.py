"""What an agency that leaves a task force still has to do: its running recommendations."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gugus.directory.models import Agency, TaskForce
from gugus.directory.queries import offices_of
from gugus.followup.models import Recommendation
from gugus.taskforce.leaving import Left

BECAUSE = "the task force came through its gate; row security holds"
LONGEST = 120


def left_of(force: TaskForce, agency: Agency) -> list[Left]:
    """Running recommendations for which an agency answers, itself or for an office that it followed. Two queries."""
    offices = {agency.pk} | offices_of(agency.pk, timezone.localdate())
    rows = (
        Recommendation.objects.unscoped(because=BECAUSE).running().filter(task_force=force, owner__in=offices)
    )
    return [
        Left(one.ref, _told(one), reverse("followup:detail", args=[one.ref]))
        for one in rows.select_related("data_key").order_by("due_on")
    ]


def _told(one: Recommendation) -> str:
    words = {"text": (one.text or one.ref)[:LONGEST], "day": date_format(one.due_on, "j M Y")}
    return _("%(text)s (until %(day)s)") % words
