"""The only door to a case."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.policies import Refusal, Standing, refusal, standing
from gugus.access.viewer import Viewer
from gugus.cases.models import Case


def standing_to(viewer: Viewer, case: Case, at: datetime) -> Standing:
    """Mine when I manage it, team when I am on it, else my agency's or shared."""
    mine = viewer.user_id is not None and case.manager_id == viewer.user_id
    team = not mine and case.team.filter(user_id=viewer.user_id, until_at=None).exists()
    return standing(viewer, kind="case", record=case, at=at, mine=mine, team=team)


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
    return refusal(viewer, verb, section, standing_to(viewer, case, at), field_class)


def case_for(
    viewer: Viewer,
    ref: str,
    *,
    verb: Verb = Verb.SEE,
    section: Section = Section.CASE,
    field_class: FieldClass = FieldClass.OPEN,
    at: datetime,
) -> Case:
    """The case with this reference. Hidden and missing look alike; a visible one may still refuse the verb."""
    rows = Case.objects.visible_to(viewer).select_related("agency", "manager", "data_key")
    case = rows.filter(ref=ref).first()
    if case is None:
        raise Http404
    stands = standing_to(viewer, case, at)
    if refusal(viewer, Verb.SEE, section, stands):
        raise Http404  # who may not see it must not learn that it is there
    if why := refusal(viewer, verb, section, stands, field_class):
        raise PermissionDenied(why)
    return case
