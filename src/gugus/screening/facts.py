"""From an assessment's columns to the law's plain facts, and to the proposal. The only bridge to the engine."""

from gugus.law.facts import Evidence, Facts
from gugus.law.screening import Proposal, proposal
from gugus.screening.models import Assessment

SAME_NAME = (
    *(
        "date_of_act",
        "age_at_act",
        "is_child",
        "consented",
        "crossed_border",
        "direction",
        "indonesian_citizen",
    ),
    *(
        "smuggled",
        "placed_without_requirements",
        "adoption_for_gain",
        "committed_offence",
        "forced_to_offend",
    ),
)
LISTS = ("acts", "means", "purposes", "exploitation", "ruled_out", "circumstances")


def facts_of(assessment: Assessment) -> Facts:
    """What is known, as the engine wants it. Retracted evidence counts no more."""
    person = assessment.person
    live = [item for item in assessment.evidence.all() if item.retracted_at is None]
    return Facts(
        **{name: frozenset(getattr(assessment, name)) for name in LISTS},
        **{name: getattr(assessment, name) for name in SAME_NAME},
        birth_year=person.birth_year if person else None,
        evidence=tuple(
            Evidence(item.element_kind, item.element_code, item.source, item.strength) for item in live
        ),
    )


def proposal_for(assessment: Assessment) -> Proposal:
    """What the engine proposes today. Advice: a named officer decides."""
    return proposal(facts_of(assessment))
