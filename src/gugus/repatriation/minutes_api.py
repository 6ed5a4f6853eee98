"""Minutes of hand-overs for machines."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.base.api import etag_of, seen_version, version_needed
from gugus.base.refusals import Reason
from gugus.files.queries import attachments_of
from gugus.kernel.masks import mask_name
from gugus.repatriation import queries
from gugus.repatriation import schemas as s
from gugus.repatriation.actions import handing, signing
from gugus.repatriation.actions.moving import CannotReturn
from gugus.repatriation.codes import MinuteCode
from gugus.repatriation.gate import MinuteSight, minutes_for, minutes_to_write, office, part_of, to_handle
from gugus.repatriation.models import Handover, Leg
from gugus.repatriation.stations import Station

router = Router(tags=["repatriation"])
MOST = 100


@router.get("/handovers", response=list[s.MinutesOut], summary="Minutes to answer or sign")
@api_door(Section.REPATRIATION)
def list_minutes(request: HttpRequest, offset: int = Query(0, ge=0, le=1_000_000)):
    """At most 100 that wait for the caller's agency. Without persons and signatures; read one for those."""
    rows = queries.minutes_listed(request.viewer)[offset : offset + MOST]
    return [_plain(one, False) | {"persons": [], "signatures": []} for one in rows]


@router.get("/handovers/{ref}", response=s.MinutesOut, summary="One set of minutes")
@api_door(Section.REPATRIATION)
def get_minutes(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    sight = minutes_for(request.viewer, ref, at=at)
    signing.read_handover(handover=sight.handover, by=request.viewer.user, at=at)
    return _answer(sight, response)


@router.post("/handovers", response={201: s.MinutesOut}, summary="Write minutes of a hand-over")
@api_door(Section.REPATRIATION, Verb.WRITE)
def write_minutes(request: HttpRequest, body: s.MinutesIn, response: HttpResponse):
    """A draft about one or many people. Send an Idempotency-Key."""
    at, viewer = now(), request.viewer
    old = minutes_to_write(viewer, body.corrects, at=at).handover if body.corrects else None
    if old is not None and body.code not in MinuteCode.values:
        raise CannotReturn([Reason("no_code", _("Choose a reason."), "code")])
    persons, minutes = _handed(request, body), _minutes(body)
    made = handing.write_handover(
        persons=persons, minutes=minutes, by=viewer.user, at=at, corrects=old, code=body.code
    )
    return Status(201, _answer(minutes_for(viewer, made.ref, at=at), response))


@router.put("/handovers/{ref}", response=s.MinutesOut, summary="Change minutes")
@api_door(Section.REPATRIATION, Verb.WRITE)
def change_minutes(request: HttpRequest, ref: str, body: s.MinutesIn, response: HttpResponse):
    """Needs If-Match. Until the first signature."""
    facts = {"persons": _handed(request, body), "minutes": _minutes(body)}
    return _run(request, ref, handing.change_handover, facts, response, gate=minutes_to_write)


def _handed(request: HttpRequest, body: s.MinutesIn) -> list[handing.Handed]:
    found = []
    for one in body.persons:
        sight = to_handle(request.viewer, one.repatriation, at=now())
        leg = None
        if one.leg:
            pk = (
                Leg.objects.unscoped(because="asked within its return")
                .filter(ref=one.leg)
                .values_list("pk", flat=True)
            )
            leg = part_of(sight, Leg, pk.first())
        words = one.dict(exclude={"repatriation", "leg"})
        found.append(handing.Handed(repatriation=sight.repatriation, leg=leg, **words))
    return found


def _minutes(body: s.MinutesIn) -> handing.Minutes:
    names = ("receiver", "happened_at", "place", "number", "words")
    return handing.Minutes(
        station=Station(body.point, body.area), to_agency=office(body.to_agency), handing=body.handing.dict(),
        receiving=body.receiving.dict(), witnesses=[one.dict() for one in body.witnesses],
        **{name: getattr(body, name) for name in names},
    )  # fmt: skip


@router.post("/handovers/{ref}/offer", response=s.MinutesOut, summary="Send minutes to the receiving agency")
@api_door(Section.REPATRIATION, Verb.WRITE)
def offer_minutes(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. It learns place, time and number of people; the rest opens with its yes."""
    return _run(request, ref, handing.offer, {}, response, gate=minutes_to_write)


@router.post("/handovers/{ref}/accept", response=s.MinutesOut, summary="Accept a hand-over")
@api_door(Section.REPATRIATION, Verb.DECIDE)
def accept_minutes(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. For the receiving agency."""
    return _run(request, ref, handing.accept, {}, response)


@router.post("/handovers/{ref}/decline", response=s.MinutesOut, summary="Decline a hand-over")
@api_door(Section.REPATRIATION, Verb.DECIDE)
def decline_minutes(request: HttpRequest, ref: str, body: s.CodeIn, response: HttpResponse):
    """Needs If-Match. For the receiving agency; nothing opens."""
    return _run(request, ref, handing.decline, body.dict(), response)


@router.post("/handovers/{ref}/cancel", response=s.MinutesOut, summary="Cancel minutes")
@api_door(Section.REPATRIATION, Verb.WRITE)
def cancel_minutes(request: HttpRequest, ref: str, body: s.CodeIn, response: HttpResponse):
    """Needs If-Match. Not possible after a signature."""
    return _run(request, ref, handing.cancel_handover, body.dict(), response, gate=minutes_to_write)


@router.post("/handovers/{ref}/signatures", response={201: s.MinutesOut}, summary="Sign minutes")
@api_door(Section.REPATRIATION, Verb.WRITE)
def sign_minutes(request: HttpRequest, ref: str, body: s.SignIn, response: HttpResponse):
    """Each side once. The first signature fixes every word. Send an Idempotency-Key."""
    at, viewer = now(), request.viewer
    sight = minutes_for(viewer, ref, at=at)
    if not sight.is_open:
        raise Http404
    words = body.dict()
    scan = words.pop("scan")
    file = attachments_of(sight.handover).filter(pk=scan).first() if scan else None
    if scan and file is None:
        raise Http404
    signing.sign(handover=sight.handover, scan=file, by=viewer.user, at=at, **words)
    return Status(201, _answer(minutes_for(viewer, ref, at=at), response))


def _run(request: HttpRequest, ref: str, action, facts: dict, response: HttpResponse, *, gate=minutes_for):
    at, viewer = now(), request.viewer
    sight: MinuteSight = gate(viewer, ref, at=at)
    seen = seen_version(request)
    if seen is None:
        return version_needed()
    action(handover=sight.handover, by=viewer.user, at=at, seen=seen, **facts)
    return _answer(minutes_for(viewer, ref, at=at), response)


def _plain(one: Handover, is_open: bool) -> dict[str, Any]:
    names = ("ref", "receiver", "state", "code", "size", "happened_at", "zone", "point", "area", "digest")
    words = {name: getattr(one, name) if is_open else None for name in ("place", "number", "words")}
    return (
        {name: getattr(one, name) for name in names}
        | words
        | {
            "agency": one.agency.slug,
            "to_agency": one.to_agency.slug if one.to_agency else None,
            "corrects": one.corrects.ref if is_open and one.corrects else None,
        }
    )


def _answer(sight: MinuteSight, response: HttpResponse) -> dict[str, Any]:
    one = sight.handover
    response["ETag"] = etag_of(one)
    persons = queries.persons_of(one) if sight.is_open else []
    signed = queries.signatures_of(one) if sight.is_open else []
    names = ("side", "how", "name", "at", "digest")
    return _plain(one, sight.is_open) | {
        "persons": [_person(each) for each in persons],
        "signatures": [{name: getattr(each, name) for name in names} for each in signed],
    }


def _person(one) -> dict[str, Any]:
    names = ("sex", "age", "child", "guardian", "items", "papers", "health", "services")
    facts: dict[str, UUID | str] = {"repatriation": one.repatriation_id, "person": one.person_ref}
    return (
        {name: getattr(one, name) for name in names}
        | facts
        | {"name": mask_name(one.name) if one.name else one.person_ref}
    )
