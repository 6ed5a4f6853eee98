"""The two standards side by side; when the age is not known, once for a child and once for an adult."""

from dataclasses import dataclass, replace

from gugus.law.elements import Finding, international_result
from gugus.law.facts import Facts
from gugus.law.id.national import national_result


@dataclass(frozen=True)
class Track:
    """What both standards say if the person was a child, or was an adult."""

    child: bool
    national: Finding
    international: Finding

    @property
    def is_met(self) -> bool:
        """Say whether either standard is met, if only by what was told."""
        return self.national.is_met or self.international.is_met


def tracks(facts: Facts) -> tuple[Track, ...]:
    """Return one track for a known age, two for an unknown one: the child first, because doubt protects."""
    ages = (facts.child,) if facts.child is not None else (True, False)
    return tuple(_track(replace(facts, is_child=age), age) for age in ages)


def _track(facts: Facts, age: bool) -> Track:
    return Track(age, national_result(facts), international_result(facts))
