"""From facts to a proposal: what it amounts to, why, what is missing, what to ask next.

A proposal is advice: it never decides who is a victim. A named officer does, and may decide otherwise.
Two things never happen here: consent lowers a result; a child with act and purpose is called no victim.
"""

from dataclasses import dataclass

from gugus.kernel.words import Words
from gugus.law.elements import Finding
from gugus.law.explaining import reasons_for
from gugus.law.facts import Facts
from gugus.law.id.national import (
    Aggravation,
    aggravations,
    may_be_unpunished,
    possible_offences,
    related_offences,
)
from gugus.law.inquiry import open_questions
from gugus.law.lists import code
from gugus.law.provisions import Provision
from gugus.law.tracks import Track, tracks
from gugus.law.wording import Question, Reason

INDICATED = "indicated"
NOT_YET_PROVEN = "not_yet_proven"
OTHER_OFFENCE = "other_offence"
NOT_TRAFFICKING = "not_trafficking"


@dataclass(frozen=True)
class Proposal:
    """What the engine suggests about one person.

    `result` is a code of the list identification_results. `tracks` holds one pair of findings, or two when
    the age is not known (child first). `services` says that the person is to be served as a presumed victim
    or a protected child now. `missing` and `told_only` name elements of the national definition.
    """

    result: str
    tracks: tuple[Track, ...]
    services: bool
    reasons: tuple[Reason, ...]
    questions: tuple[Question, ...]
    possible_offences: tuple[Provision, ...]
    related_offences: tuple[Provision, ...]
    aggravations: tuple[Aggravation, ...]
    non_punishment: bool

    @property
    def words(self) -> Words:
        """Return the result in words."""
        return code("identification_results", self.result).words

    @property
    def national(self) -> Finding:
        """Return the finding under Indonesian law; for an unknown age, that of the presumed child."""
        return self.tracks[0].national

    @property
    def international(self) -> Finding:
        """Return the finding by the international standard; for an unknown age, of the presumed child."""
        return self.tracks[0].international

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the elements of the national definition that nobody has told yet."""
        return self.national.missing

    @property
    def told_only(self) -> tuple[str, ...]:
        """Name the elements that rest on nothing but what was told."""
        return self.national.told_only


def proposal(facts: Facts) -> Proposal:
    """Weigh the facts and explain the outcome. Pure: the same facts always give the same proposal."""
    pairs = tracks(facts)
    related = related_offences(facts)
    result = _result(facts, pairs, bool(related))
    unpunished = may_be_unpunished(facts) and result in (INDICATED, NOT_YET_PROVEN)
    return Proposal(
        result=result,
        tracks=pairs,
        services=_services(facts, result),
        reasons=reasons_for(facts, pairs, result, unpunished),
        questions=open_questions(facts),
        possible_offences=possible_offences(facts, pairs[0].national),
        related_offences=related,
        aggravations=aggravations(facts),
        non_punishment=unpunished,
    )


def _result(facts: Facts, pairs: tuple[Track, ...], other: bool) -> str:
    """An unknown age is indicated only if an adult would be, and excluded only if a child would be."""
    if pairs[-1].is_met:
        return INDICATED
    if any(facts.without(kind) for kind in pairs[0].international.missing):
        return OTHER_OFFENCE if other else NOT_TRAFFICKING
    return NOT_YET_PROVEN


def _services(facts: Facts, result: str) -> bool:
    """Services wait for no proof: anything told is enough, until an element is examined and not found."""
    if result in (INDICATED, NOT_YET_PROVEN):
        return result == INDICATED or facts.anything_told
    return facts.child is not False and facts.has("purpose")
