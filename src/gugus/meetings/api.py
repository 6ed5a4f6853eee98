"""Doors for machines: the same gates and actions as the pages."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.access.models import User
from gugus.base.api import etag_of, problem, seen_version, version_needed
from gugus.base.calendars import as_calendar
from gugus.directory.models import Agency
from gugus.meetings import calendars, openings, queries
from gugus.meetings import schemas as s
from gugus.meetings.actions import attending, closing, feeding, inviting, keeping, minuting, planning
from gugus.meetings.codes import Tab
from gugus.meetings.gate import (
    Sight,
    force_to_meet,
    invitation_of,
    item_of,
    line_of,
    point_of,
    sight_for,
    speaker_of,
    to_approve,
    to_write,
)
from gugus.meetings.wording import office_of

router = Router(tags=["meetings"])
MOST = 100


@router.get("/meetings", response=list[s.MeetingOut], summary="Meetings of the task forces")
@api_door(Section.MEETING)
def list_meetings(request: HttpRequest, tab: Tab = Tab.COMING, offset: int = Query(0, ge=0, le=1_000_000)):
    """At most 100, what comes first stands first."""
    return [s.short(one) for one in queries.listed(request.viewer, tab, now())[offset : offset + MOST]]


@router.get("/meetings/{ref}", response=s.MeetingWhole, summary="One meeting")
@api_door(Section.MEETING)
def get_meeting(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Minutes only once they were drafted, or for the secretariat."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    closing.read_meeting(meeting=sight.meeting, by=request.viewer.user, at=at)
    return _answer(sight, response)


@router.get("/meetings/{ref}/calendar", summary="Take a meeting into a calendar")
@api_door(Section.MEETING)
def get_calendar(request: HttpRequest, ref: str) -> HttpResponse:
    """One entry (RFC 5545): what it is about, where and when."""
    at = now()
    meeting = sight_for(request.viewer, ref, at=at).meeting
    closing.read_meeting(meeting=meeting, by=request.viewer.user, at=at)
    return as_calendar(calendars.drawn([meeting], at), f"{meeting.ref}.ics")


@router.post("/meeting-feed", response=s.LinkOut, summary="Make a link for one's own calendar")
@api_door(Section.MEETING)
def renew_feed(request: HttpRequest):
    """The secret of `/kalender-rapat/{secret}.ics`, given once; an earlier one opens nothing any more."""
    return {"secret": feeding.renew_feed(by=request.viewer.user, at=now())}


@router.delete("/meeting-feed", response={204: None}, summary="Revoke the link for one's own calendar")
@api_door(Section.MEETING)
def revoke_feed(request: HttpRequest):
    """It opens nothing any more; without a link nothing happens."""
    feeding.revoke_feed(by=request.viewer.user, at=now())
    return Status(204, None)


@router.post("/taskforces/{ref}/meetings", response={201: s.MeetingWhole}, summary="Write down a meeting")
@api_door(Section.MEETING, Verb.WRITE)
def create_meeting(request: HttpRequest, ref: str, body: s.PlanIn, response: HttpResponse):
    """A draft of the secretariat. Send an Idempotency-Key, so that a repeated call writes one."""
    at, viewer = now(), request.viewer
    force = force_to_meet(viewer, ref).force
    made = planning.write_meeting(task_force=force, plan=_plan(viewer, body), by=viewer.user, at=at)
    return Status(201, _answer(sight_for(viewer, made.ref, at=at), response))


@router.put("/meetings/{ref}", response=s.MeetingWhole, summary="Change the plan of a meeting")
@api_door(Section.MEETING, Verb.WRITE)
def change_meeting(request: HttpRequest, ref: str, body: s.PlanIn, response: HttpResponse):
    """Needs If-Match. Only a draft changes its time; an invited meeting is postponed."""
    return _run(
        request, ref, planning.change_plan, {"plan": _plan(request.viewer, body)}, response, versioned=True
    )


@router.get("/meetings/{ref}/openings", response=list[s.OpeningOut], summary="What waits for an agenda")
@api_door(Section.MEETING, Verb.WRITE)
def list_openings(request: HttpRequest, ref: str):
    """Late recommendations, referrals over their clock by agency (protected counts), points of the last minutes."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    closing.read_meeting(meeting=sight.meeting, by=request.viewer.user, at=at)
    offered = openings.openings_for(request.viewer, sight.meeting.task_force, at)
    return [
        {"source": one.source, "ref": one.ref, "title": str(one.title), "count": one.count}
        for _offer, many in offered for one in many
    ]  # fmt: skip


@router.post("/meetings/{ref}/openings", response=s.MeetingWhole, summary="Put open items on the agenda")
@api_door(Section.MEETING, Verb.WRITE)
def pick_openings(request: HttpRequest, ref: str, body: s.PickIn, response: HttpResponse):
    """By source and reference; what is not open any more is left out."""
    at = now()
    force = to_write(request.viewer, ref, at=at).meeting.task_force
    offered = openings.openings_for(request.viewer, force, at)
    picked = openings.chosen(offered, [f"{one.source}|{one.ref}" for one in body.items])
    return _run(request, ref, planning.pick_items, {"openings": picked}, response)


@router.post("/meetings/{ref}/items", response=s.MeetingWhole, summary="Write a line on the agenda")
@api_door(Section.MEETING, Verb.WRITE)
def add_item(request: HttpRequest, ref: str, body: s.ItemIn, response: HttpResponse):
    """Before or during the meeting."""
    return _run(request, ref, planning.add_item, body.dict(), response)


@router.post("/meetings/{ref}/items/order", response=s.MeetingWhole, summary="Order the agenda")
@api_door(Section.MEETING, Verb.WRITE)
def order_items(request: HttpRequest, ref: str, body: s.OrderIn, response: HttpResponse):
    """Lines that are not named keep their order behind the named ones."""
    return _run(request, ref, planning.order_items, body.dict(), response)


@router.delete("/meetings/{ref}/items/{item}", response=s.MeetingWhole, summary="Take a line off the agenda")
@api_door(Section.MEETING, Verb.WRITE)
def take_off(request: HttpRequest, ref: str, item: UUID, response: HttpResponse):
    """Only before the meeting, and while nothing was written under it."""
    found = item_of(to_write(request.viewer, ref, at=now()), item)
    return _run(request, ref, planning.take_off, {"item": found}, response)


@router.post("/meetings/{ref}/speakers", response=s.MeetingWhole, summary="Name a speaker")
@api_door(Section.MEETING, Verb.WRITE)
def add_speaker(request: HttpRequest, ref: str, body: s.SpeakerIn, response: HttpResponse):
    """Until the minutes are approved."""
    return _run(request, ref, planning.add_speaker, body.dict(), response)


@router.put("/meetings/{ref}/speakers/{speaker}", response=s.MeetingWhole, summary="Change a speaker")
@api_door(Section.MEETING, Verb.WRITE)
def change_speaker(request: HttpRequest, ref: str, speaker: UUID, body: s.SpeakerIn, response: HttpResponse):
    """Until the minutes are approved; the material stays."""
    found = speaker_of(to_write(request.viewer, ref, at=now()), speaker)
    return _run(request, ref, planning.change_speaker, body.dict() | {"speaker": found}, response)


@router.delete("/meetings/{ref}/speakers/{speaker}", response=s.MeetingWhole, summary="Take a speaker back")
@api_door(Section.MEETING, Verb.WRITE)
def drop_speaker(request: HttpRequest, ref: str, speaker: UUID, response: HttpResponse):
    """Until the minutes are approved, and without material."""
    found = speaker_of(to_write(request.viewer, ref, at=now()), speaker)
    return _run(request, ref, planning.drop_speaker, {"speaker": found}, response)


@router.post("/meetings/{ref}/figures", response=s.MeetingWhole, summary="Name a frozen figure that is shown")
@api_door(Section.MEETING, Verb.WRITE)
def show_figure(request: HttpRequest, ref: str, body: s.FigureIn, response: HttpResponse):
    """By kind and reference; the number itself stays where it was frozen."""
    return _run(request, ref, planning.show_figure, body.dict(), response)


@router.post("/meetings/{ref}/papers", response=s.MeetingWhole, summary="Add a file")
@api_door(Section.MEETING, Verb.WRITE)
def add_paper(
    request: HttpRequest,
    ref: str,
    told: Query[s.PaperIn],
    upload: File[UploadedFile],
    response: HttpResponse,
):
    """Material, a photo (with the tick that it shows participants only) or the signed list."""
    sight = to_write(request.viewer, ref, at=now())
    facts = told.dict(exclude={"speaker"})
    facts["speaker"] = speaker_of(sight, told.speaker) if told.speaker else None
    return _run(request, ref, keeping.keep_paper, facts | {"upload": upload}, response)


@router.post("/meetings/{ref}/invite", response=s.MeetingWhole, summary="Invite")
@api_door(Section.MEETING, Verb.WRITE)
def invite(request: HttpRequest, ref: str, body: s.InviteIn, response: HttpResponse):
    """Needs If-Match. Agencies by slug, offices outside the directory by name."""
    facts = {"agencies": [_agency(one) for one in body.agencies], "offices": body.offices}
    return _run(request, ref, inviting.invite, facts, response, versioned=True)


@router.post(
    "/meetings/{ref}/invitations/links", response=list[s.OfficeLinkOut], summary="Make all answer links"
)
@api_door(Section.MEETING, Verb.WRITE)
def make_links(request: HttpRequest, ref: str):
    """For every invited office that has none and has not answered; the secrets are given once."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    made = inviting.make_answer_links(meeting=sight.meeting, by=request.viewer.user, at=at)
    return [{"id": one.pk, "office": office_of(one), "secret": secret} for one, secret in made]


@router.post(
    "/meetings/{ref}/invitations/{invitation}/link", response=s.LinkOut, summary="Make an answer link"
)
@api_door(Section.MEETING, Verb.WRITE)
def make_link(request: HttpRequest, ref: str, invitation: UUID):
    """The secret is given once; an earlier link opens nothing any more."""
    at = now()
    one = invitation_of(to_write(request.viewer, ref, at=at), invitation)
    return {"secret": inviting.make_answer_link(invitation=one, by=request.viewer.user, at=at)}


@router.post("/meetings/{ref}/answer", response=s.MeetingWhole, summary="Answer an invitation")
@api_door(Section.MEETING, Verb.WRITE)
def answer_invitation(request: HttpRequest, ref: str, body: s.AnswerIn, response: HttpResponse):
    """For the own agency; it may be answered again until the meeting."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    inviting.answer_invitation(meeting=sight.meeting, by=request.viewer.user, at=at, **body.dict())
    return _answer(sight_for(request.viewer, ref, at=at), response)


@router.post("/meetings/{ref}/postpone", response=s.MeetingWhole, summary="Postpone a meeting")
@api_door(Section.MEETING, Verb.WRITE)
def postpone(request: HttpRequest, ref: str, body: s.CalledOffIn, response: HttpResponse):
    """Needs If-Match. Another day follows."""
    return _run(request, ref, inviting.postpone, body.dict(), response, versioned=True)


@router.post("/meetings/{ref}/reschedule", response=s.MeetingWhole, summary="Name a new day")
@api_door(Section.MEETING, Verb.WRITE)
def invite_again(request: HttpRequest, ref: str, body: s.AgainIn, response: HttpResponse):
    """Needs If-Match. Everybody who was invited is asked anew."""
    return _run(request, ref, inviting.invite_again, body.dict(), response, versioned=True)


@router.post("/meetings/{ref}/cancel", response=s.MeetingWhole, summary="Cancel a meeting")
@api_door(Section.MEETING, Verb.WRITE)
def cancel(request: HttpRequest, ref: str, body: s.CalledOffIn, response: HttpResponse):
    """Needs If-Match."""
    return _run(request, ref, inviting.cancel, body.dict(), response, versioned=True)


@router.post("/meetings/{ref}/begin", response=s.MeetingWhole, summary="Begin the meeting")
@api_door(Section.MEETING, Verb.WRITE)
def begin(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match."""
    return _run(request, ref, inviting.begin, {}, response, versioned=True)


@router.get("/meetings/{ref}/presence", response=list[s.LineOut], summary="Who was there")
@api_door(Section.MEETING, Verb.WRITE)
def list_presence(request: HttpRequest, ref: str):
    """For the secretariat."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    closing.read_meeting(meeting=sight.meeting, by=request.viewer.user, at=at)
    return [s.line(one) for one in queries.attendees_of(sight.meeting)]


@router.post(
    "/meetings/{ref}/presence", response=list[s.LineOut], summary="Type lines of the attendance list"
)
@api_door(Section.MEETING, Verb.WRITE)
def add_present(request: HttpRequest, ref: str, body: list[s.PresentIn]):
    """All or none."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    lines = [
        attending.Present(**one.dict(exclude={"agency"}), agency=_agency(one.agency) if one.agency else None)
        for one in body[: s.MOST_LINES]
    ]
    attending.add_present(meeting=sight.meeting, lines=lines, by=request.viewer.user, at=at)
    return [s.line(one) for one in queries.attendees_of(sight.meeting)]


@router.post("/meetings/{ref}/presence/{line}/strike", response=s.LineOut, summary="Strike a line out")
@api_door(Section.MEETING, Verb.WRITE)
def strike(request: HttpRequest, ref: str, line: UUID, body: s.StrikeIn):
    """It stays with its reason."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    found = line_of(sight, line)
    struck = attending.strike(
        meeting=sight.meeting, line=found, code=body.code, by=request.viewer.user, at=at
    )
    return s.line(struck)


@router.post("/meetings/{ref}/room", response=s.RoomOut, summary="Make a code of the room")
@api_door(Section.MEETING, Verb.WRITE)
def open_roll(request: HttpRequest, ref: str):
    """Given once; it works until four hours after the meeting."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    return {"code": attending.open_roll(meeting=sight.meeting, by=request.viewer.user, at=at)}


@router.delete("/meetings/{ref}/room", response={204: None}, summary="Close the list of who is there")
@api_door(Section.MEETING, Verb.WRITE)
def close_roll(request: HttpRequest, ref: str):
    """The code opens nothing any more."""
    at = now()
    attending.close_roll(meeting=to_write(request.viewer, ref, at=at).meeting, by=request.viewer.user, at=at)
    return Status(204, None)


@router.post("/meetings/{ref}/here", response={204: None}, summary="I am here")
@api_door(Section.MEETING)
def confirm_presence(request: HttpRequest, ref: str, body: s.HereIn):
    """For a colleague in the room, with the code that it shows."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    shown = attending.meeting_of_room(body.code, at)
    if shown is None or shown.pk != sight.meeting.pk:
        return problem(
            409, "wrong_code", _("This code opens no list (any more). Look at the screen once more.")
        )
    attending.confirm_presence(meeting=sight.meeting, by=request.viewer.user, at=at, sex=body.sex)
    return Status(204, None)


# Before the paragraphs: their address would take `order` for an id.
@router.post("/meetings/{ref}/points/order", response=s.MeetingWhole, summary="Order the paragraphs")
@api_door(Section.MEETING, Verb.WRITE)
def order_points(request: HttpRequest, ref: str, body: s.OrderIn, response: HttpResponse):
    """Those that are not named keep their order behind the named ones."""
    return _run(request, ref, minuting.order_points, body.dict(), response)


@router.put("/meetings/{ref}/points/{key}", response=s.KeptOut, summary="Write a paragraph of the minutes")
@api_door(Section.MEETING, Verb.WRITE)
def write_point(request: HttpRequest, ref: str, key: UUID, body: s.PointIn):
    """`seen` is the version it was written over (0: new), `pen` one id for one open page.

    If somebody else wrote meanwhile, nothing is overwritten: `beside` names the text that is kept beside.
    """
    at, viewer = now(), request.viewer
    sight = to_write(viewer, ref, at=at)
    facts = body.dict(exclude={"item", "owner"})
    facts["item"] = item_of(sight, body.item) if body.item else None
    facts["owner"] = _agency(body.owner) if body.owner else None
    kept = minuting.write_point(
        meeting=sight.meeting, written_down=minuting.Written(key=key, **facts), by=viewer.user, at=at
    )
    return {"version": kept.point.version, "beside": kept.beside.pk if kept.beside else None}


@router.get("/meetings/{ref}/points/{key}/texts", response=s.TextsOut, summary="All texts of a paragraph")
@api_door(Section.MEETING, Verb.WRITE)
def point_texts(request: HttpRequest, ref: str, key: UUID):
    """The one that stands, those that wait beside it, the earlier ones."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    closing.read_meeting(meeting=sight.meeting, by=request.viewer.user, at=at)
    point = point_of(sight, key)
    return {
        "version": point.version, "text": point.text or "",
        "beside": [s.wording(one) for one in queries.rivals_of(point)],
        "earlier": [s.wording(one) for one in queries.earlier_of(point)],
    }  # fmt: skip


@router.post("/meetings/{ref}/points/{key}/merge", response=s.KeptOut, summary="Bring texts together")
@api_door(Section.MEETING, Verb.WRITE)
def merge_point(request: HttpRequest, ref: str, key: UUID, body: s.MergeIn):
    """`seen` is the version that was looked at; 412 when it changed meanwhile."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    row = minuting.merge_point(
        meeting=sight.meeting, point=point_of(sight, key), by=request.viewer.user, at=at, **body.dict()
    )
    return {"version": row.version, "beside": None}


@router.delete("/meetings/{ref}/points/{key}", response={204: None}, summary="Take a paragraph out")
@api_door(Section.MEETING, Verb.WRITE)
def drop_point(request: HttpRequest, ref: str, key: UUID):
    """Its words stay and can come back."""
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    minuting.drop_point(meeting=sight.meeting, point=point_of(sight, key), by=request.viewer.user, at=at)
    return Status(204, None)


@router.post("/meetings/{ref}/finish", response=s.MeetingWhole, summary="Finish the minutes")
@api_door(Section.MEETING, Verb.WRITE)
def finish_minutes(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. Members read them, the named person approves."""
    return _run(request, ref, minuting.finish_minutes, {}, response, versioned=True)


@router.post("/meetings/{ref}/reopen", response=s.MeetingWhole, summary="Write on")
@api_door(Section.MEETING, Verb.WRITE)
def reopen_minutes(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. For the secretariat."""
    return _run(request, ref, minuting.reopen_minutes, {}, response, versioned=True)


@router.post("/meetings/{ref}/send-back", response=s.MeetingWhole, summary="Send the minutes back")
@api_door(Section.MEETING, Verb.DECIDE)
def send_back(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. For the person who was named to approve them."""
    return _signed(request, ref, minuting.reopen_minutes, response)


@router.post("/meetings/{ref}/approve", response=s.MeetingWhole, summary="Approve the minutes")
@api_door(Section.MEETING, Verb.DECIDE)
def approve(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. For the named person; from then on nobody changes them."""
    return _signed(request, ref, closing.approve, response)


@router.post("/meetings/{ref}/addenda", response=s.MeetingWhole, summary="Add to approved minutes")
@api_door(Section.MEETING, Verb.WRITE)
def add_addendum(request: HttpRequest, ref: str, body: s.AddendumIn, response: HttpResponse):
    """Beside the approved minutes, never in them."""
    return _run(request, ref, closing.add_addendum, body.dict(), response)


def _run(
    request: HttpRequest, ref: str, action, facts: dict, response: HttpResponse, *, versioned: bool = False
):
    at = now()
    sight = to_write(request.viewer, ref, at=at)
    if versioned:
        if (seen := seen_version(request)) is None:
            return version_needed()
        facts = facts | {"seen": seen}
    action(meeting=sight.meeting, by=request.viewer.user, at=at, **facts)
    return _answer(sight_for(request.viewer, ref, at=at), response)


def _signed(request: HttpRequest, ref: str, action, response: HttpResponse):
    at = now()
    sight = to_approve(request.viewer, ref, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    action(meeting=sight.meeting, by=request.viewer.user, at=at, seen=seen)
    return _answer(sight_for(request.viewer, ref, at=at), response)


def _plan(viewer, body: s.PlanIn) -> planning.Plan:
    facts = body.dict(exclude={"approver", "follows", "fields"})
    approver = (
        get_object_or_404(User, username__iexact=body.approver, is_active=True) if body.approver else None
    )
    follows = sight_for(viewer, body.follows, at=now()).meeting if body.follows else None
    return planning.Plan(**facts, fields=tuple(body.fields), approver=approver, follows=follows)


def _agency(slug: str) -> Agency:
    return get_object_or_404(Agency, slug=slug)


def _answer(sight: Sight, response: HttpResponse) -> dict:
    response["ETag"] = etag_of(sight.meeting)
    return s.whole(sight)
