"""The only door to a task force, for this context and for every one of the room above."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.directory.models import TaskForce
from gugus.directory.queries import seats_of, today
from gugus.kernel.ids import parse_ref
from gugus.taskforce.models import LegalBasis, Position
from gugus.taskforce.policies import Sight
from gugus.taskforce.queries import forces_for


def force_for(
    viewer: Viewer, ref: str, *, section: Section = Section.TASKFORCE, verb: Verb = Verb.SEE
) -> Sight:
    """The task force with this reference, if the viewer's agency sits in it today. Hidden and missing look alike."""
    force = forces_for(viewer, section).filter(ref=parse_ref(ref) or ref[:12]).first()
    if force is None:
        raise Http404
    return sight_of(viewer, force, section=section, verb=verb)


def sight_of(
    viewer: Viewer, force: TaskForce, *, section: Section = Section.TASKFORCE, verb: Verb = Verb.SEE
) -> Sight:
    """The sight of a task force that is named by a record of it. 404 for who is outside, 403 for a missing right."""
    seats = list(seats_of(viewer.agency_id, today()).filter(task_force=force)) if viewer.is_known else []
    sight = Sight(viewer, force, any(seat.secretariat for seat in seats), section)
    if not seats or sight.refusal(Verb.SEE):
        raise Http404
    if why := sight.refusal(verb):
        raise PermissionDenied(why)
    return sight


def force_to_keep(
    viewer: Viewer, ref: str, *, section: Section = Section.TASKFORCE, verb: Verb = Verb.DECIDE
) -> Sight:
    """The same for what is done in the name of the task force: by who writes in its secretariat."""
    sight = force_for(viewer, ref, section=section)
    if why := sight.host_refusal(Verb.WRITE) or sight.refusal(verb):
        raise PermissionDenied(why)
    return sight


def force_to_take_up(viewer: Viewer, ref: str) -> Sight:
    """The same for a member who takes up the secretariat that nobody keeps: by who may write in it then."""
    sight = force_for(viewer, ref, verb=Verb.DECIDE)
    if why := sight.refusal(Verb.WRITE):
        raise PermissionDenied(why)
    return sight


def basis_for(viewer: Viewer, ref: str, *, keep: bool = False) -> tuple[Sight, LegalBasis]:
    """A document of the legal basis, and how the viewer sees its task force."""
    rows = LegalBasis.objects.visible_to(viewer).select_related("task_force", "replaced_by")
    basis = rows.filter(ref=parse_ref(ref) or ref[:12]).first()
    if basis is None:
        raise Http404
    sight = sight_of(viewer, basis.task_force)
    if keep and (why := sight.host_refusal(Verb.WRITE) or sight.refusal(Verb.DECIDE)):
        raise PermissionDenied(why)
    return sight, basis


def position_of(sight: Sight, pk) -> Position:
    """A position in the task force that came through its gate."""
    rows = Position.objects.visible_to(sight.viewer).select_related("data_key", "agency", "basis")
    position = rows.filter(task_force=sight.force, pk=pk).first()
    if position is None:
        raise Http404
    return position
