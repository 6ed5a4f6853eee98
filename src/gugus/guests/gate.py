"""The sender's door to passes, slips and letters of a referral. The asked office has nothing to do here."""

from datetime import datetime

from django.http import Http404

from gugus.access.codes import Verb
from gugus.access.viewer import Viewer
from gugus.guests.models import GuestPass
from gugus.guests.queries import passes_of
from gugus.referrals.gate import sight_for
from gugus.referrals.policies import Sight


def sender_sight(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Sight:
    """A referral that the viewer's agency sent; everything else is not there."""
    sight = sight_for(viewer, ref, verb=verb, at=at)
    if not sight.is_sender:
        raise Http404
    return sight


def living_pass(viewer: Viewer, sight: Sight) -> GuestPass:
    """The pass of this referral that has not ended; 404 without one."""
    found = next((one for one in passes_of(viewer, sight.referral) if one.ended_at is None), None)
    if found is None:
        raise Http404
    return found
