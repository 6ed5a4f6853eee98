"""Which task forces there are for a viewer, and how one stood on a day."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gugus.access.codes import Scope, Section, Verb
from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.directory.codes import WorkField
from gugus.directory.models import Agency, Membership, TaskForce
from gugus.directory.queries import holder_on, offices_of, seats_of, today
from gugus.taskforce.codes import MeetingKind
from gugus.taskforce.models import Frequency, LegalBasis, Position

BECAUSE = "the task force came through its gate; row security holds"
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
    def field_words(self) -> str:
        """The fields in the reader's language, those that it leads first and marked."""
        led = [_("%(field)s (leads)") % {"field": WorkField(one).label} for one in self.leads]
        return ", ".join([*led, *(str(WorkField(one).label) for one in self.fields if one not in self.leads)])

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


def heir_on(force: TaskForce, agency: Agency, day: date) -> Agency | None:
    """Who has on a day what an agency was given in a task force; None when nobody sits there for it any more.

    Itself while it sits; the office that followed it; whoever took over when its seat ended, and so on.
    """
    inside, seen = {one.pk for one in members_on(force, day)}, set()
    found: Agency | None = agency
    while found is not None and found.pk not in seen:
        seen.add(found.pk)
        holder = holder_on(found, day) or found
        if holder.pk in inside:
            return holder
        offices = {found.pk, holder.pk} | offices_of(holder.pk, day)
        ended = Membership.objects.filter(task_force=force, agency__in=offices, valid_to__lte=day)
        last = ended.exclude(heir=None).order_by("-valid_to").select_related("heir").first()
        found = last.heir if last else None
    return None


def given_up_to(force: TaskForce, agency: Agency, day: date) -> set[UUID]:
    """Whose work an agency has on a day in a task force: its own, that of offices it followed, and of members that left
    it theirs. The way back of `heir_on`; as many queries as seats changed hands.
    """
    own = {agency.pk} | offices_of(agency.pk, day)
    found, fresh = set(own), set(own)
    while fresh:
        ended = Membership.objects.filter(task_force=force, heir__in=fresh, valid_to__lte=day)
        fresh = {
            pk for left in ended.values_list("agency_id", flat=True) for pk in {left} | offices_of(left, day)
        }
        fresh -= found
        found |= fresh
    others = Agency.objects.filter(pk__in=found - own).select_related("successor") if found - own else []
    return own | {one.pk for one in others if (heir := heir_on(force, one, day)) and heir.pk == agency.pk}


def host_on(force: TaskForce, day: date) -> Agency | None:
    """The agency that keeps the secretariat on a day."""
    return next((one.agency for one in seats_on(force, day) if one.secretariat), None)


def stood_in_for(force: TaskForce, owner: Agency, by_agency: UUID | None, day: date) -> bool:
    """Does the secretariat write for an agency on a day, because nobody there, or at its heir, has an account?"""
    host = host_on(force, day)
    if host is None or host.pk != by_agency:
        return False
    offices = {owner, heir_on(force, owner, day) or owner}
    return not User.objects.filter(agency__in=offices, is_active=True).exists()


def later_seat_of(force: TaskForce, agency: Agency, day: date) -> Membership | None:
    """A seat of an agency that begins after a day."""
    return Membership.objects.filter(task_force=force, agency=agency, valid_from__gt=day).first()


def positions_on(force: TaskForce, day: date) -> list[Position]:
    """Who holds which position on a day. One query."""
    rows = Position.objects.unscoped(because=BECAUSE).valid_on(day).filter(task_force=force)
    return list(rows.select_related("data_key", "agency", "basis"))


def all_of(force: TaskForce) -> tuple[list[Membership], list[Position], list[LegalBasis]]:
    """Every dated row of a task force, for its history. Three queries."""
    seats = list(Membership.objects.filter(task_force=force).select_related(LINE, "heir"))
    positions = Position.objects.unscoped(because=BECAUSE).filter(task_force=force)
    bases = (
        LegalBasis.objects.unscoped(because=BECAUSE).filter(task_force=force).select_related("replaced_by")
    )
    return seats, list(positions.select_related("data_key")), list(bases)


def frequencies_on(force: TaskForce, day: date) -> list[Frequency]:
    """How often which meeting is to be held on a day, in the order of the kinds. One query."""
    rows = Frequency.objects.unscoped(because=BECAUSE).valid_on(day).filter(task_force=force)
    order = list(MeetingKind.values)
    return sorted(rows, key=lambda one: order.index(one.kind))


def could_join(force: TaskForce, day: date) -> QuerySet[Agency]:
    """Agencies that exist on a day and are no members."""
    inside = [one.pk for one in members_on(force, day)]
    return Agency.objects.valid_on(day).exclude(pk__in=inside).order_by("name")


def could_be_above(force: TaskForce | None, day: date) -> QuerySet[TaskForce]:
    """Task forces of a higher level on a day; which of them contains the area, the rules say."""
    rows = TaskForce.objects.valid_on(day).exclude(level="city").order_by("level", "name")
    return rows.exclude(pk=force.pk) if force else rows


def sizes_on(forces: list[UUID], day: date) -> dict[UUID, int]:
    """How many agencies sit in each task force on a day. One query."""
    held: dict[UUID, set[UUID]] = {}
    for row in Membership.objects.valid_on(day).filter(task_force__in=forces).select_related(LINE):
        if (holder := holder_on(row.agency, day)) is not None:
            held.setdefault(row.task_force_id, set()).add(holder.pk)
    return {pk: len(ids) for pk, ids in held.items()}
