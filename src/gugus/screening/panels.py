"""What screening adds to the pages of a report and a case, and to the stage of a case."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.cases.gate import refusal_of
from gugus.cases.models import Case
from gugus.cases.panels import Panel
from gugus.intake.codes import State as ReportState
from gugus.intake.models import Report
from gugus.intake.panels import Step
from gugus.screening.queries import assessments_for, case_of, found_in


def provide(viewer: Viewer, case: Case, at: datetime) -> dict | None:
    """Every survivor's screenings, decisions and status, side by side."""
    closed = case.state in {"closed", "archived"}
    writes = not closed and not refusal_of(viewer, case, verb=Verb.WRITE, section=Section.SCREENING, at=at)
    return {"people": found_in(viewer, case, at), "case": case, "may_start": writes}


PANEL = Panel(
    "screening", Section.SCREENING, 20, _("Screening and identification"), "screening/_panel.html", provide
)


def offer(viewer: Viewer, report: Report, at: datetime) -> Step | None:
    """The next step on a report's page: start, go on, or look at what came of it."""
    if not viewer.has(Section.SCREENING, Verb.SEE) or report.agency_id != viewer.agency_id:
        return None
    begun = list(assessments_for(viewer).filter(report=report).order_by("-started_at")[:1])
    if begun and report.state == ReportState.ENDED:
        case = case_of(report)
        note = _("Case %(ref)s") % {"ref": case.ref} if case else begun[0].get_state_display()
        url = reverse("screening:workbench", args=[begun[0].ref])
        return Step(_("Look at the screening"), url, "task", note=note)
    if report.state in {ReportState.ENDED, ReportState.RECEIVED}:
        return None
    if not viewer.has(Section.SCREENING, Verb.WRITE):
        return None
    label = _("Go on screening") if begun else _("Start screening")
    return Step(label, reverse("screening:start", args=[report.ref]), "task", is_main=True)
