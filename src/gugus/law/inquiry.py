"""What to ask next: every gap becomes a question."""

from gugus.law.elements import missing_elements, told_only
from gugus.law.facts import Facts
from gugus.law.wording import Question, questions


def open_questions(facts: Facts) -> tuple[Question, ...]:
    """Return the questions that the facts leave open, the most useful first."""
    return tuple(one for gap in gaps(facts) for one in questions(gap))


def gaps(facts: Facts) -> tuple[str, ...]:
    """Name what is not known: age first, because it changes the standard; then elements, then proof."""
    found = ["age_unknown"] if facts.child is None else []
    found += [f"{kind}_missing" for kind in missing_elements(facts) if kind not in facts.ruled_out]
    if facts.purposes and not facts.exploitation:
        found.append("exploitation_unknown")
    if facts.exploitation and not facts.purposes:
        found.append("purpose_unnamed")
    if "other" in facts.exploitation:
        found.append("other_form")
    found += [f"{kind}_told" for kind in told_only(facts)]
    if facts.date_of_act is None:
        found.append("date_unknown")
    if facts.crossed_border is None and not facts.direction:
        found.append("border_unknown")
    elif facts.crossed_border and not facts.direction:
        found.append("direction_unknown")
    if facts.committed_offence and facts.forced_to_offend is None:
        found.append("offence_unclear")
    return tuple(found)
