"""What a sheet of assessment must hold before it counts: pure, without a database."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

CODE = re.compile(r"[a-z][a-z0-9_]{1,19}")
SECTIONS = ("care", "health", "justice")
MOST = 20
LONGEST_NAME, LONGEST_SENTENCE = 80, 300
SCORES = 5


def doubts_about_domain(domain: Mapping[str, Any], *, taken: Iterable[str] = ()) -> list[tuple[str, str]]:
    """(Code, field) of what is missing or does not fit; `taken`: codes of the other domains."""
    found = []
    if not CODE.fullmatch(domain["code"]):
        found.append(("no_code", "code"))
    elif domain["code"] in taken:
        found.append(("twice", "code"))
    if domain["section"] not in SECTIONS:
        found.append(("no_section", "section"))
    found += [("no_name", name) for name in ("id", "en") if not 0 < len(domain[name].strip()) <= LONGEST_NAME]
    for side in ("said_id", "said_en"):
        said = [*domain[side], *[""] * SCORES][: max(SCORES, len(domain[side]))]
        found += [
            ("no_sentence", f"{side}_{score}")
            for score, words in enumerate(said, start=1)
            if score > SCORES or not 0 < len(words.strip()) <= LONGEST_SENTENCE
        ]
    return found


def doubts_about_sheet(domains: list[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """(Code, field) of what keeps a sheet from counting; the field names the domain."""
    if not 0 < len(domains) <= MOST:
        return [("no_domains", "")]
    codes = [one["code"] for one in domains]
    return [
        (code, f"{one['code']}.{field}")
        for place, one in enumerate(domains)
        for code, field in doubts_about_domain(one, taken=codes[:place])
    ]
