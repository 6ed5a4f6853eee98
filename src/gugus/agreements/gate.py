"""The only door to an agreement."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.agreements.models import Agreement
from gugus.agreements.policies import Sight, standing_to
from gugus.cases.gate import sight_for as case_sight_for
from gugus.cases.policies import Sight as CaseSight
from gugus.kernel.ids import parse_ref


def sight_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE) -> Sight:
    """The agreement with this reference and what the viewer sees of it. Hidden and missing look alike."""
    rows = Agreement.objects.visible_to(viewer).filter(ref=parse_ref(ref) or ref[:14])
    agreement = rows.select_related("agency", "follows", "written_by", "notice_agency", "data_key").first()
    if agreement is None:
        raise Http404
    parties = tuple(agreement.signatories.select_related("agency", "decided_by", "took_over_from"))
    sight = Sight(viewer, agreement, standing_to(viewer, agreement), parties)
    if sight.refusal(Verb.SEE):
        raise Http404
    if why := sight.refusal(verb):
        raise PermissionDenied(why)
    return sight


def case_for_sharing(viewer: Viewer, ref: str, *, at: datetime) -> CaseSight:
    """A case whose agreements are asked for: whoever sees the case sees by what."""
    return case_sight_for(viewer, ref, section=Section.CASE, at=at)
