"""The heart of every step: lock the task force, ask, change, tell the trail."""

from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.directory.models import TaskForce
from gugus.kernel.telltale import points_to_a_person


class CannotKeep(Cannot):
    """The task force cannot be written down like this; all reasons at once."""


def locked(force: TaskForce, *, seen: int | None = None) -> TaskForce:
    """The task force, locked for this transaction; Stale when somebody changed it since version `seen`."""
    fresh = TaskForce.objects.select_for_update().get(pk=force.pk)
    check_version(fresh, seen)
    return fresh


def told(
    verb: str, force: TaskForce, *, by: User, at: datetime, about=None, changes=None, code: str = ""
) -> TaskForce:
    """One line in the trail; everybody's open forms notice that the task force changed."""
    TaskForce.objects.filter(pk=force.pk).update(version=F("version") + 1)
    force.version += 1
    record(verb, about=about or force, within=force, by=by, at=at, reason=code, changes=changes)
    return force


def must_be_a_day_of(force: TaskForce, day: date, field: str = "on") -> list[Reason]:
    """A reason when the task force does not exist on a day."""
    if day < force.valid_from or (force.valid_to is not None and day >= force.valid_to):
        return [Reason("not_its_day", _("The task force does not exist on this day."), field)]
    return []


def about_nobody(**texts: str) -> list[Reason]:
    """A reason for each text that points to a person by a number, a contact or a file; every member reads these."""
    sentence = _("This seems to point to a person (a number, a contact, a file). Leave that out.")
    return [
        Reason("points_to_a_person", sentence, name)
        for name, text in texts.items()
        if points_to_a_person(text)
    ]
