"""Who somebody is, as far as the viewer may see it now; and who might be the same person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from gugus.access.viewer import Viewer
from gugus.directory.queries import agency_names
from gugus.kernel.masks import mask_name
from gugus.kernel.names import explain
from gugus.people.models import Identity, Person, Unmasking
from gugus.people.rules import DOCUMENT, NAME, PHONE, tokens_of

MOST_HITS, MOST_HINTS, LIKELY = 50, 5, 0.72


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody inside the viewer's reach who may be meant, with what agrees."""

    person: Person
    shown_name: str
    score: float
    agrees: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hints:
    """Likely matches inside one's reach, and agencies outside it that may know the person."""

    inside: Sequence[Hit] = ()
    outside: Sequence[str] = ()


def unmasked_now(viewer: Viewer, at: datetime) -> set[UUID]:
    """Persons whom this viewer sees with name at this moment."""
    if not viewer.is_known:
        return set()
    return set(Unmasking.objects.live(viewer.user, at).values_list("person_id", flat=True))


def shown_names(viewer: Viewer, persons: Iterable[Person], at: datetime) -> dict[UUID, str]:
    """A name for each person: full while unmasked, else initials with stars, else the code. Two queries."""
    people = {person.pk: person for person in persons}
    opened = unmasked_now(viewer, at)
    known = Identity.objects.visible_to(viewer).filter(pk__in=people).only("id", "names", "data_key")
    full = {one.pk: (one.names or {}).get("full", "") for one in known}
    return {
        key: (full.get(key, "") if key in opened else mask_name(full.get(key, ""))) or person.ref
        for key, person in people.items()
    }


def hints(
    viewer: Viewer,
    *,
    name: str = "",
    birth_year: int | None = None,
    phones: Sequence[str] = (),
    documents: Sequence[Mapping] = (),
    at: datetime,
) -> Hints:
    """At most five likely matches inside, and pointers outside when enough exact terms were given."""
    tokens = tokens_of({"full": name, "aliases": []} if name else None, phones, documents)
    found = [key for purpose, sought in tokens.items() for key in _inside(purpose, sought)]
    inside = _scored(viewer, found, name, birth_year, at)[:MOST_HINTS]
    return Hints(inside=inside, outside=_outside(tokens))


def _scored(
    viewer: Viewer, keys: Sequence[UUID], name: str, birth_year: int | None, at: datetime
) -> list[Hit]:
    rows = Identity.objects.visible_to(viewer).filter(pk__in=set(keys)).select_related("person", "data_key")
    opened = unmasked_now(viewer, at)
    hits = []
    for identity in rows[:200]:
        names = identity.names or {}
        likeness = [
            explain(name, one) for one in [names.get("full", ""), *names.get("aliases", [])] if one and name
        ]
        best = max(likeness, key=lambda one: one.score, default=None)
        person = identity.person
        years = {None: "unknown", True: "agree", False: "differ"}[
            None if None in (birth_year, person.birth_year) else abs(birth_year - person.birth_year) <= 1
        ]
        score = (best.score if best else 1.0) - (0.15 if years == "differ" else 0)
        shown = names.get("full", "") if identity.pk in opened else mask_name(names.get("full", ""))
        agrees = {"name": str(best.verdict) if best else "unknown", "birth_year": years}
        if score >= LIKELY or not name:
            hits.append(Hit(person, shown or person.ref, round(score, 3), agrees))
    return sorted(hits, key=lambda hit: -hit.score)[:MOST_HITS]


def _inside(purpose: str, sought: Sequence[bytes]) -> list[UUID]:
    if not sought:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "select person from people_found_inside(%s, %s::bytea[], 200)", [purpose, list(sought)]
        )
        return [row[0] for row in cursor.fetchall()]


def _outside(tokens: Mapping[str, Sequence[bytes]]) -> list[str]:
    """Only an exact document or phone points outside one's reach; a name alone never does."""
    agencies: set[UUID] = set()
    with connection.cursor() as cursor:
        for purpose in (DOCUMENT, PHONE):
            if tokens[purpose]:
                cursor.execute(
                    "select agency from people_known_outside(%s, %s::bytea[], 1)",
                    [purpose, list(tokens[purpose])],
                )
                agencies.update(row[0] for row in cursor.fetchall())
    return sorted(agency_names(agencies).values())


def find_by_name(viewer: Viewer, name: str, at: datetime) -> list[Hit]:
    """Persons inside one's reach with a name like this: typing errors, old spelling, other order."""
    sought = tokens_of({"full": name, "aliases": []}, (), ())[NAME]
    return _scored(viewer, _inside(NAME, sought), name, None, at)
