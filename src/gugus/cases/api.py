"""Doors for machines: the same gates and actions as the pages."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from gugus.access.api import api_door
from gugus.access.codes import FieldClass, Section, Verb
from gugus.access.policies import SECTION_CLOSED
from gugus.audit.actions import record
from gugus.base.api import etag_of, seen_version, version_needed
from gugus.base.refusals import Reason
from gugus.cases import actions, answers, closing_api, queries, records, schemas, states
from gugus.cases.checks import check, colleague, unknown_area, unknown_codes, unknown_country, unreadable_day
from gugus.cases.codes import CaseState
from gugus.cases.gate import sight_for
from gugus.cases.lists import read_list
from gugus.cases.parties import add_new_person, edit_case
from gugus.cases.policies import Sight
from gugus.cases.reading import people_of, read_case
from gugus.cases.records import Leg
from gugus.cases.story import read_story, visible_entries
from gugus.people.gate import person_for

router = Router(tags=["cases"])
router.add_router("", closing_api.router)
NEEDS_TWO = Reason("needs_two", _("Closing needs a second person: ask at /cases/{ref}/closing."), "to")


@router.get("/cases", response=schemas.CaseList, summary="Cases within reach")
@api_door(Section.CASE)
def list_cases(
    request: HttpRequest,
    whose: str = Query("", description="mine, team, shared; all within reach when left out."),
    state: str = Query("", description="A state, or any; open and on_hold when left out."),
    risk: str = "",
    safety: str = "",
    late: str = Query("", description="safety (check overdue) or quiet (no contact for too long)."),
    form: str = Query("", description="Form of exploitation, its sub-forms included."),
    area: str = Query("", description="Area code, lower levels included."),
    older: str = Query("", description="The cursor of an earlier answer."),
):
    """The same filters as the page, newest case first."""
    given = {
        "whose": whose,
        "state": state,
        "risk": risk,
        "safety": safety,
        "late": late,
        "form": form,
        "area": area,
    }
    chosen = {name: value for name, value in given.items() if value}
    check(unknown_codes("exploitation_forms", [form], "form"), unknown_area(area, "area"))
    return answers.listing(read_list(request.viewer, chosen, now(), older=older))


@router.post("/cases", response={201: schemas.CaseOut}, summary="Open a case without a report")
@api_door(Section.CASE, Verb.WRITE)
def create_case(request: HttpRequest, body: schemas.CaseIn, response: HttpResponse):
    """Send an Idempotency-Key, so that a repeated call opens one case."""
    viewer, at = request.viewer, now()
    check(
        unknown_area(body.area_code), unknown_codes("exploitation_forms", body.exploitation, "exploitation")
    )
    able = queries.colleagues(viewer.agency_id, timezone.localdate(at))
    facts = body.dict(exclude={"manager"})
    case = actions.open_case(
        agency=viewer.user.agency, manager=colleague(able, body.manager or viewer.user.username, "manager"),
        by=viewer.user, at=at, **facts,
    )  # fmt: skip
    return Status(201, _answer(request, sight_for(viewer, case.ref, at=at), response))


@router.get("/cases/{ref}", response=schemas.CaseOut, summary="One case")
@api_door(Section.CASE)
def get_case(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    return _answer(request, _seen(request, ref, now()), response)


@router.patch("/cases/{ref}", response=schemas.CaseOut, summary="Correct facts")
@api_door(Section.CASE, Verb.WRITE)
def correct_case(request: HttpRequest, ref: str, body: schemas.FactsIn, response: HttpResponse):
    """Needs If-Match with the ETag that was read; 412 when somebody was faster."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, field_class=FieldClass.SENSITIVE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    given = body.dict(exclude_unset=True)
    facts = {name: value for name, value in given.items() if value is not None or name == "crossed_border"}
    check(
        unknown_area(facts.get("area_code")),
        unknown_codes("exploitation_forms", facts.get("exploitation", ()), "exploitation"),
    )
    edit_case(case=sight.case, facts=facts, seen=seen, by=request.viewer.user, at=at)
    return _again(request, ref, response, at)


@router.post("/cases/{ref}/safety", response=schemas.CaseOut, summary="Check safety")
@api_door(Section.CASE, Verb.WRITE)
def check_safety(request: HttpRequest, ref: str, body: schemas.SafetyIn, response: HttpResponse):
    """Needs If-Match: two checks at once must not hide each other."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    actions.check_safety(case=sight.case, seen=seen, by=request.viewer.user, at=at, **body.dict())
    return _again(request, ref, response, at)


@router.post("/cases/{ref}/state", response=schemas.CaseOut, summary="Hold, resume, close, reopen, archive")
@api_door(Section.CASE, Verb.DECIDE)
def move_case(request: HttpRequest, ref: str, body: schemas.StateIn, response: HttpResponse):
    """Needs If-Match. 409 names every hurdle at once."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    if body.to == CaseState.CLOSED:
        raise states.CannotMove([NEEDS_TWO])
    states.move(case=sight.case, seen=seen, by=request.viewer.user, at=at, **body.dict())
    return _again(request, ref, response, at)


@router.post("/cases/{ref}/hand-over", response={204: None}, summary="Hand the case to a colleague")
@api_door(Section.CASE, Verb.HAND_OVER)
def hand_over(request: HttpRequest, ref: str, body: schemas.HandOverIn):
    """Needs If-Match. The safety check goes along; the caller may no longer see the case afterwards."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.HAND_OVER, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    able = queries.colleagues(request.viewer.agency_id, timezone.localdate(at))
    actions.hand_over(
        case=sight.case, to=colleague(able, body.to, "to"), reason=body.reason, seen=seen,
        by=request.viewer.user, at=at,
    )  # fmt: skip
    return Status(204, None)


@router.get("/cases/{ref}/parties", response=list[schemas.PartyOut], summary="People in the case")
@api_door(Section.CASE)
def list_parties(request: HttpRequest, ref: str):
    """Live and ended roles; other agencies get the persons that were shared with them."""
    at = now()
    return [answers.party(line) for line in people_of(_seen(request, ref, at), at)]


@router.post("/cases/{ref}/parties", response={201: schemas.PartyOut}, summary="Give a person a role")
@api_door(Section.CASE, Verb.WRITE)
def add_party(request: HttpRequest, ref: str, body: schemas.PartyIn):
    """A person whom the caller may see."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    check(unknown_codes("relations", [body.relation], "relation"))
    person = person_for(request.viewer, body.person, at=at)
    made = actions.add_party(
        case=sight.case, person=person, by=request.viewer.user, at=at, **body.dict(exclude={"person"})
    )
    return Status(201, _party(sight, made.pk, at))


@router.post("/cases/{ref}/persons", response={201: schemas.PartyOut}, summary="Add somebody new")
@api_door(Section.CASE, Verb.WRITE)
def add_person(request: HttpRequest, ref: str, body: schemas.NewPersonIn):
    """Look for the person first (`POST /persons/search`): two records of one person make help miss its person."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    check(unknown_codes("relations", [body.relation], "relation"))
    facts = {
        "sex": body.sex, "birth_year": body.birth_year, "phones": body.phones,
        "birth_certainty": "stated" if body.birth_year else "unknown",
        "names": {"full": body.name, "aliases": []} if body.name.strip() else None,
    }  # fmt: skip
    role_facts = body.dict(include={"role", "age_at_act", "relation", "note"})
    made = add_new_person(case=sight.case, facts=facts, role_facts=role_facts, by=request.viewer.user, at=at)
    return Status(201, _party(sight, made.pk, at))


@router.post("/cases/{ref}/parties/{party_id}/end", response=schemas.PartyOut, summary="End a role")
@api_door(Section.CASE, Verb.WRITE)
def end_party(request: HttpRequest, ref: str, party_id: UUID, body: schemas.ReasonIn):
    """A mistake, or the role no longer holds; the row stays."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    party = get_object_or_404(sight.case.parties.select_related("person"), pk=party_id)
    actions.end_party(party=party, reason=body.reason, by=request.viewer.user, at=at)
    return _party(sight, party.pk, at)


@router.get("/cases/{ref}/entries", response=schemas.EntryList, summary="The chronology")
@api_door(Section.CASE)
def list_entries(request: HttpRequest, ref: str, older: str = ""):
    """The sections that the caller reads."""
    return answers.story(read_story(_seen(request, ref, now()), older))


@router.post("/cases/{ref}/entries", response={201: schemas.EntryOut}, summary="Write in the chronology")
@api_door(Section.CASE)
def write_entry(request: HttpRequest, ref: str, body: schemas.EntryIn):
    """Agencies with which the case is shared write in the sections that were opened to them."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    if body.section not in sight.writable_sections:
        raise PermissionDenied(SECTION_CLOSED)
    told = body.dict(exclude={"corrects"})
    corrected = None
    if body.corrects:
        own = {"agency_id": request.viewer.agency_id, "section__in": sight.writable_sections}
        corrected = get_object_or_404(visible_entries(sight), pk=body.corrects, **own)
    made = records.write_entry(case=sight.case, corrects=corrected, by=request.viewer.user, at=at, **told)
    return Status(201, answers.entry(made, is_corrected=False))


@router.get("/cases/{ref}/incidents", response=list[schemas.IncidentOut], summary="What happened")
@api_door(Section.CASE)
def list_incidents(request: HttpRequest, ref: str):
    """For the agency that answers, and for those to whom screening or justice was opened; else empty."""
    at = now()
    return [answers.incident(one.incident) for one in read_case(_seen(request, ref, at), at).incidents]


@router.post("/cases/{ref}/incidents", response={201: schemas.IncidentOut}, summary="Add an incident")
@api_door(Section.CASE, Verb.WRITE)
def add_incident(request: HttpRequest, ref: str, body: schemas.IncidentIn):
    """With the legs of its route in the order of the journey."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    _check_incident(body)
    facts = body.dict(exclude={"legs"})
    facts["description"] = facts["description"] or None
    made = records.add_incident(
        case=sight.case, facts=facts, legs=[Leg(**leg.dict()) for leg in body.legs],
        by=request.viewer.user, at=at,
    )  # fmt: skip
    return Status(201, answers.incident(made))


def _check_incident(body: schemas.IncidentIn) -> None:
    """Every place, day and code of an incident and its legs."""
    doubts = [
        unknown_codes("modus", [body.modus], "modus"),
        unknown_codes("places", [body.place_kind], "place_kind"),
        unreadable_day(body.from_on, "from_on"),
        unreadable_day(body.to_on, "to_on"),
        unknown_codes("transports", [leg.transport for leg in body.legs], "legs"),
    ]
    for one in (body, *body.legs):
        doubts += [unknown_area(one.area_code), unknown_country(one.country)]
    doubts += [unreadable_day(leg.on, "legs") for leg in body.legs]
    check(*doubts)


@router.post("/cases/{ref}/flags", response={201: schemas.FlagOut}, summary="Raise a warning")
@api_door(Section.CASE, Verb.WRITE)
def raise_flag(request: HttpRequest, ref: str, body: schemas.FlagIn):
    """It stands on the case until somebody resolves it."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    return Status(
        201, answers.flag(actions.raise_flag(case=sight.case, by=request.viewer.user, at=at, **body.dict()))
    )


@router.post("/cases/{ref}/flags/{flag_id}/resolve", response=schemas.FlagOut, summary="Resolve a warning")
@api_door(Section.CASE, Verb.WRITE)
def resolve_flag(request: HttpRequest, ref: str, flag_id: UUID, body: schemas.ResolutionIn):
    """It no longer holds, for a reason that is kept."""
    at = now()
    sight = sight_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    flag = get_object_or_404(sight.case.flags.all(), pk=flag_id)
    done = actions.resolve_flag(flag=flag, resolution=body.resolution, by=request.viewer.user, at=at)
    return answers.flag(done)


def _seen(request: HttpRequest, ref: str, at: datetime) -> Sight:
    """The case to read; reading is written to the trail."""
    sight = sight_for(request.viewer, ref, at=at)
    record("case.seen", about=sight.case, within=sight.case, by=request.viewer.user, at=at)
    return sight


def _answer(request: HttpRequest, sight: Sight, response: HttpResponse) -> schemas.CaseOut:
    response["ETag"] = etag_of(sight.case)
    return answers.case(read_case(sight, now()), dict(queries.steps(sight.case)))


def _again(request: HttpRequest, ref: str, response: HttpResponse, at: datetime) -> schemas.CaseOut:
    """The case as it is after the change."""
    return _answer(request, sight_for(request.viewer, ref, at=at), response)


def _party(sight: Sight, party_id: UUID, at: datetime) -> schemas.PartyOut:
    return next(answers.party(line) for line in people_of(sight, at) if line.party.pk == party_id)
