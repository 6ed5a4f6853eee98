"""The only door to a claim, to a line of its ledger, and to making one."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.policies import Refusal
from gugus.access.viewer import Viewer
from gugus.cases.gate import sight_for as case_sight_for
from gugus.cases.policies import Sight as CaseSight
from gugus.cases.policies import sight_of
from gugus.restitution.models import Claim, LedgerLine

ARCHIVED = Refusal("archived", _("This case is in the archive. Reopen it before changing anything."))


@dataclass(frozen=True)
class Sight:
    """How one viewer sees one claim: through its case, in the section of justice."""

    viewer: Viewer
    claim: Claim
    of_case: CaseSight

    @cached_property
    def may_write(self) -> bool:
        """May the viewer add to the ledger and move the claim on?"""
        return _runs(self.claim) and self.of_case.may(Verb.WRITE, Section.JUSTICE)

    @cached_property
    def may_decide(self) -> bool:
        """May the viewer end it?"""
        return self.may_write and self.of_case.may(Verb.DECIDE, Section.JUSTICE)

    @property
    def is_ours(self) -> bool:
        """Does the viewer's agency answer for the case?"""
        return self.of_case.is_ours


def _runs(claim: Claim) -> bool:
    """An archived file is not written into; a closed one is: the debt outlives the services."""
    return claim.case.state != "archived"


def sight_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> Sight:
    """The claim with this reference and what the viewer sees of it. Hidden and missing look alike."""
    rows = Claim.objects.visible_to(viewer).filter(ref=ref)
    claim = rows.select_related("case__agency", "case__manager", "data_key").first()
    if claim is None:
        raise Http404
    seen = sight_of(viewer, claim.case, at)
    if seen.refusal(Verb.SEE, Section.JUSTICE, FieldClass.SENSITIVE):
        raise Http404
    if why := seen.refusal(verb, Section.JUSTICE):
        raise PermissionDenied(why)
    if verb != Verb.SEE and not _runs(claim):
        raise PermissionDenied(ARCHIVED)
    return Sight(viewer, claim, seen)


def line_for(viewer: Viewer, ref: str, *, verb: Verb = Verb.SEE, at: datetime) -> tuple[LedgerLine, Sight]:
    """A line of a ledger that the viewer may see, with its claim."""
    rows = LedgerLine.objects.unscoped(because="the claim is asked for at its gate next")
    line = rows.filter(ref=ref).select_related("claim", "data_key").first()
    if line is None:
        raise Http404
    return line, sight_for(viewer, line.claim.ref, verb=verb, at=at)


def case_to_claim_for(viewer: Viewer, ref: str, *, at: datetime) -> CaseSight:
    """A case on whose justice the viewer may write: one's own, or one opened with that section."""
    sight = case_sight_for(viewer, ref, at=at)
    if why := sight.refusal(Verb.WRITE, Section.JUSTICE):
        raise PermissionDenied(why)
    return sight
