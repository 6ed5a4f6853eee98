"""Say where each one goes home to, suggested from the home area; name the agency that receives them there."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.base.versions import check_version
from gugus.directory.models import Agency
from gugus.groups.codes import State
from gugus.groups.models import Destination, Group, Member
from gugus.groups.queries import can_answer, is_handing, receivers_for
from gugus.groups.writing import BECAUSE, CannotGroup, advance, locked
from gugus.places.models import Area
from gugus.places.queries import present


@transaction.atomic
def place(*, group: Group, members: Sequence[Member], area_code: str, by: User, at: datetime) -> int:
    """These people go home to a province or regency; returns how many that changed.

    Which place is said of several at once: it is no decision about anybody and can be changed until the hand-over.
    """
    group = locked(group)
    if not Area.objects.current().filter(code=area_code, level__lte=2).exists():
        raise CannotGroup([Reason("no_area", _("Choose a province or a regency of today."), "area_code")])
    rows = _free(group, members)
    return _into(group, dict.fromkeys(rows, area_code), by=by, at=at)


@transaction.atomic
def place_by_home(*, group: Group, by: User, at: datetime) -> int:
    """Everybody without a destination whose home area is known goes there; returns how many."""
    group = locked(group)
    rows = Member.objects.unscoped(because=BECAUSE).filter(
        group=group, destination=None, aside_at=None, absent=False, handed_at=None
    )
    wanted = {one: one.person.home_area[:5] for one in rows.select_related("person") if one.person.home_area}
    today = present(wanted.values())
    known = set(
        Area.objects.current().filter(code__in=today.values(), level__lte=2).values_list("code", flat=True)
    )
    found = {one: today[code] for one, code in wanted.items() if today.get(code) in known}
    return _into(group, found, by=by, at=at)


@transaction.atomic
def leave_open(*, group: Group, members: Sequence[Member], by: User, at: datetime) -> int:
    """Where these people go is not known after all."""
    group = locked(group)
    rows = [one for one in _free(group, members) if one.destination_id is not None]
    for one in rows:
        one.destination = None
        one.version += 1
        one.save(update_fields=["destination", "version"])
    if rows:
        record("group.placed", about=group, by=by, at=at, changes={"people": len(rows), "area": ""})
    return len(rows)


@transaction.atomic
def name_receiver(
    *, destination: Destination, agency: Agency | None, by: User, at: datetime, seen: int | None = None
) -> Destination:
    """Which agency receives people there. One without an account is allowed: somebody calls it."""
    group = locked(destination.group)
    if is_handing(group, destination):
        words = _("A hand-over to there is under way. Wait until it has ended.")
        raise CannotGroup([Reason("under_way", words, "agency")])
    rows = Destination.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("group").get(pk=destination.pk)
    check_version(fresh, seen)
    if agency is not None and reasons_against(agency, fresh, at):
        raise CannotGroup(reasons_against(agency, fresh, at))
    if fresh.to_agency_id != (agency.pk if agency else None):
        fresh.to_agency = agency
        fresh.version += 1
        fresh.save(update_fields=["to_agency", "version"])
        changes = {"area": fresh.area_code, "agency": agency.slug if agency else ""}
        record("group.receiver_named", about=fresh.group, by=by, at=at, changes=changes)
    return fresh


def reasons_against(agency: Agency, destination: Destination, at: datetime) -> list[Reason]:
    """Why this agency cannot receive people there."""
    found = []
    if agency.pk == destination.agency_id:
        found.append(Reason("same_agency", _("Choose another agency than your own."), "agency"))
    if (
        not Agency.objects.valid_on(timezone.localdate(at))
        .filter(pk=agency.pk, receives_referrals=True)
        .exists()
    ):
        found.append(
            Reason("not_today", _("This agency does not exist today or takes no referrals."), "agency")
        )
    return found


def _into(group: Group, wanted: dict[Member, str], *, by: User, at: datetime) -> int:
    """Put people into destinations; an agency is suggested for each new one."""
    if not wanted:
        return 0
    there = _destinations(group, set(wanted.values()), at)
    moved = 0
    for member, code in wanted.items():
        if member.destination_id != there[code].pk:
            member.destination = there[code]
            member.version += 1
            member.save(update_fields=["destination", "version"])
            moved += 1
    if moved:
        advance(group, State.SPLIT)
        changes = {"people": moved, "area": ", ".join(sorted(set(wanted.values())))[:200]}
        record("group.placed", about=group, by=by, at=at, changes=changes)
    return moved


def _destinations(group: Group, codes: set[str], at: datetime) -> dict[str, Destination]:
    rows = Destination.objects.unscoped(because=BECAUSE).filter(group=group, area_code__in=codes)
    found = {one.area_code: one for one in rows}
    missing = sorted(codes - found.keys())
    offices = receivers_for(missing, at=at, but_not=group.agency_id) if missing else {}
    answering = can_answer(one for each in offices.values() for one in each)
    for code in missing:
        fitting = [one for one in offices[code] if one.pk in answering] or offices[code]
        made = Destination(
            group=group, agency_id=group.agency_id, area_code=code, to_agency=fitting[0] if fitting else None
        )
        made.save(force_insert=True)
        found[code] = made
    return found


def _free(group: Group, members: Iterable[Member]) -> list[Member]:
    """Those of them whose destination may still change."""
    ids = [one.pk for one in members]
    rows = Member.objects.unscoped(because=BECAUSE).filter(group=group, pk__in=ids, aside_at=None)
    rows = list(rows.select_for_update(of=("self",)).order_by("number"))
    if gone := [one.number for one in rows if one.handed_at is not None]:
        words = _("Handed over already: %(numbers)s.")
        raise CannotGroup(
            [Reason("handed_over", words % {"numbers": ", ".join(map(str, gone[:20]))}, "members")]
        )
    return rows
