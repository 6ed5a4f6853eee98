"""Restitution for machines: the same gates and actions as the pages. Amounts are texts, never numbers with a point."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status
from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.base.api import etag_of, problem, seen_version, version_needed
from gugus.kernel.rupiah import NotRupiah, plain, read
from gugus.law.lists import UnknownCode
from gugus.law.lists import code as listed
from gugus.restitution import figures, queries
from gugus.restitution.actions import claiming, ledger, telling, turning
from gugus.restitution.codes import (
    Applicant,
    Kind,
    Liability,
    Means,
    Receiver,
    Route,
    State,
    Topic,
    TurnCode,
    Way,
)
from gugus.restitution.forms import RupiahField
from gugus.restitution.gate import Sight, case_to_claim_for, line_for, sight_for
from gugus.restitution.models import Debtor, LedgerLine

router = Router(tags=["restitution"])
MOST = 100
WHICH = "^(due|late|unpaid|running|ended)$"


def _read(value: Any) -> Decimal:
    if not isinstance(value, str):
        raise PydanticCustomError("not_a_text", _("Send an amount as a text: numbers of JSON are not exact."))
    try:
        return read(value)
    except NotRupiah as error:
        raise PydanticCustomError(error.code, str(RupiahField.default_error_messages[error.code])) from None


Rupiah = Annotated[
    Decimal,
    BeforeValidator(_read),
    WithJsonSchema({"type": "string", "examples": ["1250000.50", "1.250.000,50"]}),
]


class DebtorOut(Schema):
    """A convict who owes."""

    id: UUID
    party: UUID = Field(description="The person's role in the case.")
    proceeding: str = Field(description="Reference of the criminal case; empty when none is linked.")
    released_on: date | None
    granted: str | None = Field(description="The own share; null where they owe jointly.")
    remainder: str | None


class LineOut(Schema):
    """One line of the ledger; it is never changed."""

    ref: str
    number: int
    kind: Kind
    head: str = Field(description="Code of the list loss_heads, for amounts of a stage.")
    amount: str
    on: date
    debtor: UUID | None
    reverses: str = Field(description="Reference of the line that it takes back.")
    receiver: str
    document: str | None
    agency: str


class DeadlineOut(Schema):
    """A clock of the claim, with its legal basis."""

    kind: str
    clock: str
    basis: str
    started_on: date
    due_at: datetime
    ended_at: datetime | None


class ClaimShort(Schema):
    """One claim in a list."""

    ref: str
    case: str
    person: str = Field(description="Reference of the survivor; empty where it was not opened.")
    state: State
    liability: Liability
    granted: str
    received: str
    remainder: str
    notice_on: date | None


class ClaimOut(ClaimShort):
    """One claim with its ledger."""

    route: Route
    applicant: str
    claimed: str
    assessed: str
    demanded: str
    paid: str = Field(description="What convicts paid, as far as it went onto the debt.")
    surplus: str
    at_court: str
    fund: str
    debtors: list[DebtorOut]
    lines: list[LineOut]
    deadlines: list[DeadlineOut]


class ClaimIn(Schema):
    """The right was explained to a survivor."""

    party: UUID = Field(description="The survivor's role in the case.")
    accused: list[UUID] = Field(max_length=50, description="Roles of those who are to owe.")
    told_on: date
    liability: Liability = Liability.JOINT
    words: str = Field("", max_length=5000, description="Kept encrypted.")


class AmountsIn(Schema):
    """Amounts of one stage by head of loss."""

    stage: Kind
    amounts: dict[str, Rupiah] = Field(max_length=50)
    on: date
    debtor: UUID | None = None
    document: str = Field("", max_length=200)
    note: str = Field("", max_length=5000)


class DebtIn(Schema):
    """A void debt, and what was paid on it."""

    asked: Rupiah
    paid: Rupiah
    on: date
    note: str = Field("", max_length=5000)


class ApplyIn(Schema):
    """The application."""

    on: date
    route: Route
    applicant: Applicant
    applicant_name: str = Field("", max_length=200)
    document: str = Field("", max_length=200)
    words: str = Field("", max_length=5000)


class TurnIn(Schema):
    """A turn of the claim."""

    to: State
    on: date
    code: TurnCode | None = None
    debtor: UUID | None = None
    months: int | None = Field(None, ge=1, le=60)
    amounts: dict[str, Rupiah] | None = Field(None, max_length=50)
    document: str = Field("", max_length=200)
    words: str = Field("", max_length=5000)


class MoneyIn(Schema):
    """Money that moved."""

    kind: Kind
    amount: Rupiah
    on: date
    debtor: UUID | None = None
    receiver: Receiver | None = None
    receiver_name: str = Field("", max_length=200)
    means: Means | None = None
    account: str = Field("", max_length=100)
    document: str = Field("", max_length=200)
    note: str = Field("", max_length=5000)
    beyond: bool = Field(False, description="More was paid than is owed, and that is true.")


class ToldIn(Schema):
    """What the survivor was told."""

    on: date
    topic: Topic
    way: Way
    receiver: Receiver = Receiver.SURVIVOR
    words: str = Field("", max_length=5000)


class DayIn(Schema):
    """A day from which a clock runs."""

    which: str = Field(pattern="^(knew_on|copy_on)$")
    on: date


class ReleaseIn(Schema):
    """Who was acquitted."""

    debtor: UUID
    on: date


class TakeBackIn(Schema):
    """Why a line is taken back."""

    note: str = Field("", max_length=5000)


class FigureOut(Schema):
    """A sum of a quarter (2026-Q3), half-year (2026-S2) or year (2026); null where too few claims are behind it."""

    period: str
    kind: str
    claims: int | None
    total: str | None


@router.get("/restitution-claims", response=list[ClaimShort], summary="Claims for restitution within reach")
@api_door(Section.JUSTICE)
def list_claims(
    request: HttpRequest, tab: str = Query("due", pattern=WHICH), offset: int = Query(0, ge=0, le=1_000_000)
):
    """At most 100; what is due first stands first."""
    claims = list(queries.listed(request.viewer, tab, now())[offset : offset + MOST])
    balances = queries.balances_of(claims)
    refs = queries.person_refs(claims)
    return [_short(one, balances[one.pk], refs) for one in claims]


@router.get("/restitution-claims/{ref}", response=ClaimOut, summary="One claim for restitution")
@api_door(Section.JUSTICE)
def get_claim(request: HttpRequest, ref: str, response: HttpResponse):
    """With its ledger, and its version as ETag. Reading is written to the trail."""
    at = now()
    sight = sight_for(request.viewer, ref, at=at)
    telling.read_claim(claim=sight.claim, by=request.viewer.user, at=at)
    return _answer(sight, response)


@router.post(
    "/cases/{ref}/restitution-claims", response={201: ClaimOut}, summary="Begin a claim for restitution"
)
@api_door(Section.JUSTICE, Verb.WRITE)
def create_claim(request: HttpRequest, ref: str, body: ClaimIn, response: HttpResponse):
    """The survivor was told of her right. Send an Idempotency-Key, so that a repeated call begins one."""
    at = now()
    sight = case_to_claim_for(request.viewer, ref, at=at)
    parties = sight.case.parties.select_related("person")
    facts = body.dict(exclude={"party", "accused"})
    facts["party"] = get_object_or_404(parties, pk=body.party)
    facts["accused"] = [get_object_or_404(parties, pk=one) for one in body.accused]
    claim = claiming.open_claim(case=sight.case, by=request.viewer.user, at=at, **facts)
    return Status(201, _answer(sight_for(request.viewer, claim.ref, at=at), response))


@router.post("/restitution-claims/{ref}/amounts", response=ClaimOut, summary="Write amounts of a stage")
@api_door(Section.JUSTICE, Verb.WRITE)
def write_amounts(request: HttpRequest, ref: str, body: AmountsIn, response: HttpResponse):
    """By head of loss. Needs If-Match; send an Idempotency-Key."""
    return _step(request, ref, ledger.write_amounts, body.dict(), response)


@router.post("/restitution-claims/{ref}/debts", response=ClaimOut, summary="Write down a void debt")
@api_door(Section.JUSTICE, Verb.WRITE)
def write_debt(request: HttpRequest, ref: str, body: DebtIn, response: HttpResponse):
    """What was paid on it counts as a loss (UU 21/2007 art. 27). Needs If-Match; send an Idempotency-Key."""
    return _step(request, ref, ledger.write_debt, body.dict(), response)


@router.post("/restitution-claims/{ref}/application", response=ClaimOut, summary="Hand in the application")
@api_door(Section.JUSTICE, Verb.WRITE)
def apply(request: HttpRequest, ref: str, body: ApplyIn, response: HttpResponse):
    """A child applies through somebody. Needs If-Match."""
    return _step(request, ref, turning.apply, body.dict(), response)


@router.post("/restitution-claims/{ref}/turns", response=ClaimOut, summary="Move a claim on")
@api_door(Section.JUSTICE, Verb.WRITE)
def turn(request: HttpRequest, ref: str, body: TurnIn, response: HttpResponse):
    """Amounts come with what was assessed, demanded or granted. Ending a claim needs the right to decide."""
    facts = body.dict() | {"code": body.code or ""}
    if body.to == State.APPLIED:
        return problem(409, "refused", _("Use the operation for applications."))
    ends = body.to in {State.SETTLED, State.UNPAID, State.REFUSED, State.RETURNED, State.WITHDRAWN}
    return _step(request, ref, turning.turn, facts, response, verb=Verb.DECIDE if ends else Verb.WRITE)


@router.post("/restitution-claims/{ref}/payments", response=ClaimOut, summary="Write down money that moved")
@api_door(Section.JUSTICE, Verb.WRITE)
def write_money(request: HttpRequest, ref: str, body: MoneyIn, response: HttpResponse):
    """Deposited, auctioned, paid, handed out, from the fund, given back. Needs If-Match; send an Idempotency-Key."""
    facts = body.dict() | {"receiver": body.receiver or "", "means": body.means or ""}
    return _step(request, ref, ledger.write_money, facts, response)


@router.post("/restitution-claims/{ref}/told", response=ClaimOut, summary="The survivor was told")
@api_door(Section.JUSTICE, Verb.WRITE)
def tell(request: HttpRequest, ref: str, body: ToldIn, response: HttpResponse):
    """What, in which way, to whom. Send an Idempotency-Key."""
    return _step(request, ref, telling.tell, body.dict(), response, versioned=False)


@router.post(
    "/restitution-claims/{ref}/days", response=ClaimOut, summary="Note a day from which a clock runs"
)
@api_door(Section.JUSTICE, Verb.WRITE)
def note_day(request: HttpRequest, ref: str, body: DayIn, response: HttpResponse):
    """`knew_on`: the verdict became known; `copy_on`: the copy came. Needs If-Match."""
    return _step(request, ref, turning.note_day, body.dict(), response)


@router.post("/restitution-claims/{ref}/releases", response=ClaimOut, summary="One convict was acquitted")
@api_door(Section.JUSTICE, Verb.DECIDE)
def release(request: HttpRequest, ref: str, body: ReleaseIn, response: HttpResponse):
    """The others go on owing. Needs If-Match."""
    return _step(request, ref, claiming.release, body.dict(), response, verb=Verb.DECIDE)


@router.post(
    "/restitution-lines/{ref}/take-back", response=ClaimOut, summary="Take a line of the ledger back"
)
@api_door(Section.JUSTICE, Verb.WRITE)
def take_back(request: HttpRequest, ref: str, body: TakeBackIn, response: HttpResponse):
    """A counter-line restores what was before; both stay. Needs If-Match with the version of the claim."""
    at = now()
    line, sight = line_for(request.viewer, ref, verb=Verb.WRITE, at=at)
    if (seen := seen_version(request)) is None:
        return version_needed()
    ledger.take_back(line=line, by=request.viewer.user, at=at, seen=seen, note=body.note)
    return _answer(sight_for(request.viewer, sight.claim.ref, at=at), response)


@router.get("/restitution-figures", response=list[FigureOut], summary="Sums of restitution by period")
@api_door(Section.FIGURES)
def list_figures(request: HttpRequest):
    """Of all agencies, rounded to a million, once the half-year or year is over; at least five claims behind each."""
    return [
        FigureOut(period=period, kind=kind, claims=claims, total=None if total is None else plain(total))
        for (period, kind), (claims, total) in sorted(figures.all_sums().items())
    ]


def _step(
    request: HttpRequest, ref: str, run: Callable, facts: dict, response: HttpResponse, *, verb: Verb = Verb.WRITE,
    versioned: bool = True,
):  # fmt: skip
    at = now()
    sight = sight_for(request.viewer, ref, verb=verb, at=at)
    if versioned:
        if (seen := seen_version(request)) is None:
            return version_needed()
        facts["seen"] = seen
    if not _known_heads(facts.get("amounts")):
        return problem(422, "invalid", _("A head of loss is not known."))
    if "stage" in facts and facts["stage"] not in {"claimed", "assessed", "demanded", "granted"}:
        return problem(422, "invalid", _("This is no stage."))
    if "amount" in facts and facts["kind"] in {"claimed", "assessed", "demanded", "granted", "debt"}:
        return problem(422, "invalid", _("This is no kind of money."))
    if facts.get("debtor") is not None:
        facts["debtor"] = _debtor(sight, facts["debtor"])
    run(claim=sight.claim, by=request.viewer.user, at=at, **facts)
    return _answer(sight_for(request.viewer, ref, at=at), response)


def _known_heads(amounts: dict | None) -> bool:
    try:
        return all(listed("loss_heads", head) for head in amounts or ())
    except UnknownCode:
        return False


def _debtor(sight: Sight, pk: UUID) -> Debtor:
    found = next((one for one in queries.debtors_of(sight.claim) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _short(one, balance, refs: dict) -> dict:
    names = ("ref", "state", "liability", "notice_on")
    return {name: getattr(one, name) for name in names} | {
        "case": one.case.ref, "person": refs.get(one.person_id, ""), "granted": plain(balance.granted),
        "received": plain(balance.received), "remainder": plain(balance.remainder),
    }  # fmt: skip


def _answer(sight: Sight, response: HttpResponse) -> dict:
    claim = sight.claim
    response["ETag"] = etag_of(claim)
    lines = queries.lines_of(claim)
    balance = queries.balance_of(claim, lines)
    sums = {stage: plain(balance.of(stage)) for stage in (Kind.CLAIMED, Kind.ASSESSED, Kind.DEMANDED)}
    return _short(claim, balance, queries.person_refs([claim])) | sums | {
        "route": claim.route, "applicant": claim.applicant, "paid": plain(balance.applied),
        "surplus": plain(balance.surplus), "at_court": plain(balance.at_court), "fund": plain(balance.of(Kind.FUND)),
        "debtors": [_debtor_out(one, balance, claim) for one in queries.debtors_of(claim)],
        "lines": _lines(lines), "deadlines": [_deadline(one) for one in queries.deadlines_of([claim])],
    }  # fmt: skip


def _debtor_out(one: Debtor, balance, claim) -> dict:
    debt = balance.debts.get(one.pk) if claim.liability == Liability.SHARES else None
    return {
        "id": one.pk, "party": one.party_id, "proceeding": one.proceeding.ref if one.proceeding else "",
        "released_on": one.released_on, "granted": plain(debt.granted) if debt else None,
        "remainder": plain(debt.remainder) if debt else None,
    }  # fmt: skip


def _lines(lines: list[LedgerLine]) -> list[dict]:
    refs = {one.pk: one.ref for one in lines}
    names = ("ref", "number", "kind", "head", "on", "receiver", "document")
    return [
        {name: getattr(one, name) for name in names}
        | {"amount": plain(one.amount), "debtor": one.debtor_id, "reverses": refs.get(one.reverses_id, ""),
           "agency": one.agency.slug}
        for one in lines
    ]  # fmt: skip


def _deadline(one) -> dict:
    names = ("kind", "started_on", "due_at", "ended_at")
    facts = {name: getattr(one, name) for name in names}
    return facts | {"clock": one.clock.code, "basis": one.clock.basis_in("id")}
