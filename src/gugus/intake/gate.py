"""The only door to a report."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.policies import Standing, refusal, standing
from gugus.access.viewer import Viewer
from gugus.intake.models import Report


def standing_to(viewer: Viewer, report: Report, at: datetime) -> Standing:
    """Mine when I received or triaged it, else my agency's or sent on to it."""
    mine = viewer.self_id in {report.received_by_id, report.triaged_by_id} and viewer.self_id is not None
    return standing(viewer, kind="report", record=report, at=at, mine=mine)


def report_for(
    viewer: Viewer,
    ref: str,
    *,
    verb: Verb = Verb.SEE,
    field_class: FieldClass = FieldClass.OPEN,
    at: datetime,
) -> Report:
    """The report with this reference; hidden and missing look alike."""
    rows = Report.objects.visible_to(viewer).select_related("agency", "received_by", "triaged_by", "data_key")
    report = rows.filter(ref=ref).first()
    if report is None:
        raise Http404
    stands = standing_to(viewer, report, at)
    if refusal(viewer, Verb.SEE, Section.REPORT, stands):
        raise Http404
    if why := refusal(viewer, verb, Section.REPORT, stands, field_class):
        raise PermissionDenied(why)
    return report
