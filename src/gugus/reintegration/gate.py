"""The only door to a reintegration, and to beginning one."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.policies import OUT_OF_REACH, Refusal
from gugus.access.viewer import Viewer
from gugus.cases.gate import sight_for as case_sight_for
from gugus.cases.policies import Sight as CaseSight
from gugus.cases.policies import sight_of
from gugus.reintegration import queries
from gugus.reintegration.models import MonitoringVisit, Reintegration, ReturnAlarm, SupportStep

PART = Section.REINTEGRATION
VILLAGE = "local_government"


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one reintegration."""

    viewer: Viewer
    one: Reintegration
    of_case: CaseSight

    def refusal(self, verb: Verb, field_class: FieldClass = FieldClass.OPEN) -> Refusal | None:
        """Why not, or None."""
        return self.of_case.refusal(verb, PART, field_class)

    @property
    def is_ours(self) -> bool:
        """Does the viewer's agency answer for the case?"""
        return self.of_case.is_ours

    @property
    def is_village(self) -> bool:
        """A village office that was given dates and needs, and nothing else."""
        return not self.is_ours and self.viewer.agency_kind == VILLAGE

    @cached_property
    def reads(self) -> bool:
        """May the viewer read what was found, decided and promised?"""
        return not self.is_village and self.refusal(Verb.SEE, FieldClass.SENSITIVE) is None

    @cached_property
    def may_write(self) -> bool:
        """May the viewer write visits, support, outcomes and alarms: the case's agency, or who follows for it?"""
        return not self.is_village and self.refusal(Verb.WRITE) is None

    @cached_property
    def may_plan(self) -> bool:
        """May the viewer prepare, look at homes, reunite?"""
        return self.is_ours and self.may_write

    @cached_property
    def may_decide(self) -> bool:
        """May the viewer decide where the person lives, and the end?"""
        return self.is_ours and self.refusal(Verb.DECIDE) is None

    @cached_property
    def may_override(self) -> bool:
        """May the viewer decide over a hurdle, knowingly (a supervisor)?"""
        return self.is_ours and self.refusal(Verb.APPROVE) is None


def sight_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Sight:
    """The reintegration with this reference and what the viewer sees of it. Hidden and missing look alike."""
    rows = queries.reintegrations_for(viewer).filter(ref=ref)
    one = rows.select_related("case__agency", "case__manager", "agency", "follower", "clock", "rules").first()
    if one is None:
        raise Http404
    sight = Sight(viewer, one, sight_of(viewer, one.case, at))
    if sight.refusal(Verb.SEE):
        raise Http404
    if why := sight.refusal(verb):
        raise PermissionDenied(why)
    if verb != Verb.SEE and sight.is_village:
        raise PermissionDenied(OUT_OF_REACH)
    return sight


def to_plan(viewer: Viewer, ref: str, *, verb: Verb = Verb.WRITE, at: datetime) -> Sight:
    """The same for what only the agency that answers for the case does."""
    sight = sight_for(viewer, ref, verb=verb, at=at)
    if not sight.is_ours:
        raise PermissionDenied(OUT_OF_REACH)
    return sight


def case_to_reintegrate(viewer: Viewer, ref: str, *, at: datetime) -> CaseSight:
    """A case of one's own agency in which a reintegration may begin."""
    sight = case_sight_for(viewer, ref, at=at)
    if why := sight.refusal(Verb.WRITE, PART):
        raise PermissionDenied(why)
    if not sight.is_ours:
        raise PermissionDenied(OUT_OF_REACH)
    return sight


def visit_of(sight: Sight, pk: UUID) -> MonitoringVisit:
    """A visit of the reintegration."""
    return _found(MonitoringVisit, sight, pk)


def support_of(sight: Sight, pk: UUID) -> SupportStep:
    """A support of the reintegration."""
    return _found(SupportStep, sight, pk, "data_key")


def alarm_of(sight: Sight, pk: UUID) -> ReturnAlarm:
    """An alarm of the reintegration."""
    return _found(ReturnAlarm, sight, pk, "data_key")


def _found(model, sight: Sight, pk: UUID, *also: str):
    rows = model.objects.unscoped(because="the reintegration came through its gate").select_related(*also)
    row = rows.filter(reintegration=sight.one, pk=pk).first()
    if row is None:
        raise Http404
    row.reintegration = sight.one
    return row
