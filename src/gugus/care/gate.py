"""The only door to a service line, and to writing one."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.viewer import Viewer
from gugus.care.models import ServiceLine
from gugus.cases.gate import sight_for as case_sight_for
from gugus.cases.policies import Sight, sight_of


def line_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> ServiceLine:
    """The line with this reference. Hidden and missing look alike; a closed case or section hides it."""
    rows = ServiceLine.objects.visible_to(viewer).filter(ref=ref)
    line = rows.select_related("case__agency", "person", "provider", "agency", "referral", "data_key").first()
    if line is None:
        raise Http404
    sight = sight_of(viewer, line.case, at)
    if sight.refusal(Verb.SEE, Section(line.section), FieldClass.SENSITIVE):
        raise Http404
    if verb != Verb.SEE and not may_change(sight, line):
        raise PermissionDenied(
            sight.refusal(verb, Section(line.section)) or sight.refusal(verb, Section.CARE)
        )
    return line


def may_change(sight: Sight, line: ServiceLine) -> bool:
    """Who wrote a line changes it; the agency that answers for the case changes every line."""
    if line.agency_id != sight.viewer.agency_id and not sight.is_ours:
        return False
    return sight.may(Verb.WRITE, Section(line.section)) or (
        sight.is_ours and sight.may(Verb.WRITE, Section.CARE)
    )


def sight_to_serve(viewer: Viewer, ref: str, *, verb: Verb = Verb.WRITE, at: datetime) -> Sight:
    """A case on whose care the viewer may work: one's own, or one opened with the section care or health."""
    sight = case_sight_for(viewer, ref, at=at)
    if not any(sight.may(verb, one) for one in (Section.CARE, Section.HEALTH)):
        raise PermissionDenied(sight.refusal(verb, Section.CARE))
    return sight
