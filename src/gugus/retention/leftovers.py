"""What is left of each table, read out of the contexts' `forget.py`, for people and for tests."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from gugus.base.forgetting import AGE_GROUP, BAND, MONTH, PROVINCE, QUARTER, REGENCY, YEAR, Left, declared

HOW = {
    MONTH: _("only the month"),
    QUARTER: _("only the quarter"),
    YEAR: _("only the year"),
    BAND: _("five years together"),
    AGE_GROUP: _("only the age group"),
    REGENCY: _("only the regency or city"),
    PROVINCE: _("only the province"),
}


@dataclass(frozen=True, slots=True)
class Leftover:
    """One table: what stays as it is, what becomes coarser, what goes."""

    name: str
    whole: bool
    stays: list[tuple[str, Any]]
    coarse: list[tuple[str, Any]]
    goes: list[str]


def tables() -> list[Leftover]:
    """Every table that hangs on a report, a case, a person or an account."""
    return [_told(left) for left in declared("LEFT")]


def _told(left: Left) -> Leftover:
    return Leftover(
        name=left.model,
        whole=left.whole,
        stays=[] if left.whole else list(left.stays.items()),
        coarse=[] if left.whole else [(name, HOW[how]) for name, how in left.coarse.items()],
        goes=[field.name for field in left.goes()],
    )
