"""The only door to a service of the directory."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.providers.policies import Sight
from gugus.providers.queries import offerings


def sight_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE) -> Sight:
    """The service with this reference. Hidden and missing look alike; WRITE is for whoever keeps it."""
    if not viewer.has(Section.PROVIDER, Verb.SEE):
        raise Http404
    offering = offerings(viewer).prefetch_related("capacities").filter(ref=ref).first()
    if offering is None:
        raise Http404
    sight = Sight(viewer, offering)
    if verb != Verb.SEE and sight.why_not_write:
        raise PermissionDenied(sight.why_not_write)
    return sight
