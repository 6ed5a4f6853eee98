"""Take people out of a text: names in any writing, phones, documents, addresses, birth dates become "Victim 1".

Rather too much than too little: a word that sounds like a part of a name goes too. No database, no clock.
"""

import html
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from gugus.kernel.names import bare_words, words_of
from gugus.kernel.spelling import in_new_spelling, sounds, with_one_letter_less

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019`][^\W\d_]+)*")
_NUMBER = re.compile(r"\+?\d(?:[\s().\-/\u2010-\u2015]*\d){5,}")
_TAG = re.compile(r"(<[^>]*>)")
_ATTRIBUTE = re.compile(r'\b(value|title|alt|aria-label|placeholder|data-label|content)="([^"]*)"')
_ENDINGS = ("nya", "lah", "kah", "pun", "ku", "mu")
SHORTEST, SOUNDS_FROM, SLIPS_FROM = 3, 5, 6  # letters
PHONE_TAIL = 8  # digits at the end by which a phone is known in any writing


@dataclass(frozen=True, slots=True)
class Hidden:
    """Somebody to be taken out, and what stands there instead."""

    label: str
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


@dataclass
class Blackout:
    """Everything that is taken out of one answer."""

    words: dict[str, str] = field(default_factory=dict)
    sounding: dict[str, str] = field(default_factory=dict)
    slipped: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    phrases: list[tuple[re.Pattern, str]] = field(default_factory=list)

    def scrub(self, text: str) -> str:
        """The text without anybody in it."""
        for pattern, label in self.phrases:
            text = pattern.sub(label, text)
        text = _NUMBER.sub(self._number, text)
        text = _WORD.sub(self._word, text)
        for label in set(self.words.values()):
            again = re.escape(label)
            text = re.sub(rf"{again}(?:[\s.,'\-]+{again})+", label, text)
        return text

    def scrub_page(self, page: str) -> str:
        """The same for HTML: words between tags, and attributes that people see or hear."""
        return "".join(
            _ATTRIBUTE.sub(self._attribute, part) if part.startswith("<") else self._text(part)
            for part in _TAG.split(page)
        )

    def scrub_data(self, data: Any) -> Any:
        """The same for every text of a JSON answer."""
        if isinstance(data, str):
            return self.scrub(data)
        if isinstance(data, list):
            return [self.scrub_data(one) for one in data]
        return {key: self.scrub_data(one) for key, one in data.items()} if isinstance(data, dict) else data

    def scrub_json(self, body: str) -> str:
        return json.dumps(self.scrub_data(json.loads(body)), ensure_ascii=False)

    def _text(self, part: str) -> str:
        plain = html.unescape(part)
        clean = self.scrub(plain)
        return part if clean == plain else html.escape(clean)

    def _attribute(self, match: re.Match) -> str:
        return f'{match[1]}="{self._text(match[2])}"'

    def _word(self, match: re.Match) -> str:
        word = _plain(match[0])
        return self._label(word) or match[0]

    def _label(self, word: str) -> str:
        stems = [word, *(word[: -len(end)] for end in _ENDINGS if word.endswith(end))]
        for stem in stems:
            if label := self.words.get(stem) or self.words.get(in_new_spelling(stem)):
                return label
        if len(word) >= SOUNDS_FROM and (
            heard := next((s for s in sounds(word) if s in self.sounding), None)
        ):
            return self.sounding[heard]
        if len(word) >= SLIPS_FROM:
            near = next((one for one in (word, *with_one_letter_less(word)) if one in self.slipped), None)
            return self.slipped[near] if near else ""
        return ""

    def _number(self, match: re.Match) -> str:
        digits = re.sub(r"\D", "", match[0])
        return self.numbers.get(digits) or self.numbers.get(digits[-PHONE_TAIL:]) or match[0]


def blackout_of(people: Iterable[Hidden]) -> Blackout:
    """What to take out for these people."""
    made = Blackout()
    for one in people:
        for name in one.names:
            _add_name(made, name, one.label)
        for number in one.numbers:
            _add_number(made, number, one.label)
        for phrase in one.phrases:
            made.phrases += [(pattern, one.label) for pattern in _windows(phrase)]
    return made


def _add_name(made: Blackout, name: str, label: str) -> None:
    for word in {*bare_words(name), *words_of(name), *(_plain(one) for one in _WORD.findall(name))}:
        if len(word) < SHORTEST:
            continue
        made.words.setdefault(word, label)
        if len(word) >= SOUNDS_FROM:
            for heard in sounds(word):
                made.sounding.setdefault(heard, label)
        if len(word) >= SLIPS_FROM:
            for near in (word, *with_one_letter_less(word)):
                made.slipped.setdefault(near, label)


def _add_number(made: Blackout, number: str, label: str) -> None:
    digits = re.sub(r"\D", "", number)
    if len(digits) >= PHONE_TAIL - 2:
        made.numbers.setdefault(digits, label)
        made.numbers.setdefault(digits[-PHONE_TAIL:], label)
    if re.search(r"[A-Za-z]", number) and digits:  # a passport
        made.phrases.append((_spaced(list(re.sub(r"\W", "", number)), r"[\W_]*"), label))


def _windows(phrase: str) -> list[re.Pattern]:
    """Any three words of an address in a row, or all of a shorter one."""
    words = re.findall(r"\w+", phrase)
    if len(words) <= 3:
        return [_spaced(words, r"[\W_]+")] if sum(map(len, words)) >= 6 else []
    return [_spaced(words[at : at + 3], r"[\W_]+") for at in range(len(words) - 2)]


def _spaced(parts: list[str], between: str) -> re.Pattern:
    return re.compile(rf"\b{between.join(map(re.escape, parts))}\b", re.IGNORECASE)


def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in folded if c.isalpha())
