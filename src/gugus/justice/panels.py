"""What the criminal track adds to the case page."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.viewer import Viewer
from gugus.base.pictures import CaseEvent, CaseSpan
from gugus.base.refusals import Reason
from gugus.cases.models import Case
from gugus.cases.panels import Panel
from gugus.cases.policies import Sight, sight_of
from gugus.justice import queries, rules, wording
from gugus.justice.models import Proceeding


def provide(viewer: Viewer, case: Case, at: datetime) -> dict | None:
    """The tracks of a case with their way, next hearing and who is to be told; None where it is not open."""
    sight = sight_of(viewer, case, at)
    if sight.refusal(Verb.SEE, Section.JUSTICE, FieldClass.SENSITIVE):
        return None
    proceedings = told(queries.of_case(viewer, case), viewer, at)
    protections = list(queries.protections_for(viewer).filter(case=case))
    for one in protections:
        one.chip = wording.protection_chip(one.state)
    may_write = case.state != "archived" and sight.may(Verb.WRITE, Section.JUSTICE, FieldClass.SENSITIVE)
    if not (proceedings or protections or may_write):
        return None
    return {
        "case": case, "now": at, "proceedings": proceedings, "protections": protections, "may_write": may_write,
        "shields": _shields(sight, at), "may_shield": may_write and sight.is_her_side,
    }  # fmt: skip


def told(proceedings: list[Proceeding], viewer: Viewer, at: datetime) -> list[Proceeding]:
    """Put the way, the next hearing and the number of survivors to tell on each track."""
    wording.accused_of(viewer, proceedings, at)
    coming, waiting = queries.next_hearings(proceedings, at), queries.waiting_of(proceedings)
    wording.hearing_words(list(coming.values()))
    for one in proceedings:
        one.way, one.next, one.waiting = wording.way_of(one.stage), coming.get(one.pk), waiting.get(one.pk, 0)
    return proceedings


def _shields(sight: Sight, at: datetime) -> list:
    if not sight.is_her_side:
        return []
    rows = list(
        queries.shields_for(sight.viewer).filter(case=sight.case).select_related("party__person", "data_key")
    )
    names = wording.named(sight.viewer, [one.party for one in rows], at)
    for one in rows:
        one.shown_name = names[one.party_id]
    return rows


PANEL = Panel("justice", Section.JUSTICE, 45, _("Criminal case"), "justice/_panel.html", provide)


def running_after(case: Case) -> list[Reason]:
    """A criminal case that still runs keeps a closed case under legal monitoring."""
    tracks = queries.running(case)
    if not tracks:
        return []
    words = ngettext(
        "%(number)d criminal case still runs.", "%(number)d criminal cases still run.", len(tracks)
    )
    return [Reason("criminal_case_runs", words % {"number": len(tracks)})]


def timeline(viewer: Viewer, case: Case, at: datetime) -> list[CaseSpan | CaseEvent]:
    """Each track from its report to its end, and the days that mattered, for whoever reads the section."""
    sight = sight_of(viewer, case, at)
    if sight.refusal(Verb.SEE, Section.JUSTICE, FieldClass.SENSITIVE):
        return []
    tracks = queries.of_case(viewer, case)
    began = queries.first_days(tracks)
    drawn: list[CaseSpan | CaseEvent] = []
    for one in tracks:
        ended = one.stage in rules.ENDED
        drawn.append(
            CaseSpan(
                str(_("Criminal case")),
                began.get(one.pk, one.stage_on),
                one.stage_on if ended else None,
                "info",
            )
        )
        if ended:
            drawn.append(CaseEvent(str(one.get_stage_display()), one.stage_on, "safe"))
    return drawn
