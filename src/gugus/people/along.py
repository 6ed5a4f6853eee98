"""Persons of the file, their identities and seals; search tokens follow by themselves (people_move_tokens)."""

from collections.abc import Iterable

from django.db.models import F

from gugus.base.along import BECAUSE, Going, Moves, Went
from gugus.people.models import Identity, Person, Seal, Unmasking


def move_persons(going: Going) -> Iterable[Went]:
    """Whoever is known to no other file of the old agency goes; the others stay there and are shared."""
    rows = Person.objects.unscoped(because=BECAUSE)
    rows.filter(pk__in=going.persons).update(agency=going.target, version=F("version") + 1)
    moved = rows.filter(pk__in=going.persons).values_list("ref", flat=True)
    shared = rows.filter(pk__in=going.shared | going.guests).values_list("ref", flat=True)
    return [*(Went("person", ref) for ref in moved), *(Went("person", ref, "shared") for ref in shared)]


def move_identities(going: Going) -> Iterable[Went]:
    """The tokens by which somebody is found go along: the old agency's search no longer finds them."""
    Identity.objects.unscoped(because=BECAUSE).filter(pk__in=going.persons).update(agency=going.target)
    return ()


def move_seals(going: Going) -> Iterable[Went]:
    """A seal stays on. The few it names are now the new manager and whoever accepted, so that somebody can open it."""
    rows = Seal.objects.unscoped(because=BECAUSE).filter(person__in=going.persons, lifted_at=None)
    few = [pk for pk in dict.fromkeys((going.manager, going.by)) if pk]
    return [Went("seal", "")] * rows.update(agency=going.target, named=few)


def end_unmaskings(going: Going) -> Iterable[Went]:
    """A name that somebody of the old agency has just opened closes."""
    rows = Unmasking.objects.unscoped(because=BECAUSE).filter(
        person__in=going.persons, user__agency=going.origin, until_at__gt=going.at
    )
    rows.update(until_at=going.at)
    return ()


MOVES = (
    Moves("people.Person", move_persons),
    Moves("people.Identity", move_identities),
    Moves("people.Seal", move_seals),
    Moves("people.Unmasking", end_unmaskings),
)
STAYS = {"people.SearchToken": "a trigger takes the tokens along with their identity"}
