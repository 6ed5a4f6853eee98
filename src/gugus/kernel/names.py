"""Names as Indonesians write them: made comparable, made searchable, compared.

Titles, degrees and particles do not make another person; a single name is a whole name; the order of
the words means little. A likeness is a hint for an officer and never proof that two people are one.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import OSA

from gugus.kernel.spelling import in_new_spelling, sounds, with_one_letter_less


def _list(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SAME_NAME = {
    "muhammad": _list(
        "moh moch mohd muh much muhd mhd md mohamad mohammad mohamed mohammed mohamat mochamad mochammad mokhamad "
        "mokhammad muhamad muhamat muhammat muhamed muhammed muchamad muchammad mukhamad mukhammad"
    ),
    "abdul": _list("abd abdl"),
    "ahmad": _list("ach achmad achmat ahmat akh akhmad akhmat"),
    "nur": _list("noer noor nor"),
    "siti": _list("sitti sity sitty"),
}
_ALIASES = {written: name for name, writings in _SAME_NAME.items() for written in writings}
_FIRST_WORD_ALIASES = {"m": "muhammad", "st": "siti", "sti": "siti"}

_TITLES = _list(
    "h hj haji hajjah hajah hji dr drs dra drg drh ir prof kh kyai kiai ki ust ustad ustadz ustadzah ny nyonya tn "
    "tuan nn nona sdr sdri saudara saudari bpk bapak ibu pak bu alm almh almarhum almarhumah mr mrs ms "
    "r rr rd raden ra apt ns pdt pastor romo suster bripka briptu aiptu aipda ipda iptu akp kompol"
)
_PARTICLES = _list("bin binti bt bte binte ibn ibnu alias als aka alm almh almarhum almarhumah")
_DEGREES = _list(
    "sh mh mhum se me mm mba spd mpd spdi mpdi ssi msi skom mkom st mt stp ssos msos sip mip sik spsi mpsi psikolog "
    "sked skep ners mkep skeb mkeb sst str strkeb strkes amd amdkeb amdkep amk sag mag sfarm apt sp mp spt shut "
    "skm mkm sgz skg mkn ma msc bsc ba be phd llm lc sthi shi sei shum sikom mikom sksi sds ssn msn sap map sstp "
    "msp mars mph spog spkj spa sptht stt sth mth"
)
# Names of their own, unless a full stop follows: An. (anak, a child), By. Ny. (bayi, a baby not yet named).
_STOPPED_TITLES = re.compile(r"^\s*(?:(?:an|by|ny|tn|nn)\.\s*)+", re.IGNORECASE)
_UNLIKE_NAMES = re.compile(r"[bcdfghjklmnpqrstvwxyz]+")
_MARKS = re.compile(r"['`\u2018\u2019\u02bc\u02bb\u00b4]")
_DOTTED_TITLE = re.compile(r"\b[a-z]\.[a-z]\.")
_DOTTED = re.compile(r"(?<=\w)\.(?=\w)")
_SPACED_DEGREE = re.compile(r"(?<=\s)([SM])\.\s+([A-Z][a-z]{0,4})\.?$")
_NOT_A_LETTER = re.compile(r"[\W_]+")
_UNDIVIDED = str.maketrans({"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"})

# Words that so many people carry that they tell hardly anything.
_COMMON = _list("muhammad siti nur sri abdul ahmad")

_AGREES_FROM = 0.85
_DIFFERS_BELOW = 0.6
_SHORTEST_WITH_SLIPS = 4  # Ani and Ari are two names, not a slip


class Word(NamedTuple):
    """One word of a name in plain small letters: as written, and in new spelling."""

    written: str
    spelt: str


class Verdict(StrEnum):
    """What a comparison of two names says."""

    AGREE = "agree"
    DIFFER = "differ"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Why two names are alike: pairs of words with their likeness, and the words that found no partner."""

    verdict: Verdict
    score: float
    pairs: tuple[tuple[str, str, float], ...] = ()
    only_first: tuple[str, ...] = ()
    only_second: tuple[str, ...] = ()


def words_of(name: str) -> tuple[str, ...]:
    """Return the words of a name in order: plain small letters, new spelling, no titles, degrees, particles."""
    return tuple(word.spelt for word in _words(name))


def bare_words(name: str) -> tuple[str, ...]:
    """Return the words of a name as written, in small plain letters, without titles, degrees, particles."""
    return tuple(word.written for word in _words(name))


def normalise(name: str) -> str:
    """Return a name in the one writing in which it is compared; empty when there is no letter in it."""
    return " ".join(words_of(name))


def name_keys(name: str) -> set[str]:
    """Return the keys under which a name is found again in a blind index; make a token of each.

    "n:" a word, whole or with one letter left out, in new spelling and as it was written; "p:" the sound of
    a word, or of two neighbours written together (Nur Hayati, Nurhayati). Two names share a key when a word
    of four letters or more is the same, sounds the same or is one slip away (a letter wrong, missing, too
    many, or two swapped). About 15 keys a name. Very common words are kept without slips.
    """
    words = _words(name)
    telling = [word for word in words if len(word.spelt) > 1] or words
    keys = {f"n:{word.spelt}" for word in telling}
    keys |= {f"p:{sound}" for word in telling for sound in sounds(word.spelt)}
    for word in [word for word in telling if word.spelt not in _COMMON] or telling:
        keys |= {f"n:{slip}" for writing in set(word) for slip in (writing, *_slips(writing))}
    keys |= {f"p:{sounds(one.spelt + other.spelt)[0]}" for one, other in pairwise(telling)}
    return keys


def similarity(one: str, other: str) -> float:
    """Return the likeness of two names from 0 to 1, whatever the order; 0 when one is empty."""
    return explain(one, other).score


def explain(one: str, other: str) -> Comparison:
    """Compare two names word by word. "unknown" when one is empty or the likeness proves nothing either way."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return Comparison(Verdict.UNKNOWN, 0.0, only_first=words_of(one), only_second=words_of(other))
    found = _paired(_joined_like(first, second), _joined_like(second, first))
    return replace(found, verdict=_verdict(found))


def _likeness(one: Word, other: Word) -> float:
    """Return the likeness of two words: 1 same, 0.95 sounds the same, 0.7 initial, less for each slip."""
    if one.spelt == other.spelt:
        return 1.0
    if len(one.spelt) == 1 or len(other.spelt) == 1:
        return 0.7 if one.spelt[0] == other.spelt[0] else 0.0
    if _sound_same(one, other):
        return 0.95
    heard = ((a, b) for a in sounds(one.spelt) for b in sounds(other.spelt))
    # A slip can look like old spelling (ujang, sjang), so the words are compared as written too.
    compared = [(one.written, other.written), (one.spelt, other.spelt), *heard]
    slips = min(OSA.distance(a, b, score_cutoff=2) for a, b in compared)
    length = max(len(one.spelt), len(other.spelt))
    if slips == 1 and length >= _SHORTEST_WITH_SLIPS:
        return 0.8 if length == _SHORTEST_WITH_SLIPS else 0.88
    return 0.7 if slips == 2 and length >= 7 else 0.0


def _sound_same(one: Word, other: Word) -> bool:
    return not set(sounds(one.spelt)).isdisjoint(sounds(other.spelt))


def _words(name: str) -> tuple[Word, ...]:
    written = [word for part in _without_degrees(name) for word in _plain_words(part)]
    kept = _without_titles(written) or written
    words = [Word(word, _ALIASES.get(word) or in_new_spelling(word)) for word in kept]
    if len(words) > 1:
        words[0] = words[0]._replace(spelt=_FIRST_WORD_ALIASES.get(words[0].written, words[0].spelt))
    return tuple(words)


def _without_degrees(name: str) -> list[str]:
    """Cut degrees off: after a comma, or at the end of the name."""
    first, *rest = _STOPPED_TITLES.sub("", unicodedata.normalize("NFKC", name)).split(",")
    parts = [part for part in rest if not all(_compact(word) in _DEGREES for word in part.split())]
    words = _SPACED_DEGREE.sub(r"\1.\2", first).split()
    while len(words) > 1 and _is_degree(words[-1], shouting=first.isupper()):
        words.pop()
    return [" ".join(words), *parts]


def _is_degree(word: str, *, shouting: bool) -> bool:
    """Tell a degree from a name: by its full stops, its capitals, or its lack of vowels among capitals."""
    compact = _compact(word)
    if compact not in _DEGREES:
        return False
    has_stop_inside = bool(_DOTTED.search(word))
    return has_stop_inside or (word.isupper() and (not shouting or bool(_UNLIKE_NAMES.fullmatch(compact))))


def _compact(word: str) -> str:
    return re.sub(r"[^a-z]", "", word.lower())


def _plain_words(text: str) -> list[str]:
    """Split into words of plain letters; an apostrophe joins (Ma'ruf), everything else separates.

    Letters of other scripts stay as they are, so that such a name is at least found when written the same.
    """
    lower = _DOTTED_TITLE.sub(_title_in_one, _MARKS.sub("", text).casefold().translate(_UNDIVIDED))
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(letter)
    )
    return _NOT_A_LETTER.sub(" ", plain).split()


def _title_in_one(match: re.Match[str]) -> str:
    """Write R.A. and K.H. as one word where they are titles; other initials stay apart."""
    compact = _compact(match[0])
    return f"{compact} " if compact in _TITLES else match[0]


def _without_titles(words: list[str]) -> list[str]:
    """Leave out titles in front of the name, and particles such as bin and binti anywhere behind."""
    start = 0
    while start < len(words) and words[start] in _TITLES:
        start += 1
    return [word for word in words[start:] if word not in _PARTICLES]


def _slips(word: str) -> set[str]:
    return with_one_letter_less(word) if len(word) >= _SHORTEST_WITH_SLIPS else set()


def _weight(word: str) -> float:
    """Weigh what a word tells about who somebody is."""
    if len(word) == 1:
        return 0.25
    return 0.35 if word in _COMMON else 1.0


def _joined_like(words: tuple[Word, ...], others: tuple[Word, ...]) -> tuple[Word, ...]:
    """Write two neighbours together where the other side does: Nur Hayati and Nurhayati."""
    for place, (one, follower) in enumerate(pairwise(words)):
        together = Word(one.written + follower.written, one.spelt + follower.spelt)
        if len(one.spelt) > 1 < len(follower.spelt) and any(_sound_same(together, other) for other in others):
            return (*words[:place], together, *words[place + 2 :])
    return words


def _paired(first: tuple[Word, ...], second: tuple[Word, ...]) -> Comparison:
    """Pair each word with the likest word left on the other side, the likest pairs first."""
    candidates = sorted(
        (-likeness, place_one, place_other)
        for place_one, one in enumerate(first)
        for place_other, other in enumerate(second)
        if (likeness := _likeness(one, other)) > 0
    )
    left_one, left_other = set(range(len(first))), set(range(len(second)))
    pairs = []
    for negative, place_one, place_other in candidates:
        if place_one in left_one and place_other in left_other:
            left_one.remove(place_one)
            left_other.remove(place_other)
            pairs.append((first[place_one].spelt, second[place_other].spelt, -negative))
    only_first = tuple(first[place].spelt for place in sorted(left_one))
    only_second = tuple(second[place].spelt for place in sorted(left_other))
    score = _score(pairs, only_first, only_second)
    return Comparison(Verdict.UNKNOWN, score, tuple(pairs), only_first, only_second)


def _score(
    pairs: list[tuple[str, str, float]], only_first: tuple[str, ...], only_second: tuple[str, ...]
) -> float:
    """Weigh what fits against what does not. Words that one side merely leaves out weigh little."""
    weights = [min(_weight(one), _weight(other)) for one, other, _ in pairs]
    fitting = sum(weight * likeness for weight, (_, _, likeness) in zip(weights, pairs, strict=True))
    contradicted, left_out = sorted((sum(map(_weight, only_first)), sum(map(_weight, only_second))))
    # A single common word says little, however well it fits: Siti is not yet Siti Aminah.
    thin = max(0.0, 0.35 * (1.0 - sum(weights))) if left_out else 0.0
    return max(0.0, fitting / (sum(weights) + 2 * contradicted + 0.2 * left_out + thin)) if pairs else 0.0


def _verdict(comparison: Comparison) -> Verdict:
    if comparison.score >= _AGREES_FROM:
        tells = any(min(_weight(one), _weight(other)) == 1.0 for one, other, _ in comparison.pairs)
        return Verdict.AGREE if tells else Verdict.UNKNOWN
    is_contradicted = bool(comparison.only_first and comparison.only_second) or not comparison.pairs
    return Verdict.DIFFER if comparison.score < _DIFFERS_BELOW and is_contradicted else Verdict.UNKNOWN
