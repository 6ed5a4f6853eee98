"""Open a house under a code name, seal its address, furnish it, take a bed out of use, close it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.base.versions import check_version
from gugus.kernel.ids import new_id
from gugus.providers.codes import Group
from gugus.providers.models import Offering
from gugus.shelter import rules
from gugus.shelter.actions.deciding import is_code
from gugus.shelter.actions.placing import BECAUSE, CannotStay, constraints_as_reasons
from gugus.shelter.codes import BedKind, Use
from gugus.shelter.feeding import feed
from gugus.shelter.models import Address, Bed, House, Placement, Room, Stay

MOST_BEDS = 30


@dataclass(frozen=True, slots=True)
class Told:
    """What is written down about a house; never where it is."""

    kind: str
    name: str
    head: User
    deputy: User | None = None
    offering: Offering | None = None
    phone: str = ""


@transaction.atomic
def write_house(*, told: Told, by: User, at: datetime, key: UUID | None = None) -> House:
    """A house of one's own agency. The same `key` twice (a double click) is one. Raises CannotStay."""
    rows = House.objects.unscoped(because="one's own double click")
    if key and (earlier := rows.filter(pk=key, written_by=by).first()):
        return earlier
    if reasons := _hurdles(told, by):
        raise CannotStay(reasons)
    house = House(id=key or new_id(), agency=by.agency, written_by=by, written_at=at, **_fields(told))
    house.save(force_insert=True)
    record("house.written", about=house, by=by, at=at, changes={"kind": told.kind})
    return house


@transaction.atomic
def change_house(*, house: House, told: Told, by: User, at: datetime, seen: int | None = None) -> House:
    """Another name, head, deputy, phone or service."""
    house = locked(house, seen=seen)
    if reasons := _hurdles(told, by, house):
        raise CannotStay(reasons)
    given = _fields(told)
    changed = sorted(name for name, value in given.items() if getattr(house, name) != value)
    for name, value in given.items():
        setattr(house, name, value)
    house.version += 1
    house.save(update_fields=[*given, "version"])
    feed(house, by=by, at=at)
    record("house.changed", about=house, by=by, at=at, changes={"fields": changed})
    return house


@transaction.atomic
def write_address(*, house: House, address: str, location_note: str, by: User, at: datetime) -> House:
    """Where it is, sealed, in a row that only the house's agency reads; what stood there before is gone."""
    if not address.strip():
        raise CannotStay([Reason("nothing_written", _("Write the address."), "address")])
    rows = Address.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    one = rows.filter(house=house).first() or Address(house=house, agency_id=house.agency_id)
    one.address, one.location_note, one.written_by, one.written_at = address, location_note or None, by, at
    one.save()
    record("house.address_written", about=house, by=by, at=at)
    return house


@transaction.atomic
def show_address(*, house: House, reason: str, by: User, at: datetime) -> Address | None:
    """Where it is, once, for a coded reason that the trail keeps. None where it was never written."""
    record("house.address_shown", about=house, by=by, at=at, reason=reason)
    rows = Address.objects.unscoped(because=BECAUSE).filter(house=house, agency_id=by.agency_id)
    return rows.first()


@transaction.atomic
def add_room(
    *,
    house: House,
    name: str,
    group: str,
    beds: int,
    by: User,
    at: datetime,
    cots: int = 0,
    accessible: bool = False,
) -> Room:
    """A room with its beds, numbered. The service has so many places more at once."""
    house = locked(house)
    reasons = []
    if group not in Group.values:
        reasons.append(Reason("no_group", _("Say for whom the room is."), "group"))
    if not name.strip() or house.rooms.filter(name=name.strip()).exists():
        reasons.append(Reason("name_taken", _("Give the room a name that no other room has."), "name"))
    if not 0 < beds + cots <= MOST_BEDS or beds < 0 or cots < 0:
        reasons.append(
            Reason("beds_unlikely", _("Between 1 and %(most)d beds.") % {"most": MOST_BEDS}, "beds")
        )
    if reasons:
        raise CannotStay(reasons)
    room = Room(house=house, agency_id=house.agency_id, name=name.strip(), group=group, accessible=accessible)
    room.save(force_insert=True)
    _furnish(room, [BedKind.BED] * beds + [BedKind.COT] * cots)
    feed(house, by=by, at=at)
    record(
        "house.room_added", about=house, by=by, at=at, changes={"group": group, "beds": beds, "cots": cots}
    )
    return room


def _furnish(room: Room, kinds: Sequence[BedKind]) -> None:
    first = room.beds.count()
    for number, kind in enumerate(kinds, first + 1):
        Bed(room=room, agency_id=room.agency_id, name=f"{number:02d}", kind=kind).save(force_insert=True)


@transaction.atomic
def put_out_of_use(
    *, bed: Bed, code: str, from_at: datetime, by: User, at: datetime, until_at: datetime | None = None
) -> Placement:
    """Nobody sleeps there for a time, for a coded reason. A bed that is held or occupied then is refused."""
    reasons = []
    if not is_code("bed_out_reasons", code):
        reasons.append(Reason("no_code", _("Choose a reason."), "code"))
    if from_at < at - rules.EARLY:
        reasons.append(Reason("in_the_past", _("This lies in the past."), "from_at"))
    if until_at is not None and until_at <= max(from_at, at):
        reasons.append(Reason("ends_too_early", _("The end lies before the beginning."), "until_at"))
    if Placement.objects.unscoped(because=BECAUSE).filter(bed=bed, use=Use.OCCUPIED).exists():
        reasons.append(
            Reason("bed_occupied", _("Somebody still sleeps in this bed. Move one of the two."), "from_at")
        )
    if reasons:
        raise CannotStay(reasons)
    made = Placement(
        bed=bed, agency_id=bed.agency_id, use=Use.OUT_OF_USE, code=code, from_at=from_at, until_at=until_at, by=by,
        at=at,
    )  # fmt: skip
    with constraints_as_reasons():
        made.save(force_insert=True)
    _fed(bed, "house.bed_out", by=by, at=at, code=code)
    return made


@transaction.atomic
def back_in_use(*, bed: Bed, by: User, at: datetime) -> Bed:
    """The bed can be used again from now on."""
    rows = Placement.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    for one in rows.filter(bed=bed, use=Use.OUT_OF_USE):
        one.use, one.until_at = (Use.ENDED, at) if one.from_at <= at else (Use.ENDED, one.from_at)
        one.save(update_fields=["use", "until_at"])
    return _fed(bed, "house.bed_back", by=by, at=at)


@transaction.atomic
def retire_bed(*, bed: Bed, by: User, at: datetime) -> Bed:
    """The bed is no longer there; what happened in it is kept."""
    if (
        Placement.objects.unscoped(because=BECAUSE)
        .filter(bed=bed, use__in=[Use.RESERVED, Use.OCCUPIED])
        .exists()
    ):
        raise CannotStay([Reason("bed_taken", _("This bed is held or occupied. Move that person first."))])
    bed.retired_at = at
    bed.save(update_fields=["retired_at"])
    return _fed(bed, "house.bed_retired", by=by, at=at)


@transaction.atomic
def close_house(*, house: House, by: User, at: datetime, seen: int | None = None) -> House:
    """Nobody comes in any more. Whoever stays or is expected must have another place first."""
    house = locked(house, seen=seen)
    stays = Stay.objects.unscoped(because=BECAUSE).filter(house=house, state__in=rules.OPEN)
    if number := stays.count():
        words = _("%(number)d stays are still open. Move or end them first.") % {"number": number}
        raise CannotStay([Reason("stays_open", words)])
    feed_after = house.offering_id is not None
    house.closed_at = at
    house.version += 1
    house.save(update_fields=["closed_at", "version"])
    if feed_after:
        feed(house, by=by, at=at)
    record("house.closed", about=house, by=by, at=at)
    return house


def locked(house: House, *, seen: int | None = None) -> House:
    """The house, locked for this transaction; Stale when somebody changed it since version `seen`."""
    rows = House.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "agency", "offering").get(pk=house.pk)
    check_version(fresh, seen)
    return fresh


def _fed(bed: Bed, verb: str, *, by: User, at: datetime, code: str = "") -> Bed:
    house = (
        House.objects.unscoped(because=BECAUSE).select_related("offering", "agency").get(pk=bed.room.house_id)
    )
    feed(house, by=by, at=at)
    record(verb, about=house, by=by, at=at, reason=code, changes={"bed": f"{bed.room.name} {bed.name}"})
    return bed


def _hurdles(told: Told, by: User, house: House | None = None) -> list[Reason]:
    found = []
    if not is_code("house_kinds", told.kind):
        found.append(Reason("no_kind", _("Choose the kind of house."), "kind"))
    same = House.objects.unscoped(because="one name per agency").filter(
        agency_id=by.agency_id, name=told.name.strip()
    )
    if not told.name.strip() or same.exclude(pk=house.pk if house else None).exists():
        found.append(Reason("name_taken", _("Give it a code name that no other house of yours has."), "name"))
    for name in ("head", "deputy"):
        user = getattr(told, name)
        if user is not None and (user.agency_id != by.agency_id or not user.is_active):
            found.append(Reason("not_a_colleague", _("Choose an active colleague of your agency."), name))
    if told.offering is not None and (
        told.offering.agency_id != by.agency_id or told.offering.service != "shelter"
    ):
        found.append(
            Reason("not_your_service", _("Choose a shelter service of your own agency."), "offering")
        )
    return found


def _fields(told: Told) -> dict:
    return {
        "kind": told.kind, "name": told.name.strip(), "head": told.head, "deputy": told.deputy,
        "offering": told.offering, "phone": told.phone.strip() or None,
    }  # fmt: skip
