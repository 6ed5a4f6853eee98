"""The only door to a referral, and to writing one."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import Section, Verb
from gugus.access.policies import OUT_OF_REACH
from gugus.access.viewer import Viewer
from gugus.cases.gate import sight_for as case_sight_for
from gugus.cases.models import Case
from gugus.referrals import queries
from gugus.referrals.models import Referral
from gugus.referrals.policies import Sight, standing_to


def sight_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Sight:
    """The referral with this reference and what the viewer sees of it. Hidden and missing look alike.

    Either side passes; what each may do from the present state is `Sight.next_states`.
    """
    rows = Referral.objects.visible_to(viewer).filter(ref=ref)
    referral = rows.select_related(
        "agency", "to_agency", "proposed_agency", "answered_by", "written_by", "data_key"
    ).first()
    if referral is None:
        raise Http404
    opened = queries.opens_now(viewer, referral, at)
    sight = Sight(viewer, referral, standing_to(viewer, referral), opened)
    if sight.refusal(Verb.SEE):
        raise Http404
    if why := sight.refusal(verb):
        raise PermissionDenied(why)
    return sight


def case_to_refer_from(viewer: Viewer, ref: str, *, at: datetime) -> Case:
    """A case of one's own agency from which the viewer may refer somebody."""
    sight = case_sight_for(viewer, ref, at=at)
    if why := sight.refusal(Verb.WRITE, Section.REFERRAL):
        raise PermissionDenied(why)
    if not sight.is_ours:
        raise PermissionDenied(OUT_OF_REACH)
    return sight.case
