"""The only door to a return, to what hangs on it, and to minutes."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.policies import OUT_OF_REACH, Refusal, Standing, refusal, standing
from gugus.access.viewer import Viewer
from gugus.cases.gate import sight_for as case_sight_for
from gugus.cases.models import Case
from gugus.cases.policies import Sight as CaseSight
from gugus.cases.policies import standing_to as case_standing
from gugus.directory.models import Agency
from gugus.repatriation import queries
from gugus.repatriation.codes import MinuteState, Receiver
from gugus.repatriation.models import Handover, Repatriation

SHOWN = ("agency", "holder", "to_agency", "mission", "risk_by", "overridden_by", "written_by", "data_key")


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one return."""

    viewer: Viewer
    repatriation: Repatriation
    stands: Standing

    def refusal(self, verb: Verb, field_class: FieldClass = FieldClass.OPEN) -> Refusal | None:
        """Why not, or None."""
        return refusal(self.viewer, verb, Section.REPATRIATION, self.stands, field_class)

    @property
    def is_ours(self) -> bool:
        """Does the viewer's agency answer for the return?"""
        return self.repatriation.agency_id == self.viewer.agency_id

    @property
    def handles(self) -> bool:
        """Does the viewer's agency answer for the return or hold the person now?"""
        return self.viewer.agency_id in {self.repatriation.agency_id, self.repatriation.holder_id}

    @cached_property
    def reads_words(self) -> bool:
        """Address, family, notes and escorts are for people who work on the return."""
        return self.refusal(Verb.SEE, FieldClass.SENSITIVE) is None

    @cached_property
    def may_write(self) -> bool:
        """May the viewer write legs, papers, costs and minutes?"""
        return self.handles and self.refusal(Verb.WRITE, FieldClass.SENSITIVE) is None

    @cached_property
    def may_decide(self) -> bool:
        """May the viewer say how the return stands: risk, pause, stop, departure?"""
        return self.handles and self.refusal(Verb.DECIDE, FieldClass.SENSITIVE) is None

    @cached_property
    def may_override(self) -> bool:
        """May the viewer let an unsafe return go on? Supervisors of the agency that answers for it."""
        return self.is_ours and self.refusal(Verb.APPROVE) is None


def standing_to(viewer: Viewer, repatriation: Repatriation, at: datetime) -> Standing:
    """As to the case for the agency that answers; else what minutes or the case opened of the way home."""
    if not viewer.is_known:
        return Standing(Scope.NOTHING)
    if repatriation.agency_id == viewer.agency_id:
        return case_standing(viewer, repatriation.case, at)
    found = standing(viewer, kind="repatriation", record=repatriation, at=at)
    if Section.REPATRIATION in found.sections:
        return found
    # The case itself may be hidden: its key is enough to ask what of it was opened.
    file = Case(pk=repatriation.case_id, agency_id=repatriation.agency_id)
    return standing(viewer, kind="case", record=file, at=at)


def sight_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Sight:
    """The return with this reference and what the viewer sees of it. Hidden and missing look alike."""
    rows = queries.repatriations_for(viewer).filter(ref=ref)
    found = rows.select_related(*SHOWN).first()
    if found is None:
        raise Http404
    sight = Sight(viewer, found, standing_to(viewer, found, at))
    if sight.refusal(Verb.SEE):
        raise Http404
    if why := sight.refusal(verb, FieldClass.SENSITIVE):
        raise PermissionDenied(why)
    return sight


def to_handle(viewer: Viewer, ref: str, *, verb: Verb = Verb.WRITE, at: datetime) -> Sight:
    """The same for what only the agencies do that answer for the return or hold the person."""
    sight = sight_for(viewer, ref, verb=verb, at=at)
    if not sight.handles:
        raise PermissionDenied(OUT_OF_REACH)
    return sight


def to_prepare(viewer: Viewer, ref: str, *, verb: Verb = Verb.WRITE, at: datetime) -> Sight:
    """The same for what only the agency does that answers for the return."""
    sight = sight_for(viewer, ref, verb=verb, at=at)
    if not sight.is_ours:
        raise PermissionDenied(OUT_OF_REACH)
    return sight


def case_to_return_from(viewer: Viewer, ref: str, *, at: datetime) -> CaseSight:
    """A case of one's own agency in which the viewer may propose a return."""
    sight = case_sight_for(viewer, ref, at=at)
    if why := sight.refusal(Verb.WRITE, Section.REPATRIATION, FieldClass.SENSITIVE):
        raise PermissionDenied(why)
    if not sight.is_ours:
        raise PermissionDenied(OUT_OF_REACH)
    return sight


def part_of(sight: Sight, model, pk: UUID):
    """A leg or paper of a return that came through its gate."""
    rows = model.objects.unscoped(because="the return came through its gate")
    found = rows.filter(repatriation=sight.repatriation, pk=pk).select_related("data_key").first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class MinuteSight:
    """How one viewer sees one set of minutes."""

    viewer: Viewer
    handover: Handover
    via: Sight | None

    @property
    def writes(self) -> bool:
        """Does the viewer's agency hand over?"""
        return self.handover.agency_id == self.viewer.agency_id

    @property
    def receives(self) -> bool:
        """Does the viewer's agency receive, or, where the receiver has no account, stand beside it?"""
        if self.handover.receiver == Receiver.AGENCY:
            return self.handover.to_agency_id == self.viewer.agency_id
        return self.writes

    @property
    def is_open(self) -> bool:
        """May the viewer read more than that minutes wait for an answer?"""
        return self.writes or self.via is not None or self.handover.accepted_at is not None

    @cached_property
    def may_write(self) -> bool:
        """Change the draft, offer it, cancel it."""
        return self.writes and self._has(Verb.WRITE)

    @cached_property
    def may_answer(self) -> bool:
        """Say yes or no for the receiving agency."""
        asked = (
            self.handover.state == MinuteState.OFFERED and self.handover.to_agency_id == self.viewer.agency_id
        )
        return asked and self._has(Verb.DECIDE)

    @cached_property
    def may_sign(self) -> bool:
        """Sign for one's own side; which side is a rule."""
        return (self.writes or self.handover.to_agency_id == self.viewer.agency_id) and self._has(Verb.WRITE)

    def _has(self, verb: Verb) -> bool:
        if self.via is not None:
            return self.via.refusal(verb, FieldClass.SENSITIVE) is None
        return self.viewer.has(Section.REPATRIATION, verb)


def minutes_for(viewer: Viewer, ref: str, *, at: datetime) -> MinuteSight:
    """The minutes with this reference. The writer comes by one of the returns, the receiver by being asked."""
    found = Handover.objects.visible_to(viewer).filter(ref=ref)
    handover = found.select_related(
        "agency", "to_agency", "accepted_by", "written_by", "corrects", "data_key"
    ).first()
    if handover is None or not viewer.has(Section.REPATRIATION, Verb.SEE):
        raise Http404
    via = _way_in(viewer, handover, at)
    if via is None and handover.to_agency_id != viewer.agency_id:
        raise Http404
    return MinuteSight(viewer, handover, via)


def _way_in(viewer: Viewer, handover: Handover, at: datetime) -> Sight | None:
    """The sight of one of its returns that the viewer may see, if there is any."""
    rows = queries.repatriations_for(viewer).filter(handed__handover=handover).select_related("data_key")
    for one in rows[:20]:
        sight = Sight(viewer, one, standing_to(viewer, one, at))
        if sight.refusal(Verb.SEE, FieldClass.SENSITIVE) is None:
            return sight
    return None


def minutes_to_write(viewer: Viewer, ref: str, *, at: datetime) -> MinuteSight:
    """The same for the agency that hands over."""
    sight = minutes_for(viewer, ref, at=at)
    if not sight.may_write:
        raise PermissionDenied(OUT_OF_REACH)
    return sight


def office(slug: str) -> Agency | None:
    """The agency with this slug, none for an empty one. Raises Http404."""
    return get_object_or_404(Agency, slug=slug) if slug else None
