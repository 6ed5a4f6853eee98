"""Publications for machines: the same gates and actions as the pages."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Verb
from gugus.audit.actions import record
from gugus.base.api import etag_of, seen_version, version_needed
from gugus.publication import actions, queries, rules
from gugus.publication.codes import Kind, State
from gugus.publication.gate import published, sight_for
from gugus.publication.models import Publication
from gugus.publication.policies import SECTION
from gugus.publication.public_views import as_pdf
from gugus.publication.rules import LONGEST, LONGEST_TITLE, Words

router = Router(tags=["publication"])
MOST = 100


class WordsIn(Schema):
    """What everybody will read."""

    title: str = Field(max_length=LONGEST_TITLE)
    body: str = Field("", max_length=LONGEST)
    title_en: str = Field("", max_length=LONGEST_TITLE)
    body_en: str = Field("", max_length=LONGEST)


class PublicationIn(WordsIn):
    """A new draft."""

    task_force: str = Field(description="Reference of the task force.")
    kind: Kind
    key: UUID | None = None


class StepIn(Schema):
    """A step: `looked_at` when publishing, `why` when sending back or withdrawing."""

    to: State
    looked_at: list[str] = []
    why: str = Field("", max_length=400)


class SignOut(Schema):
    """A place that may say too much."""

    sign: str
    excerpt: str
    refused: bool


class PublicationOut(Schema):
    """One publication as the task force sees it."""

    ref: str
    task_force: str
    kind: str
    state: str
    title: str
    body: str
    title_en: str
    body_en: str
    signs: list[SignOut]
    looked_at: list[str]
    sent_back: str
    decided_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_why: str


class LineOut(Schema):
    """A line of the list."""

    ref: str
    kind: str
    state: str
    title: str
    decided_at: datetime | None


class LinesOut(Schema):
    """A page of the list."""

    items: list[LineOut]


@router.get("/publications", response=LinesOut, summary="List publications")
@api_door(SECTION)
def list_publications(
    request: HttpRequest,
    state: State | None = None,
    offset: int = Query(0, ge=0, le=100_000),
    limit: int = Query(50, ge=1, le=MOST),
):
    """Those of the caller's task forces, newest first."""
    rows = queries.listed(request.viewer, state or "")[offset : offset + limit]
    names = ("ref", "kind", "state", "title", "decided_at")
    return {"items": [{name: getattr(one, name) for name in names} for one in rows]}


@router.post("/publications", response={201: PublicationOut}, summary="Write a publication")
@api_door(SECTION, Verb.DECIDE)
def write_publication(request: HttpRequest, body: PublicationIn, response: HttpResponse):
    """A draft. Only the agency that keeps the secretariat writes for its task force; others get 404."""
    force = get_object_or_404(queries.kept_by(request.viewer), ref=body.task_force)
    made = actions.write(
        force=force, kind=body.kind, words=_words(body), by=request.viewer.user, at=now(), key=body.key
    )
    return Status(201, _answer(request, made.ref, response))


@router.get("/publications/{ref}", response=PublicationOut, summary="Read a publication")
@api_door(SECTION)
def read_publication(request: HttpRequest, ref: str, response: HttpResponse):
    """With every place that may say too much."""
    sight = sight_for(request.viewer, ref)
    record("publication.read", about=sight.one, by=request.viewer.user, at=now())
    return _answer(request, ref, response)


@router.put("/publications/{ref}", response=PublicationOut, summary="Change a draft")
@api_door(SECTION, Verb.DECIDE)
def change_publication(request: HttpRequest, ref: str, body: WordsIn, response: HttpResponse):
    """Needs If-Match. 409 when somebody was faster or it is no draft any more."""
    sight = sight_for(request.viewer, ref, needs="may_write")
    if (seen := seen_version(request)) is None:
        return version_needed()
    actions.change(one=sight.one, words=_words(body), by=request.viewer.user, at=now(), seen=seen)
    return _answer(request, ref, response)


@router.get("/publications/{ref}/pdf", summary="Download what was published as PDF")
@api_door(SECTION)
def publication_pdf(request: HttpRequest, ref: str) -> HttpResponse:
    """The file that everybody may download; 404 until it was published and printed."""
    sight = sight_for(request.viewer, ref)
    record("publication.read", about=sight.one, by=request.viewer.user, at=now())
    return as_pdf(published(sight.one.ref))


NEEDS = {
    State.PROPOSED: "may_write",
    State.PUBLISHED: "may_decide",
    State.DRAFT: "may_decide",
    State.WITHDRAWN: "may_withdraw",
}


@router.post(
    "/publications/{ref}/steps", response=PublicationOut, summary="Propose, publish, send back, withdraw"
)
@api_door(SECTION)
def step_publication(request: HttpRequest, ref: str, body: StepIn, response: HttpResponse):
    """Needs If-Match. Whoever proposed does not publish."""
    sight = sight_for(request.viewer, ref, needs=NEEDS[body.to])
    if (seen := seen_version(request)) is None:
        return version_needed()
    told = {"one": sight.one, "by": request.viewer.user, "at": now(), "seen": seen}
    if body.to == State.PROPOSED:
        actions.propose(**told)
    elif body.to == State.PUBLISHED:
        actions.publish(looked_at=body.looked_at, **told)
    elif body.to == State.DRAFT:
        actions.send_back(why=body.why, **told)
    else:
        actions.withdraw(why=body.why, **told)
    return _answer(request, ref, response)


def _words(body: WordsIn) -> Words:
    return Words(body.title, body.body, body.title_en, body.body_en)


def _answer(request: HttpRequest, ref: str, response: HttpResponse) -> PublicationOut:
    one: Publication = sight_for(request.viewer, ref).one
    response["ETag"] = etag_of(one)
    signs = [
        SignOut(sign=each.sign, excerpt=each.excerpt, refused=each.is_refused)
        for each in rules.looked_for(one.words)
    ]
    names = (
        "ref",
        "kind",
        "state",
        "title",
        "body",
        "title_en",
        "body_en",
        "looked_at",
        "decided_at",
        "withdrawn_at",
    )
    return PublicationOut(
        task_force=one.task_force.ref,
        signs=signs,
        sent_back=one.sent_back or "",
        withdrawn_why=one.withdrawn_why or "",
        **{name: getattr(one, name) for name in names},
    )
