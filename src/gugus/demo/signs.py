"""From the signs a story names to the codes of the law: danger signs for triage, indicators for screening."""

from gugus.law.tables import table

LEVELS = {"": 0, "low": 1, "medium": 2, "high": 3}
DANGERS = {"movement_restricted": "locked_in", "threats": "threatened", "violence": "in_danger_now",
           "no_family_contact": "no_contact"}  # fmt: skip
INDICATORS = {
    "movement_restricted": "locked_in", "documents_held": "documents_kept", "wages_withheld": "wages_kept",
    "threats": "threatened", "violence": "beaten", "debt": "debt_tied", "quota": "target_fines",
    "false_papers": "deceived_papers", "family_paid": "family_advance", "images_used": "shame_threat",
    "moved_often": "strange_place", "no_family_contact": "strange_place",
    "child_alone_with_adults": "under_control",
}  # fmt: skip


def dangers(signs: tuple[str, ...], *, risk: str, child: bool, suspected: bool) -> tuple[str, ...]:
    """Return the danger signs (law/id/dangers.csv) that go with a risk level, never contradicting it."""
    named = [DANGERS[sign] for sign in signs if sign in DANGERS]
    if child:
        named.append("is_child")
    if suspected:
        named.append("still_exploited")
    column = "risk_if_child" if child else "risk"
    level_of = {row["code"]: LEVELS[row[column]] for row in table("dangers.csv")}
    found = [one for one in dict.fromkeys(named) if level_of[one] <= LEVELS[risk]]
    if risk == "high" and all(level_of[one] < LEVELS["high"] for one in found):
        found.append("in_danger_now")
    return tuple(found)


def indicators(signs: tuple[str, ...], *, child: bool) -> tuple[str, ...]:
    """Return the screening indicators (law/id/indicators.csv) that the signs of a story speak of."""
    named = [INDICATORS[sign] for sign in signs]
    if child and "false_papers" in signs:
        named.append("false_age")
    return tuple(dict.fromkeys(named))
