"""When a task force has met too seldom. Pure."""

from datetime import date, timedelta

YEAR = timedelta(days=365)


def wanted(times_a_year: int, since: date, today: date) -> int:
    """How many meetings are due in the twelve months up to a day; fewer when the rule began to count within them."""
    days = min(YEAR, today - since).days
    return times_a_year if days >= YEAR.days else max(0, times_a_year * days // YEAR.days)


def share_said(part: int, whole: int) -> str:
    """A share in whole per cent; a dash where there is nothing to share."""
    return f"{round(100 * part / whole)} %" if whole else "–"
