"""What restitution adds to the case page, to the picture of the case, and to what runs on after closing."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.viewer import Viewer
from gugus.base.pictures import CaseEvent, CaseSpan
from gugus.base.refusals import Reason
from gugus.cases.models import Case
from gugus.cases.panels import Panel
from gugus.cases.policies import sight_of
from gugus.restitution import queries, rules
from gugus.restitution.models import Claim
from gugus.restitution.wording import told_rows


def provide(viewer: Viewer, case: Case, at: datetime) -> dict | None:
    """The claims about a case with what is granted, paid and left; None where there is nothing to see or to do."""
    sight = sight_of(viewer, case, at)
    if not sight.may(Verb.SEE, Section.JUSTICE, FieldClass.SENSITIVE):
        return None
    claims = queries.of_case(viewer, case)
    runs = case.state not in {"closed", "archived"}
    may_claim = runs and sight.may(Verb.WRITE, Section.JUSTICE)
    if not claims and not may_claim:
        return None
    return {"rows": told_rows(claims, viewer, at), "case": case, "now": at, "may_claim": may_claim}


PANEL = Panel(
    "restitution", Section.JUSTICE, 62, gettext_lazy("Restitution"), "restitution/_panel.html", provide
)


def drawn(viewer: Viewer, case: Case, at: datetime) -> Iterable[CaseSpan | CaseEvent]:
    """The wait since the notice of the final verdict, and the days of ruling and notice."""
    if not sight_of(viewer, case, at).may(Verb.SEE, Section.JUSTICE, FieldClass.SENSITIVE):
        return
    for claim in queries.of_case(viewer, case):
        if claim.granted_on:
            yield CaseEvent(_("Restitution granted"), claim.granted_on, "info")
        if claim.notice_on:
            yield CaseSpan(_("Restitution due"), claim.notice_on, _ended_on(claim), "late")


def _ended_on(claim: Claim):
    if claim.state not in rules.ENDED:
        return None
    last = [one for one in queries.turns_of(claim) if one.to_state == claim.state]
    return last[-1].on if last else claim.notice_on


def running(case: Case) -> list[Reason]:
    """A closed case with restitution that is not settled stays under legal monitoring."""
    number = len(queries.unsettled(case))
    if not number:
        return []
    words = ngettext(
        "%(number)d claim for restitution is not settled.",
        "%(number)d claims for restitution are not settled.",
        number,
    )
    return [Reason("restitution_unsettled", words % {"number": number})]
