"""Assessments for machines: the same gates and actions as the pages."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.base.api import etag_of, seen_version, version_needed
from gugus.care import assessing, needs
from gugus.care.codes import AssessmentKind, AssessmentState, NotAssessed
from gugus.care.gate import assessment_for, sight_of_needs, writable
from gugus.care.instruments import instrument_on
from gugus.care.models import NeedsAssessment
from gugus.cases.policies import Sight

router = Router(tags=["care"])


class AnchorOut(Schema):
    """One sentence of the sheet."""

    score: int
    id: str
    en: str


class DomainOut(Schema):
    """One domain of the sheet with its five sentences."""

    code: str
    section: str = Field(description="Part of the file that decides who reads it.")
    id: str
    en: str
    anchors: list[AnchorOut]


class InstrumentOut(Schema):
    """The sheet that counts today."""

    code: str
    version: int
    domains: list[DomainOut]


class ScoreOut(Schema):
    """One domain of an assessment that is open to the caller."""

    domain: str
    score: int | None
    why_not: str
    before: int | None = Field(description="The last score before this assessment, in this case.")
    note: str | None


class AssessmentOut(Schema):
    """One assessment, as far as its parts are open."""

    ref: str
    case: str
    person: str
    agency: str = Field(description="Slug of the agency that wrote it.")
    kind: AssessmentKind
    state: AssessmentState
    instrument: str
    instrument_version: int
    assessed_on: date | None
    profession: str
    corrects: str | None
    finished_at: datetime | None
    scores: list[ScoreOut]


class AssessmentIn(Schema):
    """Whose situation is looked at, and how deep."""

    party: UUID = Field(description="The person's role in the case (id of the party).")
    kind: AssessmentKind


class ScoreIn(Schema):
    """A score, or why there is none."""

    domain: str
    score: int | None = Field(None, ge=1, le=5)
    why_not: NotAssessed | Literal[""] = ""
    note: str = Field("", max_length=5000)


class SheetIn(Schema):
    """The sheet as far as it is."""

    assessed_on: date | None = None
    profession: str = Field("", description="Code of the list assessor_professions.")
    summary: str = Field("", max_length=5000)
    scores: list[ScoreIn] = []


@router.get("/assessment-sheet", response=InstrumentOut, summary="The sheet of assessments")
@api_door(Section.CARE)
def get_sheet(request: HttpRequest):
    """Domains and sentences of the version that counts today."""
    used = instrument_on(timezone.localdate(now()))
    return InstrumentOut(
        code=used.code, version=used.version,
        domains=[
            DomainOut(
                code=one.code, section=one.section, id=one.words.id, en=one.words.en,
                anchors=[AnchorOut(score=score, id=said.id, en=said.en) for score, said in one.anchors],
            )
            for one in used.domains
        ],
    )  # fmt: skip


@router.get("/cases/{ref}/needs-assessments", response=list[AssessmentOut], summary="Assessments of a case")
@api_door(Section.CARE)
def list_assessments(request: HttpRequest, ref: str):
    """Those that hold something for the caller, the newest first. Reading is written to the trail."""
    at = now()
    sight = sight_of_needs(request.viewer, ref, at=at)
    assessing.read_course(case=sight.case, by=request.viewer.user, at=at)
    found = needs.assessments_of(sight)
    return [_out(one, found) for one in found]


@router.post("/cases/{ref}/needs-assessments", response={201: AssessmentOut}, summary="Begin an assessment")
@api_door(Section.CARE, Verb.WRITE)
def begin_assessment(request: HttpRequest, ref: str, body: AssessmentIn, response: HttpResponse):
    """A draft; the agency's draft of this person is given back where there is one."""
    at = now()
    sight = sight_of_needs(request.viewer, ref, verb=Verb.WRITE, at=at)
    party = get_object_or_404(sight.case.parties.select_related("person"), pk=body.party)
    made = assessing.start_assessment(
        case=sight.case, party=party, kind=body.kind, by=request.viewer.user, at=at
    )
    return Status(201, _answer(request, made.ref, response, at))


@router.get("/needs-assessments/{ref}", response=AssessmentOut, summary="One assessment")
@api_door(Section.CARE)
def get_assessment(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    found, _sight = assessment_for(request.viewer, ref, at=at)
    assessing.read_assessment(assessment=found, by=request.viewer.user, at=at)
    return _answer(request, ref, response, at)


@router.put("/needs-assessments/{ref}", response=AssessmentOut, summary="Write scores into a draft")
@api_door(Section.CARE, Verb.WRITE)
def put_scores(request: HttpRequest, ref: str, body: SheetIn, response: HttpResponse):
    """Needs If-Match. Domains that are left out stay as they are."""
    at = now()
    draft, sight = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    assessing.write_scores(
        assessment=draft, sheet=assessing.Sheet(body.assessed_on, body.profession, body.summary),
        scored=[assessing.Scored(**one.dict()) for one in body.scores], sections=writable(sight),
        by=request.viewer.user, at=at, seen=seen,
    )  # fmt: skip
    return _answer(request, ref, response, at)


@router.post("/needs-assessments/{ref}/finish", response=AssessmentOut, summary="Finish an assessment")
@api_door(Section.CARE, Verb.WRITE)
def finish(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. From then on nobody changes it."""
    at = now()
    draft, sight = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    assessing.finish_assessment(
        assessment=draft, sections=writable(sight), by=request.viewer.user, at=at, seen=seen
    )
    return _answer(request, ref, response, at)


@router.post(
    "/needs-assessments/{ref}/correction", response={201: AssessmentOut}, summary="Correct an assessment"
)
@api_door(Section.CARE, Verb.WRITE)
def begin_correction(request: HttpRequest, ref: str, response: HttpResponse):
    """A new draft that names this one and begins with what stands in it."""
    at = now()
    found, _sight = assessment_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    made = assessing.correct_assessment(assessment=found, by=request.viewer.user, at=at)
    return Status(201, _answer(request, made.ref, response, at))


def _answer(request: HttpRequest, ref: str, response: HttpResponse, at: datetime) -> AssessmentOut:
    found, sight = assessment_for(request.viewer, ref, at=at)
    response["ETag"] = etag_of(found)
    return _found(sight, found)


def _found(sight: Sight, found: NeedsAssessment) -> AssessmentOut:
    everything = needs.assessments_of(sight)
    mine = next((one for one in everything if one.pk == found.pk), None)
    if mine is None:
        raise Http404
    return _out(mine, everything)


def _out(one: NeedsAssessment, everything: list[NeedsAssessment]) -> AssessmentOut:
    why = {score.domain: score.why_not for score in one.open_scores}
    scores = [
        ScoreOut(
            domain=line.domain, score=line.score, why_not=why[line.domain], before=line.before, note=line.note
        )
        for line in needs.lines_of(one, everything)
    ]
    names = (
        "ref",
        "kind",
        "state",
        "instrument",
        "instrument_version",
        "assessed_on",
        "profession",
        "finished_at",
    )
    facts = {name: getattr(one, name) for name in names}
    corrects = one.corrects.ref if one.corrects else None
    return AssessmentOut(
        case=one.case.ref,
        person=one.person.ref,
        agency=one.agency.slug,
        corrects=corrects,
        scores=scores,
        **facts,
    )
