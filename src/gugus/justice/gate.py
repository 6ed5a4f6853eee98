"""The only doors to a criminal track: a proceeding, a hearing, a request for protection, a question of art. 18."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.viewer import Viewer
from gugus.cases.gate import sight_for as case_sight_for
from gugus.cases.models import Case
from gugus.cases.policies import Sight as CaseSight
from gugus.cases.policies import sight_of
from gugus.justice import queries
from gugus.justice.models import Hearing, Informing, Proceeding, Protection, Shield


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one row of a criminal track: through the section justice of its case."""

    viewer: Viewer
    row: Model
    of_case: CaseSight

    @property
    def case(self) -> Case:
        return self.of_case.case

    @property
    def is_ours(self) -> bool:
        """Does the viewer's agency answer for the case?"""
        return self.of_case.is_ours

    @cached_property
    def may_write(self) -> bool:
        """May the viewer write here?"""
        return self.of_case.may(Verb.WRITE, Section.JUSTICE, FieldClass.SENSITIVE)

    @cached_property
    def may_decide(self) -> bool:
        """May the viewer move it on?"""
        return self.of_case.may(Verb.DECIDE, Section.JUSTICE)

    @cached_property
    def sees_case(self) -> bool:
        """May the viewer open the case itself?"""
        return self.of_case.may(Verb.SEE)


def proceeding_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Sight:
    """The proceeding with this reference. Hidden and missing look alike."""
    rows = queries.proceedings_for(viewer).filter(ref=ref)
    rows = rows.select_related(
        "case__agency", "case__manager", "office", "accused__person", "agency", "data_key"
    )
    return _sight(viewer, rows.first(), verb, at)


def hearing_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Sight:
    """The hearing with this reference."""
    rows = queries.hearings_for(viewer).filter(ref=ref)
    return _sight(
        viewer,
        rows.select_related("case__agency", "proceeding", "court", "follows", "data_key").first(),
        verb,
        at,
    )


def protection_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Sight:
    """The request for protection with this reference."""
    rows = queries.protections_for(viewer).filter(ref=ref)
    return _sight(viewer, rows.select_related("case__agency", "party__person", "data_key").first(), verb, at)


def shield_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Sight:
    """The question of non-punishment with this reference: for the survivor's side alone."""
    rows = queries.shields_for(viewer).filter(ref=ref)
    return _sight(viewer, rows.select_related("case__agency", "party__person", "data_key").first(), verb, at)


def case_to_pursue(viewer: Viewer, ref: str, *, verb: Verb = Verb.WRITE, at: datetime) -> CaseSight:
    """A case whose criminal track is open to the viewer."""
    sight = case_sight_for(viewer, ref, at=at)
    if sight.refusal(Verb.SEE, Section.JUSTICE, FieldClass.SENSITIVE):
        raise Http404
    if why := sight.refusal(verb, Section.JUSTICE, FieldClass.SENSITIVE):
        raise PermissionDenied(why)
    return sight


def shields_open(of_case: CaseSight) -> CaseSight:
    """The same case for the survivor's side; for police, prosecutor and court the question is not there."""
    if not of_case.is_her_side:
        raise Http404
    return of_case


def informing_of(sight: Sight, pk: UUID) -> Informing:
    """A line of the log of a proceeding that came through its gate."""
    rows = Informing.objects.unscoped(because="the proceeding came through its gate").filter(
        proceeding=sight.row
    )
    return _found(rows.select_related("move", "party__person", "data_key").filter(pk=pk).first())


def part_of(sight: Sight, name: str, pk: UUID):
    """A charge, a span of custody or a verdict of a proceeding that came through its gate."""
    return _found(getattr(sight.row, name).filter(pk=pk).first())


def party_of(case: Case, pk, *roles: str):
    """Somebody in the case whom the viewer may know; 404 otherwise."""
    found = next((one for one in queries.parties_of(case, *roles) if str(one.pk) == str(pk)), None)
    return _found(found)


def _sight(
    viewer: Viewer, row: Proceeding | Hearing | Protection | Shield | None, verb: Verb, at: datetime
) -> Sight:
    row = _found(row)
    of_case = sight_of(viewer, row.case, at)
    if of_case.refusal(Verb.SEE, Section.JUSTICE, FieldClass.SENSITIVE):
        raise Http404
    if why := of_case.refusal(verb, Section.JUSTICE, FieldClass.SENSITIVE):
        raise PermissionDenied(why)
    return Sight(viewer, row, of_case)


def _found(row):
    if row is None:
        raise Http404
    return row
