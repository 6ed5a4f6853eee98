"""The only door to a meeting, and to writing one."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import Section, Verb
from gugus.access.policies import OUT_OF_REACH, Refusal
from gugus.access.viewer import Viewer
from gugus.kernel.ids import parse_ref
from gugus.meetings import queries, rules
from gugus.meetings.codes import State
from gugus.meetings.models import Attendee, Invitation, Item, Meeting, Point, Speaker
from gugus.taskforce.gate import force_to_keep, sight_of
from gugus.taskforce.policies import Sight as ForceSight


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one meeting. `force` is the sight of its task force."""

    viewer: Viewer
    meeting: Meeting
    force: ForceSight

    def refusal(self, verb: Verb) -> Refusal | None:
        """Why not as a member, or None."""
        return self.force.refusal(verb)

    @property
    def is_host(self) -> bool:
        """Does the viewer's agency keep the secretariat today?"""
        return self.force.host

    @cached_property
    def may_write(self) -> bool:
        """May the viewer compose, invite, write down?"""
        return self.force.host_refusal(Verb.WRITE) is None

    @cached_property
    def may_answer(self) -> bool:
        """May the viewer answer for the own agency?"""
        return self.refusal(Verb.WRITE) is None

    @cached_property
    def may_approve(self) -> bool:
        """Is the viewer the person who signs these minutes?"""
        return rules.who_approves(
            approver_id=self.meeting.approver_id, user_id=self.viewer.user_id,
            may_approve=self.refusal(Verb.DECIDE) is None and not self.viewer.read_only,
        )  # fmt: skip

    @property
    def reads_minutes(self) -> bool:
        """Members read them once they were drafted, the secretariat while it writes."""
        return self.is_host or self.meeting.state in rules.READABLE


def sight_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Sight:
    """The meeting with this reference and what the viewer sees of it. Hidden and missing look alike."""
    rows = queries.meetings_for(viewer).filter(ref=parse_ref(ref) or ref[:12])
    meeting = rows.select_related(
        "task_force", "agency", "approver", "approved_by", "follows", "data_key"
    ).first()
    if meeting is None:
        raise Http404
    force = sight_of(viewer, meeting.task_force, section=Section.MEETING, verb=verb)
    if meeting.state == State.DRAFT and not force.host:
        raise Http404
    return Sight(viewer, meeting, force)


def to_write(viewer: Viewer, ref: str, *, at: datetime) -> Sight:
    """The same for what only the secretariat does."""
    sight = sight_for(viewer, ref, at=at)
    if why := sight.force.host_refusal(Verb.WRITE):
        raise PermissionDenied(why)
    return sight


def force_to_meet(viewer: Viewer, ref: str) -> ForceSight:
    """A task force for which the viewer may write down a meeting."""
    return force_to_keep(viewer, ref, section=Section.MEETING, verb=Verb.WRITE)


def to_approve(viewer: Viewer, ref: str, *, at: datetime) -> Sight:
    """The same for the person who signs the minutes, and who may send them back."""
    sight = sight_for(viewer, ref, verb=Verb.DECIDE, at=at)
    if not sight.may_approve:
        raise PermissionDenied(OUT_OF_REACH)
    return sight


def item_of(sight: Sight, pk: UUID) -> Item:
    """A line of the agenda of a meeting that came through its gate."""
    return _found(Item, sight, pk)


def speaker_of(sight: Sight, pk: UUID) -> Speaker:
    """Somebody who speaks at a meeting that came through its gate."""
    return _found(Speaker, sight, pk)


def point_of(sight: Sight, pk: UUID) -> Point:
    """A paragraph of the minutes, for whoever reads them."""
    if not sight.reads_minutes:
        raise Http404
    return _found(Point, sight, pk)


def invitation_of(sight: Sight, pk: UUID) -> Invitation:
    """One invitation, for the secretariat."""
    return _found(Invitation, sight, pk)


def line_of(sight: Sight, pk: UUID) -> Attendee:
    """One line of the list of who was there, for the secretariat."""
    return _found(Attendee, sight, pk)


def _found(model, sight: Sight, pk: UUID):
    rows = model.objects.unscoped(because="the meeting came through its gate; row security holds")
    row = rows.filter(meeting=sight.meeting, pk=pk).first()
    if row is None:
        raise Http404
    return row
