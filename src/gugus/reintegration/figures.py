"""How people fared, as counts of everybody: indicator × moment × level in a year. Small counts are hidden."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.pictures import StackedBar
from gugus.cases.models import Case
from gugus.cases.wording import label
from gugus.kernel.counts import protect_line
from gugus.law.lists import children, codes
from gugus.reintegration.codes import Moment

SMALL = "<5"


@dataclass(frozen=True, slots=True)
class Picture:
    """One indicator: its scale, and for each moment how many stood where. Hidden counts all look alike."""

    code: str
    title: str
    scale: list[str]
    bars: list[StackedBar]


def of_year(year: int) -> list[Picture]:
    """All indicators of a year up to the last full month. Each line of counts is protected with its total."""
    found = _raw(year)
    name = "reintegration_outcomes"
    return [
        Picture(
            one.code, label(name, one.code), [label(name, each.code) for each in children(name, one.code)],
            [StackedBar(str(moment.label), _line(found, one.code, moment)) for moment in Moment],
        )
        for one in codes(name)
        if not one.parent
    ]  # fmt: skip


def _line(found: dict, indicator: str, moment: str) -> list[int | str]:
    safe = protect_line([found.get((indicator, str(moment), level), 0) for level in range(4)])
    return [SMALL if cell.is_hidden else cell.shown for cell in safe.cells]


def _raw(year: int) -> dict[tuple[str, str, int], int]:
    with connection.cursor() as cursor:
        cursor.execute("select indicator, moment, level, n from reintegration_counts(%s)", [year])
        return {(indicator, moment, level): n for indicator, moment, level, n in cursor.fetchall()}


def looked_at(case: Case, *, by: User, at: datetime) -> None:
    """Somebody looked at who of a case may return; the trail of the case keeps it."""
    record("reintegration.case_read", about=case, within=case, by=by, at=at)
