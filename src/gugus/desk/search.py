"""The search box: a code goes straight there, everything else looks for people inside one's reach."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.audit.actions import record
from gugus.base.vault import search_token
from gugus.cases.models import Party
from gugus.cases.queries import cases_for
from gugus.kernel.ids import parse_ref
from gugus.kernel.phones import read_phone
from gugus.people.queries import Hit, find_by_name, hints

LONGEST = 200
FEWEST_LETTERS, FEWEST_DIGITS = 2, 6

# Which page shows the record of a code, by its prefix.
PAGES = {
    "R": "intake:report",
    "K": "cases:detail",
    "P": "people:detail",
    "F": "referrals:detail",
    "S": "screening:detail",
    "L": "care:detail",
    "T": "tasks:detail",
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
    outside: Sequence[str] = ()
    too_short: bool = False
    searched: bool = field(default=False)


def page_of(ref: str) -> str:
    """The address of a record's page by its code; empty when no page shows such codes."""
    page = PAGES.get(ref.partition("-")[0])
    return reverse(page, args=[ref]) if page else ""


@transaction.atomic
def search(viewer: Viewer, text: str, *, at: datetime) -> Answer:
    """Answer the search box and leave a trace of having asked (never of what was typed)."""
    text = " ".join(text.split())[:LONGEST]
    if ref := parse_ref(text):
        return Answer(go=page_of(ref), searched=True)
    digits = sum(letter.isdigit() for letter in text)
    if max(len(text.replace(" ", "")) - digits, 0) < FEWEST_LETTERS and digits < FEWEST_DIGITS:
        return Answer(too_short=True)
    if not viewer.has(Section.IDENTITY, Verb.SEE):
        return Answer(searched=True)
    hits, outside = (
        _by_number(viewer, text, at) if digits >= FEWEST_DIGITS else (find_by_name(viewer, text, at), ())
    )
    digest = search_token("audit:search", text.casefold()).hex()
    record("desk.searched", by=viewer.user, at=at, changes={"terms": digest, "hits": len(hits)})
    return Answer(people=_with_cases(viewer, hits), outside=outside, searched=True)


def _by_number(viewer: Viewer, text: str, at: datetime) -> tuple[Sequence[Hit], Sequence[str]]:
    """A number may be a phone in any writing, a NIK or a passport: all three are tried."""
    phones = [text] if read_phone(text).key else []
    documents = [{"kind": "nik", "number": text}, {"kind": "passport", "number": text}]
    found = hints(viewer, phones=phones, documents=documents, at=at)
    return found.inside, found.outside


def _with_cases(viewer: Viewer, hits: Sequence[Hit]) -> list[Found]:
    keys = {hit.person.pk for hit in hits}
    cases: dict[UUID, list[tuple[str, str]]] = {key: [] for key in keys}
    if viewer.has(Section.CASE, Verb.SEE):
        rows = Party.objects.unscoped(because="parties of cases within the viewer's reach")
        mine = rows.filter(case__in=cases_for(viewer).values("pk"), person_id__in=keys, until_at=None)
        for person, ref, role in mine.values_list("person_id", "case__ref", "role"):
            cases[person].append((ref, role))
    return [Found(hit, cases[hit.person.pk]) for hit in hits]
