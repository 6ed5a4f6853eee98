"""A task force comes into being, and says what it is called and which one is next above."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.directory.models import Membership, TaskForce
from gugus.kernel.ids import new_id
from gugus.taskforce import rules
from gugus.taskforce.actions.keeping import CannotKeep, about_nobody, locked, told


@dataclass(frozen=True, slots=True)
class Wish:
    """What a task force is called, its level and area (Kemendagri code, empty for the centre), the next above."""

    name: str
    level: str
    area_code: str
    parent: TaskForce | None = None


@transaction.atomic
def found_force(*, wish: Wish, on: date, by: User, at: datetime, key: UUID | None = None) -> TaskForce:
    """A new task force; the founder's agency is its first member and keeps its secretariat. Twice is once by `key`."""
    if key and (earlier := TaskForce.objects.filter(pk=key).first()):
        return earlier
    reasons = hurdles(wish)
    same = TaskForce.objects.valid_on(on).filter(level=wish.level, area_code=wish.area_code)
    if same.exists():
        reasons.append(
            Reason("there_already", _("There is a task force of this level and area."), "area_code")
        )
    if reasons:
        raise CannotKeep(reasons)
    force = TaskForce.objects.create(
        id=key or new_id(), name=wish.name.strip(), level=wish.level, area_code=wish.area_code, parent=wish.parent,
        valid_from=on,
    )  # fmt: skip
    Membership.objects.create(task_force=force, agency_id=by.agency_id, secretariat=True, valid_from=on)
    return told(
        "taskforce.founded", force, by=by, at=at, changes={"level": wish.level, "area": wish.area_code}
    )


@transaction.atomic
def describe(
    *, force: TaskForce, name: str, parent: TaskForce | None, by: User, at: datetime, seen: int | None = None
) -> TaskForce:
    """Another name, or another task force next above."""
    fresh = locked(force, seen=seen)
    if reasons := hurdles(Wish(name, fresh.level, fresh.area_code, parent)):
        raise CannotKeep(reasons)
    fresh.name, fresh.parent = name.strip(), parent
    fresh.save(update_fields=["name", "parent"])
    return told("taskforce.described", fresh, by=by, at=at, changes={"parent": parent.ref if parent else ""})


def hurdles(wish: Wish) -> list[Reason]:
    """What speaks against a name, an area or the next above."""
    reasons = about_nobody(name=wish.name)
    if not wish.name.strip():
        reasons.append(Reason("empty", _("Write the name."), "name"))
    if not rules.area_fits(wish.level, wish.area_code):
        reasons.append(Reason("area", _("The area does not fit the level."), "area_code"))
    above = wish.parent
    if above is not None and not rules.is_above(above.level, above.area_code, wish.level, wish.area_code):
        sentence = _("Choose a task force of a higher level that contains this area.")
        reasons.append(Reason("not_above", sentence, "parent"))
    return reasons
