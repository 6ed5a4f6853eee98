"""The board of an agency's referrals: columns by whose move it is, with ages and clocks. Reads for one viewer.

What a card may say is a closed list (`Card`). Before acceptance it holds the preview's sex and age and no person;
the name appears only where the viewer's agency may know of the person and the case already.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Case as When
from django.db.models import Count, F, Min, Q, QuerySet, Value, Window
from django.db.models import When as If
from django.db.models.functions import RowNumber

from gugus.access.models import Grant
from gugus.access.viewer import Viewer
from gugus.cases.queries import cases_for
from gugus.cases.story import make_cursor, read_cursor
from gugus.directory.models import Agency
from gugus.law.lists import UnknownCode, children
from gugus.people.models import Person
from gugus.people.queries import shown_names
from gugus.referrals import queries, rules, wording
from gugus.referrals.codes import State
from gugus.referrals.columns import LATELY, Column, column_of, states_in
from gugus.referrals.models import WAITS_SINCE, Referral
from gugus.referrals.policies import Sight, standing_to
from gugus.referrals.steps import Step, likeliest_step

OPEN = [state for state in State if state not in rules.ENDED]
SIDES = {"agency_id": rules.SENDER, "to_agency_id": rules.RECEIVER}
CAP, PAGE, FIRST = 6, 50, 3  # cards in a column, on a page of one column, of one agency
Filters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Card:
    """One referral on the board: what the viewer may know of it at this moment, and nothing else."""

    ref: str
    state: str
    state_words: str
    side: str
    column: str
    service: str
    service_words: str
    urgency: str
    urgency_words: str
    agency: str  # the other side
    agency_slug: str
    state_at: datetime
    clock_from: datetime | None
    due_at: datetime | None
    reason: str
    preview: str
    person: str
    batch: str
    way: str  # how the other side answered, in words; "" with an account
    step: Step | None


@dataclass(frozen=True, slots=True)
class Pile:
    """One column: how many, how many over their clock, the oldest, and its first cards."""

    column: Column
    count: int
    late: int
    oldest: datetime | None
    cards: Sequence[Card] = ()
    older: str = ""

    @property
    def more(self) -> int:
        """How many there are beside the cards shown."""
        return max(self.count - len(self.cards), 0)


@dataclass(slots=True)
class Tally:
    """Counts of one column or of one agency, as they add up."""

    count: int = 0
    late: int = 0
    oldest: datetime | None = None

    def add(self, count: int, late: int, oldest: datetime) -> None:
        self.count, self.late = self.count + count, self.late + late
        self.oldest = min(self.oldest, oldest) if self.oldest else oldest


@dataclass(slots=True)
class Group:
    """All that runs between the viewer's agency and one other."""

    agency: Agency
    columns: dict[str, Tally] = field(default_factory=dict)
    whole: Tally = field(default_factory=Tally)
    cards: Sequence[Card] = ()

    @property
    def listed(self) -> list[tuple[Column, Tally]]:
        """The columns that hold something, in the board's order."""
        return [(column, self.columns[column]) for column in Column if column in self.columns]


def narrowed(viewer: Viewer, chosen: Filters, at: datetime) -> QuerySet[Referral]:
    """The agency's referrals that fit the chosen filters, whatever their age."""
    rows = queries.referrals_for(viewer)
    if urgency := chosen.get("urgency"):
        rows = rows.filter(urgency=urgency)
    if service := chosen.get("service"):
        rows = rows.filter(service__in=_branch(service))
    if slug := chosen.get("agency"):
        other = Agency.objects.filter(slug=slug).values("pk")
        rows = rows.filter(Q(to_agency_id__in=other) | Q(agency_id__in=other))
    if chosen.get("late"):
        rows = rows.filter(ended_at=None, due_at__lt=at)
    return rows.filter(_mine(viewer)) if chosen.get("mine") else rows


def _branch(service: str) -> list[str]:
    """A service with those that belong to it."""
    try:
        return [service, *(one.code for one in children("services", service))]
    except UnknownCode:
        return [service]


def _mine(viewer: Viewer) -> Q:
    """Written or answered by the viewer, or of a case that the viewer manages."""
    managed = cases_for(viewer).filter(manager_id=viewer.self_id).values("pk")
    return Q(written_by_id=viewer.self_id) | Q(answered_by_id=viewer.self_id) | Q(case_id__in=managed)


def piles(viewer: Viewer, chosen: Filters, at: datetime) -> list[Pile]:
    """The whole board. A fixed number of queries, whatever there is."""
    tallies = {column: Tally() for column in Column}
    rows = narrowed(viewer, chosen, at)
    for group in _grouped(viewer, rows, list(Column), at):
        tallies[group["column"]].add(group["count"], group["late"], group["oldest"])
    found = [column for column, tally in tallies.items() if tally.count]
    places = _places(viewer, rows, found, CAP, at)
    known = _cards_at(viewer, [pk for some in places.values() for _since, pk in some], at)
    return [
        Pile(
            column, tally.count, tally.late, tally.oldest,
            [known[pk] for _since, pk in places.get(column, ()) if pk in known],
        )
        for column, tally in tallies.items()
    ]  # fmt: skip


def pile(viewer: Viewer, column: str, chosen: Filters, at: datetime, *, after: str = "") -> Pile:
    """One column, a page of it: what follows the place that `after` names. A broken place is the beginning."""
    tally, rows = Tally(), narrowed(viewer, chosen, at)
    for group in _grouped(viewer, rows, [Column(column)], at):
        tally.add(group["count"], group["late"], group["oldest"])
    found = _places(viewer, rows, [Column(column)], PAGE + 1, at, read_cursor(after))[Column(column)]
    page = found[:PAGE]
    known = _cards_at(viewer, [pk for _since, pk in page], at)
    older = make_cursor(*page[-1]) if len(found) > PAGE else ""
    cards = [known[pk] for _since, pk in page if pk in known]
    return Pile(Column(column), tally.count, tally.late, tally.oldest, cards, older)


def groups(viewer: Viewer, chosen: Filters, at: datetime) -> list[Group]:
    """The board by the other agency, in the order of their names; without cards."""
    found: dict[UUID, Group] = {}
    for one in _grouped(viewer, narrowed(viewer, chosen, at), list(Column), at):
        group = found.setdefault(one["other"], Group(Agency(pk=one["other"])))
        numbers = one["count"], one["late"], one["oldest"]
        group.columns.setdefault(one["column"], Tally()).add(*numbers)
        group.whole.add(*numbers)
    for agency in Agency.objects.filter(pk__in=found):
        found[agency.pk].agency = agency
    return sorted(found.values(), key=lambda one: one.agency.name)


def with_first(viewer: Viewer, some: Sequence[Group], chosen: Filters, at: datetime) -> Sequence[Group]:
    """Put the few cards that wait longest on each of these groups. One query for the rows."""
    other = When(If(agency_id=viewer.agency_id, then=F("to_agency_id")), default=F("agency_id"))
    rows = narrowed(viewer, chosen, at).filter(state__in=OPEN).annotate(other=other)
    rows = rows.filter(other__in=[one.agency.pk for one in some])
    place = Window(RowNumber(), partition_by=[F("other")], order_by=[WAITS_SINCE, F("id")])
    first = rows.annotate(place=place).filter(place__lte=FIRST).order_by("place", "id")
    cards = _cards_at(viewer, list(first.values_list("pk", flat=True)), at).values()
    for group in some:
        group.cards = [card for card in cards if card.agency_slug == group.agency.slug]
    return some


def _grouped(
    viewer: Viewer, rows: QuerySet[Referral], columns: Sequence[Column], at: datetime
) -> Iterable[dict]:
    """Counts by the two agencies and the state, with the column and the other agency. One query.

    Each side is counted by itself, open and ended apart, so that an index serves each part.
    """
    late = Count("pk", filter=Q(due_at__lt=at, ended_at=None))
    keys = ("agency_id", "to_agency_id", "state")
    counted = {"count": Count("pk"), "late": late, "oldest": Min("state_at")}
    stretches = _stretches(viewer, rows.select_related(None).order_by(), columns, at)
    parts = [part.values(*keys).annotate(**counted) for part in stretches]
    for one in parts[0].union(*parts[1:], all=True):
        ours = one["agency_id"] == viewer.agency_id
        one["column"] = column_of(one["state"], rules.SENDER if ours else rules.RECEIVER)
        one["other"] = one["to_agency_id"] if ours else one["agency_id"]
        yield one


def _stretches(viewer: Viewer, rows: QuerySet, columns: Sequence[Column], at: datetime) -> Iterable[QuerySet]:
    for name, side in SIDES.items():
        ours = rows.filter(**{name: viewer.agency_id})
        states = [state for column in columns if column != Column.ENDED for state in states_in(column, side)]
        if states:
            yield ours.filter(state__in=states)
        if Column.ENDED in columns:
            yield ours.filter(ended_at__gte=at - LATELY)


def _places(
    viewer: Viewer,
    rows: QuerySet[Referral],
    columns: Sequence[Column],
    most: int,
    at: datetime,
    after: tuple[datetime, UUID] | None = None,
) -> dict[Column, list[tuple[datetime, UUID]]]:
    """Where each column begins, or goes on after a place: (since, key), at most so many. One query.

    Each state of each side is read in the order of its own index, and only as far as needed; nothing is joined yet.
    """
    parts = [part for column in columns for part in _parts(viewer, rows, column, most, at, after)]
    if not parts:
        return {column: [] for column in columns}
    found = {column: [] for column in columns}
    for column, since, pk in parts[0].union(*parts[1:], all=True):
        found[Column(column)].append((since, pk))
    for column, places in found.items():
        places.sort(reverse=column == Column.ENDED)
        del places[most:]
    return found


def _parts(viewer, rows, column: Column, most: int, at: datetime, after) -> Iterable[QuerySet]:
    for name, side in SIDES.items():
        ours = rows.filter(**{name: viewer.agency_id})
        if column == Column.ENDED:
            yield _part(ours.filter(ended_at__gte=at - LATELY), column, F("ended_at"), most, after)
        else:
            for state in states_in(column, side):
                yield _part(ours.filter(state=state), column, WAITS_SINCE, most, after)


def _part(rows: QuerySet[Referral], column: Column, since, most: int, after) -> QuerySet:
    """One ordered stretch of a column: what is due first stands first; of the ended the newest."""
    rows = rows.select_related(None).annotate(column=Value(column.value), waits_since=since)
    down = column == Column.ENDED
    if after:
        at, pk = after
        way = "lt" if down else "gt"
        beyond = Q(**{f"waits_since__{way}": at}) | Q(waits_since=at, **{f"pk__{way}": pk})
        rows = rows.filter(beyond, **{f"waits_since__{way}e": at})  # the second lets the index begin there
    order = ("-waits_since", "-pk") if down else ("waits_since", "pk")
    return rows.order_by(*order).values_list("column", "waits_since", "pk")[:most]


def _cards_at(viewer: Viewer, keys: Sequence[UUID], at: datetime) -> dict[UUID, Card]:
    """The cards of these keys, in their order."""
    rows = Referral.objects.visible_to(viewer).filter(pk__in=keys).select_related(None)
    known = {one.pk: one for one in rows.select_related("batch")} if keys else {}
    agencies = Agency.objects.in_bulk(
        {pk for one in known.values() for pk in (one.agency_id, one.to_agency_id)}
    )
    for one in known.values():
        one.agency, one.to_agency = agencies[one.agency_id], agencies[one.to_agency_id]
    found = [known[pk] for pk in keys if pk in known]
    return dict(zip((one.pk for one in found), cards_of(viewer, found, at), strict=True))


def cards_of(viewer: Viewer, rows: Sequence[Referral], at: datetime) -> list[Card]:
    """Rows in the viewer's words. A fixed number of queries for any number of rows."""
    if not rows:
        return []
    wording.in_short(rows)
    opened = _opened(viewer, rows, at)
    names = _names(viewer, rows, at)
    return [_card(viewer, one, one.pk in opened, names.get(one.pk, "")) for one in rows]


def _opened(viewer: Viewer, rows: Sequence[Referral], at: datetime) -> set[UUID]:
    """Which of these open their case to the viewer's agency at this moment."""
    received = [one.pk for one in rows if one.to_agency_id == viewer.agency_id]
    grants = Grant.objects.unscoped(because="row-level security shows only one's own and given grants")
    live = grants.filter(record_kind="case", because_id__in=received, agency_id=viewer.agency_id, user=None)
    live = live.filter(Q(until_at=None) | Q(until_at__gt=at), ended_at=None, from_at__lte=at)
    return set(live.values_list("because_id", flat=True))


def _names(viewer: Viewer, rows: Sequence[Referral], at: datetime) -> dict[UUID, str]:
    """Names (masked unless opened) by referral, where case and person are within the viewer's reach already."""
    cases = queries.case_refs(viewer, rows)
    known = {one.person_id for one in rows if one.case_id in cases}
    persons = list(Person.objects.visible_to(viewer).filter(pk__in=known)) if known else []
    names = shown_names(viewer, persons, at) if persons else {}
    return {one.pk: names.get(one.person_id, "") for one in rows if one.case_id in cases}


def _card(viewer: Viewer, one: Referral, opened: bool, name: str) -> Card:
    sight = Sight(viewer, one, standing_to(viewer, one), opened)
    other = one.to_agency if sight.is_sender else one.agency
    return Card(
        ref=one.ref, state=one.state, state_words=str(one.get_state_display()), side=sight.side,
        column=column_of(one.state, sight.side).value, service=one.service, service_words=one.service_words,
        urgency=one.urgency, urgency_words=str(one.get_urgency_display()),
        agency=other.name, agency_slug=other.slug,
        state_at=one.state_at, clock_from=one.clock_from, due_at=one.due_at, reason=one.code_words,
        preview=one.short if sight.reads_preview else "", person=name if sight.reads_preview else "",
        batch=one.batch.ref if one.batch else "", step=likeliest_step(sight),
        way=one.get_way_display() if one.way else "",
    )  # fmt: skip
