"""How somebody stands to a plan, an activity or a report, for the page that explains; the policy's own answer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Scope, Section
from gugus.access.explaining import Told
from gugus.access.policies import Standing
from gugus.access.viewer import Viewer
from gugus.actionplan.models import Activity, PeriodReport, Plan


def told_of_plan(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a plan; None outside its task force."""
    return _told(Plan.objects.visible_to(viewer).filter(ref=ref).exists(), _("Action plan"))


def told_of_activity(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to an activity; None outside its task force."""
    return _told(
        Activity.objects.visible_to(viewer).filter(ref=ref).exists(), _("Activity of an action plan")
    )


def told_of_report(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a progress report; None outside its task force."""
    return _told(PeriodReport.objects.visible_to(viewer).filter(ref=ref).exists(), _("Progress report"))


def _told(inside: bool, label) -> Told | None:
    return Told(label, {Section.PLAN: Standing(Scope.TASK_FORCE)}) if inside else None
