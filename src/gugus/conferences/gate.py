"""The only door to a conference, and to planning one."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.policies import OUT_OF_REACH, Refusal, Standing, refusal
from gugus.access.viewer import Viewer
from gugus.cases.gate import sight_for as case_sight_for
from gugus.cases.models import Case
from gugus.cases.policies import standing_to as case_standing
from gugus.conferences import queries
from gugus.conferences.models import Conference, Decision, Item


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one conference."""

    viewer: Viewer
    conference: Conference
    stands: Standing

    def refusal(self, verb: Verb, field_class: FieldClass = FieldClass.OPEN) -> Refusal | None:
        """Why not, or None."""
        return refusal(self.viewer, verb, Section.CONFERENCE, self.stands, field_class)

    @property
    def is_host(self) -> bool:
        """Does the viewer's agency hold the conference?"""
        return self.conference.agency_id == self.viewer.agency_id

    @cached_property
    def may_write(self) -> bool:
        """May the viewer plan, run and write it down?"""
        return self.is_host and self.refusal(Verb.WRITE) is None

    @cached_property
    def may_decide(self) -> bool:
        """May the viewer invite, approve, or answer for the agency?"""
        return self.refusal(Verb.DECIDE) is None

    @cached_property
    def reads_words(self) -> bool:
        """Place, contributions and minutes are written for people who work on it."""
        return self.refusal(Verb.SEE, FieldClass.SENSITIVE) is None


def standing_to(viewer: Viewer, conference: Conference, at: datetime) -> Standing:
    """As to the case for the agency that holds it; a guest's for the invited."""
    if not viewer.is_known:
        return Standing(Scope.NOTHING)
    if conference.agency_id != viewer.agency_id:
        return Standing(Scope.SHARED, frozenset({Section.CONFERENCE}))
    return case_standing(viewer, conference.case, at)


def sight_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Sight:
    """The conference with this reference and what the viewer sees of it. Hidden and missing look alike."""
    rows = queries.conferences_for(viewer).filter(ref=ref)
    conference = rows.select_related("agency", "chair", "writer", "approved_by", "data_key").first()
    if conference is None:
        raise Http404
    sight = Sight(viewer, conference, standing_to(viewer, conference, at))
    if sight.refusal(Verb.SEE):
        raise Http404
    if why := sight.refusal(verb):
        raise PermissionDenied(why)
    return sight


def to_write(viewer: Viewer, ref: str, *, verb: Verb = Verb.WRITE, at: datetime) -> Sight:
    """The same for what only the agency that holds the conference does."""
    sight = sight_for(viewer, ref, verb=verb, at=at)
    if not sight.is_host:
        raise PermissionDenied(OUT_OF_REACH)
    return sight


def case_to_confer_on(viewer: Viewer, ref: str, *, at: datetime) -> Case:
    """A case of one's own agency about which the viewer may call a conference."""
    sight = case_sight_for(viewer, ref, at=at)
    if why := sight.refusal(Verb.WRITE, Section.CONFERENCE):
        raise PermissionDenied(why)
    if not sight.is_ours:
        raise PermissionDenied(OUT_OF_REACH)
    return sight.case


def item_of(sight: Sight, pk: UUID) -> Item:
    """An item of the conference that the viewer's agency may read."""
    return _found(Item, conference=sight.conference, pk=pk)


def decision_of(sight: Sight, pk: UUID) -> Decision:
    """A decision of the conference that the viewer's agency may read, with its item."""
    return _found(Decision, item__conference=sight.conference, pk=pk)


def _found(model, **which):
    rows = model.objects.unscoped(
        because="the conference came through its gate; row security asks the section"
    )
    row = rows.filter(**which).first()
    if row is None:
        raise Http404
    return row
