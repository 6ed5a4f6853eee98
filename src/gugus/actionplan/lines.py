"""A line of the matrix: an activity with one indicator, and where it stands. Plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from gugus.actionplan.codes import Better
from gugus.actionplan.matrix import Figure
from gugus.directory.models import Agency


@dataclass(frozen=True, slots=True)
class Line:
    """An activity with one indicator, and where it stands in the matrix. `key`: a double click makes one."""

    field: str
    strategy: str
    programme: str
    activity: str
    agency: Agency
    indicator: str
    unit: str = ""
    better: str = Better.MORE
    baseline: Figure = Figure()
    supporting: Sequence[Agency] = ()
    targets: Mapping[int, Figure] = field(default_factory=dict)
    budgets: Mapping[tuple[int, str], Decimal] = field(default_factory=dict)
    key: UUID | None = None
