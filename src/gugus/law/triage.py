"""How urgent a report is, from coded danger signs. The officer may always raise it; lowering needs a reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from gugus.kernel.words import Words
from gugus.law.lists import UnknownCode, code
from gugus.law.tables import table

LEVELS = ("low", "medium", "high")
SHORTEST_REASON = 10


@dataclass(frozen=True)
class Danger:
    """One danger sign as a question, and the level that a yes asks for.

    `if_unknown` is the level as long as nobody asked: not asked is not the same as no.
    """

    code: str
    risk: str
    if_child: str
    if_unknown: str
    words: Words
    status: str


@dataclass(frozen=True)
class Triage:
    """A proposed level of risk and why.

    `reasons` are the signs answered yes that ask for this level, `doubts` the unanswered ones that keep it
    up, `unasked` all that nobody answered yet.
    """

    level: str
    reasons: tuple[Danger, ...]
    doubts: tuple[Danger, ...]
    unasked: tuple[Danger, ...]

    @property
    def words(self) -> Words:
        """Return the level in words."""
        return code("risk_levels", self.level).words


def risk_of(answers: Mapping[str, bool | None]) -> Triage:
    """Propose a level from the answers: danger sign to yes, no, or None for not known.

    Raises UnknownCode for a sign that is not in the table.
    """
    for sign in answers:
        danger(sign)
    level = max(("low", *(_asks_for(one, answers) for one in dangers())), key=LEVELS.index)
    decisive = [one for one in dangers() if _asks_for(one, answers) == level] if level != "low" else []
    unasked = tuple(one for one in dangers() if answers.get(one.code) is None)
    return Triage(
        level=level,
        reasons=tuple(one for one in decisive if one not in unasked),
        doubts=tuple(one for one in decisive if one in unasked),
        unasked=unasked,
    )


def hurdles_to_level(*, proposed: str, chosen: str, reason: str = "") -> tuple[str, ...]:
    """Say what stands against the officer's level: nothing for the same or a higher one.

    A lower level needs a written reason of at least ten characters; the codes returned are "unknown_level"
    and "reason_needed".
    """
    if proposed not in LEVELS or chosen not in LEVELS:
        return ("unknown_level",)
    lower = LEVELS.index(chosen) < LEVELS.index(proposed)
    return ("reason_needed",) if lower and len(reason.strip()) < SHORTEST_REASON else ()


def danger(sign: str) -> Danger:
    """Return one danger sign. Raises UnknownCode."""
    for one in dangers():
        if one.code == sign:
            return one
    raise UnknownCode(f"there is no danger sign {sign!r}")


@cache
def dangers() -> tuple[Danger, ...]:
    """Return every danger sign, in the order in which to ask."""
    return tuple(
        Danger(
            code=row["code"],
            risk=code("risk_levels", row["risk"]).code,
            if_child=code("risk_levels", row["risk_if_child"]).code,
            if_unknown=code("risk_levels", row["risk_if_unknown"] or "low").code,
            words=Words(id=row["id"], en=row["en"]),
            status=row["status"],
        )
        for row in table("dangers.csv")
    )


def _asks_for(one: Danger, answers: Mapping[str, bool | None]) -> str:
    answer = answers.get(one.code)
    if answer is None:
        return one.if_unknown
    if not answer:
        return "low"
    return one.if_child if answers.get("is_child") else one.risk
