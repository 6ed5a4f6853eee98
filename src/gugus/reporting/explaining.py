"""How somebody stands to a report, for the page that explains."""

from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import Told
from gugus.access.viewer import Viewer
from gugus.reporting.gate import report_for, upward_for


def told(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a report of a task force; None where the viewer's agency sees none."""
    try:
        sight = report_for(viewer, ref)
    except Http404:
        return None
    return Told(_("Report of the task force"), {Section.ACCOUNT: sight.force.stands})


def told_upward(viewer: Viewer, ref: str, at: datetime) -> Told | None:
    """How the viewer stands to a report that went up."""
    try:
        sight = upward_for(viewer, ref)
    except Http404:
        return None
    return Told(_("Report of a lower task force"), {Section.ACCOUNT: sight.force.stands})
