"""Which service lines there are: the agency's due ones, those of a case."""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, QuerySet

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.viewer import Viewer
from gugus.care.codes import State
from gugus.care.models import ServiceLine
from gugus.care.plans import was_planned
from gugus.care.rules import OPEN
from gugus.cases.models import Case
from gugus.cases.queries import cases_for
from gugus.law.lists import children
from gugus.referrals.models import Referral
from gugus.referrals.queries import RUNNING

SECTIONS = (Section.CARE, Section.HEALTH)


def readable_sections(viewer: Viewer) -> list[str]:
    """Care, health, both or none, by role."""
    return [one for one in SECTIONS if viewer.reach(one, Verb.SEE, FieldClass.SENSITIVE) > Scope.NOTHING]


def lines_for(viewer: Viewer) -> QuerySet[ServiceLine]:
    """Lines within reach: of cases that are open to the viewer, in sections the role reads."""
    rows = ServiceLine.objects.visible_to(viewer).filter(section__in=readable_sections(viewer))
    return rows.filter(case__in=cases_for(viewer).values("pk"))


def work_list(viewer: Viewer, tab: str, at: datetime) -> QuerySet[ServiceLine]:
    """One tab of the agency's services: late, open, or ended; the earliest deadline first."""
    rows = lines_for(viewer).select_related("case", "person", "provider", "agency", "referral")
    if tab == "ended":
        return rows.exclude(state__in=OPEN).order_by("-done_on", "-written_at", "pk")
    rows = rows.filter(state__in=OPEN)
    if tab == "late":
        rows = rows.filter(due_at__lt=at)
    return rows.order_by(F("due_at").asc(nulls_last=True), "pk")


def lines_of(viewer: Viewer, case: Case) -> list[ServiceLine]:
    """The lines of a case that came through its gate, for this viewer: open ones first. One query."""
    rows = ServiceLine.objects.visible_to(viewer).filter(case=case, section__in=readable_sections(viewer))
    rows = rows.select_related("person", "provider", "agency", "data_key", "referral")
    return sorted(rows, key=lambda one: (one.state not in OPEN, one.due_at is None, one.due_at))


def running_referral(viewer: Viewer, case: Case) -> Referral | None:
    """The accepted referral by which another agency works on this case; lines are written under it."""
    rows = Referral.objects.visible_to(viewer).filter(
        case=case, to_agency_id=viewer.agency_id, state__in=RUNNING
    )
    return rows.order_by("-answered_at").first()


def served_now(service: str) -> Exists:
    """A condition on cases, for agreements: this service, or one under it, is under way for somebody."""
    wanted = [service, *(one.code for one in children("services", service))]
    rows = ServiceLine.objects.unscoped(because="the worker matches cases, or an agency counts its own")
    return Exists(rows.filter(case=OuterRef("pk"), service__in=wanted, state__in=OPEN))


def facts_about(case: Case) -> list[str]:
    """What moves the stage of the case."""
    states = set(
        ServiceLine.objects.unscoped(because="the case came through its gate")
        .filter(case=case)
        .values_list("state", flat=True)
    )
    return [
        *(["planned"] if states - {State.CANCELLED} or was_planned(case) else []),
        *(["served"] if State.DONE in states else []),
    ]
