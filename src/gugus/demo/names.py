"""Invented people: names by region, numbers that cannot exist.

Numbers are invalid by construction: the NIK begins with the province 00, the phone with 0800-0 followed
by seven digits (no operator gives out that length), the passport with XX and only six digits.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from random import Random

REGION_OF_PROVINCE = {
    "11": "aceh", "12": "batak", "13": "minang", "14": "melayu", "15": "melayu", "16": "melayu", "17": "melayu",
    "18": "java", "21": "melayu", "31": "betawi", "32": "sunda", "33": "java", "34": "java", "35": "java",
    "36": "sunda", "52": "sasak", "53": "ntt", "61": "melayu", "63": "melayu", "64": "melayu", "65": "bugis",
    "71": "minahasa", "72": "bugis", "73": "bugis", "74": "bugis", "76": "bugis",
}  # fmt: skip
SEXES = ("female", "male")
WEST_INDONESIA = "java"
TITLES = {"Baiq", "Lalu", "Lale", "Cut", "Teuku", "Andi", "Daeng", "Siti", "Sitti", "Inaq", "Amaq", "Neng"}

OLD_SPELLING = (("u", "oe"), ("j", "dj"), ("y", "j"), ("c", "tj"), ("sy", "sj"))
LOOKALIKE = (("i", "y"), ("f", "p"), ("z", "s"), ("k", "q"), ("d", "t"), ("h", ""))


@dataclass(frozen=True)
class Bank:
    """The given and second names of one region; single names stand alone, family names suit both sexes."""

    given: dict[str, tuple[str, ...]]
    second: dict[str, tuple[str, ...]]
    single: dict[str, tuple[str, ...]]


@cache
def banks() -> dict[str, Bank]:
    """Return the name banks by region."""
    with files("gugus.demo").joinpath("names.toml").open("rb") as source:
        table = tomllib.load(source)
    return {
        region: _bank({kind: tuple(text.split()) for kind, text in lists.items()})
        for region, lists in table.items()
    }


def _bank(lists: dict[str, tuple[str, ...]]) -> Bank:
    return Bank(
        given={sex: lists[sex] for sex in SEXES},
        second={sex: lists["second"] + lists[f"second_{sex}"] for sex in SEXES},
        single={sex: lists[f"single_{sex}"] for sex in SEXES},
    )


def bank_for(province: str) -> Bank:
    """Return the bank of a province code; Java where we have none of its own."""
    return banks()[REGION_OF_PROVINCE.get(province, WEST_INDONESIA)]


def full_name(chance: Random, *, sex: str, province: str) -> str:
    """Invent a full name; one in twelve people is known by a single name."""
    bank = bank_for(province)
    if bank.single[sex] and chance.random() < 0.08:
        return chance.choice(bank.single[sex])
    given, second = chance.choice(bank.given[sex]), chance.choice(bank.second[sex])
    return f"{given} {second}" if given != second else given


def nickname(full: str) -> str:
    """Return what neighbours call the person: the first name, or the second after a title."""
    first, *rest = full.split()
    return rest[0] if first in TITLES and rest else first


def nik(chance: Random, *, born_on, area: str, sex: str) -> str:
    """Build a 16-digit NIK that begins with the province 00, which does not exist."""
    day = born_on.day + (40 if sex == "female" else 0)
    return f"00{area.replace('.', '')[2:6]:0<4}{day:02d}{born_on:%m%y}{chance.randrange(1, 10_000):04d}"


def phone(chance: Random) -> str:
    """Build a phone that no operator gives out: 0800-0 and seven digits."""
    return f"0800-0{chance.randrange(1000):03d}-{chance.randrange(10_000):04d}"


def passport(chance: Random) -> str:
    """Build a passport number that cannot exist: XX and six digits (the real ones have seven)."""
    return f"XX{chance.randrange(1_000_000):06d}"


def noisy(chance: Random, name: str) -> str:
    """Write a name as another office heard it: old spelling, a look-alike letter, a slip, a lost part."""
    parts = name.split()
    ways = [_old_spelling, _lookalike, _slip]
    if len(parts) > 1:
        ways += [_shortened, _swapped]
    for way in chance.sample(ways, len(ways)):
        changed = way(chance, name)
        if changed != name:
            return changed
    return name + name[-1]


def _old_spelling(chance: Random, name: str) -> str:
    """Write the colonial spelling: u as oe, j as dj, y as j."""
    changed = name.lower()
    for new, old in OLD_SPELLING:
        if new in changed:
            return changed.replace(new, old, 1).title()
    return name


def _lookalike(chance: Random, name: str) -> str:
    """Swap one letter for one that sounds alike."""
    changed = name.lower()
    found = [(one, other) for one, other in LOOKALIKE if one in changed]
    return changed.replace(*chance.choice(found), 1).title() if found else name


def _slip(chance: Random, name: str) -> str:
    """Turn two neighbouring letters around."""
    letters = list(name)
    places = [i for i in range(1, len(letters) - 2) if letters[i].isalpha() and letters[i + 1].isalpha()]
    if not places:
        return name
    at = chance.choice(places)
    letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


def _shortened(chance: Random, name: str) -> str:
    """Abbreviate the second part."""
    first, second, *_ = name.split()
    return f"{first} {second[0]}."


def _swapped(chance: Random, name: str) -> str:
    """Write the second part first."""
    first, *rest = name.split()
    return " ".join([*rest, first])
