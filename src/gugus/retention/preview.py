"""What would go on a day, what is held back and until when, what comes due in the months ahead. Writes nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from gugus.retention import rules
from gugus.retention.codes import BY_RUN
from gugus.retention.due import Due, due
from gugus.retention.holding import held
from gugus.retention.holds import Held


@dataclass(frozen=True)
class Preview:
    """A list as it would be frozen now."""

    on: date
    due: list[Due]
    held: dict[UUID, list[Held]]

    @cached_property
    def free(self) -> list[Due]:
        """What may go."""
        return [one for one in self.due if one.pk not in self.held]

    @cached_property
    def held_back(self) -> list[tuple[Due, list[Held]]]:
        """What is due and must stay, with every reason."""
        return [(one, self.held[one.pk]) for one in self.due if one.pk in self.held]

    @cached_property
    def digest(self) -> str:
        """The digest of what may go: asking compares it with what the officer saw."""
        return rules.list_digest(one.named for one in self.free)

    def by_class_and_year(self) -> dict[str, Counter[int]]:
        """How many may go, by class and by the year the record is from."""
        counts: dict[str, Counter[int]] = {}
        for one in self.free:
            counts.setdefault(one.record_class, Counter())[one.year] += 1
        return counts


def preview(agency: UUID, on: date, *, at: datetime, classes: Sequence[str] = ()) -> Preview:
    """What would be frozen for an agency on a day."""
    found = due(agency, on, classes=classes or BY_RUN)
    stopped: dict[UUID, list[Held]] = {}
    for kind in ("report", "case", "person", "user"):
        records = {one.pk: agency for one in found if one.kind == kind}
        if records:
            stopped |= held(kind, records, at=at)
    return Preview(on, found, stopped)


def ahead(agency: UUID, today: date, *, months: int = 12) -> list[tuple[date, int]]:
    """How much comes due in each month from now on, under the rules as planned today; the first holds all arrears."""
    last = rules.after(today.replace(day=1), months, "months")
    counts = Counter(max(one.due_on, today).replace(day=1) for one in due(agency, last) if one.due_on < last)
    firsts = [rules.after(today.replace(day=1), number, "months") for number in range(months)]
    return [(first, counts[first]) for first in firsts]
