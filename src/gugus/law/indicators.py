"""ILO operational indicators and local signs as prompts. A screening aid: never a finding about anybody.

The sentences are ours; keys and weights follow the ILO/EC list as read through a secondary source. For
sexual exploitation only two weights could be confirmed, and the answer says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from gugus.kernel.words import Words
from gugus.law.facts import KINDS
from gugus.law.lists import UnknownCode, code, codes
from gugus.law.tables import many, table

STRONG, MEDIUM, WEAK = WEIGHTS = ("strong", "medium", "weak")
KINDS_OF_WORK = ("labour", "sexual")


@dataclass(frozen=True)
class Indicator:
    """One prompt, its dimension, its weights, and the legal element that a yes hints at."""

    code: str
    official: str
    dimension: str
    weights: Mapping[tuple[str, bool], str] = field(hash=False)
    element: str
    points_to: tuple[str, ...]
    words: Words
    status: str

    def weight(self, kind: str, *, child: bool) -> str:
        """Return strong, medium or weak; empty when the list gives none for this kind and age."""
        return self.weights[kind, child]


@dataclass(frozen=True)
class Hint:
    """What an indicator suggests asking about: an element and codes to look for."""

    element: str
    points_to: tuple[str, ...]
    because: Indicator


@dataclass(frozen=True)
class Aid:
    """What the answers add up to: positive dimensions, whether the whole pattern shows, hints at elements.

    `weights_known` is false where our list of weights has gaps: no pattern then says nothing at all.
    """

    positive: tuple[str, ...]
    pattern: bool
    hints: tuple[Hint, ...]
    weights_known: bool


def dimension_is_positive(weights: Iterable[str]) -> bool:
    """Apply the combination rule: 2 strong; 1 strong and 1 other; 3 medium; or 2 medium and 1 weak."""
    found = list(weights)
    strong, medium, weak = (found.count(one) for one in WEIGHTS)
    return strong >= 2 or (strong == 1 and medium + weak >= 1) or medium >= 3 or (medium == 2 and weak >= 1)


def screening_aid(answers: Iterable[str], *, child: bool, kind: str = "labour") -> Aid:
    """Add up the indicators answered with yes, for forced labour or sexual exploitation.

    The pattern of an adult needs recruitment by deception, coercion or abuse of vulnerability, and
    exploitation, and coercion or abuse of vulnerability at destination; that of a child needs only
    exploitation. Raises UnknownCode for an unknown indicator, ValueError for an unknown kind.
    """
    if kind not in KINDS_OF_WORK:
        raise ValueError(f"kind must be one of {KINDS_OF_WORK}")
    said = [indicator(one) for one in dict.fromkeys(answers)]
    positive = tuple(
        one.code
        for one in codes("indicator_dimensions")
        if dimension_is_positive(
            each.weight(kind, child=child) for each in said if each.dimension == one.code
        )
    )
    hints = tuple(Hint(one.element, one.points_to, one) for one in said)
    return Aid(positive, _pattern(set(positive), child=child), hints, weights_known=kind == "labour")


def indicators(dimension: str = "") -> tuple[Indicator, ...]:
    """Return the prompts of one dimension or of all. Raises UnknownCode for an unknown dimension."""
    if dimension:
        code("indicator_dimensions", dimension)
    return tuple(one for one in _by_code().values() if dimension in ("", one.dimension))


def indicator(wanted: str) -> Indicator:
    """Return one prompt. Raises UnknownCode."""
    try:
        return _by_code()[wanted]
    except KeyError:
        raise UnknownCode(f"there is no indicator {wanted!r}") from None


def _pattern(positive: set[str], *, child: bool) -> bool:
    if child:
        return "exploitation" in positive
    recruited = positive & {"deceptive_recruitment", "coercive_recruitment", "vulnerable_recruitment"}
    held = positive & {"coercion", "vulnerable_destination"}
    return bool(recruited and held) and "exploitation" in positive


@cache
def _by_code() -> dict[str, Indicator]:
    return {row["code"]: _indicator(row) for row in table("indicators.csv")}


def _indicator(row) -> Indicator:
    points_to = many(row["points_to"])
    for one in points_to:
        code(KINDS[row["element"]], one)
    return Indicator(
        code=row["code"],
        official=row["official"],
        dimension=code("indicator_dimensions", row["dimension"]).code,
        weights=MappingProxyType(
            {
                (kind, child): row[f"{kind}_{'child' if child else 'adult'}"]
                for kind in KINDS_OF_WORK
                for child in (True, False)
            }
        ),
        element=row["element"],
        points_to=points_to,
        words=Words(id=row["id"], en=row["en"]),
        status=row["status"],
    )
