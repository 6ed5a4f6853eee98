"""Who may be meant: by a text, by the fields of a form. Inside one's reach hits, outside it only whom to ask."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.audit.actions import record
from gugus.directory.models import Agency
from gugus.people import probing, terms
from gugus.people.codes import Verdict
from gugus.people.gate import within_reach
from gugus.people.matching import Known, Likeness, is_same_name_and_year, likeness
from gugus.people.models import Identity, Person
from gugus.people.rules import IdentityFacts, facts_of
from gugus.people.showing import shown_name, unmasked_now
from gugus.places.queries import labels


@dataclass(frozen=True, slots=True)
class Manner:
    """How far one looks: the trail's verb, how many candidates are opened, shown, and how alike they must be."""

    verb: str
    candidates: int
    shown: int
    least: float


EXACT_WEIGHT = 30  # a document, a phone, or the full name with its year (people_found_inside)
SEARCH = Manner("person.searched", candidates=200, shown=50, least=0.45)
HINT = Manner("person.hinted", candidates=80, shown=5, least=0.6)


@dataclass(frozen=True, slots=True)
class Hit:
    """Somebody inside the viewer's reach who may be meant. `home` is the home area in words."""

    person: Person
    shown_name: str
    likeness: Likeness
    home: str = ""

    @property
    def score(self) -> float:
        """From 0 to 1; only for ordering."""
        return self.likeness.score

    @property
    def words(self) -> list[tuple[str, str, str]]:
        """(verdict, its words, names of the fields) for a page: what agrees, what differs, what is not known."""
        said = []
        for verdict in Verdict:
            fields = [str(one.field.label) for one in self.likeness.why if one.verdict == verdict]
            if fields:
                said.append((verdict.value, str(verdict.label), ", ".join(fields)))
        return said

    @property
    def agrees(self) -> dict[str, str]:
        """Field → agree, differ or unknown, for the fields that were asked."""
        return {one.field.value: one.verdict.value for one in self.likeness.why}


@dataclass(frozen=True, slots=True)
class Pointer:
    """An agency that may know the person: whom to ask, nothing else."""

    name: str
    phone: str = ""
    email: str = ""
    is_own: bool = False

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Hints:
    """Likely matches inside one's reach, and agencies outside it that may know the person.

    `paused`: others were not asked, because this user asked too often within the hour.
    """

    inside: Sequence[Hit] = ()
    outside: Sequence[Pointer] = ()
    paused: bool = False

    def __bool__(self) -> bool:
        return bool(self.inside or self.outside or self.paused)


def find_people(viewer: Viewer, text: str, at: datetime) -> list[Hit]:
    """Persons inside the viewer's reach whom a search text may mean, best first. Written to the trail."""
    return list(search_text(viewer, text, at).inside)


def find_by_name(viewer: Viewer, name: str, at: datetime) -> list[Hit]:
    """The same by name alone: typing errors, old spelling, other order of words."""
    return list(search(viewer, terms.sought_by_fields(name=name), at).inside)


def search_text(viewer: Viewer, text: str, at: datetime) -> Hints:
    """The search box: code, name with birth year, phone or document number, in any order and writing."""
    return search(viewer, terms.sought_by_text(text), at)


def search(viewer: Viewer, sought: terms.Sought, at: datetime) -> Hints:
    """Hits inside one's reach and pointers outside it. Written to the trail, found or not."""
    return _answered(viewer, sought, SEARCH, at)


def hints(
    viewer: Viewer,
    *,
    name: str = "",
    birth_year: int | None = None,
    sex: str = "",
    home_area: str = "",
    phones: Iterable[str] = (),
    documents: Iterable[Mapping[str, str] | str] = (),
    without: str = "",
    at: datetime,
) -> Hints:
    """While somebody is typed in: at most five likely matches inside, and pointers outside. Written to the trail.

    `without` is the code of the person being edited, who would always match.
    """
    sought = terms.sought_by_fields(
        name=name, birth_year=birth_year, sex=sex, home_area=home_area, phones=phones, documents=documents
    )
    return _answered(viewer, sought, HINT, at, without)


def _answered(viewer: Viewer, sought: terms.Sought, manner: Manner, at: datetime, without: str = "") -> Hints:
    if not sought or not viewer.has(Section.IDENTITY, Verb.SEE):
        return Hints()
    inside, beyond = _inside(viewer, sought, manner, at)
    shown = [hit for hit in inside if hit.person.ref != without][: manner.shown]
    exact = terms.tokens_outside(sought)
    paused = bool(exact) and probing.is_paused(viewer, at)
    pointers = _outside(viewer, [] if paused else exact, beyond)
    found = Hints(_with_homes(shown), pointers, paused)
    changes = {
        **({probing.ASKED: True} if exact and not paused else {}),
        "terms": terms.digests(sought),
        "shown": [hit.person.ref for hit in found.inside],
        "pointed_to": [pointer.name for pointer in found.outside],
    }
    record(manner.verb, by=viewer.user, at=at, changes=changes)
    return found


def _inside(viewer: Viewer, sought: terms.Sought, manner: Manner, at: datetime) -> tuple[list[Hit], bool]:
    """Hits within reach, best first; and whether a colleague's person was met exactly."""
    candidates = _candidates(viewer, sought, manner.candidates)
    reachable = within_reach(viewer, (person for person, _identity in candidates), at)
    opened = unmasked_now(viewer, at)
    numbers = bool(sought.phones or sought.documents)
    hits, beyond = [], False
    for person, identity in candidates:
        known = Known(facts_of(person, identity, numbers=numbers), person.sex, person.birth_certainty)
        alike = likeness(sought, known)
        if person.is_sealed and identity is NOBODY_KNOWN:
            # An exact term met somebody under seal: the code, and only to who reaches the person.
            hits += (
                [Hit(person, person.ref, likeness(sought, Known(IdentityFacts())))]
                if person.pk in reachable
                else []
            )
        elif person.pk not in reachable:
            beyond |= alike.is_exact or is_same_name_and_year(sought, known)
        elif sought.code or alike.is_exact or alike.score >= manner.least:
            hits.append(Hit(person, shown_name(person, identity, person.pk in opened), alike))
    return sorted(hits, key=lambda hit: (-hit.score, hit.person.ref)), beyond


def _candidates(viewer: Viewer, sought: terms.Sought, most: int) -> list[tuple[Person, Any]]:
    """Persons with their opened identities: by code, or by shared tokens through the definer function."""
    if sought.code:
        people = (
            Person.objects.visible_to(viewer).filter(ref=sought.code).select_related("identity__data_key")
        )
        return [(person, getattr(person, "identity", NOBODY_KNOWN)) for person in people]
    tokens = terms.tokens_inside(sought)
    with connection.cursor() as cursor:
        cursor.execute("select person, weight from people_found_inside(%s::bytea[], %s)", [tokens, most])
        weights = dict(cursor.fetchall())
    rows = Identity.objects.visible_to(viewer).filter(pk__in=weights).select_related("person", "data_key")
    found = [(identity.person, identity) for identity in rows]
    return found + _under_seal(viewer, weights, found)


def _under_seal(viewer: Viewer, weights: dict, found: list) -> list[tuple[Person, Any]]:
    """Persons met by an exact term whose identity is closed to the viewer; asked only when some row is missing."""
    missing = {key for key, weight in weights.items() if weight >= EXACT_WEIGHT} - {
        one.pk for one, _who in found
    }
    if not missing:
        return []
    rows = Person.objects.visible_to(viewer).filter(pk__in=missing, is_sealed=True)
    return [(person, NOBODY_KNOWN) for person in rows]


class NobodyKnown:
    """Stands in where a person has no identity."""

    names = phones = documents = None


NOBODY_KNOWN = NobodyKnown()


def _with_homes(hits: list[Hit]) -> list[Hit]:
    said = labels(hit.person.home_area for hit in hits)
    return [Hit(hit.person, hit.shown_name, hit.likeness, said.get(hit.person.home_area, "")) for hit in hits]


def _outside(viewer: Viewer, exact: list[bytes], beyond: bool) -> list[Pointer]:
    """Always asked in the same way, whatever was found inside, so that nothing can be read from the time."""
    with connection.cursor() as cursor:
        cursor.execute("select agency from people_known_outside(%s::bytea[])", [exact])
        asked = {row[0] for row in cursor.fetchall()}
    rows = Agency.objects.filter(pk__in=asked | {viewer.agency_id}).order_by("name")
    return [
        Pointer(one.name, one.phone, one.email, one.pk == viewer.agency_id)
        for one in rows
        if one.pk in asked or beyond
    ]
