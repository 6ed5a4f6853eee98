"""The only door to an export: whoever asked for it, as long as the role still includes it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import Verb
from gugus.access.policies import NO_RIGHT
from gugus.access.viewer import Viewer
from gugus.exchange.lists import Listed, list_of
from gugus.exchange.models import Export


def list_for(viewer: Viewer, code: str) -> Listed:
    """A list that the viewer may export."""
    found = list_of(code)
    if found is None:
        raise Http404
    if not viewer.has(found.section, Verb.EXPORT):
        raise PermissionDenied(NO_RIGHT)
    return found


def export_for(viewer: Viewer, ref: str) -> Export:
    """One's own export; hidden and missing look alike. The right may have ended since."""
    rows = Export.objects.visible_to(viewer).select_related("asked_by", "agreed_by", "agency")
    found = rows.filter(ref=ref).first()
    if found is None:
        raise Http404
    list_for(viewer, found.listed)
    return found
