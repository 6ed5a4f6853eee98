"""Frozen figures as a report shows them. The only room of this context that knows how `figures` keeps them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from gugus.access.viewer import Viewer
from gugus.directory.models import TaskForce
from gugus.figures.freezing import content_of
from gugus.figures.models import Snapshot
from gugus.kernel.ids import parse_ref
from gugus.places.queries import labels

LANGUAGE = "id"
MOST_OFFERED = 60
PICTURES = {"bars", "trend", "stacked", "pyramid"}


@dataclass(frozen=True, slots=True)
class Frozen:
    """A snapshot, opened. Columns and labels in Indonesian: reports are official papers."""

    id: UUID
    ref: str
    digest: str
    code: str
    title: str
    period: str
    source: str
    counted_on: str
    query_version: str
    definition: str
    picture: str
    columns: list[str] = field(default_factory=list)
    rows: list[list[Any]] = field(default_factory=list)

    @property
    def has_picture(self) -> bool:
        """Is there anything to draw? Times in words are only a table."""
        numbers = [one for row in self.rows for one in row[1:] if isinstance(one, int | float)]
        return self.picture in PICTURES and len(self.rows) > 1 and len(numbers) > 1


class Broken(Exception):
    """The bytes of a snapshot no longer fit its digest."""


def find(viewer: Viewer, force: TaskForce, ref: str) -> Frozen | None:
    """The frozen figure of a task force with this reference, if the viewer sees it."""
    rows = Snapshot.objects.visible_to(viewer).filter(task_force=force, ref=parse_ref(ref) or ref[:14])
    found = rows.first()
    return opened(found) if found else None


def offered(viewer: Viewer, force: TaskForce) -> list[Frozen]:
    """The newest frozen figures of a task force, to choose from; a figure that was revised is left out."""
    rows = Snapshot.objects.visible_to(viewer).filter(task_force=force, replaced_by=None)
    return [opened(one) for one in rows.order_by("-frozen_at")[:MOST_OFFERED]]


def by_id(ids: Iterable[UUID]) -> dict[UUID, Frozen]:
    """Snapshots that a report shows, by their id. Raises Broken."""
    rows = Snapshot.objects.unscoped(because="figures of a report that came through its gate")
    return {one.pk: opened(one) for one in rows.filter(pk__in=list(ids))}


def revised_since(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Which of these snapshots were revised: id → reference of the one that replaced it."""
    rows = Snapshot.objects.unscoped(because="figures of a report that came through its gate")
    return dict(rows.filter(replaces__in=list(ids)).values_list("replaces", "ref"))


def opened(snapshot: Snapshot) -> Frozen:
    """What is in it. Raises Broken."""
    try:
        content = content_of(snapshot)
    except (ValueError, json.JSONDecodeError) as error:
        raise Broken(snapshot.ref) from error
    rows = [
        [_named(one["label"]), *(_said(value) for value in one["values"])]
        for one in content["rows"] or content["lead"]
    ]
    if content.get("picture") == "tiles":
        rows = _by_place(rows)
    return Frozen(
        id=snapshot.pk, ref=snapshot.ref, digest=snapshot.digest, code=snapshot.figure_code,
        title=_said(content["title"]), period=_said(content["period_words"]), source=_said(content["source"]),
        counted_on=snapshot.counted_to.isoformat(), query_version=snapshot.query_version,
        definition=_said(content["definition"]), picture=content.get("picture", ""),
        columns=[_said(one) for one in content["series"]] or [VALUE],
        rows=rows,
    )  # fmt: skip


VALUE, UNKNOWN = "Jumlah", "Belum diketahui"


def _by_place(rows: list[list[Any]]) -> list[list[Any]]:
    """Rows of areas by name instead of code: the greatest first, then held counts, zeros, what is not known."""
    names = labels([row[0] for row in rows], depth=1)
    return sorted(([names.get(row[0], row[0]), *row[1:]] for row in rows), key=_rank)


def _rank(row: list[Any]) -> tuple[int, float, str]:
    value = row[1]
    if isinstance(value, int | float):
        return (0 if value else 2, -value, row[0])
    return (3 if value is None else 1, 0, row[0])


def _named(label: Any) -> str:
    """The label of a row; what nobody knew has a name in print."""
    said = _said(label)
    return UNKNOWN if said in {"", "–"} else said


def _said(value: Any) -> Any:
    return value.get(LANGUAGE, "") if isinstance(value, dict) else value
