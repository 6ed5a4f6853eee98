"""Doors for machines to the criminal track: the same gates and actions as the pages; `schemas` says what goes where."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.timezone import now
from ninja import Query, Router, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.base.api import etag_of, seen_version, version_needed
from gugus.base.vault import keyed_digests
from gugus.directory.models import Agency
from gugus.directory.queries import agencies
from gugus.justice import figures, queries
from gugus.justice import schemas as say
from gugus.justice.actions import charging, moving, protecting, ruling, shielding, sitting, telling
from gugus.justice.actions.heart import plain_number
from gugus.justice.codes import Tab
from gugus.justice.gate import (
    Sight,
    case_to_pursue,
    hearing_for,
    informing_of,
    part_of,
    party_of,
    proceeding_for,
    protection_for,
    shield_for,
    shields_open,
)
from gugus.law.provisions import provisions

router = Router(tags=["justice"])
MOST = 100
PEOPLE = ("survivor", "witness", "family", "reporter")


@router.get("/proceedings", response=list[say.ProceedingOut], summary="Criminal tracks within reach")
@api_door(Section.JUSTICE)
def list_proceedings(
    request: HttpRequest,
    tab: str = Query("running", pattern="^(running|long|ended)$"),
    offset: int = Query(0, ge=0, le=1_000_000),
):
    """At most 100; what has stood longest by its clock comes first."""
    rows = queries.listed(request.viewer, tab, now())[offset : offset + MOST]
    return [say.proceeding(one) for one in rows]


@router.post(
    "/proceedings/search", response=list[say.ProceedingOut], summary="Find the number of a police report"
)
@api_door(Section.JUSTICE)
def search_report(request: HttpRequest, body: say.LpIn):
    """Within reach only. Posted, so that no address and no log keeps the number."""
    plain = plain_number(body.number)
    found = queries.by_lp(request.viewer, keyed_digests("lp_number", plain) if plain else [])
    moving.note_search(by=request.viewer.user, found=len(found), at=now())
    return [say.proceeding(one) for one in found]


@router.get("/proceedings/figures", response=say.FiguresOut, summary="Figures of criminal tracks")
@api_door(Section.JUSTICE)
def get_figures(request: HttpRequest):
    """Counts and median days of what is within reach; nobody is named."""
    return say.figures(figures.of(request.viewer, now()))


@router.get(
    "/proceedings/provisions", response=list[say.ProvisionOut], summary="What can be charged for a day"
)
@api_door(Section.JUSTICE)
def list_provisions(request: HttpRequest, on: say.Day):
    """The offences that counted on the day of the act."""
    return [say.provision(one) for one in provisions(on=on, kind=charging.CHARGEABLE)]


@router.get("/proceedings/{ref}", response=say.ProceedingWhole, summary="One criminal track")
@api_door(Section.JUSTICE)
def get_proceeding(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    sight = proceeding_for(request.viewer, ref, at=at)
    moving.read_proceeding(proceeding=sight.row, by=request.viewer.user, at=at)
    return _whole(sight, response)


@router.post("/cases/{ref}/proceedings", response={201: say.ProceedingWhole}, summary="Write a police report")
@api_door(Section.JUSTICE, Verb.WRITE)
def create_proceeding(request: HttpRequest, ref: str, body: say.ProceedingIn, response: HttpResponse):
    """Send an Idempotency-Key, so that a repeated call writes one."""
    at, viewer = now(), request.viewer
    case = case_to_pursue(viewer, ref, at=at).case
    made = moving.write_proceeding(case=case, told_of=_told(case, body), by=viewer.user, at=at)
    return Status(201, _whole(proceeding_for(viewer, made.ref, at=at), response))


@router.put("/proceedings/{ref}", response=say.ProceedingWhole, summary="Change what is known")
@api_door(Section.JUSTICE, Verb.WRITE)
def change_proceeding(request: HttpRequest, ref: str, body: say.ProceedingIn, response: HttpResponse):
    """Needs If-Match. The day of the report and the steps stay."""
    case = proceeding_for(request.viewer, ref, at=now()).case
    return _run(request, ref, moving.change_proceeding, {"told_of": _told(case, body)}, response)


@router.post("/proceedings/{ref}/move", response=say.ProceedingWhole, summary="Move to another stage")
@api_door(Section.JUSTICE, Verb.DECIDE)
def move_proceeding(request: HttpRequest, ref: str, body: say.MoveIn, response: HttpResponse):
    """Needs If-Match. A pair of stages that is not in the table is refused."""
    return _run(request, ref, moving.move_on, body.dict() | {"code": body.code or ""}, response, Verb.DECIDE)


@router.post("/proceedings/{ref}/pass-on", response=say.ProceedingWhole, summary="Another police office")
@api_door(Section.JUSTICE, Verb.WRITE)
def pass_proceeding_on(request: HttpRequest, ref: str, body: say.PassOnIn, response: HttpResponse):
    """Needs If-Match. The stage stays."""
    return _run(request, ref, moving.pass_on, body.dict() | {"office": _agency(body.office)}, response)


@router.post("/proceedings/{ref}/take-back", response=say.ProceedingWhole, summary="Take back the last step")
@api_door(Section.JUSTICE, Verb.DECIDE)
def take_step_back(request: HttpRequest, ref: str, response: HttpResponse):
    """Needs If-Match. The step stays readable; a verdict that came with it is void."""
    return _run(request, ref, moving.take_back, {}, response, Verb.DECIDE)


@router.post("/proceedings/{ref}/charges", response=say.ProceedingWhole, summary="Add a charge")
@api_door(Section.JUSTICE, Verb.WRITE)
def add_charge(request: HttpRequest, ref: str, body: say.ChargeIn, response: HttpResponse):
    """Needs If-Match. Only a provision that counted on the day of the act."""
    return _run(request, ref, charging.add_charge, body.dict(), response)


@router.delete("/proceedings/{ref}/charges/{charge}", response=say.ProceedingWhole, summary="Drop a charge")
@api_door(Section.JUSTICE, Verb.WRITE)
def drop_charge(request: HttpRequest, ref: str, charge: UUID, response: HttpResponse):
    """Needs If-Match. It stays readable; not once a court has ruled."""
    sight = proceeding_for(request.viewer, ref, at=now())
    return _run(request, ref, charging.drop_charge, {"charge": part_of(sight, "charges", charge)}, response)


@router.post("/proceedings/{ref}/custody", response=say.ProceedingWhole, summary="The accused is held")
@api_door(Section.JUSTICE, Verb.WRITE)
def hold_accused(request: HttpRequest, ref: str, body: say.HoldIn, response: HttpResponse):
    """Without a last day, the table of clocks says how long it may last."""
    return _run(request, ref, charging.hold, body.dict(), response, versioned=False)


@router.post(
    "/proceedings/{ref}/custody/{span}/end", response=say.ProceedingWhole, summary="Not held any more"
)
@api_door(Section.JUSTICE, Verb.WRITE)
def end_custody(request: HttpRequest, ref: str, span: UUID, body: say.FreeIn, response: HttpResponse):
    """Since a day, for a coded reason."""
    sight = proceeding_for(request.viewer, ref, at=now())
    facts = body.dict() | {"span": part_of(sight, "custody", span)}
    return _run(request, ref, charging.end_custody, facts, response, versioned=False)


@router.post("/proceedings/{ref}/verdicts", response=say.ProceedingWhole, summary="Write a verdict")
@api_door(Section.JUSTICE, Verb.DECIDE)
def give_verdict(request: HttpRequest, ref: str, body: say.VerdictIn, response: HttpResponse):
    """Needs If-Match. Every charge that is pursued gets its ruling; the proceeding moves on with it."""
    facts = body.dict(exclude={"rulings"}) | {"court": _agency(body.court)}
    facts["rulings"] = [ruling.Said(**one.dict()) for one in body.rulings]
    return _run(request, ref, ruling.give_verdict, facts, response, Verb.DECIDE)


@router.post(
    "/proceedings/{ref}/verdicts/{verdict}/correct", response=say.ProceedingWhole, summary="Correct a verdict"
)
@api_door(Section.JUSTICE, Verb.DECIDE)
def correct_verdict(
    request: HttpRequest, ref: str, verdict: UUID, body: say.CorrectionIn, response: HttpResponse
):
    """Needs If-Match. The first wording stays, void; the right one names it and says what was wrong."""
    sight = proceeding_for(request.viewer, ref, verb=Verb.DECIDE, at=now())
    facts = body.dict(exclude={"rulings"}) | {"court": _agency(body.court)}
    facts |= {"verdict": part_of(sight, "verdicts", verdict)}
    facts["rulings"] = [ruling.Said(**one.dict()) for one in body.rulings]
    return _run(request, ref, ruling.correct_verdict, facts, response, Verb.DECIDE)


@router.post(
    "/proceedings/{ref}/told/{informing}", response=say.ProceedingWhole, summary="The survivor was told"
)
@api_door(Section.JUSTICE, Verb.WRITE)
def mark_told(request: HttpRequest, ref: str, informing: UUID, body: say.ToldIn, response: HttpResponse):
    """When and how; only in the way that is safe for her."""
    return _informing(request, ref, informing, telling.mark_told, body.dict(), response)


@router.post(
    "/proceedings/{ref}/told/{informing}/unsafe",
    response=say.ProceedingWhole,
    summary="She cannot be told safely",
)
@api_door(Section.JUSTICE, Verb.WRITE)
def mark_not_safe(request: HttpRequest, ref: str, informing: UUID, body: say.NoteIn, response: HttpResponse):
    """And why; she can still be told later."""
    return _informing(request, ref, informing, telling.mark_not_safe, body.dict(), response)


@router.post("/cases/{ref}/telling-wishes", response={204: None}, summary="What a survivor wants to know")
@api_door(Section.JUSTICE, Verb.WRITE)
def record_wish(request: HttpRequest, ref: str, body: say.WishIn):
    """It counts for what waits now and for every later step."""
    at, viewer = now(), request.viewer
    case = case_to_pursue(viewer, ref, at=at).case
    facts = body.dict() | {"party": party_of(case, body.party, "survivor")}
    telling.record_wish(case=case, by=viewer.user, at=at, **facts)
    return Status(204, None)


@router.get("/hearings", response=list[say.HearingOut], summary="Hearings of the coming week")
@api_door(Section.JUSTICE)
def list_hearings(request: HttpRequest, offset: int = Query(0, ge=0, le=1_000_000)):
    """Planned ones of seven days, and earlier ones without a result; at most 100."""
    rows = queries.listed(request.viewer, Tab.WEEK, now())[offset : offset + MOST]
    return [say.hearing(one) for one in rows]


@router.get("/hearings/{ref}", response=say.HearingWhole, summary="One hearing")
@api_door(Section.JUSTICE)
def get_hearing(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    sight = hearing_for(request.viewer, ref, at=at)
    sitting.read_hearing(hearing=sight.row, by=request.viewer.user, at=at)
    return _hearing(sight, response)


@router.post("/proceedings/{ref}/hearings", response={201: say.HearingWhole}, summary="Fix a hearing")
@api_door(Section.JUSTICE, Verb.WRITE)
def plan_hearing(request: HttpRequest, ref: str, body: say.HearingIn, response: HttpResponse):
    """A child in the court room needs somebody named beside it (UU 21/2007 arts. 38-40)."""
    at, viewer = now(), request.viewer
    sight = proceeding_for(viewer, ref, verb=Verb.WRITE, at=at)
    made = sitting.plan_hearing(
        proceeding=sight.row, sitting=_sitting(sight.case, body), by=viewer.user, at=at
    )
    return Status(201, _hearing(hearing_for(viewer, made.ref, at=at), response))


@router.put("/hearings/{ref}", response=say.HearingWhole, summary="Change a hearing")
@api_door(Section.JUSTICE, Verb.WRITE)
def change_hearing(request: HttpRequest, ref: str, body: say.HearingIn, response: HttpResponse):
    """Needs If-Match. Only while it is planned."""
    case = hearing_for(request.viewer, ref, at=now()).case
    return _sit(request, ref, sitting.change_hearing, {"sitting": _sitting(case, body)}, response)


@router.post("/hearings/{ref}/result", response=say.HearingWhole, summary="Write what came of a hearing")
@api_door(Section.JUSTICE, Verb.WRITE)
def close_hearing(request: HttpRequest, ref: str, body: say.ResultIn, response: HttpResponse):
    """Needs If-Match. A next day makes the next hearing of the chain."""
    return _sit(request, ref, sitting.close_hearing, body.dict(), response)


@router.post("/hearings/{ref}/postpone", response=say.HearingWhole, summary="Postpone a hearing")
@api_door(Section.JUSTICE, Verb.WRITE)
def postpone_hearing(request: HttpRequest, ref: str, body: say.PostponeIn, response: HttpResponse):
    """Needs If-Match. The new day, if it is known, keeps court, agenda and people."""
    return _sit(request, ref, sitting.postpone_hearing, body.dict(), response)


@router.post("/hearings/{ref}/cancel", response=say.HearingWhole, summary="Cancel a hearing")
@api_door(Section.JUSTICE, Verb.WRITE)
def cancel_hearing(request: HttpRequest, ref: str, body: say.CancelIn, response: HttpResponse):
    """Needs If-Match."""
    return _sit(request, ref, sitting.cancel_hearing, body.dict(), response)


@router.post("/cases/{ref}/protections", response={201: say.ProtectionOut}, summary="Ask LPSK for protection")
@api_door(Section.JUSTICE, Verb.WRITE)
def ask_protection(request: HttpRequest, ref: str, body: say.ProtectionIn, response: HttpResponse):
    """The clock for completeness runs from the day on which it was asked for."""
    at, viewer = now(), request.viewer
    case = case_to_pursue(viewer, ref, at=at).case
    facts = body.dict() | {"party": party_of(case, body.party, *PEOPLE)}
    made = protecting.ask_protection(case=case, by=viewer.user, at=at, **facts)
    return Status(201, _protection(protection_for(viewer, made.ref, at=at), response))


@router.get("/protections/{ref}", response=say.ProtectionOut, summary="One request for protection")
@api_door(Section.JUSTICE)
def get_protection(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    sight = protection_for(request.viewer, ref, at=at)
    protecting.read_protection(protection=sight.row, by=request.viewer.user, at=at)
    return _protection(sight, response)


@router.post("/protections/{ref}/move", response=say.ProtectionOut, summary="What became of a request")
@api_door(Section.JUSTICE, Verb.WRITE)
def move_protection(request: HttpRequest, ref: str, body: say.ProtectionStepIn, response: HttpResponse):
    """Needs If-Match."""
    at = now()
    sight = protection_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    facts = body.dict() | {"code": body.code or ""}
    protecting.move_protection(protection=sight.row, by=request.viewer.user, at=at, seen=seen, **facts)
    return _protection(protection_for(request.viewer, ref, at=at), response)


@router.post("/cases/{ref}/shields", response={201: say.ShieldOut}, summary="Ask about art. 18")
@api_door(Section.JUSTICE, Verb.WRITE)
def raise_shield(request: HttpRequest, ref: str, body: say.ShieldIn, response: HttpResponse):
    """For the survivor's side alone; asking twice about one person is asking once."""
    at, viewer = now(), request.viewer
    case = shields_open(case_to_pursue(viewer, ref, at=at)).case
    party = party_of(case, body.party, "survivor")
    made = shielding.raise_shield(
        case=case, party=party, origin="told", note=body.note, by=viewer.user, at=at
    )
    return Status(201, _shield(shield_for(viewer, made.ref, at=at), response))


@router.get("/shields/{ref}", response=say.ShieldOut, summary="One question of non-punishment")
@api_door(Section.JUSTICE)
def get_shield(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    at = now()
    sight = shield_for(request.viewer, ref, at=at)
    shielding.read_shield(shield=sight.row, by=request.viewer.user, at=at)
    return _shield(sight, response)


@router.post("/shields/{ref}/decision", response=say.ShieldOut, summary="What came of art. 18")
@api_door(Section.JUSTICE, Verb.DECIDE)
def decide_shield(request: HttpRequest, ref: str, body: say.ShieldStepIn, response: HttpResponse):
    """Needs If-Match. It may be decided again."""
    at = now()
    sight = shield_for(request.viewer, ref, verb=Verb.DECIDE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    shielding.decide_shield(shield=sight.row, by=request.viewer.user, at=at, seen=seen, **body.dict())
    return _shield(shield_for(request.viewer, ref, at=at), response)


def _run(
    request: HttpRequest, ref: str, action, facts: dict, response: HttpResponse, verb: Verb = Verb.WRITE, *,
    versioned: bool = True,
):  # fmt: skip
    at = now()
    sight = proceeding_for(request.viewer, ref, verb=verb, at=at)
    if versioned:
        if (seen := seen_version(request)) is None:
            return version_needed()
        facts = facts | {"seen": seen}
    action(proceeding=sight.row, by=request.viewer.user, at=at, **facts)
    return _whole(proceeding_for(request.viewer, ref, at=at), response)


def _sit(request: HttpRequest, ref: str, action, facts: dict, response: HttpResponse):
    at = now()
    sight = hearing_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    action(hearing=sight.row, by=request.viewer.user, at=at, seen=seen, **facts)
    return _hearing(hearing_for(request.viewer, ref, at=at), response)


def _informing(request: HttpRequest, ref: str, pk: UUID, action, facts: dict, response: HttpResponse):
    at = now()
    sight = proceeding_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    action(informing=informing_of(sight, pk), by=request.viewer.user, at=at, **facts)
    return _whole(proceeding_for(request.viewer, ref, at=at), response)


def _agency(slug: str) -> Agency | None:
    return get_object_or_404(agencies(timezone.localdate()), slug=slug) if slug else None


def _told(case, body: say.ProceedingIn) -> moving.Told:
    facts = body.dict() | {"office": _agency(body.office)}
    facts["accused"] = party_of(case, body.accused, "accused", "survivor") if body.accused else None
    return moving.Told(**facts)


def _sitting(case, body: say.HearingIn) -> sitting.Sitting:
    facts = body.dict(exclude={"places"}) | {"court": _agency(body.court)}
    places = [
        sitting.Place(**one.dict() | {"party": party_of(case, one.party, *PEOPLE)}) for one in body.places
    ]
    return sitting.Sitting(places=places, **facts)


def _whole(sight: Sight, response: HttpResponse) -> dict:
    response["ETag"] = etag_of(sight.row)
    return say.whole(sight.row)


def _hearing(sight: Sight, response: HttpResponse) -> dict:
    response["ETag"] = etag_of(sight.row)
    return say.whole_hearing(sight.row)


def _protection(sight: Sight, response: HttpResponse) -> dict:
    response["ETag"] = etag_of(sight.row)
    return say.protection(sight.row)


def _shield(sight: Sight, response: HttpResponse) -> dict:
    response["ETag"] = etag_of(sight.row)
    return say.shield(sight.row)
