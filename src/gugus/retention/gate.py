"""The only doors to holds, runs and certificates: those of one's own agency. Hidden and missing look alike."""

from django.db.models import Model
from django.http import Http404

from gugus.access.codes import Scope, Section, Verb
from gugus.access.viewer import Viewer
from gugus.cases.models import Case
from gugus.intake.models import Report
from gugus.kernel.ids import parse_ref
from gugus.people.models import Person
from gugus.retention.models import Certificate, Hold, Run

RECORDS: dict[str, type[Model]] = {"K": Case, "R": Report, "P": Person}


def may(viewer: Viewer, verb: Verb) -> bool:
    """May this viewer do this in the retention of their agency?"""
    return viewer.reach(Section.PRIVACY, verb) >= Scope.AGENCY


def hold_for(viewer: Viewer, ref: str) -> Hold:
    """A hold of one's agency."""
    return _one(Hold.objects.visible_to(viewer).select_related("placed_by", "released_by", "data_key"), ref)


def run_for(viewer: Viewer, ref: str) -> Run:
    """A run of one's agency."""
    return _one(
        Run.objects.visible_to(viewer).select_related("asked_by", "decided_by", "agency", "data_key"), ref
    )


def certificate_for(viewer: Viewer, ref: str) -> Certificate:
    """A certificate of one's agency."""
    rows = Certificate.objects.visible_to(viewer)
    return _one(rows.select_related("run__asked_by", "run__decided_by", "agency"), ref)


def record_named(viewer: Viewer, ref: str) -> Model | None:
    """The case, report or person of one's own agency with this reference, for a hold; None hides and misses alike."""
    parsed = parse_ref(ref) or ""
    model = RECORDS.get(parsed.partition("-")[0])
    if model is None:
        return None
    return model.objects.visible_to(viewer).filter(ref=parsed, agency_id=viewer.agency_id).first()


def _one(rows, ref: str):
    found = rows.filter(ref=ref).first()
    if found is None:
        raise Http404
    return found
