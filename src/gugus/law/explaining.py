"""Why a proposal says what it says: every reason in both languages, with its articles."""

from collections.abc import Iterator
from datetime import date

from gugus.law.elements import ALTERNATIVE, INCOMPLETE, Finding
from gugus.law.facts import ELEMENTS, Facts
from gugus.law.id.national import border_wording
from gugus.law.provisions import provision
from gugus.law.tracks import Track
from gugus.law.wording import Reason, joined, named_codes, reason


def reasons_for(facts: Facts, pairs: tuple[Track, ...], result: str, unpunished: bool) -> tuple[Reason, ...]:
    """Return every reason at once: the elements, the standards, the person, then what else to mind."""
    national = pairs[0].national
    return (
        *(_element(kind, facts) for kind in ELEMENTS),
        *_contradictions(facts),
        *_standards(facts, pairs[0]),
        *_person(facts, pairs[0]),
        *_outcome(facts, result),
        *_law_of_the_day(facts, national),
        *([reason("non_punishment")] if unpunished else []),
    )


def _element(kind: str, facts: Facts) -> Reason:
    if not facts.has(kind):
        return reason(f"{kind}_ruled_out" if facts.without(kind) else f"{kind}_missing")
    named = [named_codes(ELEMENTS[kind], facts.told(kind))]
    if kind == "purpose":
        named.append(named_codes("exploitation_forms", facts.exploitation))
    return reason(f"{kind}_found" if facts.supported(kind) else f"{kind}_told", joined(named))


def _contradictions(facts: Facts) -> Iterator[Reason]:
    clashing = [kind for kind in ELEMENTS if kind in facts.ruled_out and facts.has(kind)]
    told = [named_codes(ELEMENTS[kind], facts.told(kind)) for kind in clashing]
    if "purpose" in clashing:
        told.append(named_codes("exploitation_forms", facts.exploitation))
    if clashing:
        yield reason("told_and_ruled_out", joined(told))


def _standards(facts: Facts, pair: Track) -> Iterator[Reason]:
    national, international = pair.national, pair.international
    special = [provision(one) for one in national.provisions]
    yield reason(f"national_{national.result}", joined(one.words for one in special), special)
    yield reason(f"international_{international.result}")
    if facts.has("purpose") and "exploitation_intended" not in facts.purposes:
        yield reason("purpose_inferred")


def _person(facts: Facts, pair: Track) -> Iterator[Reason]:
    if facts.child is None:
        yield reason("age_unknown")
    if facts.child:
        if "means" in pair.national.missing and pair.international.is_met:
            yield reason("child_without_means")
        yield reason("child_aggravation")
    if facts.consented:
        yield reason("consent_irrelevant")
    if facts.smuggled and facts.has("purpose"):
        yield reason("smuggled_but_exploited")
    if "debt_bondage" in facts.means:
        yield reason("debt_void")


def _outcome(facts: Facts, result: str) -> Iterator[Reason]:
    if result in ("other_offence", "not_trafficking"):
        yield reason(result)
        if facts.child is not False:
            yield reason("special_protection")
    elif result == "not_yet_proven" and facts.anything_told:
        yield reason("services_anyway")


def _law_of_the_day(facts: Facts, national: Finding) -> Iterator[Reason]:
    if national.result not in (INCOMPLETE, ALTERNATIVE):
        if facts.date_of_act is None:
            yield reason("date_unknown")
        elif facts.date_of_act >= _new_code_from():
            yield reason("new_code")
    if border_wording(facts, national):
        yield reason("border_wording")


def _new_code_from() -> date:
    return provision("kuhp_455").basis.validity.first or date.max
