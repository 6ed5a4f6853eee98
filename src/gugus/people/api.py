"""Doors for machines: a person masked, opened for a reason, looked for, corrected with the version that was read."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Field, Router, Schema

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.audit.actions import record
from gugus.base.api import etag_of, seen_version, version_needed
from gugus.people import actions
from gugus.people.codes import UnmaskReason
from gugus.people.gate import person_for
from gugus.people.models import Person
from gugus.people.queries import Hints, IdentityShown, identity_shown, search_text
from gugus.people.terms import LONGEST_TEXT

router = Router(tags=["people"])


class DocumentOut(Schema):
    kind: str = Field(description="nik, passport, splp or other.")
    number: str = Field(description="Masked, unless the identity is open to the caller.")


class IdentityOut(Schema):
    """Who somebody is, masked or open."""

    state: str = Field(description="known, none (nobody noted it yet) or forgotten (for good).")
    open_until: datetime | None = Field(description="End of the open view (UTC); null while masked.")
    name: str
    aliases: list[str]
    documents: list[DocumentOut]
    phones: list[str]
    address: str
    birth_on: str = Field(description="Partial ISO date, or as it was told.")
    notes: str


class PersonOut(Schema):
    """Open facts, and the identity as far as the caller may see it."""

    ref: str
    agency: str = Field(description="The agency that answers for the person.")
    sex: str
    birth_year: int | None
    birth_certainty: str = Field(description="stated, documented, estimated or unknown.")
    nationality: str = Field(description="ISO 3166-1 alpha-2; XX unknown, XA stateless.")
    home_area: str = Field(description="Kemendagri code with dots.")
    education: str
    disability: str
    language: str
    version: int
    identity: IdentityOut | None = Field(description="null where the caller may not even see masks.")


class FactsIn(Schema):
    """Open facts to correct; what is left out stays."""

    sex: str | None = None
    birth_year: int | None = Field(None, description="null forgets the year.")
    birth_certainty: str | None = None
    nationality: str | None = None
    home_area: str | None = None
    education: str | None = None
    disability: str | None = None
    language: str | None = None


class NamesIn(Schema):
    full: str = ""
    aliases: list[str] = []


class DocumentIn(Schema):
    kind: str = Field("other", description="nik, passport, splp or other.")
    number: str


class IdentityIn(Schema):
    """Parts of an identity to replace; what is left out stays."""

    names: NamesIn | None = None
    documents: list[DocumentIn] | None = None
    phones: list[str] | None = None
    address: str | None = None
    birth_on: str | None = None
    notes: str | None = None


class UnmaskIn(Schema):
    reason: UnmaskReason = Field(description="Why the identity must be seen.")
    note: str = Field("", max_length=500, description="Needed for the reason `other`.")


class SearchIn(Schema):
    text: str = Field(
        max_length=LONGEST_TEXT, description="Code, name, birth year, phone, document number, in any order."
    )


class HitOut(Schema):
    ref: str
    shown_name: str = Field(description="Masked, unless the identity is open to the caller.")
    sex: str
    birth_year: int | None
    home_area: str
    score: float = Field(description="From 0 to 1, for ordering. A likeness is a hint, never proof.")
    why: dict[str, str] = Field(description="Asked field → agree, differ or unknown.")


class PointerOut(Schema):
    agency: str
    phone: str
    email: str


class FoundOut(Schema):
    """Hits within reach, best first, and agencies outside it that may know the person."""

    inside: list[HitOut]
    outside: list[PointerOut]


# Before the others: "search" would otherwise be read as a code.
@router.post("/persons/search", response=FoundOut, summary="Look for a person")
@api_door(Section.IDENTITY, Verb.SEE)
def search_persons(request: HttpRequest, body: SearchIn):
    """Posted, so that no name stands in an address. Every search is recorded, its terms as keyed digests."""
    return _found(search_text(request.viewer, body.text, now()))


@router.get("/persons/{ref}", response=PersonOut, summary="A person, the identity masked")
@api_door()
def get_person(request: HttpRequest, ref: str, response: HttpResponse):
    """Open facts with the version as ETag. While an identity is open to the caller, it is shown and recorded."""
    return _answer(request, person_for(request.viewer, ref, at=now()), response)


@router.post("/persons/{ref}/unmask", response=PersonOut, summary="Open an identity for a reason")
@api_door(Section.IDENTITY, Verb.UNMASK)
def unmask_person(request: HttpRequest, ref: str, body: UnmaskIn, response: HttpResponse):
    """Open for a quarter of an hour for the caller alone (UU 21/2007, article 24)."""
    at = now()
    person = person_for(request.viewer, ref, verb=Verb.UNMASK, at=at)
    actions.unmask(person=person, reason=body.reason, note=body.note, by=request.viewer.user, at=at)
    return _answer(request, person, response)


@router.patch("/persons/{ref}", response=PersonOut, summary="Correct open facts")
@api_door(Section.IDENTITY, Verb.WRITE)
def correct_person(request: HttpRequest, ref: str, body: FactsIn, response: HttpResponse):
    """Needs If-Match with the ETag that was read; 412 when somebody was faster."""
    at = now()
    person = person_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    facts = {
        name: value
        for name, value in body.dict(exclude_unset=True).items()
        if value is not None or name == "birth_year"
    }
    changed = actions.update_person(person=person, facts=facts, seen=seen, by=request.viewer.user, at=at)
    return _answer(request, changed, response)


@router.patch("/persons/{ref}/identity", response=PersonOut, summary="Correct or begin an identity")
@api_door(Section.IDENTITY, Verb.WRITE)
def correct_identity(request: HttpRequest, ref: str, body: IdentityIn, response: HttpResponse):
    """Needs If-Match with the ETag that was read. The answer is masked, unless the identity is open."""
    at = now()
    person = person_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    facts = body.dict(exclude_unset=True)
    actions.update_identity(person=person, facts=facts, seen=seen, by=request.viewer.user, at=at)
    person.refresh_from_db()
    return _answer(request, person, response)


def _answer(request: HttpRequest, person: Person, response: HttpResponse) -> PersonOut:
    at = now()
    shown = identity_shown(request.viewer, person, at)
    if shown and shown.is_open:
        record("person.identity_seen", about=person, by=request.viewer.user, at=at)
    response["ETag"] = etag_of(person)
    facts = {name: getattr(person, name) for name in actions.FACTS}
    return PersonOut(
        ref=person.ref,
        agency=person.agency.name,
        version=person.version,
        identity=_identity(shown) if shown else None,
        **facts,
    )


def _identity(shown: IdentityShown) -> IdentityOut:
    return IdentityOut(
        state=shown.state,
        open_until=shown.until_at,
        name=shown.name,
        aliases=list(shown.aliases),
        documents=[DocumentOut(kind=one.kind, number=one.number) for one in shown.documents],
        phones=list(shown.phones),
        address=shown.address,
        birth_on=shown.birth_on,
        notes=shown.notes,
    )


def _found(found: Hints) -> FoundOut:
    inside = [
        HitOut(
            ref=hit.person.ref,
            shown_name=hit.shown_name,
            sex=hit.person.sex,
            birth_year=hit.person.birth_year,
            home_area=hit.person.home_area,
            score=hit.score,
            why=hit.agrees,
        )
        for hit in found.inside
    ]
    outside = [PointerOut(agency=one.name, phone=one.phone, email=one.email) for one in found.outside]
    return FoundOut(inside=inside, outside=outside)
