"""UU 21/2007 and its neighbours: are the elements complete, which offences come into question."""

from dataclasses import dataclass, replace

from gugus.law.elements import ALTERNATIVE, INCOMPLETE, Finding, finding
from gugus.law.facts import Facts
from gugus.law.lists import Code, code, root
from gugus.law.provisions import Provision, in_force, provision
from gugus.law.tables import many, table


@dataclass(frozen=True)
class Aggravation:
    """A circumstance that raises the penalty, with its provisions."""

    code: Code
    provisions: tuple[Provision, ...]


def national_result(facts: Facts) -> Finding:
    """UU 21/2007 Art. 1 no 1: act, means, and purpose or result; no exception for a child.

    A child without a means may still meet a special offence (Arts. 5 and 6, to be confirmed); those are rows of
    `child_alternatives.csv`.
    """
    found = finding("national", facts, means_needed=True)
    if found.result != INCOMPLETE or facts.child is not True:
        return found
    special = tuple(row["provision"] for row in table("child_alternatives.csv") if _meets(row, facts))
    return replace(found, result=ALTERNATIVE, provisions=special) if special else found


def possible_offences(facts: Facts, found: Finding) -> tuple[Provision, ...]:
    """Name the trafficking offences that come into question, as they counted on the day of the act."""
    if found.result == ALTERNATIVE:
        return in_force(found.provisions, facts.date_of_act)
    if found.result == INCOMPLETE:
        return in_force(_border_offences(facts), facts.date_of_act) if border_wording(facts, found) else ()
    codes = [*_basic_offences(facts), *_border_offences(facts)] or ["uu21_2_1"]
    if "forgery" in facts.means:
        codes.append("uu21_19")
    return in_force(codes, facts.date_of_act)


def border_wording(facts: Facts, found: Finding) -> bool:
    """Say whether only the means is missing for an offence whose wording names none (Arts. 3 and 4)."""
    return (
        found.missing == ("means",)
        and "exploitation_intended" in facts.purposes
        and bool(_border_offences(facts))
    )


def related_offences(facts: Facts) -> tuple[Provision, ...]:
    """Name neighbouring offences: people smuggling, migrant placement, child protection, sexual violence."""
    codes: list[str] = []
    if facts.smuggled and facts.crossed_border is not False:
        codes.append("uu6_120")
    if facts.placed_without_requirements:
        codes += ["uu18_68", "uu18_69"]
    if facts.child and facts.has("act") and facts.has("purpose"):
        codes.append("uu35_76f")
    tops = {root("exploitation_forms", one).code for one in facts.exploitation} | facts.exploitation
    for row in table("form_links.csv"):
        if row["form"] in tops and (facts.child or row["child_only"] == "no"):
            codes += many(row["provisions"])
    return in_force(dict.fromkeys(codes), facts.date_of_act)


def aggravations(facts: Facts) -> tuple[Aggravation, ...]:
    """Name what raises the penalty; a child victim counts without being ticked (Art. 17)."""
    present = facts.circumstances | ({"child"} if facts.child else set())
    return tuple(
        Aggravation(
            code("aggravations", row["aggravation"]),
            tuple(provision(one) for one in many(row["provisions"])),
        )
        for row in table("aggravation_links.csv")
        if row["aggravation"] in present
    )


def may_be_unpunished(facts: Facts) -> bool:
    """Say whether Art. 18 may protect the person: an offence was committed and nobody excluded force."""
    forms = {row["form"] for row in table("forced_crime_forms.csv")}
    offended = facts.committed_offence or (
        facts.committed_offence is None and (facts.forced_to_offend or facts.exploitation & forms)
    )
    return bool(offended) and facts.forced_to_offend is not False


def _basic_offences(facts: Facts) -> list[str]:
    unnamed = not facts.purposes
    codes = []
    if ("exploitation_intended" in facts.purposes or unnamed) and facts.direction != "out_of_indonesia":
        codes.append("uu21_2_1")
    if "exploitation_happened" in facts.purposes or unnamed:
        codes.append("uu21_2_2")
    return codes


def _border_offences(facts: Facts) -> list[str]:
    codes = []
    if facts.direction == "into_indonesia" or (facts.crossed_border and not facts.direction):
        codes.append("uu21_3")
    if facts.direction == "out_of_indonesia" or (facts.crossed_border and not facts.direction):
        codes.append("uu21_4")
    if facts.indonesian_citizen is False and "uu21_4" in codes:
        codes.remove("uu21_4")
    return codes


def _meets(row, facts: Facts) -> bool:
    return (
        (not row["acts"] or bool(facts.acts & set(many(row["acts"]))))
        and (row["adoption_for_gain"] != "yes" or facts.adoption_for_gain is True)
        and bool(facts.purposes & set(many(row["purposes"])))
    )
