"""How letter numbers are built and checked; how many documents, how long, how often tried."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

USUAL = "{seq:03}/{code}/{unit}/{month_roman}/{year}"
LONGEST = 100
KEPT = timedelta(days=30)
MOST_A_DAY = 100
MOST_TRIES = 2
PATIENCE = timedelta(minutes=3)  # a document in the making for longer was left by a worker that died
LATE = timedelta(minutes=1)  # one that nobody began for longer lost its job

PARTS = ("seq", "code", "unit", "month", "month_roman", "year")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_PART = re.compile(r"\{([a-z_]*)(?::0([1-6]))?\}")
_LITERAL = re.compile(r"[A-Za-z0-9 ./_\-]*")


def faults(pattern: str) -> list[str]:
    """What is wrong with a pattern: unknown_part, bad_character, no_seq, no_year, too_long; empty when nothing is.

    The counter begins anew each year: without the year two letters would share a number.
    """
    names = [name for name, _width in _PART.findall(pattern)]
    found = []
    if not set(names) <= set(PARTS) or any(width and name != "seq" for name, width in _PART.findall(pattern)):
        found.append("unknown_part")
    if not _LITERAL.fullmatch(_PART.sub("", pattern)):
        found.append("bad_character")
    if names.count("seq") != 1:
        found.append("no_seq")
    if "year" not in names:
        found.append("no_year")
    if _runs_together(pattern):
        found.append("runs_together")
    if len(pattern) > 80:
        found.append("too_long")
    return found


def _runs_together(pattern: str) -> bool:
    """Does a digit or another part touch the number of the year's letters? Then 1 and 12 could read as 11 and 2."""
    return bool(re.search(r"([0-9}]\{seq|\{seq(?::0[1-6])?\}[0-9{])", pattern))


def number_of(pattern: str, *, seq: int, code: str, unit: str, on: date) -> str:
    """The number of the `seq`-th letter of a year. The pattern has no faults."""
    values = {
        "code": code, "unit": unit, "month": f"{on.month:02}", "month_roman": _ROMAN[on.month - 1],
        "year": str(on.year),
    }  # fmt: skip

    def said(found: re.Match) -> str:
        name, width = found.groups()
        return str(seq).zfill(int(width or 0)) if name == "seq" else values[name]

    return _PART.sub(said, pattern)[:LONGEST]


def code_of(kind: str, codes: dict[str, str], mark: str) -> str:
    """The archive code of a kind: the office's own, else the kind's, else a word that says what it is about."""
    return codes.get(kind) or mark or "TPPO"


def unfit_codes(codes: dict[str, str], known: Iterable[str]) -> list[str]:
    """Kinds that nobody knows, or whose code is none."""
    known = set(known)
    return [
        kind
        for kind, code in codes.items()
        if kind not in known or not re.fullmatch(r"[A-Za-z0-9.\-]{1,20}", code)
    ]
