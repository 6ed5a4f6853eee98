"""From an approved meeting or a final report to words for everybody: offered to the secretariat on its page."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from gugus.access.codes import Verb
from gugus.access.viewer import Viewer
from gugus.directory.models import TaskForce
from gugus.directory.queries import seats_of, today
from gugus.kernel.ids import parse_ref
from gugus.meetings.codes import State as MeetingState
from gugus.meetings.queries import meetings_for
from gugus.publication.codes import Kind, State
from gugus.publication.models import Publication
from gugus.publication.policies import SECTION
from gugus.reporting.codes import ENDED
from gugus.reporting.models import ForceReport
from gugus.taskforce.onward import Onward


def of_meeting(viewer: Viewer, meeting: Any) -> Onward | None:
    """Write a summary of a meeting whose minutes were approved, or open the one that exists."""
    if meeting.state != MeetingState.APPROVED:
        return None
    return _offer(viewer, meeting, Kind.MEETING, _("Publish a summary"))


def of_report(viewer: Viewer, report: Any) -> Onward | None:
    """Write what everybody may read of a final report. Its PDF holds more than that and is not published."""
    if report.state not in ENDED:
        return None
    return _offer(viewer, report, Kind.REPORT, _("Publish it in words for everybody"))


def _offer(viewer: Viewer, record: Any, kind: Kind, label: str) -> Onward | None:
    known = Publication.objects.visible_to(viewer).filter(source_kind=SOURCES[kind], source_ref=record.ref)
    if not viewer.has(SECTION, Verb.SEE):
        return None
    if earlier := known.filter(~Q(state=State.WITHDRAWN)).order_by("-written_at").first():
        text = _("Words for everybody: %(state)s.") % {"state": earlier.get_state_display()}
        return Onward(
            _("Open the publication"), reverse("publication:detail", args=[earlier.ref]), "eye", text
        )
    seats = seats_of(viewer.agency_id, today()).filter(task_force=record.task_force, secretariat=True)
    if not (viewer.has(SECTION, Verb.DECIDE) and viewer.has(SECTION, Verb.WRITE) and seats.exists()):
        return None
    asked = {"jenis": kind.value, "dari": record.ref}
    text = _("Without persons and small counts; somebody else approves it.")
    return Onward(label, f"{reverse('publication:new')}?{urlencode(asked)}", "file", text)


@dataclass(frozen=True, slots=True)
class Source:
    """The record behind a new publication: its kind and reference, and what the form begins with."""

    kind: str = ""
    ref: str = ""
    initial: dict[str, Any] = field(default_factory=dict)

    def behind(self, force: TaskForce) -> tuple[str, str]:
        """Kind and reference for a publication of this task force; nothing for another one."""
        return (self.kind, self.ref) if self.initial.get("force") == force else ("", "")


def source_of(viewer: Viewer, kind: str, ref: str) -> Source:
    """The record that the address names. Hidden and missing alike give an empty one.

    Nothing of the record's text is taken over: whoever writes for everybody writes anew.
    """
    find = FINDERS.get(kind)
    found = find(viewer, parse_ref(ref) or ref[:12]) if find and ref else None
    if found is None:
        return Source()
    return Source(SOURCES[Kind(kind)], found.ref, {"kind": kind, "force": found.task_force})


def _meeting(viewer: Viewer, ref: str) -> Any:
    rows = meetings_for(viewer).filter(ref=ref, state=MeetingState.APPROVED)
    return rows.select_related("task_force").first()


def _report(viewer: Viewer, ref: str) -> Any:
    rows = ForceReport.objects.visible_to(viewer).filter(ref=ref, state__in=ENDED).defer("content")
    return rows.select_related("task_force").first()


SOURCES = {Kind.MEETING: "meeting", Kind.REPORT: "forcereport"}
FINDERS = {Kind.MEETING: _meeting, Kind.REPORT: _report}
