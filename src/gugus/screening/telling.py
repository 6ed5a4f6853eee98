"""The engine's proposal in the reader's language, ready for page, print and API."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.law.elements import Finding
from gugus.law.facts import Facts
from gugus.law.indicators import Aid, screening_aid
from gugus.law.lists import code
from gugus.law.provisions import Provision
from gugus.law.screening import Proposal, proposal
from gugus.screening.codes import Answer
from gugus.screening.facts import facts_of
from gugus.screening.forms import said
from gugus.screening.models import Assessment

ELEMENT_NAMES = {
    "act": gettext_lazy("Act"),
    "means": gettext_lazy("Means"),
    "purpose": gettext_lazy("Purpose or result"),
    "exploitation": gettext_lazy("Form of exploitation"),
}
FINDINGS = {
    "complete": gettext_lazy("All elements are told and supported"),
    "told": gettext_lazy("All elements are told; some still rest on words alone"),
    "alternative": gettext_lazy("A special offence against a child may be met instead"),
    "incomplete": gettext_lazy("Elements are missing"),
}
IN_SHORT = {
    "complete": gettext_lazy("Complete"),
    "told": gettext_lazy("Told"),
    "alternative": gettext_lazy("Special offence"),
    "incomplete": gettext_lazy("Incomplete"),
}
MARKS = {"complete": "done", "told": "soon", "alternative": "soon", "incomplete": "draft"}
RESULT_MARKS = {
    "indicated": "high",
    "not_yet_proven": "medium",
    "other_offence": "info",
    "not_trafficking": "closed",
}
AGES = {True: gettext_lazy("If the person was a child"), False: gettext_lazy("If the person was an adult")}
STANDARDS = {
    "national": gettext_lazy("Indonesian law (UU 21/2007 art. 1)"),
    "international": gettext_lazy("International standard (Palermo Protocol, ACTIP)"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One standard's finding about one age, in words."""

    standard: str
    result: str
    mark: str
    short: str
    words: str
    missing: Sequence[str]
    told_only: Sequence[str]
    why: str


@dataclass(frozen=True, slots=True)
class Side:
    """Both standards for one age; `age` is empty when the age is known."""

    age: str
    child: bool
    verdicts: Sequence[Verdict]


@dataclass(frozen=True, slots=True)
class Offence:
    """A provision that comes into question. `unsure` marks those that still need a look at the gazette."""

    code: str
    cited: str
    words: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """Everything that the proposal says, in words."""

    result: str
    mark: str
    words: str
    services: bool
    sides: Sequence[Side]
    reasons: Sequence[tuple[str, str]]
    questions: Sequence[str]
    offences: Sequence[Offence]
    related: Sequence[Offence]
    aggravations: Sequence[tuple[str, str]]
    non_punishment: bool
    consented: bool
    dated: bool
    positive: Sequence[str]
    pattern: bool
    weights_known: bool
    proposal: Proposal


def tell(assessment: Assessment) -> Telling:
    """The proposal about an assessment as it stands (saved or not), in the active language."""
    facts = facts_of(assessment)
    made = proposal(facts)
    aid = aid_of(assessment, facts)
    return Telling(
        result=made.result,
        mark=RESULT_MARKS[made.result],
        words=said(made.words),
        services=made.services,
        sides=[_side(track, alone=len(made.tracks) == 1) for track in made.tracks],
        reasons=[(said(one.words), _cited(one.articles)) for one in made.reasons],
        questions=[said(one.words) for one in made.questions],
        offences=[offence(one) for one in made.possible_offences],
        related=[offence(one) for one in made.related_offences],
        aggravations=[(said(one.code.words), _cited(one.provisions)) for one in made.aggravations],
        non_punishment=made.non_punishment,
        consented=facts.consented is True,
        dated=facts.date_of_act is not None,
        positive=[said(code("indicator_dimensions", one).words) for one in aid.positive],
        pattern=aid.pattern,
        weights_known=aid.weights_known,
        proposal=made,
    )


def aid_of(assessment: Assessment, facts: Facts) -> Aid:
    """What the prompts answered with "present" add up to: by labour, or by sexual exploitation."""
    present = [one for one, answer in assessment.indicators.items() if answer == Answer.PRESENT]
    sexual = facts.exploitation & {"prostitution", "online_prostitution", "sexual_use", "online_child_sexual"}
    return screening_aid(present, child=facts.child is True, kind="sexual" if sexual else "labour")


def offence(one: Provision) -> Offence:
    """A provision in words, its penalty left to the printed law."""
    return Offence(one.code, said(one.citation), said(one.words), one.to_be_confirmed)


def _cited(articles: Sequence[Provision]) -> str:
    return "; ".join(said(one.citation) for one in articles)


def _side(track, *, alone: bool) -> Side:
    verdicts = [_verdict(track.national, track.child), _verdict(track.international, track.child)]
    return Side("" if alone else str(AGES[track.child]), track.child, verdicts)


def _verdict(found: Finding, child: bool) -> Verdict:
    return Verdict(
        standard=str(STANDARDS[found.standard]),
        result=found.result,
        mark=MARKS[found.result],
        short=str(IN_SHORT[found.result]),
        words=str(FINDINGS[found.result]),
        missing=[str(ELEMENT_NAMES[kind]) for kind in found.missing],
        told_only=[str(ELEMENT_NAMES[kind]) for kind in found.told_only],
        why=_why(found.standard, child),
    )


def _why(standard: str, child: bool) -> str:
    if not child:
        return _("Act, means and purpose are all needed.")
    if standard == "international":
        return _("For a child the act and the purpose are enough; no means is needed.")
    return _("The definition names act, means and purpose for children too.")
