"""The only doors to recommendations."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.directory.queries import offices_of, today
from gugus.files.models import Attachment
from gugus.followup.models import Recommendation
from gugus.followup.policies import Sight
from gugus.kernel.ids import parse_ref
from gugus.taskforce.gate import force_to_keep, sight_of
from gugus.taskforce.policies import Sight as ForceSight
from gugus.taskforce.queries import stood_in_for


def sight_for(viewer: Viewer, ref: str) -> Sight:
    """The recommendation with this reference and what the viewer sees of it. Hidden and missing look alike."""
    rows = Recommendation.objects.visible_to(viewer).select_related(
        "task_force", "owner", "data_key", "parent", "replaced_by", "closed_by", "written_by"
    )
    one = rows.filter(ref=parse_ref(ref) or ref[:12]).first()
    if one is None:
        raise Http404
    room = sight_of(viewer, one.task_force, section=Section.FOLLOWUP)
    ours = offices_of(viewer.agency_id, today())
    stands_in = room.host and stood_in_for(one.task_force, one.owner, viewer.agency_id, timezone.localdate())
    return Sight(room, one, one.owner_id in ours, bool(ours & set(one.supporters)), stands_in)


def to_do(viewer: Viewer, ref: str, right: str) -> Sight:
    """The same for a step: `right` names the question of `Sight`. Only the state may still stand against it."""
    sight = sight_for(viewer, ref)
    if not getattr(sight, right) and (why := sight.side_refusal(right)):
        raise PermissionDenied(why)
    return sight


def force_to_record(viewer: Viewer, ref: str) -> ForceSight:
    """A task force for which the viewer may record a recommendation: its secretariat."""
    return force_to_keep(viewer, ref, section=Section.FOLLOWUP, verb=Verb.WRITE)


def evidence_of(sight: Sight, ref: str) -> Attachment:
    """A file that lies with the recommendation."""
    rows = Attachment.objects.visible_to(sight.viewer).filter(ref=parse_ref(ref) or ref[:12])
    found = rows.filter(within_kind="recommendation", within_id=sight.recommendation.pk).first()
    if found is None:
        raise Http404
    return found


def other_of(sight: Sight, pk: UUID) -> Recommendation:
    """Another recommendation of the same task force."""
    rows = Recommendation.objects.visible_to(sight.viewer).select_related("data_key", "owner", "task_force")
    found = rows.filter(pk=pk, task_force=sight.recommendation.task_force).first()
    if found is None:
        raise Http404
    return found
