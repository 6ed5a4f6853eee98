"""Closing for machines: what stands against it, and asking for it. A program never agrees."""

from django.http import HttpRequest
from django.utils.timezone import now
from ninja import Router, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.audit.actions import record
from gugus.base.api import seen_version, version_needed
from gugus.cases import answers, closing, schemas
from gugus.cases.gate import sight_for

router = Router(tags=["cases"])


@router.get("/cases/{ref}/closing", response=schemas.ClosingOut, summary="What stands against closing")
@api_door(Section.CASE, Verb.DECIDE)
def closing_of(request: HttpRequest, ref: str):
    """Every hurdle at once, and what of the law runs on afterwards."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    record("case.seen", about=sight.case, within=sight.case, by=request.viewer.user, at=at)
    return answers.closing(sight.case, at)


@router.post("/cases/{ref}/closing", response={201: schemas.ClosingOut}, summary="Ask to close")
@api_door(Section.CASE, Verb.DECIDE)
def ask_to_close(request: HttpRequest, ref: str, body: schemas.ClosingIn):
    """Needs If-Match. A second person of the agency agrees on a page; a program cannot. 409 names every hurdle."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    closing.ask_to_close(
        case=sight.case, ending=closing.Ending(**body.dict()), seen=seen, by=request.viewer.user, at=at
    )
    return Status(201, answers.closing(sight_for(request.viewer, ref, at=at).case, at))
