"""What care adds to the case page, to its stage and to closing it."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.base.refusals import Reason
from gugus.care import needs, plans
from gugus.care.gate import may_begin, may_change, may_plan, readable
from gugus.care.instruments import Book
from gugus.care.models import ServiceLine
from gugus.care.queries import lines_of
from gugus.care.referring import hurdles_to_referring_line
from gugus.care.rules import OPEN
from gugus.care.wording import domain_of, rupiah
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
        one.cost_words = rupiah(one.cost)
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
        one.may_refer = not hurdles_to_referring_line(one)
    may_refer = sight.is_ours and may_write and sight.may(Verb.WRITE, Section.REFERRAL)
    paid = [one.cost for one in lines if one.cost is not None]
    context = {"lines": lines, "case": case, "now": at, "may_write": may_write, "may_refer": may_refer}
    return context | {"cost_words": rupiah(sum(paid)) if paid else ""}


def _may_write(sight: Sight, case: Case) -> bool:
    if case.state in {"closed", "archived"}:
        return False
    return any(sight.may(Verb.WRITE, one) for one in (Section.CARE, Section.HEALTH))


PANEL = Panel("care", Section.CARE, 40, _("Services"), "care/_panel.html", provide, (Section.HEALTH,))


def provide_plan(viewer: Viewer, case: Case, at: datetime) -> dict | None:
    """The plan of each person as far as it is open: goals with progress, what is late, the next review."""
    sight = sight_of(viewer, case, at)
    if not readable(sight):
        return None
    found = [plans.read(sight, one, at) for one in plans.current(plans.plans_of(sight))]
    may_write = may_plan(sight) and case.state not in {"closed", "archived"}
    if not found and not may_write:
        return None
    names = shown_names(viewer, [one.plan.person for one in found], at) if found else {}
    book = Book()
    for one in found:
        written_on = timezone.localdate(one.plan.written_at)
        for goal in one.goals:
            goal.domain_words = domain_of(book, goal.domain, written_on)
        one.shown_name = names.get(one.plan.person_id, "")
    return {"found": found, "case": case, "now": at, "may_write": may_write}


def provide_assessments(viewer: Viewer, case: Case, at: datetime) -> dict | None:
    """Last scores of each person as a picture, with what they were before; drafts that wait."""
    sight = sight_of(viewer, case, at)
    if not readable(sight):
        return None
    found = needs.assessments_of(sight)
    may_write = may_begin(sight)
    if not found and not may_write:
        return None
    people = {one.person_id: one.person for one in found}
    names = shown_names(viewer, list(people.values()), at) if people else {}
    today = timezone.localdate(at)
    drawn = [
        {
            "shown_name": names.get(pk, ""),
            "bars": needs.bars_of(found, pk, today),
            "drafts": [one for one in found if one.person_id == pk and one.state == "draft"],
            "last": next((one for one in found if one.person_id == pk and one.state != "draft"), None),
        }
        for pk in people
    ]
    return {"people": drawn, "case": case, "now": at, "may_write": may_write}


ALSO = (Section.HEALTH, Section.JUSTICE)
ASSESSMENTS = Panel(
    "assessments",
    Section.CARE,
    37,
    _("Assessments"),
    "care/_assessments_panel.html",
    provide_assessments,
    ALSO,
)
PLAN = Panel("plan", Section.CARE, 38, _("Plan"), "care/_plan_panel.html", provide_plan, ALSO)


def hurdles(case: Case) -> list[Reason]:
    """A case is not closed over a service that was promised and neither given nor cancelled, nor over a plan on which a
    supervisor's word is missing. Open steps of a plan hold nothing up.
    """
    return [*_open_services(case), *_waiting_plans(case)]


def _waiting_plans(case: Case) -> list[Reason]:
    if not plans.waiting_for_approval(case):
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
