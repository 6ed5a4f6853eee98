"""The case itself: its agency and manager change together, its team ends, its story stays as it was written."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F

from gugus.base.along import BECAUSE, Going, Held, Moves, Went
from gugus.cases.models import Case, Party, TeamMember


def people_in(held: Held) -> dict[str, set[UUID]]:
    """Everybody who ever had a role: the story speaks of them."""
    rows = Party.objects.unscoped(because=BECAUSE).filter(case__in=held.of("case"))
    return {"person": set(rows.values_list("person", flat=True))}


def also_in(persons: set[UUID], held: Held, origin: UUID) -> set[UUID]:
    """Persons who have a role in other cases of the old agency."""
    rows = Party.objects.unscoped(because=BECAUSE).filter(
        person__in=persons, case__agency=origin, case__forgotten_at=None
    )
    return set(rows.exclude(case__in=held.of("case")).values_list("person", flat=True))


def end_teams(going: Going) -> Iterable[Went]:
    """The colleagues of the old agency leave the team."""
    rows = TeamMember.objects.unscoped(because=BECAUSE).filter(case__in=going.cases, until_at=None)
    return [Went("teammember", "", "ended")] * rows.update(until_at=going.at)


def move_cases(going: Going) -> Iterable[Went]:
    """One statement: never an agency with another agency's manager."""
    rows = Case.objects.unscoped(because=BECAUSE).filter(pk__in=going.cases)
    rows.update(agency=going.target, manager=going.manager, version=F("version") + 1)
    return [Went("case", ref) for ref in rows.values_list("ref", flat=True)]


GATHERS = (people_in,)
ELSEWHERE = (also_in,)
MOVES = (Moves("cases.TeamMember", end_teams), Moves("cases.Case", move_cases))
STAYS = {
    "cases.Party": "hangs on its case",
    "cases.Incident": "hangs on its case",
    "cases.ChronologyEntry": "history: by whom and for which agency a line was written never changes",
    "cases.Flag": "hangs on its case",
    "cases.EntryDraft": "unfinished words of one writer; only the writer reads them, and only in one's own file",
}
