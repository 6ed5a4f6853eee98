"""Which task forces there are for a viewer, and how one stood on a day."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from gugus.access.codes import Scope, Section, Verb
from gugus.access.viewer import Viewer
from gugus.directory.codes import WorkField
from gugus.directory.models import Agency, Membership, TaskForce
from gugus.directory.queries import holder_on, seats_of, today

LINE = "agency__successor__successor"


@dataclass
class Seat:
    """One agency in a task force on a day. `before`: the offices it followed, when the seat was given to those."""

    agency: Agency
    fields: list[str] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    secretariat: bool = False
    before: list[Agency] = field(default_factory=list)
    memberships: list[Membership] = field(default_factory=list)

    @property
    def since(self) -> date:
        """Since when this seat exists, whoever held it."""
        return min(one.valid_from for one in self.memberships)


def forces_for(viewer: Viewer, section: Section = Section.TASKFORCE) -> QuerySet[TaskForce]:
    """The task forces in which the viewer's agency sits today, if the viewer reads this section at all."""
    rows = TaskForce.objects.select_related("parent").order_by("level", "name")
    if not viewer.is_known or viewer.reach(section, Verb.SEE) < Scope.TASK_FORCE:
        return rows.none()
    return rows.filter(pk__in=seats_of(viewer.agency_id, today()).values("task_force_id"))


def seats_on(force: TaskForce, day: date) -> list[Seat]:
    """The agencies in a task force on a day, each once, by name; who was replaced by then is told as `before`.

    One query (one more for offices that were replaced three times and more).
    """
    found: dict[UUID, Seat] = {}
    for row in Membership.objects.valid_on(day).filter(task_force=force).select_related(LINE):
        holder = holder_on(row.agency, day)
        if holder is None:
            continue
        seat = found.setdefault(holder.pk, Seat(holder))
        seat.fields += [one for one in row.fields if one not in seat.fields]
        seat.leads += [one for one in row.leads if one not in seat.leads]
        seat.secretariat = seat.secretariat or row.secretariat
        seat.memberships.append(row)
        if holder.pk != row.agency_id:
            seat.before.append(row.agency)
    order = list(WorkField.values)
    for seat in found.values():
        seat.fields.sort(key=order.index)
        seat.leads.sort(key=order.index)
    return sorted(found.values(), key=lambda one: one.agency.name)


def members_on(force: TaskForce, day: date) -> list[Agency]:
    """The agencies that sit in a task force on a day, by name."""
    return [one.agency for one in seats_on(force, day)]


def host_on(force: TaskForce, day: date) -> Agency | None:
    """The agency that keeps the secretariat on a day."""
    return next((one.agency for one in seats_on(force, day) if one.secretariat), None)
