"""Which reintegrations there are, what is due, and what the rules ask about one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.policies import live_grants
from gugus.access.viewer import Viewer
from gugus.cases.codes import PartyRole
from gugus.cases.models import Case, Party
from gugus.cases.queries import cases_for
from gugus.directory.models import Agency
from gugus.law.ages import child_on
from gugus.people.models import Person
from gugus.reintegration import rules
from gugus.reintegration.codes import Alone, Moment, SupportState, Tab, VisitState
from gugus.reintegration.models import (
    HomeAssessment,
    MonitoringRules,
    MonitoringVisit,
    OutcomeAnswer,
    Placement,
    PreparationStep,
    Reintegration,
    ReturnAlarm,
    SupportStep,
    VisitRecord,
)

BECAUSE = "the reintegration came through its gate; row security asks once more"
WEEK = timedelta(days=7)
ALONE = (Alone.SEEN, Alone.SPOKEN)


def reintegrations_for(viewer: Viewer) -> QuerySet[Reintegration]:
    """Everything within reach: of one's own cases, or opened to one's agency."""
    rows = Reintegration.objects.visible_to(viewer)
    reach = viewer.reach(Section.REINTEGRATION, Verb.SEE, FieldClass.OPEN)
    if reach == Scope.NOTHING:
        return rows.none().admitted("no right in reintegration")
    if viewer.is_closed(Section.REINTEGRATION):
        rows = rows.filter(agency_id=viewer.agency_id)
    if reach >= Scope.AGENCY:
        return rows
    own = Q(agency_id=viewer.agency_id)
    return rows.filter(~own | Q(case__in=cases_for(viewer).values("pk")))


def listed(viewer: Viewer, tab: str, at: datetime) -> QuerySet[Reintegration]:
    """One tab, each with its next visit; what comes first stands first."""
    planned = MonitoringVisit.objects.unscoped(because=BECAUSE).filter(
        reintegration=OuterRef("pk"), state=VisitState.PLANNED
    )
    first = planned.order_by("planned_on", "number")
    alarms = ReturnAlarm.objects.unscoped(because=BECAUSE).filter(reintegration=OuterRef("pk"), ended_at=None)
    rows = reintegrations_for(viewer).select_related("case", "agency", "follower")
    rows = rows.annotate(
        next_on=Subquery(first.values("planned_on")[:1]), next_number=Subquery(first.values("number")[:1]),
        next_due=Subquery(first.values("due_at")[:1]), has_alarm=Exists(alarms),
    )  # fmt: skip
    if tab == Tab.ENDED:
        return rows.filter(state__in=rules.ENDED).order_by("-ended_at", "pk")
    if tab == Tab.ALARMS:
        return rows.filter(has_alarm=True).order_by("-started_at", "pk")
    rows = rows.filter(state__in=rules.RUNNING)
    if tab == Tab.LATE:
        return rows.filter(next_due__lt=at).order_by("next_due", "pk")
    if tab == Tab.DUE:
        return rows.filter(next_on__lte=(at + WEEK).date()).order_by("next_on", "pk")
    return rows.order_by(F("next_on").asc(nulls_first=True), "started_at", "pk")


def of_case(viewer: Viewer, case: Case) -> list[Reintegration]:
    """Those of a case that came through its gate. Children of each in a few queries, whatever their number."""
    rows = reintegrations_for(viewer).filter(case=case).select_related("follower")
    return list(rows.prefetch_related(Prefetch("visits", visits_of_all())).order_by("started_at"))


def people_of(rows: Iterable[Reintegration]) -> dict[UUID, Person]:
    """The persons whom the viewer's agency may know; who was given the section alone may know nobody. One query."""
    known = Person.objects.unscoped(because="row security shows whom the agency was given")
    return {one.pk: one for one in known.filter(pk__in=[row.person_id for row in rows])}


def visits_of_all() -> QuerySet[MonitoringVisit]:
    """Visits by number, for a prefetch."""
    return MonitoringVisit.objects.unscoped(because=BECAUSE).order_by("number")


def visits_of(one: Reintegration) -> list[MonitoringVisit]:
    """k1 … kn by number, each with the record that counts (`found`) and what that corrected (`earlier`, the newest
    first), as far as the database shows them. Two queries.
    """
    rows = MonitoringVisit.objects.unscoped(because=BECAUSE).filter(reintegration=one)
    records = VisitRecord.objects.unscoped(because=BECAUSE).filter(reintegration=one)
    written: dict[UUID, list[VisitRecord]] = {}
    for row in records.select_related("data_key", "by__agency").order_by("-at", "-id"):
        written.setdefault(row.visit_id, []).append(row)
    visits = list(rows.order_by("number"))
    for visit in visits:
        visit.found, *visit.earlier = written.get(visit.pk, [None])
    return visits


def counting_records() -> QuerySet[VisitRecord]:
    """What was found at visits, without what a correction took the place of."""
    return VisitRecord.objects.unscoped(because=BECAUSE).filter(correction=None)


def record_of(visit: MonitoringVisit) -> VisitRecord | None:
    """What counts of a visit now."""
    return counting_records().select_related("by", "data_key").filter(visit=visit).first()


def rules_on(day: date) -> MonitoringRules:
    """The version of schedules and stop rule that counts on a local day."""
    return MonitoringRules.objects.counting_on(day)[0]


def rules_of(one: Reintegration) -> MonitoringRules:
    """The version that counts to the end of this one: that of its reunion; the shipped one where none is named."""
    return one.rules or MonitoringRules.objects.get(number=1)


def planned_until(one: Reintegration, day: date) -> MonitoringVisit | None:
    """The next planned visit up to a day."""
    rows = MonitoringVisit.objects.unscoped(because=BECAUSE)
    return (
        rows.filter(reintegration=one, state=VisitState.PLANNED, planned_on__lte=day)
        .order_by("planned_on")
        .first()
    )


def means_before(one: Reintegration, visit: MonitoringVisit, on: date | None = None) -> str | None:
    """How the person was reached at the last visit that took place before this one is written down; of a visit that is
    corrected, at the last one up to its day (`on`).
    """
    rows = counting_records().filter(reintegration=one, missed="")
    if on is not None:
        rows = rows.filter(visit__visited_on__lte=on)
    last = rows.exclude(visit=visit).order_by("-visit__visited_on", "-visit__number")
    return last.values_list("means", flat=True).first()


def steps_of(one: Reintegration) -> Mapping[str, PreparationStep]:
    """Code of a step → how it stands."""
    rows = PreparationStep.objects.unscoped(because=BECAUSE).filter(reintegration=one)
    return {row.step: row for row in rows.select_related("data_key", "by")}


def homes_of(one: Reintegration) -> list[HomeAssessment]:
    """Assessments, the newest first."""
    rows = HomeAssessment.objects.unscoped(because=BECAUSE).filter(reintegration=one)
    return list(rows.select_related("data_key", "by").order_by("-at"))


def placements_of(one: Reintegration) -> list[Placement]:
    """Decisions, the newest first."""
    rows = Placement.objects.unscoped(because=BECAUSE).filter(reintegration=one)
    return list(rows.select_related("data_key", "by").order_by("-at"))


def supports_of(one: Reintegration) -> list[SupportStep]:
    """Support with what was paid of it, the oldest first. Two queries."""
    rows = SupportStep.objects.unscoped(because=BECAUSE).filter(reintegration=one)
    rows = rows.annotate(
        paid=Coalesce(Sum("payments__amount"), 0, output_field=SupportStep._meta.get_field("amount"))
    )
    return list(rows.select_related("data_key").prefetch_related("payments").order_by("at"))


def alarms_of(one: Reintegration) -> list[ReturnAlarm]:
    """Alarms, open ones first, then the newest."""
    rows = ReturnAlarm.objects.unscoped(because=BECAUSE).filter(reintegration=one)
    rows = rows.select_related("data_key", "by__agency", "ended_by")
    return list(rows.order_by(F("ended_at").desc(nulls_first=True), "-at"))


def alarms_open(one: Reintegration) -> int:
    """How many alarms nobody has settled."""
    return ReturnAlarm.objects.unscoped(because=BECAUSE).filter(reintegration=one, ended_at=None).count()


def outcomes_of(one: Reintegration) -> Mapping[tuple[str, str], int]:
    """(Indicator, moment) → level."""
    rows = OutcomeAnswer.objects.unscoped(because=BECAUSE).filter(reintegration=one)
    return {(row.indicator, row.moment): row.level for row in rows}


def moments_asked(one: Reintegration) -> set[str]:
    """When outcomes were asked already."""
    rows = OutcomeAnswer.objects.unscoped(because=BECAUSE).filter(reintegration=one)
    return set(rows.values_list("moment", flat=True))


def never_alone(one: Reintegration) -> bool:
    """Was the person met, but each time with others who listened?"""
    rows = counting_records().filter(reintegration=one, missed="")
    told = set(rows.values_list("alone", flat=True))
    return bool(told) and not told & {str(each) for each in ALONE}


def standing_of(one: Reintegration) -> rules.Standing:
    """What the stop rule asks. Four queries."""
    records = counting_records().filter(reintegration=one, missed="")
    last = records.order_by("-visit__visited_on", "-visit__number").first()
    supports = SupportStep.objects.unscoped(because=BECAUSE).filter(reintegration=one)
    outcomes = OutcomeAnswer.objects.unscoped(because=BECAUSE).filter(reintegration=one, moment=Moment.END)
    return rules.Standing(
        state=one.state, minimum_until=one.minimum_until, visits_done=records.count(),
        seen_alone=records.filter(alone__in=ALONE).count(),
        last_safety=last.safety if last else "", last_counts=last.counts if last else False,
        supports_open=supports.filter(state__in=[SupportState.PLANNED, SupportState.RUNNING]).count(),
        alarms_open=alarms_open(one), end_outcomes=outcomes.count(),
    )  # fmt: skip


def hurdles_to(one: Reintegration, place: str, *, wants: str, on: date) -> list[rules.Hurdle]:
    """What stands against living somewhere, from what is known of the home, the person and the case."""
    rows = HomeAssessment.objects.unscoped(because=BECAUSE).filter(reintegration=one, place=place)
    newest = rows.order_by("-at").first()
    home = rules.Home(newest.willing, newest.safety, newest.accused) if newest else None
    child = child_on(on, birth_year=one.person.birth_year)
    return rules.hurdles_to_placement(
        place, home, wants=wants, adult=None if child is None else not child,
        accused_is_family=accused_is_family(one.case_id),
    )  # fmt: skip


def accused_is_family(case_id: UUID) -> bool:
    """Is an accused of the case written down as family: by the relation to the survivor, or by a second role?"""
    rows = Party.objects.unscoped(because="the case came through its gate").filter(
        case=case_id, until_at=None
    )
    accused = rows.filter(role=PartyRole.ACCUSED)
    if accused.filter(relation__in=rules.KIN).exists():
        return True
    kin = rows.filter(role=PartyRole.FAMILY).values("person")
    return accused.filter(person__in=kin).exists()


def followers(case: Case, at: datetime) -> list[Agency]:
    """Agencies to which this section of a case is open now and that may write in it. By name."""
    rows = live_grants("case", case.pk, at).filter(
        sections__contains=[Section.REINTEGRATION], field_class=None
    )
    ids = set(rows.values_list("agency_id", flat=True)) - {case.agency_id}
    return list(Agency.objects.filter(pk__in=ids).exclude(kind="local_government").order_by("name"))


def survivors_without(case: Case) -> list[Party]:
    """Survivors of a case whose reintegration has not begun."""
    begun = Reintegration.objects.unscoped(because=BECAUSE).filter(case=case).values("person")
    rows = case.parties.filter(role=PartyRole.SURVIVOR, until_at=None).exclude(person__in=begun)
    return list(rows.select_related("person").order_by("since_at"))


def facts_about(case: Case) -> list[str]:
    """What moves the stage of the case: somebody was followed up."""
    rows = MonitoringVisit.objects.unscoped(because="the case came through its gate")
    return ["followed"] if rows.filter(case=case, state=VisitState.DONE).exists() else []
