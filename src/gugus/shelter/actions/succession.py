"""The agency of a house was closed or merged: its successor keeps the house on, with everybody who lives in it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from gugus.access.codes import Role
from gugus.access.models import RoleAssignment, User
from gugus.audit.actions import record
from gugus.directory.models import Agency
from gugus.directory.queries import agencies, today_successor
from gugus.outbox.actions import announce
from gugus.shelter import rules
from gugus.shelter.models import Address, Bed, Belonging, Check, Handover, House, Note, Placement, Room, Stay
from gugus.tasks.actions import pass_on_tasks, start_task

BECAUSE = "the worker follows the successor of a closed agency"
TASK = "house_taken_over"
HEADS = (Role.LIAISON, Role.CASE_MANAGER, Role.SUPERVISOR)
OF_HOUSE = (Address, Room, Handover)
OF_STAY = (Check, Note, Belonging)


def stranded_houses(at: datetime) -> list[House]:
    """Houses that are open, or in which somebody lives, of agencies that do not exist today and have a successor."""
    today = agencies(timezone.localdate(at))
    living = Stay.objects.unscoped(because=BECAUSE).filter(state__in=rules.OPEN).values("house")
    rows = House.objects.unscoped(because=BECAUSE).exclude(agency__in=today)
    rows = rows.filter(closed_at=None) | rows.filter(pk__in=living)
    return list(rows.exclude(agency__successor=None).select_related("agency", "head").distinct()[:500])


@transaction.atomic
def take_over(*, house: House, at: datetime) -> bool:
    """The house and all its rows go to the successor; nobody's bed, date or state changes. False where nobody can.

    Whoever was head decides no more: somebody of the successor does, and is asked to say who it shall be.
    """
    rows = House.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    house = rows.select_related("agency", "data_key").get(pk=house.pk)
    before, heir = house.agency, today_successor(house.agency)
    head = _head_of(heir, at)
    exists = agencies(timezone.localdate(at)).filter(pk=heir.pk).exists()
    if before == heir or head is None or not exists:
        return False
    stays = list(Stay.objects.unscoped(because=BECAUSE).select_for_update(of=("self",)).filter(house=house))
    _move(house, heir, [one.pk for one in stays])
    _keep(house, heir, before, head)
    for about in (house, *stays):
        pass_on_tasks(about=about, before=before, to=heir, at=at)
    start_task(kind=TASK, about=house, agency=heir, assignee=head, by=None, at=at, due_at=at)
    changes = {"before": before.slug, "agency": heir.slug, "stays": len(stays)}
    record("house.taken_over", about=house, by=None, at=at, changes=changes)
    announce("house.taken_over", about=house, at=at, before=before.slug, to=heir.slug)
    return True


def _head_of(heir: Agency, at: datetime) -> User | None:
    """Somebody of the successor who may decide for a house until it says who does."""
    today = RoleAssignment.objects.valid_on(timezone.localdate(at)).filter(role__in=HEADS)
    rows = User.objects.filter(agency=heir, is_active=True, pk__in=today.values("user"))
    return rows.order_by("username").first()


def _move(house: House, heir: Agency, stays: list) -> None:
    for model in OF_HOUSE:
        model.objects.unscoped(because=BECAUSE).filter(house=house).update(agency=heir)
    for model in OF_STAY:
        model.objects.unscoped(because=BECAUSE).filter(stay__in=stays).update(agency=heir)
    Bed.objects.unscoped(because=BECAUSE).filter(room__house=house).update(agency=heir)
    Placement.objects.unscoped(because=BECAUSE).filter(bed__room__house=house).update(agency=heir)
    rows = Stay.objects.unscoped(because=BECAUSE).filter(pk__in=stays)
    rows.update(agency=heir, version=F("version") + 1)


def _keep(house: House, heir: Agency, before: Agency, head: User) -> None:
    taken = House.objects.unscoped(because=BECAUSE).filter(agency=heir, name=house.name).exists()
    house.name = f"{house.name[:40]} ({before.slug[:15]})" if taken else house.name
    house.agency, house.head, house.deputy, house.offering = heir, head, None, None
    house.version += 1
    house.save(update_fields=["agency", "head", "deputy", "offering", "name", "version"])
