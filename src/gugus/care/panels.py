"""What care adds to the case page, to its stage and to closing it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.base.refusals import Reason
from gugus.care.gate import may_change
from gugus.care.models import ServiceLine
from gugus.care.plans import waiting_for_approval
from gugus.care.queries import lines_of
from gugus.care.rules import OPEN
from gugus.cases.models import Case
from gugus.cases.panels import Panel
from gugus.cases.policies import Sight, sight_of
from gugus.people.queries import shown_names
from gugus.referrals.wording import word


def told(lines: list[ServiceLine], viewer: Viewer, at: datetime) -> list[ServiceLine]:
    """Put words and the masked name on each line."""
    names = shown_names(viewer, [one.person for one in lines], at) if lines else {}
    for one in lines:
        one.service_words = word("services", one.service)
        one.shown_name = names.get(one.person_id, "")
        one.is_open = one.state in OPEN
    return lines


def provide(viewer: Viewer, case: Case, at: datetime) -> dict | None:
    """The lines of a case that the viewer may read."""
    sight = sight_of(viewer, case, at)
    lines = [one for one in lines_of(viewer, case) if sight.may(Verb.SEE, Section(one.section))]
    may_write = _may_write(sight, case)
    if not lines and not may_write:
        return None
    for one in told(lines, viewer, at):
        one.may_change = one.is_open and may_change(sight, one)
    may_refer = sight.is_ours and may_write and sight.may(Verb.WRITE, Section.REFERRAL)
    return {"lines": lines, "case": case, "now": at, "may_write": may_write, "may_refer": may_refer}


def _may_write(sight: Sight, case: Case) -> bool:
    if case.state in {"closed", "archived"}:
        return False
    return any(sight.may(Verb.WRITE, one) for one in (Section.CARE, Section.HEALTH))


PANEL = Panel("care", Section.CARE, 40, _("Services"), "care/_panel.html", provide, (Section.HEALTH,))


def hurdles(case: Case) -> list[Reason]:
    """A case is not closed over a service that was promised and neither given nor cancelled, nor over a plan on which a
    supervisor's word is missing. Open steps of a plan hold nothing up.
    """
    return [*_open_services(case), *_waiting_plans(case)]


def _waiting_plans(case: Case) -> list[Reason]:
    if not waiting_for_approval(case):
        return []
    words = _("A plan waits for approval. Approve it or send it back.")
    return [Reason("plan_waits", words)]


def _open_services(case: Case) -> list[Reason]:
    rows = ServiceLine.objects.unscoped(because="the case came through its gate").filter(case=case)
    number = rows.filter(state__in=OPEN).count()
    if not number:
        return []
    words = ngettext(
        "%(number)d service is still open. Finish it or cancel it with a reason.",
        "%(number)d services are still open. Finish them or cancel them with a reason.",
        number,
    )
    return [Reason("services_open", words % {"number": number})]
