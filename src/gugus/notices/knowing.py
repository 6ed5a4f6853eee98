"""What holds for a person: their hours, their choices, their address, whether they still work here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.module_loading import import_string

from gugus.access.models import Employment, User
from gugus.base.vault import trail_digest
from gugus.notices.asking import asked
from gugus.notices.codes import PHONES, Mode, Why, Zone
from gugus.notices.families import starting
from gugus.notices.models import Address, Choice, HouseRules, Manner
from gugus.notices.quiet import Quiet

BECAUSE = "the worker asks for people it sends to, or a person for oneself"


@dataclass(frozen=True)
class Knowledge:
    """About some people at a moment: `quiet` and `mode` say how each is told."""

    house: HouseRules
    manners: dict[UUID, Manner]
    choices: dict[tuple[UUID, str, str], str]
    holidays: frozenset[date]
    zones: dict[UUID, str]

    def quiet(self, user_id: UUID) -> Quiet:
        """The hours of a person: own ones, else the installation's in the zone of the agency."""
        own = self.manners.get(user_id)
        if own is None:
            house = self.house
            zone = self.zones.get(user_id, Zone.WIB.value)
            return Quiet(house.quiet_from, house.quiet_until, zone, digest_hour=house.digest_hour)
        holidays = self.holidays if own.holidays_off else frozenset()
        return Quiet(
            own.quiet_from, own.quiet_until, own.zone, frozenset(own.days_off), holidays, own.digest_hour
        )

    def mode(self, user_id: UUID, channel: str, family: str) -> str:
        """What a person chose, else the usual."""
        return self.choices.get((user_id, channel, family)) or starting(channel, family)


def house() -> HouseRules:
    """What holds for the installation; the values of the model until somebody changed them."""
    rows = HouseRules.objects.unscoped(because="everybody may know the installation's hours")
    return rows.filter(pk=1).first() or HouseRules()


def known(users: Iterable[UUID], at: datetime) -> Knowledge:
    """Everything about these people in five queries, however many they are."""
    ids = set(users)
    manners = Manner.objects.unscoped(because=BECAUSE).filter(user__in=ids)
    choices = Choice.objects.unscoped(because=BECAUSE).filter(user__in=ids)
    areas = User.objects.filter(pk__in=ids).values_list("pk", "agency__area_code")
    return Knowledge(
        house=house(),
        manners={one.user_id: one for one in manners},
        choices={(one.user_id, one.channel, one.family): one.mode for one in choices},
        holidays=holidays_after(at),
        zones={pk: zone_of(area) for pk, area in areas},
    )


def holidays_after(at: datetime) -> frozenset[date]:
    """Public holidays of the next two months; empty when nobody keeps a list."""
    if not (path := asked("days_off")):
        return frozenset()
    today = timezone.localdate(at)
    return frozenset(import_string(path)(today - timedelta(days=1), today + timedelta(days=60)))


def zone_of(area_code: str) -> str:
    """The zone of an area; western where nobody says otherwise."""
    if not (path := asked("zone")):
        return Zone.WIB.value
    return Zone[import_string(path)(area_code).upper()].value


def digest_of(channel: str, address: str) -> str:
    """What is kept of an address or a provider's name for a message: a keyed digest."""
    return trail_digest(f"notices:{channel}", address) if address else ""


def address_of(user: User, channel: str) -> tuple[str, Why]:
    """Where a person can be told over a channel, or "" and why not."""
    row = Address.objects.unscoped(because=BECAUSE).filter(user=user, channel=channel).first()
    if channel in PHONES:
        address = row.number if row is not None and row.verified_at and row.number else ""
    else:
        address = user.email
    if not address:
        return "", Why.NO_ADDRESS
    if row is not None and row.refused_digest and row.refused_digest == digest_of(channel, address):
        return "", Why.ADDRESS
    return address, Why.NONE


def refuse_address(user: User, channel: str, address: str, *, at: datetime) -> None:
    """The server refused this address for good: nothing goes there until it changes."""
    row = Address.objects.unscoped(because=BECAUSE).filter(user=user, channel=channel).first()
    row = row or Address(user=user, channel=channel)
    row.refused_digest, row.refused_why, row.refused_at = digest_of(channel, address), Why.ADDRESS, at
    row.save()


def works_here(user: User, since: datetime, on: date) -> bool:
    """Is this person active, the office still there, and has nobody moved to another office since the news?"""
    agency = user.agency
    if not user.is_active or (agency.valid_to is not None and agency.valid_to <= on):
        return False
    jobs = list(Employment.objects.filter(user=user, from_on__lte=on).order_by("from_on", "pk"))
    return len(jobs) < 2 or jobs[-1].from_on <= timezone.localdate(since)


def modes_of(user_id: UUID) -> dict[tuple[str, str], Mode]:
    """Channel and family → what a person chose or the usual, for the page."""
    rows = Choice.objects.unscoped(because=BECAUSE).filter(user_id=user_id)
    return {(one.channel, one.family): Mode(one.mode) for one in rows}
