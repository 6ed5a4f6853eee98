"""Frequencies of tokens give names away; spread over variants they give away far fewer."""

from hashlib import sha256
from itertools import islice

import pytest

from gugus.demo.grown import person_block
from gugus.demo.leakage import Leak, clusters, communities, known_by, ranks


def population(variants: int, count: int = 1500) -> list:
    def draw(pk):
        return lambda key: int.from_bytes(sha256(f"{pk}:{key}".encode()).digest()[:4], "big") % variants

    people = [*person_block(0), *person_block(1000)]
    people = list({one.n: one for one in people}.values())
    return [known_by(one.full_name, one.sex, one.home_area[:2], draw(one.n)) for one in islice(people, count)]


@pytest.fixture(scope="module")
def leaks() -> dict[tuple[str, int], Leak]:
    found = {}
    for variants in (1, 8):
        people = population(variants)
        found["ranks", variants] = ranks(people)
        found["clusters", variants] = clusters(people)
        found["communities", variants] = communities(people, variants)
    return found


def test_the_attack_is_a_real_one_without_variants(leaks):
    leak = leaks["clusters", 1]

    assert leak.first_name > leak.persons * 0.1 and leak.full_name > 0
    assert leak.unique <= leak.full_name <= leak.first_name <= leak.any_word <= leak.persons


@pytest.mark.parametrize("attack", ["ranks", "clusters", "communities"])
def test_variants_take_most_of_it_away(leaks, attack):
    best = max(leaks[name, 1].first_name for name in ("ranks", "clusters", "communities"))

    assert leaks[attack, 8].first_name < best * 0.3
    assert leaks[attack, 8].full_name <= leaks["clusters", 1].full_name * 0.2
