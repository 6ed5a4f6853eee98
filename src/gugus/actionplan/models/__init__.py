"""Plans with their matrix, targets that are never overwritten, and what each agency reported for each period."""

from gugus.actionplan.models.plan import (
    Activity,
    Budget,
    Indicator,
    Load,
    Plan,
    Programme,
    Strategy,
    Target,
    new_activity_ref,
    new_plan_ref,
)
from gugus.actionplan.models.reports import Achieved, Entry, Move, PeriodReport, new_report_ref

__all__ = [
    "Achieved",
    "Activity",
    "Budget",
    "Entry",
    "Indicator",
    "Load",
    "Move",
    "PeriodReport",
    "Plan",
    "Programme",
    "Strategy",
    "Target",
    "new_activity_ref",
    "new_plan_ref",
    "new_report_ref",
]
