"""The only door to an assessment."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.policies import Refusal, Standing, refusal
from gugus.access.viewer import Viewer
from gugus.cases.gate import standing_to as standing_to_case
from gugus.screening.models import Assessment


def standing_to(viewer: Viewer, assessment: Assessment, at: datetime) -> Standing:
    """Through the case once there is one; before that mine when I started it, else my agency's."""
    if assessment.case_id is not None:
        # Where the database hides the case (a grant ended), the screening in it is out of reach too.
        return standing_to_case(viewer, assessment.case, at) if assessment.case else Standing(Scope.NOTHING)
    if assessment.agency_id != viewer.agency_id:
        return Standing(Scope.NOTHING)
    # Before a case exists there is no team: whoever screens in the agency works on it together.
    return Standing(Scope.MINE if assessment.started_by_id == viewer.self_id else Scope.TEAM)


def refusal_of(viewer: Viewer, assessment: Assessment, verb: Verb, at: datetime) -> Refusal | None:
    """Why not, or None. For parts of a page; whole pages go through `assessment_for`."""
    return refusal(viewer, verb, Section.SCREENING, standing_to(viewer, assessment, at))


def assessment_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Assessment:
    """The assessment with this reference; hidden and missing look alike."""
    rows = Assessment.objects.visible_to(viewer).select_related(
        "agency",
        "report",
        "mention__data_key",
        "case__data_key",
        "person",
        "started_by",
        "decided_by",
        "data_key",
    )
    assessment = rows.filter(ref=ref).first()
    if assessment is None:
        raise Http404
    stands = standing_to(viewer, assessment, at)
    if refusal(viewer, Verb.SEE, Section.SCREENING, stands):
        raise Http404
    if why := refusal(viewer, verb, Section.SCREENING, stands, FieldClass.OPEN):
        raise PermissionDenied(why)
    return assessment
