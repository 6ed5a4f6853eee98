"""The only door to a case."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.policies import OUT_OF_REACH, Refusal
from gugus.access.viewer import Viewer
from gugus.cases.models import Case
from gugus.cases.policies import Sight, sight_of, standing_to

__all__ = ["case_for", "refusal_of", "sight_for", "standing_to"]


def refusal_of(
    viewer: Viewer,
    case: Case,
    *,
    verb: Verb,
    section: Section = Section.CASE,
    field_class: FieldClass = FieldClass.OPEN,
    at: datetime,
) -> Refusal | None:
    """Why not, or None. For parts of a page; whole pages go through `case_for`."""
    return sight_of(viewer, case, at).refusal(verb, section, field_class)


def sight_for(
    viewer: Viewer,
    ref: str,
    *,
    verb: Verb = Verb.SEE,
    section: Section = Section.CASE,
    field_class: FieldClass = FieldClass.OPEN,
    at: datetime,
) -> Sight:
    """The case with this reference and what the viewer sees of it. Hidden and missing look alike.

    A visible case may still refuse the verb. Writing into the file itself is for the agency that answers
    for it, whatever was opened to others.
    """
    rows = Case.objects.visible_to(viewer).select_related("agency", "manager", "safety_by", "data_key")
    case = rows.filter(ref=ref).first()
    if case is None:
        raise Http404
    sight = sight_of(viewer, case, at)
    if sight.refusal(Verb.SEE, section):
        raise Http404  # who may not see it must not learn that it is there
    if why := sight.refusal(verb, section, field_class):
        raise PermissionDenied(why)
    if section == Section.CASE and verb != Verb.SEE and not sight.is_ours:
        raise PermissionDenied(OUT_OF_REACH)
    return sight


def case_for(
    viewer: Viewer,
    ref: str,
    *,
    verb: Verb = Verb.SEE,
    section: Section = Section.CASE,
    field_class: FieldClass = FieldClass.OPEN,
    at: datetime,
) -> Case:
    """The case alone; see `sight_for`."""
    return sight_for(viewer, ref, verb=verb, section=section, field_class=field_class, at=at).case
