"""What is, in the criminal track: proceedings within reach, verdicts, hearings, who waits to be told, figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from gugus.access.codes import FieldClass, Scope, Section, Verb
from gugus.access.viewer import Viewer
from gugus.cases.models import Case, Party
from gugus.cases.queries import cases_for
from gugus.justice import rules
from gugus.justice.codes import Instance, Stage, Tab, Telling
from gugus.justice.models import (
    Charge,
    Hearing,
    Informing,
    Move,
    Proceeding,
    Protection,
    Ruling,
    Shield,
    Verdict,
)

BECAUSE = "the case came through its gate; row security asks the section"
REACH = (Section.JUSTICE, Verb.SEE, FieldClass.SENSITIVE)


@dataclass(frozen=True, slots=True)
class VerdictFact:
    """What restitution and closing need of a verdict: which proceeding, which court, when, final since, convicted?"""

    verdict: UUID
    proceeding: UUID
    proceeding_ref: str
    accused: UUID | None
    instance: str
    ruled_on: date
    final_on: date | None
    convicted: bool
    number: str | None


@dataclass(frozen=True, slots=True)
class Running:
    """A criminal track that still runs: its reference, its stage, since which day."""

    ref: str
    stage: str
    since: date


def verdicts_of(case: Case) -> list[VerdictFact]:
    """Every valid verdict in a case that came through its gate, the earliest first. Two queries."""
    rows = Verdict.objects.unscoped(because=BECAUSE).filter(proceeding__case=case, void_at=None)
    return _facts(rows.select_related("proceeding", "data_key").order_by("ruled_on", "pk"))


def final_verdict_on(proceeding: Proceeding) -> VerdictFact | None:
    """The verdict that cannot be changed any more; None while there is none. After a review, that one."""
    rows = Verdict.objects.unscoped(because=BECAUSE).filter(proceeding=proceeding, void_at=None)
    rows = rows.exclude(final_on=None).select_related("proceeding", "data_key")
    return next(iter(_facts(sorted(rows, key=_rank)[-1:])), None)


def verdict_at(proceeding: Proceeding, instance: str = Instance.FIRST) -> VerdictFact | None:
    """The valid verdict of one instance (restitution is due from the first, art. 48); None while there is none."""
    rows = Verdict.objects.unscoped(because=BECAUSE).filter(
        proceeding=proceeding, instance=instance, void_at=None
    )
    return next(iter(_facts(sorted(rows.select_related("proceeding", "data_key"), key=_rank)[-1:])), None)


def last_verdict(proceeding: Proceeding) -> Verdict | None:
    """The valid verdict of the latest court; a correction written later does not make an earlier court the last."""
    rows = Verdict.objects.unscoped(because=BECAUSE).filter(proceeding=proceeding, void_at=None)
    return max(rows, key=_rank, default=None)


def _rank(verdict: Verdict) -> tuple:
    return rules.INSTANCES.index(Instance(verdict.instance)), verdict.ruled_on, verdict.pk


def wordings_of(verdict: Verdict, verdicts: Iterable[Verdict]) -> list[Verdict]:
    """This wording and those it put right, back to the first."""
    known, found = {one.pk: one for one in verdicts}, [verdict]
    while found[-1].corrects_id is not None:
        found.append(known[found[-1].corrects_id])
    return found


def step_of(verdict: Verdict, moves: Iterable[Move], verdicts: Iterable[Verdict]) -> Move:
    """The step that came with a verdict: it carries the day of the first wording."""
    first, way = wordings_of(verdict, verdicts)[-1], rules.VERDICTS[verdict.instance]
    return next(
        one
        for one in moves
        if one.undone_at is None and (one.before, one.stage) == way and one.on == first.ruled_on
    )


def right_days(moves: Iterable[Move], verdicts: Iterable[Verdict]) -> dict[UUID, date]:
    """Step → the day that counts for it, where a verdict was corrected; the step itself is never rewritten."""
    moves, verdicts = list(moves), list(verdicts)
    right = [one for one in verdicts if one.void_at is None and one.corrects_id is not None]
    return {step_of(one, moves, verdicts).pk: one.ruled_on for one in right}


def days_beside(step: Move, moves: Iterable[Move], verdicts: Iterable[Verdict]) -> tuple[date, date | None]:
    """The days of the steps before and after a step; None where none follows."""
    live = [one for one in moves if one.undone_at is None]
    right, place = right_days(live, verdicts), live.index(step)
    days = [right.get(one.pk, one.on) for one in live]
    return days[place - 1], days[place + 1] if place + 1 < len(days) else None


def _facts(rows: Iterable[Verdict]) -> list[VerdictFact]:
    verdicts = list(rows)
    outcomes: dict[UUID, list[str]] = {}
    ruled = Ruling.objects.unscoped(because=BECAUSE).filter(verdict__in=verdicts)
    for verdict, outcome in ruled.values_list("verdict_id", "outcome"):
        outcomes.setdefault(verdict, []).append(outcome)
    return [
        VerdictFact(
            verdict=one.pk, proceeding=one.proceeding_id, proceeding_ref=one.proceeding.ref,
            accused=one.proceeding.accused_id, instance=one.instance, ruled_on=one.ruled_on, final_on=one.final_on,
            convicted=rules.is_convicted(outcomes.get(one.pk, ())), number=one.number,
        )
        for one in verdicts
    ]  # fmt: skip


def running(case: Case) -> list[Running]:
    """The criminal tracks of a case that still run, for whoever closes it: it is then watched, not archived."""
    rows = Proceeding.objects.unscoped(because=BECAUSE).filter(case=case).exclude(stage__in=rules.ENDED)
    return [Running(*row) for row in rows.order_by("stage_on").values_list("ref", "stage", "stage_on")]


def proceedings_for(viewer: Viewer, *, verb: Verb = Verb.SEE) -> QuerySet[Proceeding]:
    """Everything within reach: of cases the viewer works on, and of those opened to the viewer's agency."""
    return _within_reach(Proceeding, viewer, verb)


def hearings_for(viewer: Viewer) -> QuerySet[Hearing]:
    """Hearings within reach."""
    return _within_reach(Hearing, viewer, Verb.SEE)


def protections_for(viewer: Viewer) -> QuerySet[Protection]:
    """Requests for protection within reach."""
    return _within_reach(Protection, viewer, Verb.SEE)


def informings_for(viewer: Viewer) -> QuerySet[Informing]:
    """What survivors were told or are to be told, within reach."""
    return _within_reach(Informing, viewer, Verb.SEE)


def shields_for(viewer: Viewer) -> QuerySet[Shield]:
    """Questions of non-punishment: of the viewer's own cases, and for legal aid and LPSK of shared ones."""
    rows = _within_reach(Shield, viewer, Verb.SEE)
    if viewer.agency_kind in {"legal_aid", "witness_protection"}:
        return rows
    return rows.filter(case__agency_id=viewer.agency_id)


def _within_reach(model, viewer: Viewer, verb: Verb) -> QuerySet:
    rows = model.objects.visible_to(viewer)
    reach = viewer.reach(Section.JUSTICE, verb, FieldClass.SENSITIVE)
    if reach == Scope.NOTHING:
        return rows.none().admitted("no right in justice")
    own = Q(case__agency_id=viewer.agency_id)
    if viewer.is_closed(
        Section.JUSTICE
    ):  # the matrix: a shelter reads no criminal track of another agency's case
        rows = rows.filter(own)
    if reach >= Scope.AGENCY:
        return rows
    return rows.filter(~own | Q(case__in=cases_for(viewer).values("pk")))


def listed(viewer: Viewer, tab: str, at: datetime) -> QuerySet:
    """One tab of the list: hearings, proceedings, tellings or requests, the most pressing first."""
    if tab == Tab.WEEK:
        return week(viewer, at)
    if tab == Tab.TELL:
        rows = informings_for(viewer).filter(state=Telling.WAITING)
        return rows.select_related("proceeding", "move", "case", "party__person").order_by("due_at", "pk")
    if tab == Tab.PROTECTION:
        rows = protections_for(viewer).exclude(state__in=["refused", "withdrawn", "ended"])
        return rows.select_related("case", "party__person", "data_key").order_by("due_at", "pk")
    rows = proceedings_for(viewer).select_related("case", "accused__person", "office", "data_key")
    if tab == Tab.ENDED:
        return rows.filter(stage__in=rules.ENDED).order_by("-stage_on", "pk")
    rows = rows.exclude(stage__in=rules.ENDED)
    if tab == Tab.LONG:
        rows = rows.filter(stage_due_at__lt=at)
    return rows.order_by("stage_due_at", "pk")


def week(viewer: Viewer, at: datetime) -> QuerySet[Hearing]:
    """Planned hearings of the coming seven days, and planned ones that are past and have no result yet."""
    rows = hearings_for(viewer).filter(state="planned", starts_at__lt=at + timedelta(days=7))
    return rows.select_related("proceeding", "case", "court", "data_key").order_by("starts_at", "pk")


def for_calendar(viewer: Viewer, at: datetime, *, most: int = 500) -> list[Hearing]:
    """Hearings of the last month and of the coming year, for a calendar."""
    rows = hearings_for(viewer).filter(
        starts_at__gt=at - timedelta(days=31), starts_at__lt=at + timedelta(days=366)
    )
    return list(rows.select_related("proceeding").order_by("starts_at")[:most])


def of_case(viewer: Viewer, case: Case) -> list[Proceeding]:
    """The criminal tracks of a case that came through its gate. One query."""
    rows = Proceeding.objects.visible_to(viewer).filter(case=case)
    return list(rows.select_related("accused__person", "office", "data_key").order_by("written_at"))


def next_hearings(proceedings: Iterable[Proceeding], at: datetime) -> dict[UUID, Hearing]:
    """Proceeding → its next planned hearing. One query."""
    rows = Hearing.objects.unscoped(because=BECAUSE).filter(proceeding__in=list(proceedings), state="planned")
    found: dict[UUID, Hearing] = {}
    for one in rows.filter(starts_at__gte=at).order_by("starts_at"):
        found.setdefault(one.proceeding_id, one)
    return found


def waiting_of(proceedings: Iterable[Proceeding]) -> dict[UUID, int]:
    """Proceeding → how many survivors are still to be told of its steps. One query."""
    rows = Informing.objects.unscoped(because=BECAUSE).filter(
        proceeding__in=list(proceedings), state=Telling.WAITING
    )
    found: dict[UUID, int] = {}
    for pk in rows.values_list("proceeding_id", flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found


def first_days(proceedings: Iterable[Proceeding]) -> dict[UUID, date]:
    """Proceeding → the day of the report to the police. One query."""
    rows = Move.objects.unscoped(because=BECAUSE).filter(proceeding__in=list(proceedings), number=1)
    return dict(rows.values_list("proceeding_id", "on"))


def survivors_of(case: Case) -> list[Party]:
    """Survivors of a case, live ones, with their persons as far as the reader may know them."""
    rows = Party.objects.unscoped(because=BECAUSE).filter(case=case, role="survivor", until_at=None)
    return list(rows.select_related("person", "data_key").order_by("since_at"))


def parties_of(case: Case, *roles: str) -> list[Party]:
    """Whoever has one of these roles in a case now, as far as the reader may know them."""
    rows = Party.objects.unscoped(because=BECAUSE).filter(case=case, until_at=None)
    if roles:
        rows = rows.filter(role__in=roles)
    return list(rows.select_related("person", "data_key").order_by("role", "since_at"))


def live_charges(proceeding: Proceeding) -> list[Charge]:
    """The charges that are pursued."""
    return list(proceeding.charges.filter(dropped_on=None))


def same_report(viewer: Viewer, proceeding: Proceeding) -> list[Proceeding]:
    """Other proceedings within reach under the same police report: several accused, or two files about one event."""
    if proceeding.lp_digest is None:
        return []
    rows = proceedings_for(viewer).filter(lp_digest=bytes(proceeding.lp_digest)).exclude(pk=proceeding.pk)
    return list(rows.select_related("case").order_by("ref")[:20])


def by_lp(viewer: Viewer, digests: list[bytes]) -> list[Proceeding]:
    """Proceedings within reach whose report has one of these digests; nothing for no digest."""
    if not digests:
        return []
    rows = proceedings_for(viewer).filter(lp_digest__in=digests)
    return list(rows.select_related("case", "accused__person", "office", "data_key").order_by("ref")[:50])


def stage_counts(viewer: Viewer) -> dict[str, int]:
    """Stage → how many proceedings within reach stand there. One query."""
    found = dict.fromkeys(Stage.values, 0)
    for stage in proceedings_for(viewer).values_list("stage", flat=True):
        found[stage] += 1
    return found
