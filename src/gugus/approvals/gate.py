"""The only door to a request."""

from django.http import Http404

from gugus.access.viewer import Viewer
from gugus.approvals.models import Request


def request_for(viewer: Viewer, ref: str) -> Request:
    """The request with this reference: one's own, or one that one may decide. Hidden and missing look alike."""
    rows = Request.objects.visible_to(viewer).select_related("asked_by", "decided_by", "agency", "data_key")
    found = rows.filter(ref=ref).first()
    if found is None:
        raise Http404
    return found
