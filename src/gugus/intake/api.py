"""Reports for machines: the same gates and actions as the pages. Names and numbers come masked or not at all."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from ninja import Field, Query, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.audit.actions import record
from gugus.base.api import ProblemDetail, etag_of, seen_version
from gugus.directory.queries import agencies
from gugus.intake import actions, inbox, queries
from gugus.intake.actions import Told
from gugus.intake.codes import AdditionKind
from gugus.intake.gate import report_for
from gugus.intake.inbox import Wanted
from gugus.intake.merging import merge as merge_reports
from gugus.intake.models import Report
from gugus.intake.passing import accept_sent, return_sent, send_on

router = Router(tags=["reports"])
REFUSALS = {403: ProblemDetail, 404: ProblemDetail, 409: ProblemDetail, 412: ProblemDetail}


class MentionIn(Schema):
    """Somebody named or described. Nothing but the role is needed."""

    role: str = Field(description="survivor, accused, witness, family or reporter.")
    sex: str = Field("", description="female, male, other or empty.")
    age: int | None = Field(None, ge=0, le=120, description="Completed years, roughly.")
    nationality: str = Field("", description="ISO 3166-1 alpha-2.")
    home_area: str = Field("", description="Kemendagri code.")
    name: str = Field("", description="Kept sealed.")
    phones: list[str] = Field(default_factory=list, description="Kept sealed.")
    note: str = Field("", description="Kept sealed.")


class ReportIn(Schema):
    """What was told. Channel, risk and one fact are needed."""

    channel: str = Field(description="A code of the list report_channels.")
    risk: str = Field(description="high, medium or low.")
    narrative: str = Field(min_length=1, max_length=20_000, description="What was told; kept sealed.")
    danger_signs: list[str] = Field(
        default_factory=list, description="Codes of the danger signs answered yes."
    )
    risk_reason: str = Field("", description="Why this risk; kept sealed.")
    area_code: str = Field("", description="Kemendagri code.")
    country: str = Field("", description="ISO 3166-1 alpha-2.")
    happened_on: str = Field(
        "", pattern=r"^(\d{4}(-\d{2}(-\d{2})?)?)?$", description="2024, 2024-03 or 2024-03-09."
    )
    anonymous: bool = Field(False, description="The reporter wants to stay anonymous.")
    reporter_role: str = Field("", description="A code of the list reporter_roles.")
    reporter_name: str = Field("", description="Kept sealed.")
    reporter_phone: str = Field("", description="Kept sealed.")
    received_at: datetime | None = Field(None, description="When it was told, UTC; now when left out.")
    key: UUID | None = Field(None, description="The caller's own id: the same one twice is one report.")
    mentions: list[MentionIn] = Field(default_factory=list, max_length=30)


class MentionOut(Schema):
    """Somebody mentioned, as open facts and initials."""

    id: UUID
    role: str
    name: str = Field(description="Masked.")
    sex: str
    age: int | None


class ReportLine(Schema):
    """A report in a list: open facts only."""

    ref: str
    agency: str = Field(description="Slug of the agency that answers for it.")
    channel: str
    received_at: datetime
    state: str
    risk: str
    outcome: str
    area_code: str
    version: int


class ReportOut(ReportLine):
    """A whole report."""

    narrative: str | None = Field(description="None once it was destroyed.")
    danger_signs: list[str]
    country: str
    happened_on: str
    anonymous: bool
    reporter_role: str
    contact_rules: list[str] = Field(description="How the reporter may be reached, in sentences.")
    mentions: list[MentionOut]
    outcome_code: str
    triaged_at: datetime | None
    missing: list[str] = Field(description="What is still to be asked.")


class ReportPage(Schema):
    """A page of the list."""

    items: list[ReportLine]
    after: str = Field(description="The cursor of the next page, empty at the end.")


class InboxAsk(Schema):
    """Which reports."""

    show: str = Field("open", description="open, new, ours, sent, ended, elsewhere or all.")
    risk: str = Field("", description="high, medium or low.")
    channel: str = Field("", description="A code of the list report_channels.")
    mine: bool = Field(False, description="Only what the caller received or judged.")
    days: str = Field("", description="1, 7, 30 or 90: received within so many days.")
    area: str = Field("", description="Kemendagri code; lower levels are included.")


class TriageIn(Schema):
    """The judged risk."""

    risk: str = Field(description="high, medium or low.")
    danger_signs: list[str] = Field(
        default_factory=list, description="Codes of the danger signs answered yes."
    )
    reason: str = Field("", description="Needed when the risk becomes lower.")


class FactIn(Schema):
    """Something that came later."""

    text: str = Field(min_length=1, max_length=4000, description="Kept sealed.")
    for_reporter: bool = Field(
        False, description="True: an answer that the reporter reads with the return code."
    )
    key: UUID | None = Field(None, description="The caller's own id: the same one twice is one fact.")


class EndIn(Schema):
    """How a report ends without a case."""

    code: str = Field(description="A code of report_decline_reasons or report_no_case_reasons.")
    note: str = Field("", description="For colleagues; kept sealed.")
    answer: str = Field("", description="For the reporter; only when declining.")


class SendIn(Schema):
    """Where a report goes."""

    to: str = Field(description="Slug of the agency.")
    note: str = Field("", description="Why; kept sealed.")


class ReturnIn(Schema):
    """Why it goes back."""

    note: str = Field(min_length=1, description="Kept sealed.")


class MergeIn(Schema):
    """Which report goes on."""

    into: str = Field(description="Reference of the report that goes on.")
    carry: list[UUID] = Field(default_factory=list, description="Ids of mentions that move along.")


def _line(report: Report) -> dict[str, Any]:
    names = ("ref", "channel", "received_at", "state", "risk", "outcome", "area_code", "version")
    return {name: getattr(report, name) for name in names} | {"agency": report.agency.slug}


def _whole(report: Report) -> ReportOut:
    people = queries.mentioned(report, opened=False)
    names = ("narrative", "danger_signs", "country", "happened_on", "anonymous", "reporter_role")
    mentions = [
        MentionOut(
            id=one.mention.pk, role=one.mention.role, name=one.name, sex=one.mention.sex, age=one.mention.age
        )
        for one in people
    ]
    return ReportOut(
        **_line(report),
        **{name: getattr(report, name) for name in (*names, "outcome_code", "triaged_at")},
        contact_rules=queries.contact_rules(report),
        mentions=mentions,
        missing=queries.questions_for(report, people),
    )


def _answer(report: Report, response: HttpResponse) -> ReportOut:
    response["ETag"] = etag_of(report)
    return _whole(report)


def _asked(request: HttpRequest, ref: str, verb: Verb) -> tuple[Report, dict[str, Any]]:
    """The report, and who does what when from which version on."""
    at = now()
    report = report_for(request.viewer, ref, verb=verb, at=at)
    return report, {"report": report, "by": request.viewer.user, "at": at, "seen": seen_version(request)}


@router.get("/reports", response=ReportPage, summary="Reports by risk and age")
@api_door(Section.REPORT, Verb.SEE)
def reports(request: HttpRequest, ask: Query[InboxAsk], after: str = ""):
    """The inbox with its filters, thirty at a time."""
    page = inbox.page(request.viewer, Wanted(**ask.dict()), after=after, at=now())
    return ReportPage(items=[ReportLine(**_line(row.report)) for row in page.rows], after=page.older)


@router.post("/reports", response={201: ReportOut, **REFUSALS}, summary="Keep what was told")
@api_door(Section.REPORT, Verb.WRITE)
def create(request: HttpRequest, told: ReportIn, response: HttpResponse):
    """A new report of the caller's agency; the same `key` twice gives the same report."""
    user, given = request.viewer.user, told.dict()
    received_at, key = given.pop("received_at"), given.pop("key")
    reporter = {"name": given.pop("reporter_name"), "phone": given.pop("reporter_phone")}
    people = [_facts(one) for one in given.pop("mentions")]
    report = actions.receive_report(
        told=Told(**given, reporter=reporter if any(reporter.values()) else None, mentions=people),
        agency=user.agency,
        by=user,
        at=now(),
        received_at=received_at,
        key=key,
    )
    return Status(201, _answer(report, response))


def _facts(mention: dict) -> dict:
    who = {"name": mention.pop("name"), "phones": mention.pop("phones")}
    return mention | {"who": who if any(who.values()) else None, "note": mention["note"] or None}


@router.get("/reports/{ref}", response={200: ReportOut, **REFUSALS}, summary="One report")
@api_door(Section.REPORT, Verb.SEE)
def one(request: HttpRequest, ref: str, response: HttpResponse):
    """A report with what is still to be asked; reading leaves a line in the trail."""
    report, asked = _asked(request, ref, Verb.SEE)
    record("report.read", about=report, within=report, by=asked["by"], at=asked["at"])
    return _answer(report, response)


@router.post("/reports/{ref}/triage", response={200: ReportOut, **REFUSALS}, summary="Judge the risk")
@api_door(Section.REPORT, Verb.DECIDE)
def triage(request: HttpRequest, ref: str, given: TriageIn, response: HttpResponse):
    """Raising is always possible, lowering needs a reason. Send If-Match to be told of a quicker colleague."""
    _report, asked = _asked(request, ref, Verb.DECIDE)
    return _answer(actions.triage(**asked, **given.dict()), response)


@router.post("/reports/{ref}/facts", response={201: ReportOut, **REFUSALS}, summary="Add a fact or an answer")
@api_door(Section.REPORT, Verb.WRITE)
def add_fact(request: HttpRequest, ref: str, given: FactIn, response: HttpResponse):
    """Something that came later, or words that the reporter reads with the return code."""
    report, asked = _asked(request, ref, Verb.WRITE)
    kind = AdditionKind.ANSWER if given.for_reporter else AdditionKind.STAFF
    actions.add_fact(report=report, text=given.text, kind=kind, by=asked["by"], at=asked["at"], key=given.key)
    return Status(201, _answer(report, response))


@router.post("/reports/{ref}/decline", response={200: ReportOut, **REFUSALS}, summary="Decline")
@api_door(Section.REPORT, Verb.DECIDE)
def decline(request: HttpRequest, ref: str, given: EndIn, response: HttpResponse):
    """We do not take it on, for a coded reason."""
    _report, asked = _asked(request, ref, Verb.DECIDE)
    return _answer(actions.decline(**asked, **given.dict()), response)


@router.post("/reports/{ref}/not-a-case", response={200: ReportOut, **REFUSALS}, summary="Not a case")
@api_door(Section.REPORT, Verb.DECIDE)
def no_case(request: HttpRequest, ref: str, given: EndIn, response: HttpResponse):
    """A question, a wrong number, a prank, a repeat."""
    _report, asked = _asked(request, ref, Verb.DECIDE)
    return _answer(actions.mark_not_a_case(**asked, code=given.code, note=given.note), response)


@router.post(
    "/reports/{ref}/send-on", response={200: ReportOut, **REFUSALS}, summary="Send on to another agency"
)
@api_door(Section.REPORT, Verb.WRITE)
def send(request: HttpRequest, ref: str, given: SendIn, response: HttpResponse):
    """It stays ours until the other agency takes it over."""
    _report, asked = _asked(request, ref, Verb.WRITE)
    to = get_object_or_404(agencies(localdate(asked["at"])), slug=given.to)
    return _answer(send_on(**asked, to=to, note=given.note).report, response)


@router.post(
    "/reports/{ref}/accept", response={200: ReportOut, **REFUSALS}, summary="Take over what was sent to us"
)
@api_door(Section.REPORT, Verb.WRITE)
def accept(request: HttpRequest, ref: str, response: HttpResponse):
    """The report and its clock are the caller's agency's from now on."""
    _report, asked = _asked(request, ref, Verb.WRITE)
    return _answer(accept_sent(**asked), response)


@router.post(
    "/reports/{ref}/return", response={204: None, **REFUSALS}, summary="Give back what was sent to us"
)
@api_door(Section.REPORT, Verb.WRITE)
def give_back(request: HttpRequest, ref: str, given: ReturnIn):
    """The sender has it again; the caller's agency no longer sees it."""
    _report, asked = _asked(request, ref, Verb.WRITE)
    return_sent(**asked, note=given.note)
    return Status(204, None)


@router.post(
    "/reports/{ref}/merge", response={200: ReportOut, **REFUSALS}, summary="Merge into another report"
)
@api_door(Section.REPORT, Verb.DECIDE)
def merge(request: HttpRequest, ref: str, given: MergeIn, response: HttpResponse):
    """Answers with the report that goes on."""
    _report, asked = _asked(request, ref, Verb.DECIDE)
    into = report_for(request.viewer, given.into, verb=Verb.DECIDE, at=asked["at"])
    return _answer(merge_reports(**asked, into=into, carry=given.carry), response)
