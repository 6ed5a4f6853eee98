"""The search box: a code goes straight there, everything else looks for people inside one's reach."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.urls import reverse

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.cases.models import Party
from gugus.cases.queries import cases_for
from gugus.kernel.ids import parse_ref
from gugus.people.queries import Hit, Pointer
from gugus.people.queries import search as search_people
from gugus.people.terms import sought_by_text

LONGEST = 200
FEWEST_LETTERS, FEWEST_DIGITS = 2, 6

# Which page shows the record of a code, by its prefix.
PAGES = {
    "R": "intake:report",
    "K": "cases:detail",
    "P": "people:detail",
    "F": "referrals:detail",
    "S": "screening:workbench",
    "L": "care:detail",
    "PK": "transfers:detail",
    "T": "tasks:task",
    "KP": "privacy:breach",
    "PS": "privacy:request",
    "CP": "privacy:record",
    "PL": "providers:detail",
    "PA": "arrivals:detail",
    "PU": "publication:detail",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A person inside one's reach, with the cases in which the viewer may see them."""

    hit: Hit
    cases: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the box answers. `go` is an address; hidden and missing codes lead to the same page."""

    go: str = ""
    people: Sequence[Found] = ()
    outside: Sequence[Pointer] = ()
    too_short: bool = False
    searched: bool = field(default=False)


def page_of(ref: str) -> str:
    """The address of a record's page by its code; empty when no page shows such codes."""
    page = PAGES.get(ref.partition("-")[0])
    return reverse(page, args=[ref]) if page else ""


def search(viewer: Viewer, text: str, *, at: datetime) -> Answer:
    """Answer the search box; people leaves the trace of having asked (never of what was typed)."""
    text = " ".join(text.split())[:LONGEST]
    if ref := parse_ref(text):
        return Answer(go=page_of(ref), searched=True)
    digits = sum(letter.isdigit() for letter in text)
    if max(len(text.replace(" ", "")) - digits, 0) < FEWEST_LETTERS and digits < FEWEST_DIGITS:
        return Answer(too_short=True)
    found = search_people(viewer, sought_by_text(text), at)
    return Answer(people=_with_cases(viewer, found.inside), outside=found.outside, searched=True)


def _with_cases(viewer: Viewer, hits: Sequence[Hit]) -> list[Found]:
    keys = {hit.person.pk for hit in hits}
    cases: dict[UUID, list[tuple[str, str]]] = {key: [] for key in keys}
    if viewer.has(Section.CASE, Verb.SEE):
        rows = Party.objects.unscoped(because="parties of cases within the viewer's reach")
        mine = rows.filter(case__in=cases_for(viewer).values("pk"), person_id__in=keys, until_at=None)
        for person, ref, role in mine.values_list("person_id", "case__ref", "role"):
            cases[person].append((ref, role))
    return [Found(hit, cases[hit.person.pk]) for hit in hits]
