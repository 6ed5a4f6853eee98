"""What the frequencies of search tokens give away: attacks on the demo population by somebody with the dump.

The attacker sees, for each person, a set of tokens without meaning, and the open facts (sex, home province); and has
a list of how common names are, here the very one the demo draws its names from, which is more than any public list.
`ranks` pairs the commonest token with the commonest name key and so on. `clusters` does better: tokens that the same
persons have are one word with its slips; their number tells its length, and where and among whom it is found tells
which word it may be. `communities` links tokens that often meet, for when no two are found at the same persons.
No database; counts only, no name leaves this module.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import log

from gugus.demo.names import SEXES, bank_for
from gugus.kernel.names import words_of
from gugus.people.rules import name_keys_of

SINGLE = 0.08  # share of people with one name (names.full_name)
LEAST = 0.02  # expected count of what the list does not know
ROUNDS = 12
Cell = tuple[str, str]  # sex, province
Token = tuple[str, int]  # a key of a name and its variant; the attacks use it as a name without meaning


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the population: the truth, and the tokens."""

    name: str
    sex: str
    province: str
    tokens: frozenset[Token]

    @property
    def cell(self) -> Cell:
        """What the dump says openly."""
        return self.sex, self.province


@dataclass(frozen=True, slots=True)
class Cluster:
    """Tokens taken for one word: how many, and where their bearers are."""

    tokens: frozenset[Token]
    cells: Counter[Cell]


@dataclass(frozen=True, slots=True)
class Leak:
    """Of how many persons the attacker is right about a word of the name, the first, all of them, and alone."""

    persons: int
    clusters: int
    any_word: int
    first_name: int
    full_name: int
    unique: int


def ranks(people: Sequence[Somebody]) -> Leak:
    """The nth commonest token is taken for the nth commonest key of a name."""
    held = Counter(token for one in people for token in one.tokens)
    listed: Counter[str] = Counter()
    for word, cells in _expected(people).items():
        for key in name_keys_of(word):
            listed[key] += sum(cells.values())
    pairs = zip(_by_rank(held), _by_rank(listed), strict=False)
    words = {token: key[2:] for token, key in pairs if key.startswith("n:")}
    return _judged(people, words, len(held))


def clusters(people: Sequence[Somebody]) -> Leak:
    """Tokens with the very same bearers, at least two of each, are one word."""
    alike = defaultdict(set)
    for token, places in _bearers(people).items():
        alike[tuple(places)].add(token)
    found = [
        Cluster(frozenset(tokens), Counter(people[at].cell for at in places))
        for places, tokens in alike.items()
        if len(places) > 1 and len(tokens) > 1
    ]
    return _judged(people, _named(found, people, 1), len(found))


def communities(people: Sequence[Somebody], variants: int = 1) -> Leak:
    """Tokens that meet more often than others are one word: each takes the name most of its company has."""
    bearers = {token: set(places) for token, places in _bearers(people).items() if len(places) > 1}
    company = _company(people, bearers)
    label = {token: number for number, token in enumerate(bearers)}
    for _round in range(ROUNDS):
        moved = 0
        for token in bearers:
            votes: Counter[int] = Counter()
            for other, weight in company[token].items():
                votes[label[other]] += weight
            best = max(votes.items(), key=lambda one: (one[1], -one[0]), default=(label[token], 0))[0]
            moved, label[token] = moved + (best != label[token]), best
        if not moved:
            break
    groups = defaultdict(set)
    for token, number in label.items():
        groups[number].add(token)
    found = []
    for tokens in groups.values():
        places = set().union(*(bearers[token] for token in tokens))
        if len(tokens) > 1:
            found.append(Cluster(frozenset(tokens), Counter(people[at].cell for at in places)))
    return _judged(people, _named(found, people, variants), len(found))


def _bearers(people: Sequence[Somebody]) -> dict[Token, list[int]]:
    found = defaultdict(list)
    for at, one in enumerate(people):
        for token in sorted(one.tokens):
            found[token].append(at)
    return found


def _company(people: Sequence[Somebody], bearers: dict[Token, set[int]]) -> dict[Token, dict[Token, float]]:
    """How much two tokens belong together: persons with both, as a share of persons with either, squared."""
    met: Counter[tuple[Token, Token]] = Counter()
    for one in people:
        met.update(combinations(sorted(token for token in one.tokens if token in bearers), 2))
    company: dict[Token, dict[Token, float]] = {token: {} for token in bearers}
    for (first, second), count in met.items():
        share = count / (len(bearers[first]) + len(bearers[second]) - count)
        if count > 1:
            company[first][second] = company[second][first] = share * share
    return company


def _expected(people: Sequence[Somebody]) -> dict[str, Counter[Cell]]:
    """How many bearers of each word the list lets expect among these persons, by sex and province."""
    found: dict[str, Counter[Cell]] = defaultdict(Counter)
    for (sex, province), count in Counter(one.cell for one in people).items():
        for half in [sex] if sex in SEXES else SEXES:
            share = count if sex in SEXES else count / 2
            bank = bank_for(province)
            for names, weight in (
                (bank.given[half], 1.0),
                (bank.second[half], 1.0),
                (bank.single[half], SINGLE),
            ):
                for name in names:
                    for word in words_of(name):
                        found[word][sex, province] += share * weight / len(names)
    return found


def _named(found: Sequence[Cluster], people: Sequence[Somebody], variants: int) -> dict[Token, str]:
    """Give each cluster the likeliest word, the surest first, no word twice."""
    listed = _expected(people)
    lengths = {word: len(name_keys_of(word)) for word in listed}
    scored = sorted(
        (
            (_likeness(one, listed[word], lengths[word] * _spread(one, variants)), at, word)
            for at, one in enumerate(found)
            for word in listed
            if variants > 1 or abs(lengths[word] - len(one.tokens)) <= 3
        ),
        key=lambda one: (-one[0], one[1], one[2]),
    )
    words: dict[Token, str] = {}
    taken, used = set(), set()
    for _score, at, word in scored:
        if at not in taken and word not in used:
            taken.add(at)
            used.add(word)
            words |= dict.fromkeys(found[at].tokens, word)
    return words


def _spread(one: Cluster, variants: int) -> float:
    """How many variants of a key so many bearers have between them."""
    return variants * (1 - (1 - 1 / variants) ** sum(one.cells.values()))


def _likeness(one: Cluster, listed: Counter[Cell], length: float) -> float:
    """The logarithm of how likely these bearers are if it is that word (Poisson, cell by cell)."""
    score = -1.5 * abs(len(one.tokens) - length) * min(1.0, 8 / length)
    for cell in one.cells.keys() | listed.keys():
        mean = listed.get(cell, 0.0) + LEAST
        score += one.cells.get(cell, 0) * log(mean) - mean
    return score


def _by_rank(counted: Counter) -> list:
    return [key for key, _count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))]


def _judged(people: Sequence[Somebody], words: dict[Token, str], clusters_found: int) -> Leak:
    """Compare what was guessed with the truth. A word is known when its own token was given its own meaning."""
    names = Counter(words_of(one.name) for one in people)
    any_word = first = full = unique = 0
    for one in people:
        own = words_of(one.name)
        guessed = {key: words.get((key, variant)) for key, variant in one.tokens}
        right = [guessed.get(f"n:{word}") == word for word in own]
        any_word += any(right)
        if right and right[0]:
            first += 1
        if right and all(right):
            full += 1
            unique += names[own] == 1
    return Leak(len(people), clusters_found, any_word, first, full, unique)


def known_by(name: str, sex: str, province: str, variant_of) -> Somebody:
    """A person with tokens; `variant_of(key)` says which variant of a key the person has."""
    tokens = frozenset((key, variant_of(key)) for key in name_keys_of(name))
    return Somebody(name, sex, province, tokens)
