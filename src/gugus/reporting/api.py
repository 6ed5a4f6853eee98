"""Doors for machines: the same gates and actions as the pages."""

from collections.abc import Callable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.access.policies import OUT_OF_REACH
from gugus.base.api import etag_of, problem, seen_version, version_needed
from gugus.directory.models import Agency
from gugus.reporting import queries, schemas, snapshots
from gugus.reporting.actions import merging, planning, sending, writing
from gugus.reporting.actions.carrying import give_out, read_upward
from gugus.reporting.gate import (
    Sight,
    chapter_of,
    chapter_to_change,
    figure_of,
    force_to_report,
    parcel_for,
    report_for,
    report_to_approve,
    report_to_plan,
    sender_of,
    upward_for,
    upward_to_answer,
)
from gugus.reporting.models import Chapter, UpwardReport

router = Router(tags=["reporting"])
MOST = 100
R, C = "/force-reports/{ref}", "/force-reports/{ref}/chapters/{chapter}"


@router.get("/force-reports", response=list[schemas.ReportOut], summary="Reports of task forces within reach")
@api_door(Section.ACCOUNT)
def list_force_reports(request: HttpRequest, offset: int = Query(0, ge=0, le=1_000_000)):
    """At most 100, the newest period first."""
    return [_short(one) for one in queries.listed(request.viewer)[offset : offset + MOST]]


@router.get(R, response=schemas.ReportWhole, summary="One report of a task force")
@api_door(Section.ACCOUNT)
def get_force_report(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    sight = report_for(request.viewer, ref)
    writing.read_report(report=sight.report, by=request.viewer.user, at=now())
    return _answer(sight, response)


@router.post(
    "/task-forces/{force}/reports",
    response={201: schemas.ReportWhole},
    summary="Begin a report of a task force",
)
@api_door(Section.ACCOUNT, Verb.DECIDE)
def begin_force_report(request: HttpRequest, force: str, body: schemas.BeginIn, response: HttpResponse):
    """With its own copy of the skeleton. Send an Idempotency-Key, so that a repeated call begins one."""
    sight = force_to_report(request.viewer, force)
    made = planning.begin_report(
        force=sight.force, wish=planning.Wish(**body.dict()), by=request.viewer.user, at=now()
    )
    return Status(201, _answer(report_for(request.viewer, made.ref), response))


@router.patch(R, response=schemas.ReportWhole, summary="Change title or deadline of a report")
@api_door(Section.ACCOUNT, Verb.DECIDE)
def change_force_report(request: HttpRequest, ref: str, body: schemas.ChangeIn, response: HttpResponse):
    """Needs If-Match. Until the report is merged."""
    return _planned(request, ref, planning.change_report, body.dict(), response)


@router.post(R + "/chapters", response={201: schemas.ReportWhole}, summary="Add a chapter")
@api_door(Section.ACCOUNT, Verb.DECIDE)
def add_chapter(request: HttpRequest, ref: str, body: schemas.NewChapterIn, response: HttpResponse):
    """Chapters stand before annexes."""
    sight = report_to_plan(request.viewer, ref)
    planning.add_chapter(report=sight.report, by=request.viewer.user, at=now(), **body.dict())
    return Status(201, _answer(report_for(request.viewer, ref), response))


@router.post(R + "/open", response=schemas.ReportWhole, summary="Ask the agencies to write")
@api_door(Section.ACCOUNT, Verb.DECIDE)
def open_force_report(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. Each agency gets a task for each of its chapters."""
    return _planned(request, ref, planning.open_for_writing, {}, response)


@router.post(R + "/merge", response=schemas.ReportWhole, summary="Merge the chapters of a report")
@api_door(Section.ACCOUNT, Verb.DECIDE)
def merge_force_report(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. Every chapter is approved or left out."""
    return _planned(request, ref, merging.merge_report, {}, response)


@router.post(R + "/approve", response=schemas.ReportWhole, summary="Approve a merged report")
@api_door(Section.ACCOUNT, Verb.APPROVE)
def approve_force_report(request: HttpRequest, ref: str, body: schemas.ApproveIn, response: HttpResponse):
    """Needs If-Match. By somebody else than who merged it; `digest` is that of the text that was read."""
    if (seen := seen_version(request)) is None:
        return version_needed()
    report = report_to_approve(request.viewer, ref).report
    merging.approve_report(report=report, digest=body.digest, by=request.viewer.user, at=now(), seen=seen)
    return _answer(report_for(request.viewer, ref), response)


@router.post(R + "/send-back", response=schemas.ReportWhole, summary="Send a merged report back")
@api_door(Section.ACCOUNT)
def send_force_report_back(request: HttpRequest, ref: str, body: schemas.ReturnIn, response: HttpResponse):
    """Needs If-Match. By the chair or the secretariat."""
    if (seen := seen_version(request)) is None:
        return version_needed()
    sight = report_for(request.viewer, ref)
    if not (sight.may_plan or sight.may_approve):
        raise PermissionDenied(sight.force.host_refusal(Verb.WRITE) or OUT_OF_REACH)
    merging.write_on(report=sight.report, by=request.viewer.user, at=now(), seen=seen, **body.dict())
    return _answer(report_for(request.viewer, ref), response)


@router.post(R + "/finalise", response=schemas.ReportWhole, summary="Make an approved report final")
@api_door(Section.ACCOUNT, Verb.DECIDE)
def finalise_force_report(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. Nobody changes it from then on."""
    return _planned(request, ref, merging.finalise_report, {}, response)


@router.post(R + "/correct", response={201: schemas.ReportWhole}, summary="Begin a new edition")
@api_door(Section.ACCOUNT, Verb.DECIDE)
def correct_force_report(request: HttpRequest, ref: str, body: schemas.CorrectIn, response: HttpResponse):
    """Of a final report; the new edition names the one it replaces."""
    sight = report_to_plan(request.viewer, ref)
    made = planning.correct_report(report=sight.report, by=request.viewer.user, at=now(), **body.dict())
    return Status(201, _answer(report_for(request.viewer, made.ref), response))


@router.get(R + "/content", response=dict, summary="What was merged")
@api_door(Section.ACCOUNT)
def get_content(request: HttpRequest, ref: str):
    """The content in the form whose digest was approved. Reading is written to the trail."""
    sight = report_for(request.viewer, ref)
    if not sight.report.content:
        raise Http404
    writing.read_report(report=sight.report, by=request.viewer.user, at=now())
    return HttpResponse(sight.report.content, content_type="application/json")


@router.get(C, response=schemas.ChapterWhole, summary="One chapter")
@api_door(Section.ACCOUNT)
def get_chapter(request: HttpRequest, ref: str, chapter: UUID, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    sight = report_for(request.viewer, ref)
    one = chapter_of(sight, chapter)
    writing.read_report(report=sight.report, by=request.viewer.user, at=now())
    return _chapter(one, response)


@router.put(C + "/text", response=schemas.ChapterWhole, summary="Write a chapter")
@api_door(Section.ACCOUNT, Verb.WRITE)
def write_chapter(
    request: HttpRequest, ref: str, chapter: UUID, body: schemas.TextIn, response: HttpResponse
):
    """Needs If-Match. By the agency that writes it, or the secretariat."""
    return _written(request, ref, chapter, writing.write_chapter, body.dict(), response)


@router.post(C + "/submit", response=schemas.ChapterWhole, summary="Hand a chapter in")
@api_door(Section.ACCOUNT, Verb.WRITE)
def submit_chapter(request: HttpRequest, ref: str, chapter: UUID, response: HttpResponse):
    """Needs If-Match."""
    return _written(request, ref, chapter, writing.submit_chapter, {}, response)


@router.post(C + "/return", response=schemas.ChapterWhole, summary="Send a chapter back")
@api_door(Section.ACCOUNT, Verb.DECIDE)
def return_chapter(
    request: HttpRequest, ref: str, chapter: UUID, body: schemas.ReturnIn, response: HttpResponse
):
    """Needs If-Match. By the secretariat, with a reason."""
    return _decided(request, ref, chapter, writing.return_chapter, body.dict(), response)


@router.post(C + "/approve", response=schemas.ChapterWhole, summary="Approve a chapter")
@api_door(Section.ACCOUNT, Verb.DECIDE)
def approve_chapter(request: HttpRequest, ref: str, chapter: UUID, response: HttpResponse):
    """Needs If-Match. By the secretariat."""
    return _decided(request, ref, chapter, writing.approve_chapter, {}, response)


@router.post(C + "/assign", response=schemas.ChapterWhole, summary="Say who writes a chapter")
@api_door(Section.ACCOUNT, Verb.DECIDE)
def assign_chapter(
    request: HttpRequest, ref: str, chapter: UUID, body: schemas.AssignIn, response: HttpResponse
):
    """Needs If-Match. The agency has a seat in the task force."""
    agency = get_object_or_404(Agency, slug=body.agency) if body.agency else None
    facts = body.dict() | {"agency": agency}
    return _decided(request, ref, chapter, planning.assign_chapter, facts, response)


@router.post(C + "/move", response=schemas.ChapterWhole, summary="Move a chapter")
@api_door(Section.ACCOUNT, Verb.DECIDE)
def move_chapter(request: HttpRequest, ref: str, chapter: UUID, body: schemas.MoveIn, response: HttpResponse):
    """Needs If-Match. One place up or down."""
    return _decided(request, ref, chapter, planning.move_chapter, body.dict(), response)


@router.post(C + "/leave-out", response=schemas.ChapterWhole, summary="Leave a chapter out or take it back")
@api_door(Section.ACCOUNT, Verb.DECIDE)
def leave_chapter_out(request: HttpRequest, ref: str, chapter: UUID, response: HttpResponse):
    """Needs If-Match. Its words are kept."""
    return _decided(request, ref, chapter, planning.leave_out, {}, response)


@router.post(C + "/figures", response={201: schemas.ChapterWhole}, summary="Show a frozen figure")
@api_door(Section.ACCOUNT, Verb.WRITE)
def show_figure(
    request: HttpRequest, ref: str, chapter: UUID, body: schemas.FigureIn, response: HttpResponse
):
    """Twice is once."""
    sight = report_for(request.viewer, ref)
    one, facts = chapter_to_change(sight, chapter), body.dict()
    frozen = snapshots.find(request.viewer, sight.report.task_force, facts.pop("figure"))
    if frozen is None:
        raise Http404
    writing.show_figure(chapter=one, frozen=frozen, by=request.viewer.user, at=now(), **facts)
    return Status(201, _chapter(chapter_of(sight, chapter), response))


@router.delete(C + "/figures/{figure}", response=schemas.ChapterWhole, summary="Take a figure out")
@api_door(Section.ACCOUNT, Verb.WRITE)
def take_figure_out(request: HttpRequest, ref: str, chapter: UUID, figure: UUID, response: HttpResponse):
    """The frozen figure itself stays."""
    sight = report_for(request.viewer, ref)
    one = chapter_to_change(sight, chapter)
    writing.take_figure_out(figure=figure_of(one, figure), by=request.viewer.user, at=now())
    return _chapter(chapter_of(sight, chapter), response)


@router.post(R + "/send-up", response=schemas.UpOut, summary="Send a report to the higher task force")
@api_door(Section.ACCOUNT, Verb.DECIDE)
def send_up(request: HttpRequest, ref: str):
    """Needs If-Match. Twice is once."""
    if (seen := seen_version(request)) is None:
        return version_needed()
    report = report_to_plan(request.viewer, ref).report
    return _up(sending.send_up(report=report, by=request.viewer.user, at=now(), seen=seen))


@router.post(R + "/parcel", response=schemas.ParcelOut, summary="Have a signed file made")
@api_door(Section.ACCOUNT, Verb.DECIDE)
def ask_parcel(request: HttpRequest, ref: str):
    """The worker makes it. Twice is once."""
    sight = report_to_plan(request.viewer, ref)
    return _parcel(sending.ask_parcel(report=sight.report, by=request.viewer.user, at=now()))


@router.get(R + "/parcel", response=schemas.ParcelOut, summary="How far the signed file is")
@api_door(Section.ACCOUNT, Verb.EXPORT)
def get_parcel(request: HttpRequest, ref: str):
    """For the secretariat. Asking is written to the trail."""
    sight = report_for(request.viewer, ref, verb=Verb.EXPORT)
    found = parcel_for(sight)
    writing.read_report(report=sight.report, by=request.viewer.user, at=now())
    return _parcel(found)


@router.get(R + "/parcel/file", response=bytes, summary="The signed file itself")
@api_door(Section.ACCOUNT, Verb.EXPORT)
def take_parcel(request: HttpRequest, ref: str):
    """Each time written to the trail."""
    found = parcel_for(report_for(request.viewer, ref, verb=Verb.EXPORT))
    body = give_out(parcel=found, by=request.viewer.user, at=now())
    return HttpResponse(body, content_type="application/octet-stream")


@router.get("/upward-reports", response=list[schemas.UpOut], summary="Reports that went up")
@api_door(Section.ACCOUNT)
def list_upward(request: HttpRequest, offset: int = Query(0, ge=0, le=1_000_000)):
    """To or from a task force of the caller's agency, newest first; at most 100."""
    return [_up(one) for one in queries.arrived(request.viewer)[offset : offset + MOST]]


@router.get("/upward-reports/{ref}", response=schemas.UpWhole, summary="One report that went up")
@api_door(Section.ACCOUNT)
def get_upward(request: HttpRequest, ref: str, response: HttpResponse):
    """With its content and its version as ETag. Reading is written to the trail."""
    sight = upward_for(request.viewer, ref)
    read_upward(upward=sight.upward, by=request.viewer.user, at=now())
    return _up_whole(sight.upward, response)


@router.post("/upward-reports/{ref}/answer", response=schemas.UpWhole, summary="Answer a report from below")
@api_door(Section.ACCOUNT, Verb.DECIDE)
def answer_upward(request: HttpRequest, ref: str, body: schemas.AnswerIn, response: HttpResponse):
    """Needs If-Match. Received, acknowledged, or returned with a reason."""
    if (seen := seen_version(request)) is None:
        return version_needed()
    if body.state not in sending.FROM:
        return problem(422, "invalid", _("This is no answer."))
    sight = upward_to_answer(request.viewer, ref)
    facts = body.dict() | {"code": body.code or ""}
    sending.answer_upward(upward=sight.upward, by=request.viewer.user, at=now(), seen=seen, **facts)
    return _up_whole(upward_for(request.viewer, ref).upward, response)


@router.post(
    "/task-forces/{force}/signed-reports/look", response=schemas.LookOut, summary="Look at a signed file"
)
@api_door(Section.ACCOUNT, Verb.DECIDE)
def look_at_parcel(request: HttpRequest, force: str, upload: File[UploadedFile]):
    """The dry run: nothing is taken in."""
    sight = force_to_report(request.viewer, force)
    found, sender, reasons = sending.examined(upload.read(), force=sight.force)
    return {
        "sender": sender.name, "force": found.force, "report": found.ref, "edition": found.edition,
        "digest": found.digest, "key_name": found.key_name, "against": [one.code for one in reasons],
    }  # fmt: skip


@router.post(
    "/task-forces/{force}/signed-reports", response={201: schemas.UpOut}, summary="Take a signed report in"
)
@api_door(Section.ACCOUNT, Verb.DECIDE)
def take_parcel_in(request: HttpRequest, force: str, upload: File[UploadedFile]):
    """Signature, digest and sender are checked. The same file twice is once."""
    sight = force_to_report(request.viewer, force)
    return Status(
        201, _up(sending.take_in(content=upload.read(), force=sight.force, by=request.viewer.user, at=now()))
    )


@router.get("/task-forces/{force}/senders", response=list[schemas.SenderOut], summary="Known senders")
@api_door(Section.ACCOUNT, Verb.DECIDE)
def list_senders(request: HttpRequest, force: str):
    """Whose signed reports the task force takes."""
    return [_sender(one) for one in queries.senders_of(force_to_report(request.viewer, force))]


@router.post("/task-forces/{force}/senders", response={201: schemas.SenderOut}, summary="Add a known sender")
@api_door(Section.ACCOUNT, Verb.DECIDE, fresh=True)
def add_sender(request: HttpRequest, force: str, body: schemas.SenderIn):
    """After people compared the key. Twice is once."""
    sight = force_to_report(request.viewer, force)
    return Status(
        201, _sender(sending.add_sender(force=sight.force, by=request.viewer.user, at=now(), **body.dict()))
    )


@router.delete(
    "/task-forces/{force}/senders/{sender}", response=schemas.SenderOut, summary="End a known sender"
)
@api_door(Section.ACCOUNT, Verb.DECIDE)
def end_sender(request: HttpRequest, force: str, sender: UUID):
    """What arrived stays."""
    sight = force_to_report(request.viewer, force)
    return _sender(sending.end_sender(sender=sender_of(sight, sender), by=request.viewer.user, at=now()))


def _planned(request: HttpRequest, ref: str, action: Callable, facts: dict, response: HttpResponse):
    if (seen := seen_version(request)) is None:
        return version_needed()
    sight = report_to_plan(request.viewer, ref)
    action(report=sight.report, by=request.viewer.user, at=now(), seen=seen, **facts)
    return _answer(report_for(request.viewer, ref), response)


def _written(request: HttpRequest, ref: str, pk: UUID, action: Callable, facts: dict, response: HttpResponse):
    if (seen := seen_version(request)) is None:
        return version_needed()
    sight = report_for(request.viewer, ref)
    action(chapter=chapter_to_change(sight, pk), by=request.viewer.user, at=now(), seen=seen, **facts)
    return _chapter(chapter_of(sight, pk), response)


def _decided(request: HttpRequest, ref: str, pk: UUID, action: Callable, facts: dict, response: HttpResponse):
    if (seen := seen_version(request)) is None:
        return version_needed()
    sight = report_to_plan(request.viewer, ref)
    action(chapter=chapter_of(sight, pk), by=request.viewer.user, at=now(), seen=seen, **facts)
    return _chapter(chapter_of(sight, pk), response)


def _short(one) -> dict:
    names = ("ref", "kind", "title", "first_on", "last_on", "due_on", "edition", "state", "digest")
    return {name: getattr(one, name) for name in names} | {"task_force": one.task_force.ref}


def _answer(sight: Sight, response: HttpResponse) -> dict:
    one = sight.report
    response["ETag"] = etag_of(one)
    lines = queries.chapters_of(one, today=localdate(now()), writes=lambda agency: False)
    newer = getattr(one, "replaced_by", None)
    return _short(one) | {
        "replaces": one.replaces.ref if one.replaces else "", "replaced_by": newer.ref if newer else "",
        "correction": one.correction, "chapters": [_line(line.chapter) for line in lines],
        "revised": [list(pair) for pair in queries.revisions_of(one)],
    }  # fmt: skip


def _line(one: Chapter) -> dict:
    names = ("id", "number", "code", "title", "annex", "due_on", "state", "words", "version")
    return {name: getattr(one, name) for name in names} | {"agency": one.agency.slug if one.agency else ""}


def _chapter(one: Chapter, response: HttpResponse) -> dict:
    response["ETag"] = etag_of(one)
    rows = list(one.figures.order_by("number", "pk"))
    revised = snapshots.revised_since(row.snapshot for row in rows)
    return _line(one) | {
        "text": one.text or "", "hint": one.hint, "return_code": one.return_code,
        "return_words": one.return_words or "",
        "figures": [
            {
                "id": row.pk, "figure": row.snapshot_ref, "digest": row.digest, "caption": row.caption,
                "table": row.table, "picture": row.picture, "revised_by": revised.get(row.snapshot, ""),
            }
            for row in rows
        ],
    }  # fmt: skip


def _up(one: UpwardReport) -> dict:
    names = (
        "ref", "way", "kind", "edition", "first_on", "last_on", "digest", "state", "sent_at", "answered_at",
        "return_code",
    )  # fmt: skip
    told = {name: getattr(one, name) for name in names}
    return told | {
        "report": one.report_ref, "to_force": one.task_force.ref,
        "from_force": one.from_force.ref if one.from_force else "",
    }  # fmt: skip


def _up_whole(one: UpwardReport, response: HttpResponse) -> dict:
    response["ETag"] = etag_of(one)
    return _up(one) | {"words": one.words or "", "content": queries.content_of(one)}


def _parcel(one) -> dict:
    return {
        "ref": one.ref,
        "state": one.state,
        "sha256": one.sha256,
        "size": one.size,
        "problem": one.problem_code,
    }


def _sender(one) -> dict:
    return {"id": one.pk, "name": one.name, "key_name": one.key_name, "area_codes": one.area_codes}
