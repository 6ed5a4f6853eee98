"""From an assessment's columns to the law's plain facts, and to the proposal. The only bridge to the engine."""

from calendar import monthrange
from datetime import date

from gugus.law.ages import child_on
from gugus.law.facts import Evidence, Facts
from gugus.law.screening import Proposal, proposal
from gugus.screening.codes import Precision
from gugus.screening.models import Assessment, EvidenceItem

LISTS = ("acts", "means", "purposes", "exploitation", "ruled_out", "circumstances")
YES_NO = (
    *("is_child", "consented", "crossed_border", "indonesian_citizen", "smuggled"),
    *("placed_without_requirements", "adoption_for_gain", "committed_offence", "forced_to_offend"),
)
SAME_NAME = ("age_at_act", "direction", *YES_NO)
# The column that keeps the codes of a kind of element.
COLUMN = {"act": "acts", "means": "means", "purpose": "purposes", "exploitation": "exploitation"}


def live_evidence(assessment: Assessment) -> list[EvidenceItem]:
    """What still counts. Uses the prefetched rows when there are any."""
    return [item for item in assessment.evidence.all() if item.retracted_at is None]


def last_day(first_on: date | None, precision: str) -> date | None:
    """The last day that a partly known date can mean: the newer law counts for nearly all of 2026."""
    if first_on is None or precision == Precision.DAY:
        return first_on
    if precision == Precision.YEAR:
        return date(first_on.year, 12, 31)
    return first_on.replace(day=monthrange(first_on.year, first_on.month)[1])


def facts_of(assessment: Assessment) -> Facts:
    """What is known, as the engine wants it. Retracted evidence counts no more."""
    on = last_day(assessment.date_of_act, assessment.act_precision)
    return Facts(
        **{name: frozenset(getattr(assessment, name)) for name in LISTS},
        **{name: getattr(assessment, name) for name in SAME_NAME},
        date_of_act=on,
        birth_year=_birth_year(assessment, on),
        evidence=tuple(
            Evidence(item.element_kind, item.element_code, item.source, item.strength)
            for item in live_evidence(assessment)
        ),
    )


def _birth_year(assessment: Assessment, on: date | None) -> int | None:
    """The year of birth, unless childhood may have ended within a partly known date: then age is open."""
    born = assessment.person.birth_year if assessment.person else None
    if born is None or on is None:
        return born
    first, last = child_on(assessment.date_of_act, birth_year=born), child_on(on, birth_year=born)
    return born if first == last else None


def proposal_for(assessment: Assessment) -> Proposal:
    """What the engine proposes today. Advice: a named officer decides."""
    return proposal(facts_of(assessment))
