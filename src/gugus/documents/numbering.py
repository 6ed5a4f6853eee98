"""The next letter number of an office: given under the lock of its counter, in the transaction that makes the letter.

What is rolled back never took a number, so there is no gap that nobody can explain.
"""

from dataclasses import dataclass
from datetime import date

from gugus.documents import rules
from gugus.documents.kinds import DocumentKind
from gugus.documents.models import Counter, Letterhead
from gugus.kernel.ids import new_id


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number that was given: year and place in it, and how it is written."""

    year: int
    seq: int
    number: str


def take_number(*, letterhead: Letterhead, kind: DocumentKind, on: date) -> Numbered:
    """The next number of the letterhead's office on a day there. Holds the counter until the transaction ends."""
    counter = _counter(letterhead.agency_id, on.year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return Numbered(on.year, counter.last, written(letterhead, kind, counter.last, on))


def preview(*, letterhead: Letterhead, kind: DocumentKind, on: date) -> str:
    """How the next number would read; nothing is taken."""
    rows = Counter.objects.unscoped(because="the counter of one's own office")
    last = rows.filter(agency_id=letterhead.agency_id, year=on.year).values_list("last", flat=True).first()
    return written(letterhead, kind, (last or 0) + 1, on)


def written(letterhead: Letterhead, kind: DocumentKind, seq: int, on: date) -> str:
    """The number by the office's pattern."""
    code = rules.code_of(kind.code, letterhead.codes, kind.mark)
    unit = letterhead.unit or unit_of(letterhead.agency.slug)
    return rules.number_of(letterhead.pattern, seq=seq, code=code, unit=unit, on=on)


def unit_of(slug: str) -> str:
    """What stands for the office until it says how it is abbreviated."""
    return slug.upper()[:40]


def _counter(agency_id, year: int) -> Counter:
    rows = Counter.objects.unscoped(because="the counter of the office whose letter is made")
    rows.bulk_create([Counter(id=new_id(), agency_id=agency_id, year=year)], ignore_conflicts=True)
    return rows.select_for_update().get(agency_id=agency_id, year=year)
