"""The only doors to frozen figures, published figures and the task forces they belong to."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import Verb
from gugus.access.viewer import Viewer
from gugus.directory.models import TaskForce
from gugus.figures.models import Published, Snapshot
from gugus.figures.policies import Sight
from gugus.figures.seats import forces_of
from gugus.kernel.ids import parse_ref


def snapshot_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE) -> Snapshot:
    """The frozen figure with this reference. Hidden and missing look alike."""
    rows = Snapshot.objects.visible_to(viewer).filter(ref=parse_ref(ref) or ref[:14])
    related = ("task_force", "agency", "frozen_by", "replaces", "replaced_by")
    return _admitted(viewer, rows.select_related(*related).first(), verb)


def published_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE) -> Published:
    """The published figure with this reference. Hidden and missing look alike."""
    rows = Published.objects.visible_to(viewer).filter(ref=parse_ref(ref) or ref[:14])
    related = ("task_force", "agency", "recorded_by", "corrects", "data_key")
    return _admitted(viewer, rows.select_related(*related).first(), verb)


def force_for(viewer: Viewer, ref: str = "", *, verb: Verb = Verb.SEE) -> Sight:
    """The task force with this reference, or the first one in which the viewer's agency has a seat."""
    forces = forces_of(viewer.agency_id)
    force: TaskForce | None = forces.filter(ref=parse_ref(ref) or ref[:12]).first() if ref else forces.first()
    if force is None:
        raise Http404
    sight = Sight(viewer, force)
    _ask(sight, verb)
    return sight


def _admitted(viewer: Viewer, row, verb: Verb):
    if row is None:
        raise Http404
    _ask(Sight(viewer, row.task_force), verb)
    return row


def _ask(sight: Sight, verb: Verb) -> None:
    if sight.refusal(Verb.SEE):
        raise Http404
    if why := sight.refusal(verb):
        raise PermissionDenied(why)
