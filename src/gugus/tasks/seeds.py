"""The first rows of clocks and holidays, from the legal pack and the holiday package. Edited rows stay."""

from datetime import date, timedelta

import holidays

from gugus.law.clocks import clocks
from gugus.tasks.models import Clock, Holiday

SINCE = date(2007, 4, 19)  # the day UU 21/2007 came into force


def seed_clocks() -> int:
    """Add every clock of the legal pack that the table does not know yet; returns how many."""
    known = set(Clock.objects.values_list("code", flat=True))
    fresh = [
        Clock(
            code=one.code, step=one.step, risk=one.risk, kind=one.kind, amount=one.amount, unit=one.unit,
            hours=one.hours, words_id=one.words.id, words_en=one.words.en, status=one.status,
            legal_basis=one.legal_basis.citation.id[:160], provision=one.provision_code,
            valid_from=one.validity.first or SINCE,
            valid_to=one.validity.last + timedelta(days=1) if one.validity.last else None,
        )
        for one in clocks()
        if one.code not in known
    ]  # fmt: skip
    Clock.objects.bulk_create(fresh)
    return len(fresh)


def seed_holidays(first: int, last: int) -> int:
    """Add the public holidays and collective leave of these years (inclusive) that the table does not know yet.

    Days of the moon calendar are estimates until the joint decree of three ministers; an official corrects them.
    """
    years = range(first, last + 1)
    public = holidays.country_holidays("ID", years=years, language="id")
    leave = holidays.country_holidays("ID", years=years, language="id", categories=("government",))
    rows = {day: Holiday(day=day, name=name[:160], collective_leave=True) for day, name in leave.items()}
    rows |= {day: Holiday(day=day, name=name[:160]) for day, name in public.items()}
    known = set(Holiday.objects.filter(day__in=rows).values_list("day", flat=True))
    Holiday.objects.bulk_create([row for day, row in rows.items() if day not in known], ignore_conflicts=True)
    return len(rows.keys() - known)
