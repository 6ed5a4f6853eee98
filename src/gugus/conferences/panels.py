"""What conferences add to the case page, and to closing a case."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.base.refusals import Reason
from gugus.cases.models import Case
from gugus.cases.panels import Panel
from gugus.cases.policies import sight_of
from gugus.conferences import rules
from gugus.conferences.models import Conference
from gugus.conferences.queries import of_case


def provide(viewer: Viewer, case: Case, at: datetime) -> dict | None:
    """The conferences about a case that the viewer may know; None where there is nothing to see or to do."""
    conferences = of_case(viewer, case)
    ours = case.agency_id == viewer.agency_id
    if not ours and not conferences:
        return None
    may_plan = ours and case.state not in {"closed", "archived"}
    if may_plan:
        may_plan = sight_of(viewer, case, at).may(Verb.WRITE, Section.CONFERENCE)
    return {"conferences": conferences, "case": case, "now": at, "may_plan": may_plan}


PANEL = Panel(
    "conferences", Section.CONFERENCE, 55, _("Case conferences"), "conferences/_panel.html", provide
)


def hurdles(case: Case) -> list[Reason]:
    """A case is not closed over a decision that nobody carried out."""
    rows = Conference.objects.unscoped(because="the case came through its gate").filter(case=case)
    number = rows.exclude(state__in=rules.ENDED).count()
    if not number:
        return []
    words = ngettext(
        "%(number)d case conference is still open. Finish or cancel it.",
        "%(number)d case conferences are still open. Finish or cancel them.",
        number,
    )
    return [Reason("conferences_open", words % {"number": number})]
