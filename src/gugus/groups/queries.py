"""Which groups there are, who is in them and how far each is, where they could go, what headings meant last time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from gugus.access.codes import Scope, Section, Verb
from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.base.vault import trail_digest
from gugus.cases.models import Party
from gugus.directory.codes import AgencyKind
from gugus.directory.models import Agency
from gugus.directory.queries import receivers
from gugus.groups import rules
from gugus.groups.codes import HandState, LoadState, Stage, State
from gugus.groups.models import Destination, Group, HandOrder, Heading, Load, Member
from gugus.groups.rows import heading_key, home_finder
from gugus.people.models import Unmasking
from gugus.places.models import Area, AreaName
from gugus.screening.models import Assessment

BECAUSE = "the group came through its gate"
# Who receives people who come home, the likeliest first: the protection unit of the place, then its social office.
RECEIVING = (
    AgencyKind.PROTECTION_UNIT,
    AgencyKind.SOCIAL,
    AgencyKind.WOMEN_OFFICE,
    AgencyKind.MIGRANT_WORKERS,
    AgencyKind.LOCAL_GOVERNMENT,
)


def groups_for(viewer: Viewer, *, verb: Verb = Verb.SEE) -> QuerySet[Group]:
    """The groups of the viewer's agency, where the role may see the way home at all."""
    rows = Group.objects.visible_to(viewer)
    if viewer.reach(Section.REPATRIATION, verb) == Scope.NOTHING:
        return rows.none().admitted("no right in repatriation")
    return rows


def listed(viewer: Viewer, tab: str) -> QuerySet[Group]:
    """One list, with the number of people of each group. One query."""
    people = Count("members", filter=Q(members__aside_at=None, members__absent=False))
    decided = Count("members", filter=Q(members__aside_at=None, members__assessment__state="decided"))
    rows = groups_for(viewer).annotate(people=people, decided=decided)
    if tab == "closed":
        return rows.filter(state=State.CLOSED).order_by("-closed_at", "pk")
    return rows.exclude(state=State.CLOSED).order_by("-arrives_at", "pk")


def members_of(group: Group, *, aside: bool = False) -> QuerySet[Member]:
    """The people of a group in order. Who was set aside stands on a list of their own and never on this one."""
    rows = Member.objects.unscoped(because=BECAUSE).filter(group=group, aside_at__isnull=not aside)
    return rows.select_related(
        "data_key",
        "person",
        "assessment",
        "destination__to_agency",
        "touched_by",
        "case",
        "repatriation",
        "handover",
        "group",
    ).order_by("number")


def stage(member: Member) -> Stage:
    """How far one person is."""
    assessment = member.assessment
    return rules.stage_of(
        absent=member.absent, begun=assessment is not None, result=assessment.result if assessment else "",
        destination=member.destination_id is not None, handed=member.handed_at is not None,
    )  # fmt: skip


def loads_of(group: Group) -> QuerySet[Load]:
    """The lists of a group, the newest first, without their contents."""
    rows = Load.objects.unscoped(because=BECAUSE).filter(group=group).defer("content")
    return rows.select_related("brought_by", "begun_by").order_by("-brought_at")


def destinations_of(group: Group) -> list[Destination]:
    """Where people of this group go, with how many. One query."""
    rows = (
        Destination.objects.unscoped(because=BECAUSE)
        .filter(group=group)
        .select_related("to_agency", "handed_by")
    )
    present = Q(members__aside_at=None, members__absent=False)
    handed = present & Q(members__handed_at__isnull=False)
    counted = rows.annotate(people=Count("members", filter=present), gone=Count("members", filter=handed))
    return list(counted.order_by("area_code"))


def working_on(members: Iterable[Member]) -> list[Member]:
    """Those with whom somebody has done anything since they came with their list. Four queries."""
    members = list(members)
    fresh = {one.person_id for one in members if one.is_new}
    parties = Party.objects.unscoped(because=BECAUSE).filter(person_id__in=fresh)
    asked = Assessment.objects.unscoped(because=BECAUSE).filter(person_id__in=fresh)
    seen = Unmasking.objects.unscoped(because=BECAUSE).filter(person_id__in=fresh)
    worked = {
        *parties.values_list("person_id", flat=True),
        *asked.values_list("person_id", flat=True),
        *seen.values_list("person_id", flat=True),
    }
    return [
        one
        for one in members
        if one.version > 1 or one.person_id in worked or (one.is_new and one.person.version > 1)
    ]


def to_carry_on() -> QuerySet[Load]:
    """Running imports, the oldest first. Worker only."""
    rows = Load.objects.unscoped(because="the worker carries on what was begun")
    return rows.filter(state=LoadState.RUNNING).order_by("begun_at")


def orders_of(group: Group) -> list[HandOrder]:
    """The hand-overs that were ordered of a group, the newest first. One query."""
    rows = HandOrder.objects.unscoped(because=BECAUSE).filter(group=group)
    rows = rows.select_related("data_key", "destination", "to_agency", "handover", "ordered_by")
    return list(rows.order_by("-ordered_at", "destination__area_code"))


def is_handing(group: Group, destination: Destination | None = None) -> bool:
    """Is a hand-over under way, to this destination or to any?"""
    rows = HandOrder.objects.unscoped(because=BECAUSE).filter(group=group).exclude(state=HandState.DONE)
    return (rows.filter(destination=destination) if destination else rows).exists()


def orders_to_carry_on() -> QuerySet[HandOrder]:
    """Ordered hand-overs that have not ended, the oldest first. Worker only."""
    rows = HandOrder.objects.unscoped(because="the worker carries on what was ordered")
    return rows.exclude(state=HandState.DONE).order_by("ordered_at")


@dataclass(frozen=True)
class Memory(Mapping):
    """What headings meant last time, asked by the heading itself; only keyed digests are kept."""

    agency_id: UUID
    kept: dict[str, str]

    def __getitem__(self, key: str) -> str:
        return self.kept[heading_digest(self.agency_id, key)]

    def __contains__(self, key: object) -> bool:
        return heading_digest(self.agency_id, str(key)) in self.kept

    def __iter__(self):
        return iter(self.kept)

    def __len__(self) -> int:
        return len(self.kept)


def remembered(agency_id: UUID) -> Memory:
    """The memory of an agency. One query."""
    rows = Heading.objects.unscoped(because="the agency's own memory").filter(agency_id=agency_id)
    return Memory(agency_id, dict(rows.values_list("heading_digest", "meaning")))


def heading_digest(agency_id: UUID, heading: str) -> str:
    """What is kept of a heading."""
    return trail_digest("heading", f"{agency_id}:{heading_key(heading)}")


def homes() -> Callable[[str, str], str]:
    """From names of a province and a regency to an area code. Two queries, however many rows ask."""
    areas = Area.objects.current().filter(level__lte=2)
    others = AreaName.objects.filter(area__level__lte=2, area__valid_to=None).values_list("name", "area_id")
    return home_finder([(one.code, one.name, one.spoken) for one in areas], others)


def receivers_for(codes: Iterable[str], *, at: datetime, but_not: UUID) -> dict[str, list[Agency]]:
    """Area → agencies that may receive people there, the likeliest first: of the regency, then of its province."""
    wanted = set(codes)
    places = wanted | {code[:2] for code in wanted}
    rows = receivers(timezone.localdate(at)).filter(area_code__in=places).exclude(pk=but_not)
    found: dict[str, list[Agency]] = {code: [] for code in wanted}
    for code in wanted:
        near = [one for one in rows if one.kind in RECEIVING and one.area_code in {code, code[:2]}]
        found[code] = sorted(
            near, key=lambda one: (one.area_code != code, RECEIVING.index(one.kind), one.name)
        )
    return found


def can_answer(agencies: Iterable[Agency | None]) -> set[UUID]:
    """Those of them where somebody can sign in. One query."""
    ids = {one.pk for one in agencies if one is not None}
    return set(
        User.objects.filter(agency_id__in=ids, is_active=True).values_list("agency_id", flat=True).distinct()
    )
