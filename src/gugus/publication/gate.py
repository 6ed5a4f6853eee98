"""The only doors to a publication: of staff by task force, of everybody by what was published."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import Verb
from gugus.access.policies import OUT_OF_REACH
from gugus.access.viewer import Viewer
from gugus.kernel.ids import parse_ref
from gugus.publication.models import Publication
from gugus.publication.policies import SECTION, Sight
from gugus.taskforce.gate import sight_of


def sight_for(viewer: Viewer, ref: str, *, needs: str = "") -> Sight:
    """The publication with this reference; `needs` names what the viewer must be able to do (may_write …)."""
    rows = Publication.objects.visible_to(viewer).select_related("task_force", "agency", "written_by")
    one = rows.filter(ref=parse_ref(ref) or ref[:12]).first()
    if one is None:
        raise Http404
    sight = Sight(viewer, one, sight_of(viewer, one.task_force, section=SECTION, verb=Verb.SEE))
    if needs and not getattr(sight, needs):
        raise PermissionDenied(OUT_OF_REACH)
    return sight


def published(ref: str) -> Publication:
    """What anybody may read. Drafts, withdrawn and unknown ones look alike."""
    found = (
        Publication.objects.for_everybody()
        .select_related("task_force")
        .filter(ref=parse_ref(ref) or ref[:12])
    )
    one = found.first()
    if one is None:
        raise Http404
    return one
