"""What goes along with a case, found out anew each time: in the sender's voice to count, in the worker's to move."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from gugus.base.along import Going, Went, declared, known_elsewhere, together
from gugus.base.refusals import Reason
from gugus.cases.models import Case
from gugus.people.models import Person

BECAUSE = "the whole file goes along"


def going_of(
    case: Case,
    *,
    target: UUID,
    manager: UUID | None = None,
    by: UUID | None = None,
    because: UUID,
    at: datetime,
) -> Going:
    """A case with its reports and persons: who goes, who stays and is shared, who is a third agency's."""
    held = together(case.agency_id, cases=[case.pk])
    own = _owned(held.of("person"), case.agency_id)
    shared = known_elsewhere(own, held, case.agency_id)
    return Going(
        origin=case.agency_id, target=target, manager=manager, by=by, at=at, because=because,
        cases=frozenset(held.of("case")), reports=frozenset(held.of("report")),
        persons=frozenset(own - shared), shared=frozenset(shared), guests=frozenset(held.of("person") - own),
    )  # fmt: skip


def rest_of(
    origin: UUID, *, reports: Iterable[UUID], persons: Iterable[UUID], target: UUID, because: UUID, at, by
) -> Going:
    """What a merged agency has beside its cases: reports, and persons of no file."""
    held = together(origin, reports=reports, persons=persons)
    own = _owned(held.of("person"), origin)
    return Going(
        origin=origin, target=target, manager=None, by=by, at=at, because=because,
        reports=frozenset(held.of("report")), persons=frozenset(own - known_elsewhere(own, held, origin)),
    )  # fmt: skip


def take_along(going: Going) -> list[Went]:
    """Every context takes its own; the order is that of the floors."""
    return [went for mover in declared("MOVES") for went in mover.run(going)]


def counted(going: Going) -> dict[str, int]:
    """How much of each kind goes along or waits, by code."""
    return {one.code: one.count(going) for one in declared("COUNTS")}


def kept_by_sender(going: Going) -> dict[str, list]:
    """Open facts that the old agency keeps for its own account."""
    return {name: rows for tell in declared("KEEPS") for name, rows in tell(going).items()}


def hurdles(going: Going) -> list[Reason]:
    """What other contexts say must be settled first."""
    return [reason for ask in declared("HURDLES") for reason in ask(going)]


def _owned(persons: set[UUID], agency: UUID) -> set[UUID]:
    rows = Person.objects.unscoped(because=BECAUSE).filter(pk__in=persons, agency=agency)
    return set(rows.values_list("pk", flat=True))
