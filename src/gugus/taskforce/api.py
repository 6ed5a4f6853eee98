"""Task forces for machines: the same gates and actions as the pages. Days are days in Jakarta."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Router, Status

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.audit.actions import record
from gugus.base.api import etag_of, problem, seen_version, version_needed
from gugus.base.refusals import Reason
from gugus.directory.models import Agency, TaskForce
from gugus.taskforce import queries
from gugus.taskforce.actions import founding, head, seats
from gugus.taskforce.actions.bases import Paper, add_basis, correct_basis, end_basis
from gugus.taskforce.actions.keeping import CannotKeep, locked
from gugus.taskforce.gate import basis_for, force_for, force_to_keep, force_to_take_up, position_of
from gugus.taskforce.models import LegalBasis
from gugus.taskforce.policies import Sight
from gugus.taskforce.schemas import (
    BasisIn,
    BasisOut,
    CorrectIn,
    DescribeIn,
    EndIn,
    FieldsIn,
    ForceLine,
    ForceOut,
    FoundIn,
    FrequencyIn,
    FrequencyOut,
    MemberIn,
    NewBasisIn,
    OnIn,
    PassIn,
    PositionIn,
    PositionOut,
    ReplaceSeatIn,
    SeatOut,
)
from gugus.taskforce.views import facts

router = Router(tags=["taskforce"])


@router.get("/taskforces", response=list[ForceLine], summary="Task forces of my agency")
@api_door(Section.TASKFORCE)
def list_forces(request: HttpRequest):
    """Those in which the caller's agency sits today."""
    return [_line(one) for one in queries.forces_for(request.viewer)]


@router.post("/taskforces", response={201: ForceOut}, summary="Found a task force")
@api_door(Section.TASKFORCE, Verb.DECIDE)
def create_force(request: HttpRequest, body: FoundIn, response: HttpResponse):
    """The caller's agency keeps its secretariat. Send an Idempotency-Key."""
    at = now()
    if why := _no_writer(request):
        return why
    wish = founding.Wish(body.name, body.level, body.area_code, _parent(body.parent))
    made = founding.found_force(wish=wish, on=body.on, by=request.viewer.user, at=at)
    return Status(201, _answer(request, made.ref, response))


@router.get("/taskforces/{ref}", response=ForceOut, summary="One task force as of a day")
@api_door(Section.TASKFORCE)
def get_force(
    request: HttpRequest,
    ref: str,
    response: HttpResponse,
    on: date | None = None,
):
    """Seats, positions, legal basis and frequencies as they stood on the day (`on`, else today). Leaves a trace."""
    at = now()
    sight = force_for(request.viewer, ref)
    day = on or timezone.localdate(at)
    record("taskforce.read", about=sight.force, by=request.viewer.user, at=at, changes={"day": day})
    return _told(sight, day, response)


@router.put("/taskforces/{ref}", response=ForceOut, summary="Name and next level")
@api_door(Section.TASKFORCE, Verb.DECIDE)
def describe_force(request: HttpRequest, ref: str, body: DescribeIn, response: HttpResponse):
    """Needs If-Match."""
    return _step(request, ref, response, founding.describe, name=body.name, parent=_parent(body.parent))


@router.post("/taskforces/{ref}/members", response=ForceOut, summary="Add a member")
@api_door(Section.TASKFORCE, Verb.DECIDE)
def add_member(request: HttpRequest, ref: str, body: MemberIn, response: HttpResponse):
    """Needs If-Match. From the day on the agency reads everything of the task force."""
    told = body.dict(exclude={"agency"})
    return _step(request, ref, response, seats.seat_agency, agency=_agency(body.agency), **told)


@router.put("/taskforces/{ref}/members/{agency}", response=ForceOut, summary="Fields of a member")
@api_door(Section.TASKFORCE, Verb.DECIDE)
def change_member(request: HttpRequest, ref: str, agency: str, body: FieldsIn, response: HttpResponse):
    """Needs If-Match. The earlier fields stay in the history."""
    return _step(request, ref, response, seats.change_seat, agency=_agency(agency), **body.dict())


@router.post("/taskforces/{ref}/members/{agency}/end", response=ForceOut, summary="End a seat")
@api_door(Section.TASKFORCE, Verb.DECIDE)
def end_member(request: HttpRequest, ref: str, agency: str, body: EndIn, response: HttpResponse):
    """Needs If-Match. What the agency did stays; what it still has to do goes to `heir`, which is then needed."""
    heir = _agency(body.heir, "heir") if body.heir else None
    return _step(request, ref, response, seats.end_seat, agency=_agency(agency), on=body.on, heir=heir)


@router.post("/taskforces/{ref}/members/{agency}/replace", response=ForceOut, summary="Replace a member")
@api_door(Section.TASKFORCE, Verb.DECIDE)
def replace_member(request: HttpRequest, ref: str, agency: str, body: ReplaceSeatIn, response: HttpResponse):
    """Needs If-Match. From the day on `heir` has fields, secretariat, and what is still to be done."""
    heir = _agency(body.heir, "heir")
    return _step(request, ref, response, seats.replace_seat, agency=_agency(agency), on=body.on, heir=heir)


@router.post("/taskforces/{ref}/secretariat", response=ForceOut, summary="Pass the secretariat on")
@api_door(Section.TASKFORCE, Verb.DECIDE)
def pass_on(request: HttpRequest, ref: str, body: PassIn, response: HttpResponse):
    """Needs If-Match. From the day on the other member writes for the task force."""
    return _step(request, ref, response, seats.pass_secretariat, agency=_agency(body.agency), on=body.on)


@router.post("/taskforces/{ref}/secretariat/take-up", response=ForceOut, summary="Take up the secretariat")
@api_door(Section.TASKFORCE, Verb.DECIDE)
def take_up(request: HttpRequest, ref: str, response: HttpResponse):
    """For a member, where nobody keeps it."""
    at = now()
    sight = force_to_take_up(request.viewer, ref)
    seats.take_up_secretariat(force=sight.force, by=request.viewer.user, on=timezone.localdate(at), at=at)
    return _answer(request, ref, response)


@router.post("/taskforces/{ref}/positions", response=ForceOut, summary="Add a position")
@api_door(Section.TASKFORCE, Verb.DECIDE)
def add_position(request: HttpRequest, ref: str, body: PositionIn, response: HttpResponse):
    """Needs If-Match. Where there is only one of a kind, the one before ends on that day."""
    sight = force_to_keep(request.viewer, ref)
    post = head.Post(
        body.kind, body.office, body.on, body.field or "", _agency(body.agency) if body.agency else None, body.holder,
        _basis_of(sight, body.basis) if body.basis else None,
    )  # fmt: skip
    return _step(request, ref, response, head.appoint, post=post)


@router.put("/taskforces/{ref}/positions/{id}", response=ForceOut, summary="Correct a position")
@api_door(Section.TASKFORCE, Verb.DECIDE)
def correct_position(request: HttpRequest, ref: str, id: UUID, body: CorrectIn, response: HttpResponse):
    """Needs If-Match. A slip of the pen; somebody else is appointed instead."""
    return _position_step(request, ref, id, response, head.correct_position, **body.dict())


@router.post("/taskforces/{ref}/positions/{id}/end", response=ForceOut, summary="End a position")
@api_door(Section.TASKFORCE, Verb.DECIDE)
def end_position(request: HttpRequest, ref: str, id: UUID, body: OnIn, response: HttpResponse):
    """Needs If-Match. Nobody holds it from the day on."""
    return _position_step(request, ref, id, response, head.end_position, on=body.on)


@router.put("/taskforces/{ref}/frequencies", response=ForceOut, summary="How often a meeting is to be held")
@api_door(Section.TASKFORCE, Verb.DECIDE)
def put_frequency(request: HttpRequest, ref: str, body: FrequencyIn, response: HttpResponse):
    """Needs If-Match. Unconfirmed unless a rule is named in which the number was read."""
    return _step(request, ref, response, head.set_frequency, **body.dict())


@router.post("/taskforces/{ref}/bases", response={201: BasisOut}, summary="Add a legal basis")
@api_door(Section.TASKFORCE, Verb.DECIDE)
def create_basis(request: HttpRequest, ref: str, body: NewBasisIn, response: HttpResponse):
    """Send an Idempotency-Key. The file itself is attached to the reference that is returned."""
    sight = force_to_keep(request.viewer, ref)
    replaces = _basis_of(sight, body.replaces) if body.replaces else None
    paper = Paper(**body.dict(exclude={"replaces"}))
    made = add_basis(
        force=sight.force, paper=paper, replaces=replaces, by=request.viewer.user, at=now(),
        seen=seen_version(request),
    )  # fmt: skip
    response["ETag"] = etag_of(made)
    return Status(201, _basis_out(made))


@router.get("/legal-bases/{ref}", response=BasisOut, summary="One legal basis")
@api_door(Section.TASKFORCE)
def get_basis(request: HttpRequest, ref: str, response: HttpResponse):
    """With its version as ETag. Reading is written to the trail."""
    sight, found = basis_for(request.viewer, ref)
    record("taskforce.basis_read", about=found, within=sight.force, by=request.viewer.user, at=now())
    response["ETag"] = etag_of(found)
    return _basis_out(found)


@router.put("/legal-bases/{ref}", response=BasisOut, summary="Correct a legal basis")
@api_door(Section.TASKFORCE, Verb.DECIDE)
def put_basis(request: HttpRequest, ref: str, body: BasisIn, response: HttpResponse):
    """Needs If-Match."""
    _sight, found = basis_for(request.viewer, ref, keep=True)
    if (seen := seen_version(request)) is None:
        return version_needed()
    made = correct_basis(basis=found, paper=Paper(**body.dict()), by=request.viewer.user, at=now(), seen=seen)
    response["ETag"] = etag_of(made)
    return _basis_out(made)


@router.post("/legal-bases/{ref}/end", response=BasisOut, summary="A legal basis counts no more")
@api_door(Section.TASKFORCE, Verb.DECIDE)
def close_basis(request: HttpRequest, ref: str, body: OnIn, response: HttpResponse):
    """Needs If-Match. From the day on; nothing took its place."""
    _sight, found = basis_for(request.viewer, ref, keep=True)
    if (seen := seen_version(request)) is None:
        return version_needed()
    made = end_basis(basis=found, on=body.on, by=request.viewer.user, at=now(), seen=seen)
    response["ETag"] = etag_of(made)
    return _basis_out(made)


def _step(request: HttpRequest, ref: str, response: HttpResponse, run, **told):
    """A step of the secretariat under the version that the caller saw."""
    sight = force_to_keep(request.viewer, ref)
    if (seen := seen_version(request)) is None:
        return version_needed()
    run(force=sight.force, **told, by=request.viewer.user, at=now(), seen=seen)
    return _answer(request, ref, response)


def _position_step(request: HttpRequest, ref: str, pk: UUID, response: HttpResponse, run, **told):
    """The same about a position, which is read with its task force and under its version."""
    sight = force_to_keep(request.viewer, ref)
    held = position_of(sight, pk)
    if (seen := seen_version(request)) is None:
        return version_needed()
    with transaction.atomic():
        locked(sight.force, seen=seen)
        run(position=held, **told, by=request.viewer.user, at=now())
    return _answer(request, ref, response)


def _answer(request: HttpRequest, ref: str, response: HttpResponse) -> ForceOut:
    return _told(force_for(request.viewer, ref), timezone.localdate(), response)


def _told(sight: Sight, day: date, response: HttpResponse) -> ForceOut:
    told = facts(sight, day)
    force = sight.force
    response["ETag"] = etag_of(force)
    return ForceOut(
        **_line(force).dict(), day=day, valid_from=force.valid_from, valid_to=force.valid_to,
        seats=[
            SeatOut(
                agency=one.agency.slug, name=one.agency.name, fields=one.fields, leads=one.leads,
                secretariat=one.secretariat, since=one.since, before=[before.slug for before in one.before],
            )
            for one in told["seats"]
        ],
        positions=[
            PositionOut(
                id=str(one.pk), kind=one.kind, field=one.field, office=one.office, holder=one.holder or "",
                valid_from=one.valid_from,
            )
            for one in told["positions"]
        ],
        bases=[_basis_out(one) for one in told["bases"]],
        frequencies=[
            FrequencyOut(**{name: getattr(one, name) for name in FrequencyOut.model_fields})
            for one in told["frequencies"]
        ],
        children=[one.ref for one in told["children"]], may_write=sight.may_keep,
    )  # fmt: skip


def _line(force: TaskForce) -> ForceLine:
    return ForceLine(
        ref=force.ref, name=force.name, level=force.level, area_code=force.area_code,
        parent=force.parent.ref if force.parent else None,
    )  # fmt: skip


def _basis_out(one: LegalBasis) -> BasisOut:
    names = ("ref", "kind", "number", "title", "signed_on", "valid_from", "valid_to")
    replaced_by = one.replaced_by.ref if one.replaced_by else None
    return BasisOut(**{name: getattr(one, name) for name in names}, replaced_by=replaced_by)


def _agency(slug: str, field: str = "agency") -> Agency:
    found = Agency.objects.filter(slug=slug).first()
    if found is None:
        raise CannotKeep([Reason("unknown_agency", _("There is no such agency."), field)])
    return found


def _parent(ref: str) -> TaskForce | None:
    if not ref:
        return None
    found = TaskForce.objects.filter(ref=ref).first()
    if found is None:
        raise CannotKeep([Reason("unknown_parent", _("There is no such task force."), "parent")])
    return found


def _basis_of(sight: Sight, ref: str) -> LegalBasis:
    found = LegalBasis.objects.visible_to(sight.viewer).filter(task_force=sight.force, ref=ref).first()
    if found is None:
        raise CannotKeep([Reason("no_basis", _("Choose a legal basis of this task force."), "basis")])
    return found


def _no_writer(request: HttpRequest) -> HttpResponse | None:
    if request.viewer.has(Section.TASKFORCE, Verb.WRITE):
        return None
    return problem(403, "no_right", _("Your role does not include this step."))
