"""Which elements are there, by the national law and by the international standard."""

from dataclasses import dataclass

from gugus.law.facts import ELEMENTS, Facts

COMPLETE, TOLD, ALTERNATIVE, INCOMPLETE = RESULTS = ("complete", "told", "alternative", "incomplete")


@dataclass(frozen=True)
class Finding:
    """What one standard makes of the facts.

    `result`: complete (told and supported), told (all told, not all supported), alternative (a special
    offence against a child may be met instead), incomplete. `missing` and `told_only` name elements.
    """

    standard: str
    result: str
    missing: tuple[str, ...] = ()
    told_only: tuple[str, ...] = ()
    provisions: tuple[str, ...] = ()

    @property
    def is_met(self) -> bool:
        """Say whether the standard is met, if only by what was told."""
        return self.result != INCOMPLETE


def missing_elements(facts: Facts, *, means_needed: bool = True) -> tuple[str, ...]:
    """Name what nobody has told yet, so that the officer knows what to ask next."""
    needed = [kind for kind in ELEMENTS if kind != "means" or means_needed]
    return tuple(kind for kind in needed if not facts.has(kind))


def told_only(facts: Facts, *, means_needed: bool = True) -> tuple[str, ...]:
    """Name the elements that rest on nothing but what was told."""
    needed = [kind for kind in ELEMENTS if kind != "means" or means_needed]
    return tuple(kind for kind in needed if facts.has(kind) and not facts.supported(kind))


def finding(standard: str, facts: Facts, *, means_needed: bool, inferred: bool = False) -> Finding:
    """Weigh the elements; `inferred` says that one of them is only pointed to by another fact."""
    missing = missing_elements(facts, means_needed=means_needed)
    weak = told_only(facts, means_needed=means_needed)
    if missing:
        return Finding(standard, INCOMPLETE, missing, weak)
    return Finding(standard, TOLD if weak or inferred else COMPLETE, (), weak)


def international_result(facts: Facts) -> Finding:
    """Palermo Protocol and ACTIP: for a child, act and purpose are enough (Art. 3(c); Art. 2(c)).

    There is no result alternative: exploitation that happened only points to the purpose. An unknown age
    is read as that of an adult here; `screening.proposal` shows both tracks.
    """
    inferred = facts.has("purpose") and "exploitation_intended" not in facts.purposes
    return finding("international", facts, means_needed=facts.child is not True, inferred=inferred)
