"""The only door to a heads-up and to an offer. Hidden and missing look alike."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.policies import OUT_OF_REACH
from gugus.access.viewer import Viewer
from gugus.arrivals.models import Headsup, Offer
from gugus.arrivals.policies import Sight
from gugus.arrivals.queries import headsups_for


def sight_for(viewer: Viewer, ref: str, *, needs: str = "") -> Sight:
    """The heads-up with this reference; `needs` names what the viewer must be able to do (may_send …).

    A heads-up that ended passes where the caller words it; who stands on the wrong side is refused.
    """
    headsup: Headsup | None = (
        headsups_for(viewer).select_related("agency", "written_by").filter(ref=ref).first()
    )
    if headsup is None:
        raise Http404
    sight = Sight(viewer, headsup)
    sides = {"may_offer": not sight.is_sender}
    if needs and not (sides.get(needs, sight.is_sender) and sight.may_write):
        raise PermissionDenied(OUT_OF_REACH)
    return sight


def offer_for(sight: Sight, offer_id: UUID) -> Offer:
    """An offer to this heads-up that the viewer may see."""
    rows = Offer.objects.visible_to(sight.viewer).filter(headsup=sight.headsup, pk=offer_id)
    offer = rows.select_related("agency", "headsup", "capacity__offering__agency").first()
    if offer is None:
        raise Http404
    return offer
