"""Doors for machines: the same gates and actions as the pages."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.base.api import etag_of, problem, seen_version, version_needed
from gugus.cases.codes import Safety
from gugus.people.models import Person
from gugus.reintegration import codes, figures, queries
from gugus.reintegration.actions import (
    alarming,
    correcting,
    ending,
    planning,
    preparing,
    supporting,
    visiting,
)
from gugus.reintegration.actions.moving import written
from gugus.reintegration.gate import (
    Sight,
    alarm_of,
    case_to_reintegrate,
    sight_for,
    support_of,
    to_plan,
    visit_of,
)
from gugus.reintegration.models import Reintegration
from gugus.reintegration.rule_api import router as rule_router

router = Router(tags=["reintegration"])
router.add_router("", rule_router)
SECTION = Section.REINTEGRATION
MOST = 100
WORDS = {"max_length": 5000}


class ReturnOut(Schema):
    """A reintegration in short."""

    ref: str
    case: str
    person: str = Field(
        description="Code of the person; empty where the caller's agency was not given the person."
    )
    state: codes.State
    code: str = Field(description="Why it was broken off.")
    reunited_on: date | None
    minimum_until: date | None = Field(description="The last day of the shortest time of monitoring.")
    follower: str | None = Field(description="Slug of the agency that visits for the one that answers.")


class VisitOut(Schema):
    """One visit. What was found is left out for whoever may know days and needs only."""

    id: UUID
    number: int
    planned_on: date
    due_at: datetime
    state: codes.VisitState
    visited_on: date | None
    needs: list[str] = Field(description="Codes of the list services.")
    means: str = ""
    alone: str = ""
    safety: str = ""
    counts: bool | None = Field(None, description="Was it a look at safety?")
    missed: str = ""
    findings: dict[str, str] = Field({}, description="Domain → code of the list reintegration_findings.")
    words: str | None = None
    version: int


class SupportOut(Schema):
    """One support with what was paid of it, in rupiah."""

    id: UUID
    kind: codes.SupportKind
    state: codes.SupportState
    words: str | None
    payer: str | None
    amount: Decimal | None
    paid: Decimal
    follow_up_on: date | None
    still_running: str
    result: str


class AlarmOut(Schema):
    """One alarm."""

    id: UUID
    kind: codes.AlarmKind
    at: datetime
    words: str | None
    verdict: str
    ended_at: datetime | None


class ReturnWhole(ReturnOut):
    """A reintegration with what the caller may read of it."""

    place: str = Field(description="Where the person is to live; empty when undecided or not for the caller.")
    visits: list[VisitOut]
    supports: list[SupportOut]
    alarms: list[AlarmOut]
    outcomes: dict[str, dict[str, int]] = Field(description="Indicator → moment → level, 0 worst, 3 best.")


class BeginIn(Schema):
    """Whose return is prepared."""

    party: UUID = Field(description="The survivor's role in the case (id of the party).")
    area_code: str = Field("", max_length=13, description="Where the person will live (Kemendagri code).")
    risk: str = Field("", pattern="^(high|medium|low)?$", description="Decides how dense the visits are.")


class StepIn(Schema):
    """One line of the checklist."""

    step: str = Field(max_length=40, description="Code of the list reintegration_preparations.")
    answer: codes.Answer
    done_on: date | None = None
    note: str = Field("", **WORDS)


class HomeIn(Schema):
    """A look at a home."""

    place: codes.Place
    looked_on: date
    willing: codes.Willing
    safety: codes.HomeSafety
    accused: codes.YesNo = Field(description="Does the alleged offender live there or come there?")
    words: str = Field("", **WORDS)


class PlaceIn(Schema):
    """Where the person is to live."""

    place: codes.Place
    wants: codes.YesNo = Field(description="Does the person want it? Asked alone.")
    reasons: str = Field(**WORDS)
    knowingly: bool = False


class ReuniteIn(Schema):
    """Life there began."""

    reunited_on: date


class VisitIn(Schema):
    """One more visit."""

    planned_on: date


class SeenIn(Schema):
    """What was found at a visit."""

    visited_on: date
    means: codes.Means
    alone: codes.Alone
    safety: Safety
    findings: dict[str, str] = {}
    needs: list[str] = Field([], max_length=20)
    words: str = Field("", **WORDS)
    next_on: date | None = None
    alarm: bool = True


class CorrectionIn(Schema):
    """What was wrong, and what is right: a visit (`seen`), or why it did not take place after all (`missed`)."""

    version: int = Field(ge=1, description="The version of the visit that you read.")
    wrong: codes.WrongCode
    why: str = Field(**WORDS)
    seen: SeenIn | None = None
    missed: codes.MissCode | None = None
    words: str = Field("", description="In more words, of a visit that did not take place.", **WORDS)


class MissIn(Schema):
    """A visit that did not take place."""

    code: codes.MissCode
    words: str = Field("", **WORDS)


class HelpIn(Schema):
    """A promise of support."""

    kind: codes.SupportKind
    words: str = Field(**WORDS)
    payer: str = Field("", max_length=200)
    begins_on: date | None = None
    amount: Decimal | None = Field(None, description="In rupiah, exact.", max_digits=14, decimal_places=2)
    follow_up_on: date | None = None


class MoveHelpIn(Schema):
    """How a support stands."""

    state: codes.SupportState
    still_running: codes.YesNo | None = None
    result: codes.SupportResult | None = None
    words: str = Field("", **WORDS)


class PartIn(Schema):
    """A part of an amount."""

    amount: Decimal = Field(description="In rupiah, exact.", max_digits=14, decimal_places=2)
    paid_on: date


class OutcomeIn(Schema):
    """How the indicators stand."""

    moment: codes.Moment
    asked_on: date
    answers: dict[str, str] = Field(
        description="Indicator → code of its scale (list reintegration_outcomes)."
    )


class AlarmIn(Schema):
    """A sign that somebody may be trafficked again."""

    kind: codes.AlarmKind
    words: str = Field("", **WORDS)


class SettleIn(Schema):
    """How an alarm ended."""

    verdict: codes.Verdict
    words: str = Field(**WORDS)


class FollowerIn(Schema):
    """Which agency visits."""

    follower: str = Field(
        "", max_length=60, description="Slug; empty for the agency that answers for the case."
    )


class BreakIn(Schema):
    """It ends without the rule."""

    code: codes.BreakCode
    words: str = Field(**WORDS)


class CountOut(Schema):
    """Counts of one indicator at one moment, by level 0 to 3; null is hidden."""

    indicator: str
    moment: codes.Moment
    levels: list[int | None]


@router.get("/reintegrations", response=list[ReturnOut], summary="Reintegrations within reach")
@api_door(SECTION)
def list_reintegrations(
    request: HttpRequest,
    tab: codes.Tab = codes.Tab.DUE,
    offset: int = Query(0, ge=0, le=1_000_000),
):
    """At most 100, the next visit first."""
    rows = list(queries.listed(request.viewer, tab, now())[offset : offset + MOST])
    known = queries.people_of(rows)
    return [ReturnOut(**_facts(one, known)) for one in rows]


@router.get("/reintegration-outcomes", response=list[CountOut], summary="Outcomes of a year, as counts")
@api_door(Section.FIGURES)
def count_outcomes(request: HttpRequest, year: int = Query(None, ge=2020, le=2200)):
    """Of all agencies, up to the last full month; counts below five are hidden."""
    year = year or timezone.localdate().year
    return [
        CountOut(
            indicator=one.code, moment=moment,
            levels=[value if isinstance(value, int) else None for value in bar.values],
        )
        for one in figures.of_year(year)
        for moment, bar in zip(codes.Moment, one.bars, strict=True)
    ]  # fmt: skip


@router.get("/reintegrations/{ref}", response=ReturnWhole, summary="One reintegration")
@api_door(SECTION)
def get_reintegration(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    written("reintegration.read", sight.one, by=request.viewer.user, at=at)
    return _whole(sight, response)


@router.post("/cases/{ref}/reintegrations", response={201: ReturnWhole}, summary="Begin a reintegration")
@api_door(SECTION, Verb.WRITE)
def begin(request: HttpRequest, ref: str, body: BeginIn, response: HttpResponse):
    """For one survivor of a case of one's own agency; once per person and case."""
    viewer, at = request.viewer, now()
    case = case_to_reintegrate(viewer, ref, at=at).case
    party = get_object_or_404(case.parties.select_related("person"), pk=body.party)
    one = preparing.begin_reintegration(
        case=case, party=party, area_code=body.area_code, risk=body.risk, by=viewer.user, at=at
    )
    return Status(201, _whole(sight_for(viewer, one.ref, at=at), response))


@router.post(
    "/reintegrations/{ref}/preparation", response=ReturnWhole, summary="Tick a step of the preparation"
)
@api_door(SECTION, Verb.WRITE)
def tick(request: HttpRequest, ref: str, body: StepIn, response: HttpResponse):
    """Client, family or community."""
    return _planned(request, ref, response, preparing.tick_step, **body.dict())


@router.post("/reintegrations/{ref}/homes", response=ReturnWhole, summary="Look at a home")
@api_door(SECTION, Verb.WRITE)
def look(request: HttpRequest, ref: str, body: HomeIn, response: HttpResponse):
    """The newest look at a kind of home counts."""
    return _planned(request, ref, response, preparing.look_at_home, look=preparing.Look(**body.dict()))


@router.post("/reintegrations/{ref}/placement", response=ReturnWhole, summary="Decide where somebody lives")
@api_door(SECTION, Verb.DECIDE)
def decide(request: HttpRequest, ref: str, body: PlaceIn, response: HttpResponse):
    """Needs If-Match. All hurdles come back at once, at their fields."""
    at = now()
    sight = to_plan(request.viewer, ref, verb=Verb.DECIDE, at=at)
    facts = body.dict() | {"may_override": sight.may_override}
    return _seen(request, sight, response, preparing.decide_place, at, **facts)


@router.post("/reintegrations/{ref}/reunion", response=ReturnWhole, summary="Write down the reunion")
@api_door(SECTION, Verb.WRITE)
def reunite(request: HttpRequest, ref: str, body: ReuniteIn, response: HttpResponse):
    """Needs If-Match. Plans the visits."""
    at = now()
    return _seen(request, to_plan(request.viewer, ref, at=at), response, preparing.reunite, at, **body.dict())


@router.post("/reintegrations/{ref}/visits", response=ReturnWhole, summary="Plan one more visit")
@api_door(SECTION, Verb.WRITE)
def add_visit(request: HttpRequest, ref: str, body: VisitIn, response: HttpResponse):
    """Beside the planned ones."""
    return _run(request, ref, response, planning.add_visit, **body.dict())


@router.post("/reintegrations/{ref}/visits/{pk}", response=ReturnWhole, summary="Write down a visit")
@api_door(SECTION, Verb.WRITE)
def record_visit(request: HttpRequest, ref: str, pk: UUID, body: SeenIn, response: HttpResponse):
    """What was found; it updates the safety of the case and raises alarms that the answers speak for."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    seen = visiting.Seen(**body.dict() | {"needs": tuple(body.needs)})
    visiting.record_visit(visit=visit_of(sight, pk), seen=seen, by=request.viewer.user, at=at)
    return _whole(sight_for(request.viewer, ref, at=at), response)


@router.post(
    "/reintegrations/{ref}/visits/{pk}/missed", response=ReturnWhole, summary="A visit did not take place"
)
@api_door(SECTION, Verb.WRITE)
def miss_visit(request: HttpRequest, ref: str, pk: UUID, body: MissIn, response: HttpResponse):
    """Somebody tries again soon."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    visiting.miss_visit(visit=visit_of(sight, pk), by=request.viewer.user, at=at, **body.dict())
    return _whole(sight_for(request.viewer, ref, at=at), response)


@router.post(
    "/reintegrations/{ref}/visits/{pk}/correction",
    response=ReturnWhole,
    summary="Correct what was written of a visit",
)
@api_door(SECTION, Verb.WRITE)
def correct_visit(request: HttpRequest, ref: str, pk: UUID, body: CorrectionIn, response: HttpResponse):
    """What was written first stays beside it. Only the agency that wrote it; 409 when somebody was faster."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    facts = body.dict()
    version, told = facts.pop("version"), facts.pop("seen")
    seen = visiting.Seen(**told | {"needs": tuple(told["needs"])}) if told else None
    right = correcting.Correction(seen=seen, **facts | {"missed": facts["missed"] or ""})
    visit = visit_of(sight, pk)
    correcting.correct_visit(visit=visit, right=right, by=request.viewer.user, at=at, version=version)
    return _whole(sight_for(request.viewer, ref, at=at), response)


@router.post("/reintegrations/{ref}/supports", response=ReturnWhole, summary="Promise support")
@api_door(SECTION, Verb.WRITE)
def promise(request: HttpRequest, ref: str, body: HelpIn, response: HttpResponse):
    """Education, training, work or capital."""
    return _run(request, ref, response, supporting.promise_support, help=supporting.Help(**body.dict()))


@router.post("/reintegrations/{ref}/supports/{pk}", response=ReturnWhole, summary="How a support stands")
@api_door(SECTION, Verb.WRITE)
def move_support(request: HttpRequest, ref: str, pk: UUID, body: MoveHelpIn, response: HttpResponse):
    """Running, finished with a result, given up with a reason, or still running after months."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    facts = {name: value or "" for name, value in body.dict().items()}
    supporting.move_support(support=support_of(sight, pk), by=request.viewer.user, at=at, **facts)
    return _whole(sight_for(request.viewer, ref, at=at), response)


@router.post("/reintegrations/{ref}/supports/{pk}/payments", response=ReturnWhole, summary="A part was paid")
@api_door(SECTION, Verb.WRITE)
def pay(request: HttpRequest, ref: str, pk: UUID, body: PartIn, response: HttpResponse):
    """Parts never add up to more than was promised."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    supporting.pay_part(support=support_of(sight, pk), by=request.viewer.user, at=at, **body.dict())
    return _whole(sight_for(request.viewer, ref, at=at), response)


@router.post("/reintegrations/{ref}/outcomes", response=ReturnWhole, summary="Ask the outcomes")
@api_door(SECTION, Verb.WRITE)
def ask_outcomes(request: HttpRequest, ref: str, body: OutcomeIn, response: HttpResponse):
    """All six indicators, once per moment."""
    return _run(request, ref, response, supporting.ask_outcomes, **body.dict())


@router.post("/reintegrations/{ref}/alarms", response=ReturnWhole, summary="Raise an alarm")
@api_door(SECTION, Verb.WRITE)
def raise_alarm(request: HttpRequest, ref: str, body: AlarmIn, response: HttpResponse):
    """An open alarm of the same kind stays the one alarm."""
    return _run(request, ref, response, alarming.raise_alarm, **body.dict())


@router.post("/reintegrations/{ref}/alarms/{pk}/settle", response=ReturnWhole, summary="Settle an alarm")
@api_door(SECTION, Verb.WRITE)
def settle_alarm(request: HttpRequest, ref: str, pk: UUID, body: SettleIn, response: HttpResponse):
    """Only the agency that answers for the case."""
    at = now()
    sight = to_plan(request.viewer, ref, at=at)
    alarming.settle_alarm(alarm=alarm_of(sight, pk), by=request.viewer.user, at=at, **body.dict())
    return _whole(sight_for(request.viewer, ref, at=at), response)


@router.post("/reintegrations/{ref}/follower", response=ReturnWhole, summary="Choose which agency visits")
@api_door(SECTION, Verb.WRITE)
def choose_follower(request: HttpRequest, ref: str, body: FollowerIn, response: HttpResponse):
    """One to which this part of the case is open."""
    at = now()
    sight = to_plan(request.viewer, ref, at=at)
    open_to = {one.slug: one for one in queries.followers(sight.one.case, at)}
    if body.follower and body.follower not in open_to:
        return problem(422, "not_open", _("This part of the case is not open to that agency. Refer first."))
    follower = open_to.get(body.follower)
    supporting.choose_follower(one=sight.one, follower=follower, by=request.viewer.user, at=at)
    return _whole(sight_for(request.viewer, ref, at=at), response)


@router.post("/reintegrations/{ref}/end", response=ReturnWhole, summary="End by the rule")
@api_door(SECTION, Verb.DECIDE)
def end(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. Everything that stands against it comes back at once."""
    at = now()
    sight = to_plan(request.viewer, ref, verb=Verb.DECIDE, at=at)
    return _seen(request, sight, response, ending.end_by_rule, at)


@router.post("/reintegrations/{ref}/break-off", response=ReturnWhole, summary="Break off with a reason")
@api_door(SECTION, Verb.DECIDE)
def break_off(request: HttpRequest, ref: str, body: BreakIn, response: HttpResponse):
    """Needs If-Match."""
    at = now()
    sight = to_plan(request.viewer, ref, verb=Verb.DECIDE, at=at)
    return _seen(request, sight, response, ending.break_off, at, **body.dict())


def _planned(request: HttpRequest, ref: str, response: HttpResponse, run, **facts):
    at = now()
    sight = to_plan(request.viewer, ref, at=at)
    run(one=sight.one, by=request.viewer.user, at=at, **facts)
    return _whole(sight_for(request.viewer, ref, at=at), response)


def _run(request: HttpRequest, ref: str, response: HttpResponse, run, **facts):
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    run(one=sight.one, by=request.viewer.user, at=at, **facts)
    return _whole(sight_for(request.viewer, ref, at=at), response)


def _seen(request: HttpRequest, sight: Sight, response: HttpResponse, run, at: datetime, **facts):
    if (seen := seen_version(request)) is None:
        return version_needed()
    run(one=sight.one, seen=seen, by=request.viewer.user, at=at, **facts)
    return _whole(sight_for(request.viewer, sight.one.ref, at=at), response)


def _facts(one: Reintegration, known: Mapping[UUID, Person]) -> dict:
    person = known.get(one.person_id)
    return {
        "ref": one.ref, "case": one.case.ref, "person": person.ref if person else "",
        "state": one.state, "code": one.code,
        "reunited_on": one.reunited_on, "minimum_until": one.minimum_until,
        "follower": one.follower.slug if one.follower else None,
    }  # fmt: skip


def _whole(sight: Sight, response: HttpResponse) -> ReturnWhole:
    one, deep = sight.one, sight.reads
    response["ETag"] = etag_of(one)
    placements = queries.placements_of(one) if deep else []
    outcomes: dict[str, dict[str, int]] = {}
    for (indicator, moment), level in (queries.outcomes_of(one) if deep else {}).items():
        outcomes.setdefault(indicator, {})[moment] = level
    return ReturnWhole(
        **_facts(one, queries.people_of([one])), place=placements[0].place if placements else "",
        visits=[_visit(each, deep) for each in queries.visits_of(one)],
        supports=[_support(each) for each in queries.supports_of(one)] if deep else [],
        alarms=[_alarm(each) for each in queries.alarms_of(one)] if deep else [], outcomes=outcomes,
    )  # fmt: skip


def _visit(one, deep: bool) -> VisitOut:
    names = ("id", "number", "planned_on", "due_at", "state", "visited_on", "needs", "version")
    facts = {name: getattr(one, name) for name in names}
    if deep and one.found is not None:
        found = one.found
        facts |= {name: getattr(found, name) for name in ("means", "alone", "safety", "missed", "words")}
        facts |= {"counts": found.counts if not found.missed else None, "findings": found.findings or {}}
    return VisitOut(**facts)


def _support(one) -> SupportOut:
    names = (
        "id",
        "kind",
        "state",
        "words",
        "payer",
        "amount",
        "paid",
        "follow_up_on",
        "still_running",
        "result",
    )
    return SupportOut(**{name: getattr(one, name) for name in names})


def _alarm(one) -> AlarmOut:
    return AlarmOut(
        **{name: getattr(one, name) for name in ("id", "kind", "at", "words", "verdict", "ended_at")}
    )
