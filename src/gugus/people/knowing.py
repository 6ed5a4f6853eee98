"""Which of many rows of a list name somebody whom the viewer's agency knows: exact terms only, two queries."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.audit.actions import record
from gugus.people.codes import Purpose
from gugus.people.gate import within_reach
from gugus.people.models import Identity, Person
from gugus.people.rules import IdentityFacts, facts_of, keys_of, tokens_to_ask

EXACT = {Purpose.PHONE, Purpose.DOCUMENT, Purpose.FULL_YEAR}
MOST_KNOWN = 500


def known_among(
    viewer: Viewer, rows: Mapping[int, IdentityFacts], *, at: datetime
) -> dict[int, list[Person]]:
    """Number of a row → persons within the viewer's reach with the same document, phone, or full name and year.

    A hint, never a link: somebody must recognise them. Nothing is asked outside the agency. Written to the trail.
    """
    if not rows or not viewer.has(Section.IDENTITY, Verb.SEE):
        return {}
    wanted = {number: exact_keys(facts) for number, facts in rows.items()}
    people = _found({key for keys in wanted.values() for key in keys}, viewer, at)
    by_key: dict[tuple[str, str], list[Person]] = {}
    for person, keys in people:
        for key in keys:
            by_key.setdefault(key, []).append(person)
    found = {
        number: list(dict.fromkeys(person for key in sorted(keys) for person in by_key.get(key, ())))
        for number, keys in wanted.items()
    }
    found = {number: persons for number, persons in found.items() if persons}
    shown = sorted({person.ref for persons in found.values() for person in persons})
    record("person.hinted", by=viewer.user, at=at, changes={"rows": len(rows), "shown": shown})
    return found


def exact_keys(facts: IdentityFacts) -> set[tuple[str, str]]:
    """The terms of one row that hardly ever mean somebody else."""
    return {key for key in keys_of(facts) if key[0] in EXACT}


def _found(keys: set[tuple[str, str]], viewer: Viewer, at: datetime) -> list[tuple[Person, set]]:
    if not keys:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "select person from people_found_inside(%s::bytea[], %s)", [tokens_to_ask(keys), MOST_KNOWN]
        )
        ids = [row[0] for row in cursor.fetchall()]
    rows = Identity.objects.visible_to(viewer).filter(pk__in=ids).select_related("person", "data_key")
    near = [(one.person, exact_keys(facts_of(one.person, one))) for one in rows]
    reach = within_reach(viewer, (person for person, _keys in near), at)
    return [(person, have & keys) for person, have in near if person.pk in reach and have & keys]
