"""Identity facts in one writing, the search tokens made of them, birth years from ages. No database, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gugus.base.vault import search_token, token_versions, variants
from gugus.kernel.documents import read_nik, read_passport
from gugus.kernel.names import name_keys, words_of
from gugus.kernel.partials import Partial
from gugus.kernel.phones import read_phone
from gugus.kernel.spelling import sounds
from gugus.people.codes import Certainty, DocumentKind, Purpose

LONGEST_NAME = 200
MOST_WORDS = 8  # of a name that are made into tokens
MOST_LISTED = 20  # aliases, phones or documents of one person
FEWEST_DIGITS = 7  # a shorter number is a hotline such as 129, which thousands share
FEWEST_CHARACTERS = 5  # a shorter document number proves nothing
_COMMON_SOUNDS = frozenset(
    sounds(word)[0] for word in ("muhammad", "siti", "nur", "sri", "abdul", "ahmad", "dewi")
)
SHARED = frozenset({Purpose.NAME, Purpose.NAME_YEAR, Purpose.NAME_AREA})  # many persons share these
REGENCY = 5  # length of a regency's code, 31.74


@dataclass(frozen=True, slots=True)
class IdentityFacts:
    """What tokens are made of. Phones and documents as typed; `home_area` is a Kemendagri code or empty."""

    full: str = ""
    aliases: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    birth_year: int | None = None
    home_area: str = ""


def one_line(text: Any, longest: int = LONGEST_NAME) -> str:
    """The text in one line, without doubled spaces and control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text or "")).split())[:longest]


def clean_names(names: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """{"full", "aliases"} without empty or repeated entries; None when nothing is left. Single names are whole."""
    names = names or {}
    full = one_line(names.get("full"))
    aliases = dict.fromkeys(one_line(alias) for alias in names.get("aliases") or [])
    kept = [alias for alias in aliases if alias and alias != full][:MOST_LISTED]
    return {"full": full, "aliases": kept} if full or kept else None


def clean_documents(documents: Iterable[Mapping[str, str] | str] | None) -> list[dict[str, str]]:
    """[{"kind", "number"}]; a bare number of sixteen digits is taken for a NIK, other bare ones stay "other"."""
    cleaned: dict[str, dict[str, str]] = {}
    for document in documents or []:
        given = {"number": document} if isinstance(document, str) else document
        number = one_line(given.get("number"), 40)
        kind = given.get("kind") or ("nik" if "length" not in _nik_problems(number) else "other")
        if number:
            known = kind if kind in DocumentKind.values else DocumentKind.OTHER.value
            cleaned.setdefault(document_key(number), {"kind": known, "number": number})
    return list(cleaned.values())[:MOST_LISTED]


def _nik_problems(number: str) -> tuple[str, ...]:
    problems = read_nik(number).problems
    return ("length",) if "letters" in problems else problems


def clean_phones(phones: Iterable[str] | None) -> list[str]:
    """Each number once, as E.164 where it can be read, otherwise as it was typed."""
    read = [read_phone(one_line(phone, 60)) for phone in phones or [] if one_line(phone)]
    return list(dict.fromkeys(phone.e164 or phone.typed for phone in read))[:MOST_LISTED]


def phone_key(number: str) -> str:
    """What is compared of a phone number; empty when it is too short to belong to one person."""
    phone = read_phone(one_line(number, 60))
    return phone.key if len(phone.digits) >= FEWEST_DIGITS else ""


def document_key(number: str) -> str:
    """What is compared of a document number: letters and digits, without labels such as "Paspor no."."""
    return read_passport(one_line(number, 60)).number


def birth_year_of(birth_on: str) -> int | None:
    """The year of a partial ISO date; None when it is empty or written in another way."""
    try:
        return Partial.parse(birth_on).year
    except ValueError:
        return None


def birth_year_from_age(age: int, year: int) -> int:
    """The likelier birth year of somebody who is `age` in `year`; keep it with certainty "estimated"."""
    return year - age


def sounds_of(name: str) -> list[str]:
    """The usual sound of each word of a name, sorted, so that their order says nothing."""
    return sorted({sounds(word)[0] for word in words_of(name)[:MOST_WORDS]})


def telling_sounds(name: str) -> list[str]:
    """The sounds that tell something about who somebody is; of Siti Aminah only Aminah."""
    heard = [sound for sound in sounds_of(name) if len(sound) > 1]
    return [sound for sound in heard if sound not in _COMMON_SOUNDS] or heard


def full_year_key(name: str, year: int | None) -> str:
    """The exact term that may be asked outside one's scope: two name words or more and the birth year."""
    heard = sounds_of(name)
    return f"{' '.join(heard)}|{year}" if year and len(heard) > 1 else ""


def keys_of(facts: IdentityFacts) -> set[tuple[str, str]]:
    """Everything under which a person is found again, as (purpose, plain key). Never stored like this."""
    keys = {(Purpose.PHONE, phone_key(phone)) for phone in facts.phones}
    for number in map(document_key, facts.documents):
        keys.add((Purpose.DOCUMENT, number if len(number) >= FEWEST_CHARACTERS else ""))
    for name in filter(None, (facts.full, *facts.aliases)):
        keys |= {(Purpose.NAME, key) for key in name_keys_of(name)}
        telling = telling_sounds(name)
        if facts.birth_year:
            keys |= {(Purpose.NAME_YEAR, f"{sound}|{facts.birth_year}") for sound in telling}
        if area := facts.home_area[:REGENCY]:
            keys |= {(Purpose.NAME_AREA, f"{sound}|{area}") for sound in telling}
        keys.add((Purpose.FULL_YEAR, full_year_key(name, facts.birth_year)))
    return {(purpose, key) for purpose, key in keys if key}


def name_keys_of(name: str) -> set[str]:
    """The fuzzy keys of the first words of a name; a pasted page does not make a thousand of them."""
    return name_keys(" ".join(one_line(name).split()[: MOST_WORDS + 4]))


def tokens_of(facts: IdentityFacts, whom: UUID, version: int | None = None) -> list[tuple[str, bytes]]:
    """(purpose, token) of everything under which a person is found; what `people_searchtoken` keeps.

    A bulk loader calls this too and copies the rows by itself as the worker role, one per token, with the
    person's id and agency. Needs the key file; about 20 tokens a person.
    """
    return sorted(
        (
            str(purpose),
            search_token(purpose, _in_variant(key, variant_of(whom, purpose, key, version)), version),
        )
        for purpose, key in keys_of(facts)
    )


def tokens_to_ask(keys: Iterable[tuple[str, str]]) -> list[bytes]:
    """The tokens under which somebody with any of these keys may be kept: every variant, under every token key."""
    keys = list(keys)
    return sorted(
        {
            search_token(purpose, _in_variant(key, variant), version)
            for version in token_versions()
            for purpose, key in keys
            for variant in (range(variants(version)) if purpose in SHARED else (0,))
        }
    )


def variant_of(whom: UUID, purpose: str, key: str, version: int | None = None) -> int:
    """Which of the variants of a token somebody has: drawn for each person and key, so that they are not counted.

    The bearers of a common name are spread over several tokens, and no two tokens of a name have the same bearers
    (docs/architecture/identity.md says what that hides).
    """
    if purpose not in SHARED:
        return 0
    drawn = search_token("variant", f"{whom}:{purpose}:{key}", version)
    return int.from_bytes(drawn[:4], "big") % variants(version)


def _in_variant(key: str, variant: int) -> str:
    return f"{key}#{variant}" if variant else key


def settled_birth(birth_year: int | None, certainty: str, birth_on: str) -> tuple[int | None, str]:
    """The birth year and its certainty: a day says more than a year; a known year is at least stated."""
    year = birth_year_of(birth_on) or birth_year
    if year is None:
        return None, Certainty.UNKNOWN
    guessed = birth_on and year != birth_year and certainty == Certainty.ESTIMATED
    return year, Certainty.STATED if guessed or certainty in {"", Certainty.UNKNOWN} else certainty


def facts_of(person: Any, identity: Any, *, numbers: bool = True) -> IdentityFacts:
    """What tokens are made of, taken from a person and the identity; without `numbers` only names are opened."""
    names = identity.names or {}
    return IdentityFacts(
        full=names.get("full", ""),
        aliases=tuple(names.get("aliases", ())),
        phones=tuple(identity.phones or ()) if numbers else (),
        documents=tuple(one["number"] for one in identity.documents or ()) if numbers else (),
        birth_year=person.birth_year,
        home_area=person.home_area,
    )
