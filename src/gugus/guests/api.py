"""Doors for machines of the sender. A guest has none: programs do not answer for people without accounts."""

from datetime import date, datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Field, Router, Schema, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.base.api import problem, seen_version, version_needed
from gugus.base.refusals import Reason
from gugus.directory.queries import receivers
from gugus.guests import queries, slips
from gugus.guests.actions import make_pass, revoke_pass
from gugus.guests.codes import Carrier, EndCode, PassState
from gugus.guests.gate import living_pass, sender_sight
from gugus.guests.letters import print_named
from gugus.guests.models import GuestPass
from gugus.guests.policies import may_type, step_to
from gugus.people.queries import shown_names, unmasked_now
from gugus.referrals.codes import State
from gugus.referrals.moving import CannotMove, not_from_here
from gugus.referrals.queries import person_of
from gugus.referrals.wording import preview_lines

router = Router(tags=["guests"])
MOST = 100


class PassOut(Schema):
    """A guest pass: never its link, never its code."""

    ref: str
    referral: str
    to: str = Field(description="Slug of the asked agency.")
    state: PassState
    end_code: EndCode | None
    link_by: Carrier
    code_by: Carrier
    made_at: datetime
    expires_at: datetime = Field(description="Until when it must be opened.")
    opened_at: datetime | None
    until_at: datetime | None
    seen_at: datetime | None
    again_at: datetime | None = Field(description="When a second browser first tried it.")
    failures: int = Field(description="Wrong codes so far; five close it.")
    ended_at: datetime | None


class PassMade(PassOut):
    """The only answer that holds link and code."""

    link: str
    code: str


class PassIn(Schema):
    """How link and code travel, and what the guest reads after acceptance."""

    link_by: Carrier
    code_by: Carrier = Field(description="Another way than the link.")
    asked: bool = Field(False, description="The agency has accounts and asked for a link.")
    name: str = Field("", max_length=400, description="How the person wants to be called.")
    meeting: str = Field("", max_length=400)
    companion: str = Field("", max_length=400)


class SlipIn(Schema):
    """An answer that came on paper or by phone."""

    to: State = Field(description="accepted, declined, in_service, feedback or returned.")
    way: str = Field(pattern="^(paper|phone)$")
    on: date = Field(description="Day of the answer in Jakarta; not in the future, not before sending.")
    name: str = Field(max_length=120, description="Who answered.")
    position: str = Field("", max_length=120)
    code: str = Field("", description="Reason; required to decline or return.")
    answer: str = Field("", max_length=5000)
    feedback: str = Field("", max_length=5000)
    proposed: str = Field("", description="Slug of an agency to ask instead, with a decline.")


class SlipOut(Schema):
    """An answer as it was typed in."""

    to: State
    way: str
    on: date
    name: str | None
    position: str | None
    typed_by: str
    typed_at: datetime


class LetterOut(Schema):
    """A numbered copy with the name."""

    number: int
    printed_by: str
    printed_at: datetime


class LetterMade(LetterOut):
    """What the letter says: label and words. Only a new copy carries the name."""

    name: str
    lines: list[tuple[str, str]]


class LetterIn(Schema):
    """Yes, with the name."""

    confirmed: bool = Field(
        description="Must be true: the person knows, and it travels in a closed envelope."
    )


@router.get("/guest-passes", response=list[PassOut], summary="Guest links of my agency that still work")
@api_door(Section.REFERRAL)
def list_passes(request: HttpRequest):
    """At most 100, the oldest first."""
    return [_pass(one) for one in queries.alive(request.viewer)[:MOST]]


@router.get("/referrals/{ref}/guest-passes", response=list[PassOut], summary="Guest links of a referral")
@api_door(Section.REFERRAL)
def passes_of_referral(request: HttpRequest, ref: str):
    """All of them, the newest first; for the sender only."""
    sight = sender_sight(request.viewer, ref, at=now())
    return [_pass(one) for one in queries.passes_of(request.viewer, sight.referral)]


@router.post("/referrals/{ref}/guest-passes", response={201: PassMade}, summary="Make a guest link")
@api_door(Section.REFERRAL, Verb.DECIDE, fresh=True)
def create_pass(request: HttpRequest, ref: str, body: PassIn):
    """Link and code are in this answer and nowhere else. An earlier link of the referral ends."""
    at = now()
    sight = sender_sight(request.viewer, ref, verb=Verb.DECIDE, at=at)
    told = {name: getattr(body, name) for name in ("name", "meeting", "companion")}
    made = make_pass(
        referral=sight.referral, link_by=body.link_by, code_by=body.code_by, told=told, asked=body.asked,
        by=request.viewer.user, at=at,
    )  # fmt: skip
    link = request.build_absolute_uri(reverse("guests:door")) + f"#{made.key}"
    made.guest_pass.referral = sight.referral
    return Status(201, PassMade(**_pass(made.guest_pass), link=link, code=made.code))


@router.delete("/referrals/{ref}/guest-passes", response={204: None}, summary="Take the guest link back")
@api_door(Section.REFERRAL, Verb.DECIDE)
def delete_pass(request: HttpRequest, ref: str):
    """Over at once. 404 when none is open."""
    at = now()
    sight = sender_sight(request.viewer, ref, verb=Verb.DECIDE, at=at)
    revoke_pass(guest_pass=living_pass(request.viewer, sight), by=request.viewer.user, at=at)
    return Status(204, None)


@router.get("/referrals/{ref}/slips", response=list[SlipOut], summary="Answers that the sender typed in")
@api_door(Section.REFERRAL)
def list_slips(request: HttpRequest, ref: str):
    """The newest first; who answered only for whom the words are open."""
    sight = sender_sight(request.viewer, ref, at=now())
    return [_slip(one, sight.reads_words) for one in queries.slips_of(request.viewer, sight.referral)]


@router.post(
    "/referrals/{ref}/slips", response={201: SlipOut}, summary="Type in an answer from paper or phone"
)
@api_door(Section.REFERRAL, Verb.DECIDE)
def create_slip(request: HttpRequest, ref: str, body: SlipIn):
    """Needs If-Match with the referral's ETag. A scan is attached to the case."""
    at = now()
    sight = sender_sight(request.viewer, ref, verb=Verb.DECIDE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    if not may_type(sight) or body.to not in slips.sayable(sight.referral):
        raise CannotMove([not_from_here()])
    step = step_to(body.to, sight)
    wanted = step.form.base_fields.keys() - {"version"}
    words = {name: getattr(body, name) for name in wanted if name in SlipIn.model_fields}
    if "proposed" in words:
        rows = receivers(timezone.localdate(at))
        words["proposed"] = get_object_or_404(rows, slug=body.proposed) if body.proposed else None
    said = slips.Said(way=body.way, on=body.on, name=body.name, position=body.position)
    made = slips.type_in(
        referral=sight.referral, step=step, words=words, said=said, by=request.viewer.user, at=at, seen=seen
    )
    return Status(201, _slip(made, True))


@router.get("/referrals/{ref}/letters", response=list[LetterOut], summary="Printed letters with the name")
@api_door(Section.REFERRAL)
def list_letters(request: HttpRequest, ref: str):
    """Their numbers, and who printed them."""
    sight = sender_sight(request.viewer, ref, at=now())
    return [_letter(one) for one in queries.letters_of(request.viewer, sight.referral)]


@router.post(
    "/referrals/{ref}/letters", response={201: LetterMade}, summary="A numbered letter with the name"
)
@api_door(Section.REFERRAL, Verb.DECIDE, fresh=True)
def create_letter(request: HttpRequest, ref: str, body: LetterIn):
    """409 unless confirmed and the name is unmasked for the caller."""
    at, viewer = now(), request.viewer
    sight = sender_sight(viewer, ref, verb=Verb.DECIDE, at=at)
    person = person_of(viewer, sight.referral)
    if not body.confirmed or person is None or person.pk not in unmasked_now(viewer, at):
        reason = Reason(
            "name_is_masked", _("Confirm, and open the name on the person's page first."), "confirmed"
        )
        return problem(409, "refused", _("This cannot be done now."), [reason])
    copy = print_named(referral=sight.referral, by=viewer.user, at=at)
    name = shown_names(viewer, [person], at)[person.pk]
    lines = [(str(label), str(words)) for label, words in preview_lines(sight.referral)]
    return Status(201, LetterMade(**_letter(copy), name=name, lines=lines))


def _pass(one: GuestPass) -> dict:
    names = (
        "ref", "state", "link_by", "code_by", "made_at", "expires_at", "opened_at", "until_at", "seen_at", "again_at",
        "failures", "ended_at",
    )  # fmt: skip
    facts = {name: getattr(one, name) for name in names}
    return facts | {"referral": one.referral.ref, "to": one.to_agency.slug, "end_code": one.end_code or None}


def _slip(one, reads_words: bool) -> dict:
    who = {"name": one.name, "position": one.position} if reads_words else {"name": None, "position": None}
    typed = {"typed_by": one.typed_by.full_name, "typed_at": one.typed_at}
    return {"to": one.to_state, "way": one.way, "on": one.on} | who | typed


def _letter(one) -> dict:
    return {"number": one.number, "printed_by": one.printed_by.full_name, "printed_at": one.printed_at}
