"""Which rule counts for whom on a day, and how long small things are kept."""

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone

from gugus.retention import rules
from gugus.retention.codes import Method, RecordClass
from gugus.retention.models import RetentionRule

BECAUSE = "the schedule of one agency"


def rules_on(day: date, agency: UUID | None) -> dict[str, RetentionRule]:
    """The rule of each class for an agency on a day: its own, else the one for everybody."""
    rows = RetentionRule.objects.unscoped(because=BECAUSE).of_agency(agency).valid_on(day)
    # The general row comes first, so that one's own takes its place.
    return {rule.record_class: rule for rule in sorted(rows, key=lambda rule: rule.agency_id is not None)}


def history(record_class: str, agency: UUID) -> list[RetentionRule]:
    """All rows of a class, the newest first."""
    rows = RetentionRule.objects.unscoped(because=BECAUSE).of_agency(agency).filter(record_class=record_class)
    return list(rows.select_related("changed_by").order_by("-valid_from", "-id"))


def cutoff(code: str, day: date) -> date | None:
    """The day before which small things of a class go, for the whole installation; None: they stay.

    Nightly work knows no agency, so the longest of all periods counts.
    """
    rows = RetentionRule.objects.unscoped(because=BECAUSE).filter(record_class=code).valid_on(day)
    rows = [rule for rule in rows if rule.method != Method.KEEP]
    return min((rules.latest_day(day, rule.amount, rule.unit) for rule in rows), default=None)


def period_of(code: str) -> timedelta | None:
    """How long a class is kept, for contexts below (`base.periods.period`); None when the schedule says nothing."""
    if code not in RecordClass.values:
        return None
    day = timezone.localdate()
    first = cutoff(code, day)
    return None if first is None else day - first
