"""The only door to a group, a list of it, a line of it. Hidden and missing look alike."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.policies import OUT_OF_REACH, Refusal, Standing, refusal
from gugus.access.viewer import Viewer
from gugus.groups import queries
from gugus.groups.codes import State
from gugus.groups.models import Destination, Group, Load, Member


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one group."""

    viewer: Viewer
    group: Group
    stands: Standing

    def refusal(
        self, verb: Verb, section: Section = Section.REPATRIATION, field_class: FieldClass = FieldClass.OPEN
    ) -> Refusal | None:
        """Why not, or None."""
        return refusal(self.viewer, verb, section, self.stands, field_class)

    @property
    def is_open(self) -> bool:
        return self.group.state != State.CLOSED

    @cached_property
    def may_write(self) -> bool:
        """May the viewer change the group and its lists?"""
        return self.is_open and self.refusal(Verb.WRITE) is None

    @cached_property
    def may_import(self) -> bool:
        """May the viewer bring people into the vault?"""
        return self.may_write and self.refusal(Verb.WRITE, Section.IDENTITY, FieldClass.PERSONAL) is None

    @cached_property
    def reads_lines(self) -> bool:
        """May the viewer read what people said?"""
        return self.refusal(Verb.SEE, Section.SCREENING, FieldClass.SENSITIVE) is None

    @cached_property
    def may_screen(self) -> bool:
        """May the viewer write lines?"""
        return self.may_write and self.refusal(Verb.WRITE, Section.SCREENING) is None

    @cached_property
    def may_decide(self) -> bool:
        """May the viewer decide about a person?"""
        return self.may_screen and self.refusal(Verb.DECIDE, Section.SCREENING) is None

    @cached_property
    def may_hand_over(self) -> bool:
        """May the viewer hand people over: open their cases and send them on?"""
        sends = self.refusal(Verb.DECIDE, Section.REFERRAL) is None
        return self.may_write and sends and self.refusal(Verb.DECIDE) is None

    @cached_property
    def sees_aside(self) -> bool:
        """May the viewer see who may have recruited others? Whoever works on justice."""
        return self.refusal(Verb.SEE, Section.JUSTICE, FieldClass.SENSITIVE) is None

    @cached_property
    def may_bring_back(self) -> bool:
        """May the viewer put somebody back among the others?"""
        return self.is_open and self.sees_aside and self.refusal(Verb.DECIDE, Section.JUSTICE) is None


def standing_to(viewer: Viewer, group: Group) -> Standing:
    """Mine when I wrote it down; whoever works on groups in the agency works on it together."""
    if not viewer.is_known or group.agency_id != viewer.agency_id:
        return Standing(Scope.NOTHING)
    return Standing(Scope.MINE if group.written_by_id == viewer.self_id else Scope.TEAM)


def sight_for(viewer: Viewer, ref: str, *, needs: str = "", at: datetime) -> Sight:
    """The group with this reference. `needs` names what the viewer must be able to do (may_screen …)."""
    rows = queries.groups_for(viewer).select_related("agency", "headsup", "written_by", "data_key")
    group = rows.filter(ref=ref).first()
    if group is None:
        raise Http404
    sight = Sight(viewer, group, standing_to(viewer, group))
    if sight.refusal(Verb.SEE):
        raise Http404
    if needs and not getattr(sight, needs):
        raise PermissionDenied(OUT_OF_REACH)
    return sight


def load_of(sight: Sight, pk: UUID) -> Load:
    """A list of this group."""
    rows = Load.objects.visible_to(sight.viewer).filter(group=sight.group, pk=pk)
    load = rows.select_related(
        "group__data_key", "group__agency", "brought_by", "begun_by", "data_key"
    ).first()
    if load is None:
        raise Http404
    return load


def line_of(sight: Sight, number: int, *, aside: bool = False) -> Member:
    """A line of this group; who was set aside has none, except for whoever works on justice."""
    if aside and not sight.sees_aside:
        raise Http404
    member = queries.members_of(sight.group, aside=aside).filter(number=number).first()
    if member is None:
        raise Http404
    return member


def destination_of(sight: Sight, pk: UUID) -> Destination:
    """A destination of this group."""
    rows = Destination.objects.visible_to(sight.viewer).filter(group=sight.group, pk=pk)
    destination = rows.select_related("group__agency", "to_agency").first()
    if destination is None:
        raise Http404
    return destination
