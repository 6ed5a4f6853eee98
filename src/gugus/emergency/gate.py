"""The only door to an opening."""

from django.http import Http404

from gugus.access.viewer import Viewer
from gugus.emergency.models import Opening


def opening_for(viewer: Viewer, ref: str) -> Opening:
    """The opening with this reference: one's own, or one that one's agency reviews. Hidden and missing look alike."""
    rows = Opening.objects.visible_to(viewer)
    rows = rows.select_related("user", "agency", "reviewed_in", "reviewed_by", "ended_by", "data_key")
    found = rows.filter(ref=ref).first()
    if found is None:
        raise Http404
    return found
