"""A frozen figure as pages, reports and tables show it: from its own bytes alone, in one language."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gugus.base.figures import say_day
from gugus.base.pictures import AgeGroup, Bar, StackedBar, TrendPoint
from gugus.figures.contents import read
from gugus.figures.freezing import content_of
from gugus.figures.models import Recount, Snapshot
from gugus.figures.queries import newest_of


@dataclass(frozen=True, slots=True)
class Note:
    """What a reader of an older snapshot has to know: a later one has other numbers. Both stay."""

    ref: str
    on: date
    label: str
    then: Any
    now: Any


@dataclass(frozen=True)
class Shown:
    """One frozen figure. `kind` is that of the picture (number, bars, stacked, trend, pyramid, tiles)."""

    snapshot: Snapshot
    title: str
    definition: str
    unit: str
    period: str
    counted_to: date
    source: str
    versions: str
    kind: str
    lead: list[tuple[str, Any]]
    head: list[str]
    rows: list[tuple[str, list[Any]]]
    parts: dict[str, Any] = field(default_factory=dict)

    @property
    def caption(self) -> str:
        """Source, period, day and code, as they stand below the figure wherever it is shown."""
        words = _(
            "Source: %(source)s. Period %(period)s, counted to %(day)s. Definitions %(versions)s. %(ref)s."
        )
        told = {"source": self.source, "period": self.period, "day": say_day(self.counted_to)}
        return words % (told | {"versions": self.versions, "ref": self.snapshot.ref})


def shown(snapshot: Snapshot, language: str = "") -> Shown:
    """The figure in a language (the reader's unless told). Raises ValueError when its bytes were changed outside."""
    content = content_of(snapshot)
    tongue = "en" if (language or get_language() or "id").startswith("en") else "id"
    rows = [(row["label"][tongue], [_said(one, tongue) for one in row["values"]]) for row in content["rows"]]
    head = [one[tongue] for one in content["series"]] or [_("Number")]
    return Shown(
        snapshot=snapshot, title=content["title"][tongue], definition=content["definition"][tongue],
        unit=content["unit"], period=content["period_words"][tongue],
        counted_to=date.fromisoformat(content["counted_to"]), source=content["source"][tongue],
        versions=f"{content['definitions_version']}.{content['query_version']}", kind=content["picture"],
        lead=[(row["label"][tongue], _said(row["values"][0], tongue)) for row in content["lead"]],
        head=head, rows=rows, parts=_parts(content, head, rows),
    )  # fmt: skip


def notes_on(snapshot: Snapshot, language: str = "") -> list[Note]:
    """Every number of the newest revision that is another one than in this snapshot. Empty: nothing took its place."""
    later = newest_of(snapshot)
    if later.pk == snapshot.pk:
        return []
    tongue = "en" if (language or get_language() or "id").startswith("en") else "id"
    old, new = content_of(snapshot), content_of(later)
    found = []
    for part in ("lead", "rows"):
        then, now = ({row["code"]: row for row in one[part]} for one in (old, new))
        for code in [*then, *(code for code in now if code not in then)]:
            pair = [_row_said(rows.get(code), tongue) for rows in (then, now)]
            if pair[0] != pair[1]:
                label = (then.get(code) or now[code])["label"][tongue]
                found.append(Note(later.ref, timezone.localdate(later.frozen_at), label, *pair))
    return found


def table(figure: Shown) -> Iterator[list[Any]]:
    """Heading and rows of the figure as a table: for CSV, XLSX, reports."""
    yield ["", *figure.head]
    for label, value in figure.lead:
        yield [label, value]
    for label, values in figure.rows:
        yield [label, *values]


def lines_of(recount: Recount) -> list[tuple[str, str, str]]:
    """What a second count found: label, then, now. Nothing where the change may not be shown."""
    tongue = "en" if (get_language() or "id").startswith("en") else "id"
    return [
        (line["label"][tongue], _values_said(line["then"], tongue), _values_said(line["now"], tongue))
        for line in read(recount.lines)
    ]


def _row_said(row: Mapping | None, tongue: str) -> str:
    return _values_said(row and row["values"], tongue)


def _values_said(values: Sequence[Any] | None, tongue: str) -> str:
    return "–" if values is None else " / ".join(str(_said(one, tongue)) for one in values)


def _said(value: Any, tongue: str) -> Any:
    return value[tongue] if isinstance(value, dict) else value


def _parts(content: Mapping, head: list[str], rows: list[tuple[str, list[Any]]]) -> dict[str, Any]:
    """What the picture's tag is given."""
    kind = content["picture"]
    if kind == "tiles":
        return {"grid": content["grid"], "values": {row["code"]: row["values"][0] for row in content["rows"]}}
    if kind == "pyramid":
        return {
            "groups": [AgeGroup(label, *values) for label, values in rows],
            "left": head[0],
            "right": head[1],
        }
    if kind == "trend":
        return {"points": [TrendPoint(label, values[0]) for label, values in rows]}
    if kind == "bars":
        return {"bars": [Bar(label, values[0]) for label, values in rows]}
    return {"series": head, "bars": [StackedBar(label, values) for label, values in rows]}
