"""Recommendations for machines: the same gates and actions as the pages. Days are days in Jakarta."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.audit.actions import record
from gugus.base.api import etag_of, seen_version, version_needed
from gugus.base.refusals import Reason
from gugus.directory.models import Agency
from gugus.followup import queries, rules
from gugus.followup.actions import ending, progress, recording
from gugus.followup.actions.moving import CannotFollowUp
from gugus.followup.actions.recording import Origin, Told
from gugus.followup.gate import evidence_of, force_to_record, sight_for, to_do
from gugus.followup.models import Recommendation
from gugus.followup.origins import known
from gugus.followup.policies import Sight
from gugus.followup.queries import Filter
from gugus.followup.schemas import (
    ChangeIn,
    DropIn,
    LineOut,
    MoveIn,
    ProgressIn,
    RateOut,
    RecommendationLine,
    RecommendationOut,
    RecordIn,
    ReplaceIn,
    ReportIn,
    SplitIn,
    TextIn,
    TimeIn,
    WordsIn,
)
from gugus.followup.stepping import possible_steps
from gugus.taskforce.gate import force_for

router = Router(tags=["followup"])
MOST = 100


@router.get("/recommendations", response=list[RecommendationLine], summary="The board of recommendations")
@api_door(Section.FOLLOWUP)
def list_recommendations(
    request: HttpRequest,
    task_force: str = "",
    agency: str = "",
    field: str = "",
    standing: str = "",
    origin: str = "",
    ours: bool = False,
    offset: int = Query(0, ge=0, le=1_000_000),
):
    """At most 100, in the order of the page. Running ones unless a standing is named (late, soon, …, ended)."""
    at = now()
    day = timezone.localdate(at)
    chosen = Filter(task_force, agency, field, standing, origin, ours)
    record("recommendation.board_read", by=request.viewer.user, at=at, changes={"standing": standing})
    return [_line(one, day) for one in queries.board(request.viewer, chosen, day)[offset : offset + MOST]]


@router.post(
    "/taskforces/{ref}/recommendations", response={201: RecommendationOut}, summary="Record a recommendation"
)
@api_door(Section.FOLLOWUP, Verb.WRITE)
def create_recommendation(request: HttpRequest, ref: str, body: RecordIn, response: HttpResponse):
    """For the secretariat. Send an Idempotency-Key."""
    room = force_to_record(request.viewer, ref)
    origin = Origin(body.origin.kind, body.origin.on, body.origin.ref, body.origin.words)
    origin = known(request.viewer, origin, field="origin_ref", at=now())
    made = recording.record_recommendation(
        force=room.force, told=_told(body, body.due_on), origin=origin, by=request.viewer.user, at=now()
    )
    return Status(201, _answer(request, made.ref, response))


@router.get("/taskforces/{ref}/follow-up-rate", response=RateOut, summary="The follow-up rate")
@api_door(Section.FOLLOWUP)
def get_rate(request: HttpRequest, ref: str, since: date, until: date, on: date | None = None):
    """Of recommendations said from `since` on and before `until`, as it stands on a day (today when left out)."""
    room = force_for(request.viewer, ref, section=Section.FOLLOWUP)
    rate = queries.rate_of(
        request.viewer, room.force, since=since, until=until, on=on or timezone.localdate(now())
    )
    names = ("counted", "done", "done_in_time", "late", "waiting", "dropped", "share", "share_in_time")
    record("recommendation.board_read", about=room.force, by=request.viewer.user, at=now())
    return RateOut(**{name: getattr(rate, name) for name in names})


@router.get("/recommendations/{ref}", response=RecommendationOut, summary="One recommendation")
@api_door(Section.FOLLOWUP)
def get_recommendation(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    sight = sight_for(request.viewer, ref)
    one = sight.recommendation
    record("recommendation.read", about=one, within=one.task_force, by=request.viewer.user, at=now())
    return _answer(request, ref, response)


@router.put("/recommendations/{ref}", response=RecommendationOut, summary="Word a recommendation anew")
@api_door(Section.FOLLOWUP, Verb.WRITE)
def change(request: HttpRequest, ref: str, body: ChangeIn, response: HttpResponse):
    """Needs If-Match. For the secretariat; the deadline moves by its own call."""
    sight = to_do(request.viewer, ref, "may_keep")
    told = _told(body, sight.recommendation.due_on)
    return _step(request, sight, response, recording.change_recommendation, told=told, why=body.why)


@router.post("/recommendations/{ref}/progress", response=RecommendationOut, summary="Tell progress")
@api_door(Section.FOLLOWUP, Verb.WRITE)
def tell(request: HttpRequest, ref: str, body: ProgressIn, response: HttpResponse):
    """For the agency that owns or supports it. Attach the file first (`/files`) and name it here."""
    sight = to_do(request.viewer, ref, "may_tell")
    progress.add_progress(
        recommendation=sight.recommendation, words=body.words, share=body.share, evidence=_file(sight, body.evidence),
        by=request.viewer.user, at=now(),
    )  # fmt: skip
    return _answer(request, ref, response)


@router.post("/recommendations/{ref}/time", response=RecommendationOut, summary="Ask for more time")
@api_door(Section.FOLLOWUP, Verb.WRITE)
def ask_time(request: HttpRequest, ref: str, body: TimeIn, response: HttpResponse):
    """The secretariat decides; until then the present deadline counts."""
    sight = to_do(request.viewer, ref, "may_ask")
    progress.ask_for_time(
        recommendation=sight.recommendation, **body.dict(), by=request.viewer.user, at=now()
    )
    return _answer(request, ref, response)


@router.post("/recommendations/{ref}/report", response=RecommendationOut, summary="Report as done")
@api_door(Section.FOLLOWUP, Verb.WRITE)
def report(request: HttpRequest, ref: str, body: ReportIn, response: HttpResponse):
    """Needs If-Match, and evidence here or in an earlier line."""
    sight = to_do(request.viewer, ref, "may_report")
    evidence = _file(sight, body.evidence)
    return _step(request, sight, response, progress.report_done, words=body.words, evidence=evidence)


@router.post("/recommendations/{ref}/accept", response=RecommendationOut, summary="Accept as done")
@api_door(Section.FOLLOWUP, Verb.WRITE)
def accept(request: HttpRequest, ref: str, body: WordsIn, response: HttpResponse):
    """Needs If-Match. The secretariat looked at the evidence."""
    return _step(request, to_do(request.viewer, ref, "may_accept"), response, ending.accept, words=body.words)


@router.post("/recommendations/{ref}/send-back", response=RecommendationOut, summary="Send back")
@api_door(Section.FOLLOWUP, Verb.WRITE)
def send_back(request: HttpRequest, ref: str, body: WordsIn, response: HttpResponse):
    """Needs If-Match. Says what is missing."""
    return _step(
        request, to_do(request.viewer, ref, "may_accept"), response, ending.send_back, words=body.words
    )


@router.post("/recommendations/{ref}/deadline", response=RecommendationOut, summary="Move the deadline")
@api_door(Section.FOLLOWUP, Verb.WRITE)
def move(request: HttpRequest, ref: str, body: MoveIn, response: HttpResponse):
    """Needs If-Match. The earlier deadline and the reason stay."""
    return _step(
        request, to_do(request.viewer, ref, "may_keep"), response, recording.move_deadline, **body.dict()
    )


@router.post("/recommendations/{ref}/replace", response=RecommendationOut, summary="Replace by another")
@api_door(Section.FOLLOWUP, Verb.WRITE)
def replace(request: HttpRequest, ref: str, body: ReplaceIn, response: HttpResponse):
    """Needs If-Match."""
    sight = to_do(request.viewer, ref, "may_keep")
    other = sight_for(request.viewer, body.other).recommendation
    return _step(request, sight, response, ending.replace, other=other, words=body.words)


@router.post("/recommendations/{ref}/split", response=RecommendationOut, summary="Split a recommendation")
@api_door(Section.FOLLOWUP, Verb.WRITE)
def split(request: HttpRequest, ref: str, body: SplitIn, response: HttpResponse):
    """Needs If-Match. Each part keeps the history and where it was said; `parts` of the answer names them."""
    parts = [_told(part, part.due_on) for part in body.parts]
    sight = to_do(request.viewer, ref, "may_keep")
    return _step(request, sight, response, ending.split, parts=parts, words=body.words)


@router.post("/recommendations/{ref}/drop", response=RecommendationOut, summary="Drop by a decision")
@api_door(Section.FOLLOWUP, Verb.WRITE)
def drop(request: HttpRequest, ref: str, body: DropIn, response: HttpResponse):
    """Needs If-Match. Names the meeting or paper that decided it."""
    decision = Origin(body.decision.kind, body.decision.on, body.decision.ref, body.decision.words)
    sight = to_do(request.viewer, ref, "may_keep")
    decision = known(request.viewer, decision, field="decision_ref", at=now())
    return _step(request, sight, response, ending.drop, decision=decision, words=body.words)


def _step(request: HttpRequest, sight: Sight, response: HttpResponse, run, **told):
    if (seen := seen_version(request)) is None:
        return version_needed()
    run(recommendation=sight.recommendation, **told, by=request.viewer.user, at=now(), seen=seen)
    return _answer(request, sight.recommendation.ref, response)


def _told(body: TextIn, due_on: date) -> Told:
    slugs = {body.owner, *body.supporters}
    known = {one.slug: one for one in Agency.objects.filter(slug__in=slugs)}
    if unknown := sorted(slugs - known.keys()):
        words = _("There is no such agency: %(slugs)s") % {"slugs": ", ".join(unknown)[:200]}
        raise CannotFollowUp([Reason("unknown_agency", words, "owner")])
    supporters = [known[slug] for slug in body.supporters]
    return Told(body.text, known[body.owner], due_on, body.field, body.target, supporters)


def _file(sight: Sight, ref: str):
    return evidence_of(sight, ref) if ref else None


def _line(one: Recommendation, day: date) -> RecommendationLine:
    return RecommendationLine(
        ref=one.ref, task_force=one.task_force.ref, owner=one.owner.slug, field=one.field, due_on=one.due_on,
        state=one.state, standing=rules.standing(one.state, one.due_on, day), share=one.share, text=one.text or "",
    )  # fmt: skip


def _answer(request: HttpRequest, ref: str, response: HttpResponse) -> RecommendationOut:
    sight = sight_for(request.viewer, ref)
    one = sight.recommendation
    response["ETag"] = etag_of(one)
    plain = ("first_due_on", "said_on", "origin_kind", "origin_ref", "ended_kind", "ended_ref", "closed_on")
    words = {name: getattr(one, name) or "" for name in ("target", "origin_words", "ended_words")}
    lines = [
        LineOut(
            kind=line.kind, at=line.at, agency=line.agency.slug if line.agency else None, words=line.words or "",
            earlier=line.earlier or "", code=line.code, share=line.share,
            evidence=line.evidence.ref if line.evidence else None, due_before=line.due_before,
            due_on=line.due_on, recommendation=line.recommendation.ref,
        )
        for line in queries.lines_of(one)
    ]  # fmt: skip
    return RecommendationOut(
        **_line(one, timezone.localdate()).dict(), **{name: getattr(one, name) for name in plain}, **words,
        supporters=sorted(queries.supporters_of([one]).values()), parent=one.parent.ref if one.parent else None,
        replaced_by=one.replaced_by.ref if one.replaced_by else None,
        parts=[part.ref for part in queries.parts_of(one) if part.parent_id == one.pk], lines=lines,
        next=[step.slug for step in possible_steps(sight)],
    )  # fmt: skip
