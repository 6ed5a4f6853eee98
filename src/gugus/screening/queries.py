"""What waits to be screened, who was found to be what, and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from gugus.access.codes import Role, Scope, Section, Verb
from gugus.access.models import RoleAssignment, User
from gugus.access.viewer import Viewer
from gugus.cases.models import Case
from gugus.cases.queries import cases_for
from gugus.intake.codes import State as ReportState
from gugus.intake.models import Mention, Report
from gugus.people.queries import shown_names
from gugus.screening.codes import Result, State, Status
from gugus.screening.models import Assessment, CaseReport, EvidenceItem, IdentificationDecision
from gugus.screening.rules import Decided, served_as_victim, status_of


def assessments_for(viewer: Viewer, *, verb: Verb = Verb.SEE) -> QuerySet[Assessment]:
    """Screenings in a viewer's reach: of one's agency before a case exists, then those of reachable cases."""
    rows = Assessment.objects.visible_to(viewer)
    if viewer.reach(Section.SCREENING, verb) == Scope.NOTHING:
        return rows.none().admitted("no right in screening")
    reachable = cases_for(viewer).values("pk")
    return rows.filter(Q(case=None, agency_id=viewer.agency_id) | Q(case__in=reachable))


def list_of(viewer: Viewer, show: str) -> QuerySet[Assessment]:
    """One list of the screening page: mine (running, begun by me), running, or decided."""
    rows = assessments_for(viewer).select_related(
        "report", "mention", "case", "person", "started_by", "agency"
    )
    if show == "decided":
        return rows.filter(state=State.DECIDED).order_by("-decided_at")
    rows = rows.filter(state=State.DRAFT)
    return rows.filter(started_by_id=viewer.self_id) if show == "mine" else rows


def counts_of(viewer: Viewer) -> dict[str, int]:
    """How many are in each list. One query."""
    running = Q(state=State.DRAFT)
    return assessments_for(viewer).aggregate(
        mine=Count("pk", filter=running & Q(started_by_id=viewer.self_id)),
        running=Count("pk", filter=running),
        decided=Count("pk", filter=Q(state=State.DECIDED)),
    )


def reports_to_screen(viewer: Viewer) -> QuerySet[Report]:
    """Reports whose risk was judged and that nobody screens yet, the oldest first."""
    rows = Report.objects.visible_to(viewer)
    if viewer.reach(Section.REPORT, Verb.SEE) < Scope.AGENCY:
        return rows.none().admitted("no right in reports")
    begun = Assessment.objects.unscoped(because="the subquery of a scoped list").filter(report=OuterRef("pk"))
    waiting = rows.filter(state__in=[ReportState.TRIAGED, ReportState.SCREENING], agency_id=viewer.agency_id)
    return waiting.exclude(Exists(begun)).order_by("received_at")


def people_of(report: Report) -> list[Mention]:
    """Everybody mentioned in a report, survivors first."""
    mentions = report.mentions.select_related("person", "data_key")
    return sorted(mentions, key=lambda one: one.role != "survivor")


def of_report(report: Report) -> list[Assessment]:
    """The screenings that began from a report. The report came through its gate."""
    rows = report.assessments.select_related("mention", "person", "case", "started_by", "data_key")
    return list(rows.order_by("started_at"))


def with_evidence(assessment: Assessment) -> Assessment:
    """The same assessment, its evidence fetched once for everything that reads it."""
    items = EvidenceItem.objects.unscoped(because="of an admitted screening")
    people = items.select_related("added_by", "retracted_by", "data_key")
    prefetch_related_objects([assessment], Prefetch("evidence", queryset=people))
    return assessment


def decisions_about(assessment: Assessment) -> list[IdentificationDecision]:
    """Every body's decisions about the person of this screening, the oldest first."""
    rows = IdentificationDecision.objects.unscoped(because="of an admitted screening")
    same = Q(assessment_id=assessment.pk)
    if assessment.person_id and assessment.case_id:
        same |= Q(assessment__person_id=assessment.person_id, assessment__case_id=assessment.case_id)
    elif assessment.mention_id:
        same |= Q(assessment__mention_id=assessment.mention_id)
    return list(rows.filter(same).select_related("body", "recorded_by", "assessment", "data_key"))


def decided_values(decisions: Iterable[IdentificationDecision]) -> list[Decided]:
    """Rows as the rules want them."""
    return [Decided(body_of(one), one.decided_on, one.result) for one in decisions]


def body_of(decision: IdentificationDecision) -> str:
    """The name of the body that decided."""
    return decision.body.name if decision.body_id else decision.outside_body


@dataclass(slots=True)
class Found:
    """Where one person of a case stands: the screenings, all decisions, the status derived from them."""

    name: str
    person: object
    age_at_act: int | None = None
    assessments: list[Assessment] = field(default_factory=list)
    decisions: list[IdentificationDecision] = field(default_factory=list)

    @property
    def status(self) -> Status:
        return status_of(decided_values(self.decisions))

    @property
    def served(self) -> bool:
        return served_as_victim(self.status)

    @property
    def bodies(self) -> list[tuple[str, IdentificationDecision]]:
        return [(body_of(one), one) for one in self.decisions]

    @property
    def current(self) -> Assessment | None:
        """The newest screening that was not replaced."""
        live = [one for one in self.assessments if one.state != State.SUPERSEDED]
        return live[-1] if live else None


def found_in(viewer: Viewer, case: Case, at: datetime) -> list[Found]:
    """Every survivor of a case and whoever else was screened in it. Five queries whatever the number."""
    parties = list(case.parties.filter(role="survivor", until_at=None).select_related("person"))
    rows = case.assessments.select_related("person", "report", "data_key").order_by("started_at")
    assessments = list(rows)
    people = {party.person_id: party.person for party in parties}
    people |= {one.person_id: one.person for one in assessments if one.person_id}
    names = shown_names(viewer, people.values(), at)
    ages = {party.person_id: party.age_at_act for party in parties}
    found = {key: Found(names[key], person, ages.get(key)) for key, person in people.items()}
    owner = {}
    for one in assessments:
        owner[one.pk] = found.setdefault(one.person_id, Found("", None))
        owner[one.pk].assessments.append(one)
    decisions = IdentificationDecision.objects.unscoped(because="of screenings of an admitted case")
    for decision in decisions.filter(assessment__in=list(owner)).select_related("body", "data_key"):
        owner[decision.assessment_id].decisions.append(decision)
    return list(found.values())


def facts_about(case: Case) -> set[str]:
    """What screening adds to the stage of a case. One query."""
    pairs = set(case.assessments.values_list("state", "decisions__result"))
    facts = {"screened"} if any(state != State.DRAFT for state, _result in pairs) else set()
    return facts | ({"identified"} if any(result == Result.INDICATED for _state, result in pairs) else set())


def case_of(report: Report) -> Case | None:
    """The case that this report led to, when it is within sight."""
    links = CaseReport.objects.unscoped(because="the report came through the gate").filter(report=report)
    link = links.select_related("case__data_key").first()
    return link.case if link else None


def managers(viewer: Viewer, today: date) -> QuerySet[User]:
    """Colleagues who may answer for a case today."""
    held = RoleAssignment.objects.valid_on(today).filter(role__in=[Role.CASE_MANAGER, Role.SUPERVISOR])
    rows = User.objects.filter(agency_id=viewer.agency_id, is_active=True)
    return rows.filter(pk__in=held.values("user_id"))
