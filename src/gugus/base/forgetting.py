"""The words with which a context says, in its `forget.py`, what is left of a record that was forgotten.

    LEFT = (
        Left(
            "cases.Party",
            hangs={"case": "case", "person": "person"},
            stays={"case": JOINS, "role": COUNTED},
            coarse={"age_at_act": AGE_GROUP},
        ),
    )

Default-deny: a field that is neither in `stays` nor in `coarse` is emptied, the data key of the row is destroyed. A new
field goes until somebody names it. `PURGES` names small rows that go by age alone. `retention` reads both.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from gugus.kernel.ids import new_id

# Why a field stays.
JOINS = _("joins rows that belong together; what it leads to is anonymous too")
COUNTED = _("a code that figures count")
ANSWERS = _("which office or official answered for it")
STANDS = _("the state of the row; says nothing about a person")

# How a field is made coarse.
MONTH, QUARTER, YEAR, BAND, AGE_GROUP, REGENCY, PROVINCE = (
    "month", "quarter", "year", "band", "age_group", "regency", "province",
)  # fmt: skip
AGE_GROUPS = (0, 6, 13, 18, 25, 45, 60)  # first years of the groups that figures show
JAKARTA = ZoneInfo("Asia/Jakarta")


class Forgettable(models.Model):
    """A record that can be forgotten: since when it is anonymous, and the number of the certificate that says so."""

    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)
    certificate = models.CharField(max_length=12, blank=True, editable=False)

    class Meta:
        abstract = True


@dataclass(frozen=True)
class Left:
    """What is left of the rows of one table.

    `hangs`: kind of record → the lookup that leads to it ("self" for the record itself). `by_id`: columns that hold the
    id of any record of the file, without a foreign key. `whole`: the rows go altogether.
    """

    model: str
    hangs: Mapping[str, str] = field(default_factory=dict)
    stays: Mapping[str, Any] = field(default_factory=dict)
    coarse: Mapping[str, str] = field(default_factory=dict)
    by_id: tuple[str, ...] = ()
    whole: bool = False

    @property
    def table(self) -> type[models.Model]:
        """The model behind the name."""
        return apps.get_model(self.model)

    def goes(self) -> list[models.Field]:
        """The fields that are emptied: everything that nobody named."""
        named = {*self.stays, *self.coarse, "data_key", "forgotten_at", "certificate"}
        fields = self.table._meta.concrete_fields
        return [one for one in fields if not one.primary_key and one.name not in named]

    def values(self, row: models.Model) -> dict[str, Any]:
        """What is written over the fields of a row."""
        fresh = {one.attname: emptied(one) for one in self.goes()}
        return fresh | {name: COARSER[how](getattr(row, name)) for name, how in self.coarse.items()}


@dataclass(frozen=True)
class Purge:
    """Rows that go by age alone, each night: the class of the schedule, the table, the moment that counts."""

    code: str
    model: str
    since: str
    only: Mapping[str, Any] = field(default_factory=dict)


def declared(name: str) -> Iterator[Any]:
    """Everything that the contexts' `forget.py` say under a name (LEFT, PURGES), in the order of the floors."""
    for _label, module in modules():
        yield from getattr(module, name, ())


def modules() -> Iterator[tuple[str, Any]]:
    """The `forget.py` of every context that has one."""
    for config in apps.get_app_configs():
        if config.name.startswith("gugus.") and find_spec(f"{config.name}.forget"):
            yield config.label, import_module(f"{config.name}.forget")


def emptied(one: models.Field) -> Any:
    """The value that says nothing, for a field that must go. Raises ValueError where the table allows none."""
    if one.null:
        return None
    if isinstance(one, models.ForeignKey):
        raise ValueError(f"{one} cannot be emptied: name it in forget.py.")
    if isinstance(one, ArrayField):
        return []
    return next(make() for kind, make in _NOTHING if isinstance(one, kind))


# Order matters: a BooleanField is asked before others, a DateTimeField is a DateField.
_NOTHING: tuple[tuple[type[models.Field], Callable[[], Any]], ...] = (
    (models.JSONField, dict),
    (models.BooleanField, lambda: False),
    (models.DateTimeField, lambda: datetime(1970, 1, 1, tzinfo=UTC)),
    (models.DateField, lambda: date(1970, 1, 1)),
    (models.UUIDField, new_id),
    (models.BinaryField, lambda: b""),
    ((models.IntegerField, models.FloatField, models.DecimalField), lambda: 0),
    (models.DurationField, timedelta),
    (models.Field, lambda: ""),
)


def _first_of(moment: datetime | date | None, months: int) -> datetime | date | None:
    """The first day, at noon in Jakarta, of the month (1) or the quarter (3) in which a moment lies."""
    if moment is None:
        return None
    local = moment.astimezone(JAKARTA) if isinstance(moment, datetime) else moment
    first = local.replace(month=(local.month - 1) // months * months + 1, day=1)
    if isinstance(first, datetime):
        return first.replace(hour=12, minute=0, second=0, microsecond=0)
    return first


def _group(age: int | None) -> int | None:
    return None if age is None else max(first for first in AGE_GROUPS if first <= max(age, 0))


COARSER: Mapping[str, Callable[[Any], Any]] = {
    MONTH: lambda moment: _first_of(moment, 1),
    QUARTER: lambda moment: _first_of(moment, 3),
    YEAR: lambda partial: (partial or "")[:4],
    BAND: lambda year: None if year is None else year - year % 5,
    AGE_GROUP: _group,
    REGENCY: lambda code: (code or "")[:5],
    PROVINCE: lambda code: (code or "")[:2],
}


def named_tables(*names: str) -> set[str]:
    """The labels of all tables that LEFT or PURGES name; for the test that finds who was not named."""
    one: Iterable[Any] = (thing for name in names for thing in declared(name))
    return {thing.table._meta.label if isinstance(thing, Left) else thing.model for thing in one}
