"""How one is told, for programs: choices, quiet hours, numbers; and the administrator's view of the channels."""

from datetime import datetime, time

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError

from gugus.access.api import api_door
from gugus.access.codes import Section, Verb
from gugus.access.policies import NO_RIGHT
from gugus.access.queries import hosts
from gugus.base.api import seen_version
from gugus.base.refusals import Reason
from gugus.kernel.masks import mask_phone
from gugus.notices import choosing, numbers, testing
from gugus.notices.channels import working
from gugus.notices.codes import PHONES, Channel, Family, Mode, Zone
from gugus.notices.families import starting
from gugus.notices.knowing import house, modes_of
from gugus.notices.models import HouseRules, Manner
from gugus.notices.standing import standings

router = Router(tags=["notices"])


class ChoiceIO(Schema):
    """When news of a family leave over a channel."""

    channel: Channel
    family: Family
    mode: Mode


class ChoicesOut(Schema):
    """Everything chosen, the usual where nothing was."""

    channels: list[Channel] = Field(description="Channels that work today.")
    choices: list[ChoiceIO]


class ChoicesIn(Schema):
    """What to change; what is not named stays."""

    choices: list[ChoiceIO] = Field(max_length=100)


class HoursIO(Schema):
    """Quiet hours and the hour of the digest, local to the zone."""

    zone: Zone
    quiet_from: time
    quiet_until: time = Field(description="The same as quiet_from: no quiet hours.")
    days_off: list[int] = Field(default_factory=list, max_length=7, description="ISO weekdays; 1 is Monday.")
    holidays_off: bool = False
    digest_hour: int = Field(ge=0, le=23)


class HouseIO(Schema):
    """What holds for everybody who chose nothing."""

    quiet_from: time
    quiet_until: time
    digest_hour: int = Field(ge=0, le=23)
    most_an_hour: int = Field(ge=1, le=100, description="Messages for each person and channel.")
    tries: int = Field(ge=1, le=50)


class NumberIn(Schema):
    """A phone number in any writing."""

    number: str = Field(max_length=40)


class CodeIn(Schema):
    """The code that came."""

    code: str = Field(max_length=12)


class NumberOut(Schema):
    """A number as its owner sees it."""

    channel: str
    number: str = Field(description="Masked.")
    confirmed: bool


class StandingOut(Schema):
    """One channel in counts."""

    channel: str
    on: bool
    works: bool
    lacking: list[str] = Field(description="Names of settings that are missing or unsafe.")
    waiting: int
    sent: int
    unsure: int
    given_up: int
    failed: dict[str, int] = Field(description="Code of the reason → how many.")
    oldest: datetime | None
    last_sent: datetime | None


@router.get("/notices/choices", response=ChoicesOut, summary="How I am told")
@api_door()
def choices(request: HttpRequest):
    """Every family and channel with the mode that counts."""
    chosen = modes_of(request.viewer.user.pk)
    rows = [
        ChoiceIO(channel=way, family=family, mode=chosen.get((way, family)) or starting(way, family))
        for way in Channel
        for family in Family
    ]
    return ChoicesOut(channels=working(), choices=rows)


@router.put("/notices/choices", response=ChoicesOut, summary="Choose how I am told")
@api_door()
def choose(request: HttpRequest, told: ChoicesIn):
    """High risk, withdrawal duties, emergency access and sign-in resets leave at once whatever is chosen."""
    modes = {(one.channel.value, one.family.value): one.mode.value for one in told.choices}
    choosing.choose_modes(user=request.viewer.user, modes=modes, at=now())
    return choices(request)


@router.get("/notices/hours", response=HoursIO, summary="My quiet hours")
@api_door()
def hours(request: HttpRequest, response: HttpResponse):
    """One's own, or those of the installation; the ETag names the version."""
    return _hours(choosing.manner_of(request.viewer.user, now()), response)


@router.put("/notices/hours", response=HoursIO, summary="Choose my quiet hours")
@api_door()
def choose_hours(request: HttpRequest, response: HttpResponse, told: HoursIO):
    """409 when the digest would come in quiet hours; 412 when If-Match names an older version."""
    row = choosing.choose_hours(user=request.viewer.user, at=now(), seen=seen_version(request), **told.dict())
    return _hours(row, response)


@router.post("/notices/numbers/{channel}", response=NumberOut, summary="Give a number for notices")
@api_door()
def give_number(request: HttpRequest, channel: Channel, told: NumberIn):
    """A code goes to it; nothing else does before the code came back."""
    _must_be_phone(channel)
    row = numbers.ask_code(user=request.viewer.user, channel=channel, number=told.number, at=now())
    return NumberOut(channel=channel, number=mask_phone(row.number), confirmed=False)


@router.post("/notices/numbers/{channel}/confirm", response=NumberOut, summary="Confirm a number")
@api_door()
def confirm_number(request: HttpRequest, channel: Channel, told: CodeIn):
    """409 when the code is wrong or over; five wrong ones end it."""
    _must_be_phone(channel)
    row = numbers.confirm(user=request.viewer.user, channel=channel, code=told.code, at=now())
    if row is None:
        raise numbers.CannotUseNumber([Reason("wrong_code", numbers.WRONG, "code")])
    return NumberOut(channel=channel, number=mask_phone(row.number), confirmed=True)


@router.delete("/notices/numbers/{channel}", response={204: None}, summary="Drop a number")
@api_door()
def drop_number(request: HttpRequest, channel: Channel):
    """The number goes; nothing leaves to it any more."""
    numbers.drop(user=request.viewer.user, channel=channel, at=now())
    return Status(204, None)


@router.get("/notices/channels", response=list[StandingOut], summary="How the channels are")
@api_door(Section.USERS, Verb.WRITE)
def channels(request: HttpRequest):
    """For administrators: counts and reasons, nobody's name or address, no secret."""
    return [
        StandingOut(
            channel=one.channel, on=one.is_on, works=one.is_working, lacking=list(one.lacking),
            waiting=one.waiting, sent=one.sent, unsure=one.unsure, given_up=one.given_up,
            failed={why.value: number for why, number in one.failures}, oldest=one.oldest,
            last_sent=one.last_sent,
        )
        for one in standings()
    ]  # fmt: skip


@router.post("/notices/channels/{channel}/test", response={202: None}, summary="Send myself a test")
@api_door(Section.USERS, Verb.WRITE)
def test(request: HttpRequest, channel: Channel):
    """It leaves like every other message; 409 when the channel is off or there is no confirmed address."""
    testing.send_test(user=request.viewer.user, channel=channel, at=now())
    return 202, None


@router.get("/notices/house-rules", response=HouseIO, summary="Hours of notices for everybody")
@api_door()
def house_rules(request: HttpRequest, response: HttpResponse):
    """What holds for whoever chose nothing."""
    return _house(house(), response)


@router.put("/notices/house-rules", response=HouseIO, summary="Set the hours of notices for everybody")
@api_door(Section.USERS, Verb.WRITE)
def set_house_rules(request: HttpRequest, response: HttpResponse, told: HouseIO):
    """Administrators of the agency that answers for the installation; 403 for others."""
    if not hosts(request.viewer.agency_id):
        raise PermissionDenied(NO_RIGHT)
    row = choosing.set_house_rules(
        by=request.viewer.user, at=now(), seen=seen_version(request), **told.dict()
    )
    return _house(row, response)


def _hours(row: Manner, response: HttpResponse) -> HoursIO:
    response["ETag"] = f'"hours:{row.version}"'
    return HoursIO(**{name: getattr(row, name) for name in HoursIO.model_fields})


def _house(row: HouseRules, response: HttpResponse) -> HouseIO:
    response["ETag"] = f'"house:{row.version}"'
    return HouseIO(**{name: getattr(row, name) for name in HouseIO.model_fields})


def _must_be_phone(channel: Channel) -> None:
    if channel not in PHONES:
        raise HttpError(404, str(numbers.NO_SUCH_WAY))
