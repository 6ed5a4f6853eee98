"""The only door to a transfer, to offering a case, to a colleague's files and to a merged agency's."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import Scope, Section, Verb
from gugus.access.policies import OUT_OF_REACH
from gugus.access.viewer import Viewer
from gugus.cases.gate import sight_for as case_sight_for
from gugus.cases.models import Case
from gugus.cases.policies import sight_of
from gugus.transfers import queries
from gugus.transfers.models import Transfer
from gugus.transfers.policies import Sight, standing_to


def sight_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Sight:
    """The transfer with this reference and what the viewer sees of it. Hidden and missing look alike."""
    rows = Transfer.objects.visible_to(viewer).filter(ref=ref)
    transfer = rows.select_related(
        "agency", "to_agency", "proposed_agency", "answered_by", "written_by", "manager", "data_key"
    ).first()
    if transfer is None:
        raise Http404
    case = queries.case_of(viewer, transfer)
    may_give = (
        case is not None and case.agency_id == viewer.agency_id and sight_of(viewer, case, at).may_hand_over
    )
    sight = Sight(viewer, transfer, standing_to(viewer, transfer), case, may_give)
    if sight.refusal(Verb.SEE):
        raise Http404
    if why := sight.refusal(verb):
        raise PermissionDenied(why)
    return sight


def case_to_give(viewer: Viewer, ref: str, *, at: datetime) -> Case:
    """A case of one's own agency that the viewer may hand over."""
    sight = case_sight_for(viewer, ref, verb=Verb.HAND_OVER, at=at)
    if not sight.is_ours:
        raise PermissionDenied(OUT_OF_REACH)
    return sight.case


def may_hand_over_for_others(viewer: Viewer) -> bool:
    """May the viewer hand over the files of a colleague? Whoever may hand over every case of the agency."""
    return viewer.reach(Section.CASE, Verb.HAND_OVER) >= Scope.AGENCY
