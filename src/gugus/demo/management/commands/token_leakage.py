"""How much the search tokens give away to somebody who has a dump and a list of common names."""

from collections.abc import Callable
from hashlib import sha256
from itertools import islice

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gugus.base.vault import variants as present
from gugus.demo.grown import person_block
from gugus.demo.leakage import Leak, clusters, communities, known_by, ranks
from gugus.people.models import Identity

HEAD = ("tokens", "attack", "persons", "clusters", "a word", "first name", "full name", "one person")


class Command(BaseCommand):
    help = "Attack the search tokens of the demo by their frequencies; print how many persons would be known."

    def add_arguments(self, parser):
        parser.add_argument(
            "--persons", type=int, help="invented persons of `grow` instead of the database's"
        )
        parser.add_argument("--variants", type=int, action="append", help="of a token (1 and the present)")

    def handle(self, *, persons: int | None, variants: list[int] | None, **options):
        if not (settings.DEMO or settings.TESTING):
            raise CommandError("This opens every identity; it belongs into GUGUS_MODE=demo only.")
        known = _grown(persons) if persons else _of_database()
        self._row(HEAD)
        for count in variants or sorted({1, present()}):
            people = [known_by(*facts, variant_of=_drawn(pk, count)) for pk, *facts in known]
            leaks = {
                "ranks": ranks(people),
                "clusters": clusters(people),
                "communities": communities(people, count),
            }
            for name, leak in leaks.items():
                self._row((f"{count} variants", name, *_figures(leak)))

    def _row(self, cells: tuple) -> None:
        self.stdout.write("  ".join(f"{cell!s:>14}" for cell in cells))


def _figures(leak: Leak) -> tuple[str, ...]:
    counts = (leak.any_word, leak.first_name, leak.full_name, leak.unique)
    shares = (f"{count} ({100 * count / max(1, leak.persons):.1f} %)" for count in counts)
    return str(leak.persons), str(leak.clusters), *shares


def _of_database() -> list[tuple]:
    rows = Identity.objects.unscoped(because="figures about the demo").select_related("person", "data_key")
    known = ((one.pk, (one.names or {}).get("full", ""), one.person) for one in rows.order_by("pk"))
    return [(pk, name, person.sex, person.home_area[:2]) for pk, name, person in known if name]


def _grown(count: int) -> list[tuple]:
    found: list[tuple] = []
    while len(found) < count:
        block = islice(person_block(len(found)), count - len(found))
        found += [(one.n, one.full_name, one.sex, one.home_area[:2]) for one in block]
    return found


def _drawn(pk: object, count: int) -> Callable[[str], int]:
    """Which variant of a key a person has, drawn as the product draws it, with a key of this attack's own."""
    return lambda key: int.from_bytes(sha256(f"{pk}:{key}".encode()).digest()[:4], "big") % count
