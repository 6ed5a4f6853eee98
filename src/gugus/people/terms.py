"""What somebody looks for: a search text taken apart, or the fields of a form, in one writing. No database."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gugus.base.vault import trail_digest
from gugus.kernel.documents import NIK_LENGTH
from gugus.kernel.ids import parse_ref
from gugus.kernel.names import normalise
from gugus.people.codes import Purpose
from gugus.people.rules import (
    FEWEST_CHARACTERS,
    FEWEST_DIGITS,
    REGENCY,
    document_key,
    full_year_key,
    name_keys_of,
    one_line,
    phone_key,
    telling_sounds,
    tokens_to_ask,
)

LONGEST_TEXT = 200
MOST_NUMBERS = 6
YEARS_AROUND = 2
_PAPER = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{1,2}[\s.\-]?\d{5,8}|[A-Za-z]{1,3}\d{5,8})(?![A-Za-z0-9])")
_LINK = re.compile(r"\S*(?:wa\.me/|tel:|@s\.whatsapp\.net|@c\.us)\S*", re.IGNORECASE)
_NUMBER = re.compile(r"\+?[\d(][\d\s()+.\-/]*\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_YEAR_THEN_NUMBER = re.compile(r"((?:19|20)\d\d)[\s,]+((?:\+|0|62|8).*)")


@dataclass(frozen=True, slots=True)
class Sought:
    """What is known of somebody who is looked for. Phones and documents are keys, not what was typed."""

    code: str = ""
    name: str = ""
    birth_year: int | None = None
    sex: str = ""
    home_area: str = ""
    phones: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.code or self.name or self.phones or self.documents)


def sought_by_fields(
    *,
    name: str = "",
    birth_year: int | None = None,
    sex: str = "",
    home_area: str = "",
    phones: Iterable[str] = (),
    documents: Iterable[Mapping[str, str] | str] = (),
) -> Sought:
    """What a form with separate fields asks."""
    numbers = [one if isinstance(one, str) else one.get("number", "") for one in documents]
    return Sought(
        name=one_line(name) if len(normalise(one_line(name))) > 1 else "",
        birth_year=birth_year,
        sex=sex,
        home_area=home_area,
        phones=frozenset(list(filter(None, map(phone_key, phones)))[:MOST_NUMBERS]),
        documents=_documents(numbers),
    )


def sought_by_text(text: str) -> Sought:
    """What one search box asks: a code, a name, a birth year, phones and document numbers in any order."""
    text = one_line(text, LONGEST_TEXT)
    code = parse_ref(text)
    if code and code.startswith("P-"):
        return Sought(code=code)
    phones: list[str] = []
    documents: list[str] = []
    years: list[int] = []
    text = _taken_out(_LINK, text, phones)
    text = _taken_out(_PAPER, text, documents)
    numbers: list[str] = []
    text = _taken_out(_NUMBER, text, numbers)
    for number in numbers:
        if _YEAR.fullmatch(number):
            years.append(int(number))
        elif split := _YEAR_THEN_NUMBER.fullmatch(number):
            years.append(int(split[1]))
            _sort_number(split[2], phones, documents)
        else:
            _sort_number(number, phones, documents)
    return sought_by_fields(
        name=text, birth_year=years[0] if years else None, phones=phones, documents=documents
    )


def _taken_out(pattern: re.Pattern[str], text: str, into: list[str]) -> str:
    into += [match[0].strip() for match in pattern.finditer(text)]
    return pattern.sub(" ", text)


def _sort_number(number: str, phones: list[str], documents: list[str]) -> None:
    """Sixteen digits are a NIK; other long numbers may be either, so both are asked."""
    digits = re.sub(r"\D", "", number)
    if len(digits) != NIK_LENGTH and len(digits) >= FEWEST_DIGITS:
        phones.append(number)
    documents.append(digits)


def _documents(numbers: Iterable[str]) -> frozenset[str]:
    keys = [key for key in map(document_key, numbers) if len(key) >= FEWEST_CHARACTERS]
    return frozenset(keys[:MOST_NUMBERS])


def tokens_inside(sought: Sought) -> list[bytes]:
    """Tokens by which candidates inside one's scope are found: fuzzy name keys too, years around the year."""
    keys = _exact_keys(sought) | {(Purpose.NAME, key) for key in name_keys_of(sought.name) if sought.name}
    telling = telling_sounds(sought.name)
    if year := sought.birth_year:
        around = range(year - YEARS_AROUND, year + YEARS_AROUND + 1)
        keys |= {(Purpose.NAME_YEAR, f"{sound}|{near}") for sound in telling for near in around}
    if area := sought.home_area[:REGENCY]:
        keys |= {(Purpose.NAME_AREA, f"{sound}|{area}") for sound in telling}
    return _tokens(keys)


def tokens_outside(sought: Sought) -> list[bytes]:
    """Tokens that may be asked outside one's scope: document, phone, or all name words with the birth year."""
    return _tokens(_exact_keys(sought))


def digests(sought: Sought) -> dict[str, list[str]]:
    """What the trail keeps of a search: keyed digests, so that the same search can be recognised, not read."""
    parts = {
        "code": [sought.code],
        "name": [normalise(sought.name)],
        "birth_year": [str(sought.birth_year or "")],
        "phone": sorted(sought.phones),
        "document": sorted(sought.documents),
    }
    return {
        part: [trail_digest("search", f"{part}:{value}") for value in values if value]
        for part, values in parts.items()
        if any(values)
    }


def _exact_keys(sought: Sought) -> set[tuple[str, str]]:
    keys = {(Purpose.PHONE, key) for key in sought.phones}
    keys |= {(Purpose.DOCUMENT, key) for key in sought.documents}
    if full := full_year_key(sought.name, sought.birth_year):
        keys.add((Purpose.FULL_YEAR, full))
    return keys


def _tokens(keys: set[tuple[str, str]]) -> list[bytes]:
    return tokens_to_ask(keys)
