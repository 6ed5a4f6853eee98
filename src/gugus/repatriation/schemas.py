"""What machines send and get about returns. Moments carry their offset from UTC; money is text, never a float."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from ninja import Field, Schema

from gugus.repatriation.codes import (
    Confirmed,
    How,
    Kind,
    LegState,
    MinuteCode,
    MinuteState,
    PaperState,
    PauseCode,
    Receiver,
    Risk,
    Side,
    State,
    StopCode,
    Tracing,
)

OFFSET = "With its offset from UTC."
SLUG = {"max_length": 60}
POINT = "Code of the list travel_places; give either a point or an area."


class ReturnOut(Schema):
    """A return in short. The case is named only while it is open to the caller's agency."""

    ref: str
    case: str
    person: str = Field(description="Code of the person.")
    agency: str = Field(description="Slug of the agency that answers for it.")
    holder: str = Field(description="Slug of the agency that has the person now.")
    kind: Kind
    state: State
    code: str = Field(description="Why it was paused or stopped.")
    child: bool
    together: UUID | None = Field(description="The same for everybody who travels together.")
    departed_at: datetime | None
    arrived_at: datetime | None


class LegOut(Schema):
    """One journey. Carrier, escort and note are for those who work on the return."""

    id: UUID
    ref: str
    number: int
    state: LegState
    transport: str
    from_point: str
    from_area: str
    from_zone: str = Field(description="IANA name.")
    to_point: str
    to_area: str
    to_zone: str = Field(description="IANA name.")
    departs_at: datetime
    arrives_at: datetime
    departed_at: datetime | None
    arrived_at: datetime | None
    alarm_at: datetime | None = Field(description="A missing arrival is an alarm from here on.")
    late: bool
    confirmed: str
    to_agency: str | None
    escort_agency: str | None
    carrier: str | None
    escort: str | None
    note: str | None
    version: int = Field(description="Send it as If-Match to change the leg.")


class PaperOut(Schema):
    """One paper."""

    id: UUID
    kind: str
    state: PaperState
    number: str | None
    asked_on: date | None
    issued_on: date | None
    valid_until: date | None
    note: str | None
    early: bool = Field(description="It runs out before the journey is over.")


class CostOut(Schema):
    """One amount, exact."""

    id: UUID
    leg: str
    amount: str
    currency: str
    rate: str
    rupiah: str
    payer: str
    payer_agency: str | None
    note: str | None


class ReturnWhole(ReturnOut):
    """A return with what the caller's agency may read of it."""

    from_point: str
    from_area: str
    to_point: str
    to_area: str
    to_agency: str | None
    mission: str | None
    tracing: str
    consented_at: datetime | None
    risk: str
    overridden_at: datetime | None
    address: str | None
    family: str | None
    guardian: str | None
    tracing_note: str | None
    risk_note: str | None
    override_words: str | None
    legs: list[LegOut]
    papers: list[PaperOut]
    costs: list[CostOut]
    minutes: list[str] = Field(description="References of hand-over minutes.")


class PlanIn(Schema):
    """Where from, where to, who waits there."""

    kind: Kind
    from_point: str = Field("", max_length=40, description=POINT)
    from_area: str = Field("", max_length=13)
    to_point: str = Field("", max_length=40, description=POINT)
    to_area: str = Field("", max_length=13)
    to_agency: str = Field("", **SLUG)
    mission: str = Field("", **SLUG)
    mission_name: str = Field("", max_length=200)
    address: str = Field("", max_length=5000)
    family: str = Field("", max_length=5000)
    guardian: str = Field("", max_length=200)
    words: str = Field("", max_length=5000)


class ProposeIn(PlanIn):
    """A return of somebody in the case."""

    person: str = Field(max_length=12, description="Code of the person.")


class TracingIn(Schema):
    """What looking for the family found."""

    tracing: Tracing
    note: str = Field("", max_length=5000)


class RiskIn(Schema):
    """Is it safe?"""

    risk: Risk
    note: str = Field(max_length=5000)


class OverrideIn(Schema):
    """Why she returns all the same."""

    words: str = Field(max_length=500)


class PauseIn(Schema):
    """Why it rests."""

    code: PauseCode
    note: str = Field("", max_length=5000)


class StopIn(Schema):
    """Why there is no return."""

    code: StopCode
    note: str = Field("", max_length=5000)


class TogetherIn(Schema):
    """Who travels together with this person."""

    others: list[str] = Field(max_length=40, description="References of returns of the same agency.")


class LegIn(Schema):
    """One journey."""

    from_point: str = Field("", max_length=40, description=POINT)
    from_area: str = Field("", max_length=13)
    to_point: str = Field("", max_length=40, description=POINT)
    to_area: str = Field("", max_length=13)
    transport: str = Field(max_length=30, description="Code of the list transports.")
    departs_at: datetime = Field(description=OFFSET)
    arrives_at: datetime = Field(description=OFFSET)
    carrier: str = Field("", max_length=200)
    escort: str = Field("", max_length=200)
    escort_phone: str = Field("", max_length=40)
    escort_agency: str = Field("", **SLUG)
    to_agency: str = Field("", **SLUG)
    note: str = Field("", max_length=5000)


class BeginIn(Schema):
    """She has left."""

    departed_at: datetime | None = Field(None, description=OFFSET)
    expects_at: datetime | None = Field(None, description="As planned, if left out.")


class ArriveIn(Schema):
    """She has arrived."""

    arrived_at: datetime = Field(description=OFFSET)
    how: Confirmed


class PaperIn(Schema):
    """One paper."""

    state: PaperState
    number: str = Field("", max_length=60)
    asked_on: date | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    note: str = Field("", max_length=5000)


class NewPaperIn(PaperIn):
    """One more paper."""

    kind: str = Field(max_length=40, description="Code of the list travel_papers.")


class CostIn(Schema):
    """One amount: digits as text, so that nothing is rounded on the way."""

    amount: str = Field(max_length=20, description='"350.55"')
    currency: str = Field("IDR", max_length=3)
    rate: str = Field("1", max_length=20, description="Rupiah for one of it.")
    payer: str = Field(max_length=40, description="Code of the list return_payers.")
    payer_agency: str = Field("", **SLUG)
    note: str = Field("", max_length=200)


class PayerOut(Schema):
    """What one payer paid over all returns within reach."""

    payer: str
    rupiah: Decimal


class PartyIn(Schema):
    """Who hands over, receives or witnesses."""

    name: str = Field("", max_length=120)
    nip: str = Field("", max_length=30)
    position: str = Field("", max_length=120)
    office: str = Field("", max_length=120)


class HandedIn(Schema):
    """One person as she is handed over."""

    repatriation: str = Field(max_length=12, description="Reference of the return.")
    leg: str = Field("", max_length=12, description="Reference of the leg that ended here.")
    guardian: str = Field("", max_length=200)
    items: str = Field("", max_length=5000)
    papers: str = Field("", max_length=5000)
    health: str = Field("", max_length=5000)
    services: str = Field("", max_length=5000)


class MinutesIn(Schema):
    """Minutes of a hand-over about one or many people."""

    persons: list[HandedIn] = Field(max_length=200)
    receiver: Receiver
    to_agency: str = Field("", **SLUG)
    happened_at: datetime = Field(description=OFFSET)
    point: str = Field("", max_length=40, description=POINT)
    area: str = Field("", max_length=13)
    place: str = Field("", max_length=200)
    number: str = Field("", max_length=80)
    handing: PartyIn
    receiving: PartyIn = PartyIn()
    witnesses: list[PartyIn] = Field(default_factory=list, max_length=2)
    words: str = Field("", max_length=5000)
    corrects: str = Field("", max_length=12, description="Signed minutes that these replace.")
    code: str = Field("", max_length=20, description="Why, if they correct others.")


class CodeIn(Schema):
    """Why minutes are declined or cancelled."""

    code: MinuteCode


class SignIn(Schema):
    """One signature: a drawn PNG as data URL, or the id of an attached scan."""

    side: Side
    name: str = Field(max_length=120)
    nip: str = Field("", max_length=30)
    position: str = Field("", max_length=120)
    drawing: str = Field("", max_length=280_000)
    scan: UUID | None = None
    seen_digest: str = Field("", max_length=100, description="The digest of the words that were read.")


class HandedOut(Schema):
    """One person in minutes. The name with stars."""

    repatriation: UUID
    person: str
    name: str
    sex: str
    age: int | None
    child: bool
    guardian: str | None
    items: str | None
    papers: str | None
    health: str | None
    services: str | None


class SignatureOut(Schema):
    """One signature."""

    side: Side
    how: How
    name: str | None
    at: datetime
    digest: str


class MinutesOut(Schema):
    """Minutes; before the receiving agency's yes it gets no person, place or party."""

    ref: str
    agency: str
    receiver: Receiver
    to_agency: str | None
    state: MinuteState
    code: str
    size: int
    happened_at: datetime
    zone: str
    point: str
    area: str
    place: str | None
    number: str | None
    words: str | None
    corrects: str | None
    digest: str
    persons: list[HandedOut]
    signatures: list[SignatureOut]
