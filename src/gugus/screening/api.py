"""Screening for machines: the same gates and actions as the workbench. Identities never pass here."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.access.models import User
from gugus.base.api import etag_of, problem, seen_version
from gugus.base.refusals import Reason
from gugus.cases.gate import case_for
from gugus.directory.models import Agency
from gugus.intake.gate import report_for
from gugus.law import UnknownCode
from gugus.people.gate import person_for
from gugus.screening import actions, passage, queries, starting
from gugus.screening.actions import CannotScreen
from gugus.screening.codes import Precision, Track
from gugus.screening.gate import assessment_for
from gugus.screening.messages import (
    ConvertIn,
    DecideIn,
    DecisionIn,
    DecisionOut,
    DecisionsOut,
    EvidenceIn,
    EvidenceOut,
    FactsIn,
    OpenCaseIn,
    OpenedOut,
    ProposalOut,
    RetractIn,
    ScreeningOut,
    StartIn,
    decisions_out,
    evidence_out,
    proposal_out,
    screening_out,
)
from gugus.screening.models import Assessment, first_day, precision_of

router = Router(tags=["screening"])


@router.get("/screenings", response=list[ScreeningOut], summary="Screenings in one's reach")
@api_door(Section.SCREENING, Verb.SEE)
def list_screenings(
    request: HttpRequest,
    show: Literal["running", "mine", "decided"] = "running",
    limit: int = Query(50, ge=1, le=100),
):
    """The newest first. Facts only: notes and the words of evidence are not in lists."""
    rows = queries.list_of(request.viewer, show)[:limit]
    return [screening_out(one, with_words=False) for one in rows]


@router.post("/screenings", response={201: ScreeningOut}, summary="Begin to screen one person")
@api_door(Section.SCREENING, Verb.WRITE)
def start_screening(request: HttpRequest, body: StartIn, response: HttpResponse):
    """Of a report (with or without a mention), or a survivor of a case. A running screening is taken up again."""
    at = now()
    if body.report:
        report = report_for(request.viewer, body.report, at=at)
        mention = _mention(report, body.mention)
        made = actions.start_screening(report=report, mention=mention, by=request.viewer.user, at=at)
    elif body.case and body.person:
        case = case_for(request.viewer, body.case, section=Section.SCREENING, verb=Verb.WRITE, at=at)
        person = person_for(request.viewer, body.person, at=at)
        made = starting.start_in_case(case=case, person=person, by=request.viewer.user, at=at)
    else:
        words = _("Name a report, or a case and a person.")
        return problem(422, "invalid", words, [Reason("missing", words, "report")])
    return Status(201, _tagged(made, response))


@router.get("/screenings/{ref}", response=ScreeningOut, summary="A screening")
@api_door(Section.SCREENING, Verb.SEE)
def get_screening(request: HttpRequest, ref: str, response: HttpResponse):
    """Everything written down, with evidence; its version is the ETag. The reading is recorded."""
    at = now()
    one = assessment_for(request.viewer, ref, at=at)
    actions.note_reading(assessment=one, how="opened", by=request.viewer.user, at=at)
    return _tagged(one, response)


@router.patch("/screenings/{ref}", response=ScreeningOut, summary="Write down what is known")
@api_door(Section.SCREENING, Verb.WRITE)
def patch_screening(request: HttpRequest, ref: str, body: FactsIn, response: HttpResponse):
    """What is left out stays. A code with living evidence stays told. If-Match protects a colleague's work."""
    at = now()
    one = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    facts = body.dict(exclude_unset=True)
    if "happened_on" in facts:
        told = facts.pop("happened_on") or ""
        facts |= {
            "date_of_act": first_day(told),
            "act_precision": precision_of(told) if told else Precision.DAY,
        }
    try:
        made = actions.write_down(
            assessment=one, facts=facts, by=request.viewer.user, at=at, seen=seen_version(request)
        )
    except (UnknownCode, ValueError) as error:
        return _unknown(error)
    return _tagged(made, response)


@router.post(
    "/screenings/{ref}/evidence", response={201: EvidenceOut}, summary="Add evidence for one element"
)
@api_door(Section.SCREENING, Verb.WRITE)
def add_evidence(request: HttpRequest, ref: str, body: EvidenceIn):
    """Adding evidence also tells the element."""
    at = now()
    one = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    try:
        item = actions.add_evidence(assessment=one, by=request.viewer.user, at=at, **body.dict())
    except UnknownCode as error:
        return _unknown(error)
    return Status(201, evidence_out(item))


@router.post("/screenings/{ref}/evidence/{item}/retract", response=EvidenceOut, summary="Retract evidence")
@api_door(Section.SCREENING, Verb.WRITE)
def retract_evidence(request: HttpRequest, ref: str, item: UUID, body: RetractIn):
    """The item stays readable and no longer counts."""
    at = now()
    one = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    found = one.evidence.filter(pk=item).first()
    if found is None:
        raise Http404
    return evidence_out(
        actions.retract_evidence(item=found, reason=body.reason, by=request.viewer.user, at=at)
    )


@router.get("/screenings/{ref}/proposal", response=ProposalOut, summary="What the engine proposes")
@api_door(Section.SCREENING, Verb.SEE)
def get_proposal(request: HttpRequest, ref: str):
    """Advice with reasons, articles and open questions. It never decides."""
    one = queries.with_evidence(assessment_for(request.viewer, ref, at=now()))
    return proposal_out(one)


@router.post("/screenings/{ref}/convert", response=ScreeningOut, summary="Take the matter for something else")
@api_door(Section.SCREENING, Verb.WRITE)
def convert(request: HttpRequest, ref: str, body: ConvertIn, response: HttpResponse):
    """Between trafficking, smuggling, placement and other; history stays."""
    at = now()
    one = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    made = actions.convert(
        assessment=one, to=Track(body.to), reason=body.reason, by=request.viewer.user, at=at
    )
    return _tagged(made, response)


@router.post("/screenings/{ref}/decide", response=ScreeningOut, summary="Decide")
@api_door(Section.SCREENING, Verb.DECIDE)
def decide(request: HttpRequest, ref: str, body: DecideIn, response: HttpResponse):
    """The caller decides in their own name. Words are needed where the decision departs from the proposal."""
    at = now()
    one = assessment_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    on = _past(body.on or localdate(at), at)
    made = actions.decide(
        assessment=one, result=body.result, words=body.words, by=request.viewer.user, at=at, on=on,
        seen=seen_version(request),
    )  # fmt: skip
    return _tagged(made, response)


@router.get("/screenings/{ref}/decisions", response=DecisionsOut, summary="Decisions of all bodies")
@api_door(Section.SCREENING, Verb.SEE)
def list_decisions(request: HttpRequest, ref: str):
    """Side by side, with the status that follows from the last word of each body."""
    return decisions_out(queries.decisions_about(assessment_for(request.viewer, ref, at=now())))


@router.post(
    "/screenings/{ref}/decisions", response={201: DecisionOut}, summary="Keep another body's decision"
)
@api_door(Section.SCREENING, Verb.WRITE)
def record_decision(request: HttpRequest, ref: str, body: DecisionIn):
    """About this person alone; it replaces none."""
    at = now()
    one = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    facts = body.dict()
    facts["decided_on"] = _past(facts["decided_on"], at)
    slug = facts.pop("agency")
    facts["body"] = Agency.objects.filter(slug=slug).first() if slug else None
    if facts["body"] is None and not facts["outside_body"]:
        words = _("Choose the body or write its name.")
        return problem(422, "invalid", words, [Reason("missing", words, "agency")])
    made = actions.record_decision(assessment=one, facts=facts, by=request.viewer.user, at=at)
    return Status(201, decisions_out([made]).decisions[0])


@router.post("/screenings/{ref}/open-case", response={201: OpenedOut}, summary="Open a case, or join one")
@api_door(Section.CASE, Verb.WRITE)
def open_case(request: HttpRequest, ref: str, body: OpenCaseIn):
    """One step with everybody in the report; a report leads to one case only."""
    at = now()
    one = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    if one.report_id is None:
        raise Http404
    report = report_for(request.viewer, one.report.ref, verb=Verb.DECIDE, at=at)
    known = {
        _mention(report, mention).pk: person_for(request.viewer, person, at=at)
        for mention, person in body.known.items()
    }
    if body.case:
        into = case_for(request.viewer, body.case, verb=Verb.WRITE, at=at)
        made = passage.add_to_case(assessment=one, case=into, known=known, by=request.viewer.user, at=at)
    else:
        made = passage.open_case_from(
            assessment=one, manager=_manager(request, body.manager), risk=body.risk or report.risk,
            summary=body.summary, known=known, by=request.viewer.user, at=at,
        )  # fmt: skip
    return Status(201, OpenedOut(case=made.ref))


def _tagged(one: Assessment, response: HttpResponse) -> ScreeningOut:
    response["ETag"] = etag_of(one)
    return screening_out(queries.with_evidence(one))


def _mention(report, wanted: UUID | None):
    if wanted is None:
        return None
    found = report.mentions.filter(pk=wanted).first()
    if found is None:
        raise Http404
    return found


def _manager(request: HttpRequest, username: str) -> User:
    """The caller, or a colleague of the same agency who may answer for a case."""
    if not username:
        return request.viewer.user
    found = queries.managers(request.viewer, localdate()).filter(username=username).first()
    if found is None:
        words = _("This colleague cannot answer for a case.")
        raise CannotScreen([Reason("no_manager", words, "manager")])
    return found


def _past(day: date, at: datetime) -> date:
    if day > localdate(at):
        raise CannotScreen([Reason("future", _("This day has not come yet."), "on")])
    return day


def _unknown(error: Exception) -> HttpResponse:
    words = _("A code is not in its list.")
    return problem(422, "unknown_code", words, [Reason("unknown_code", str(error))])
