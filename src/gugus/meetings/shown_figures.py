"""Figures that a meeting sees: frozen snapshots and published figures of its task force, by reference."""

from collections.abc import Iterable
from datetime import datetime

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.directory.models import TaskForce
from gugus.figures.models import Published, Snapshot
from gugus.meetings.models import Shown
from gugus.statistics.definitions import definitions
from gugus.statistics.overview import say

BECAUSE = "the meeting came through its gate; row security shows figures of one's own task forces"
KINDS = {"snapshot": Snapshot, "published": Published}
OFFERED = 60


def exists(task_force_id, kind: str, ref: str) -> bool:
    """Is this a figure of the task force?"""
    model = KINDS.get(kind)
    return model is not None and (
        model.objects.unscoped(because=BECAUSE).filter(task_force_id=task_force_id, ref=ref).exists()
    )


def offered(viewer: Viewer, task_force: TaskForce, at: datetime) -> list[tuple[str, str]]:
    """What can be named, the newest first: "kind|reference" and words for it."""
    if not viewer.has(Section.FIGURES, Verb.SEE):
        return []
    frozen = Snapshot.objects.visible_to(viewer).filter(task_force=task_force)[:OFFERED]
    told = Published.objects.visible_to(viewer).filter(task_force=task_force, corrected_by=None)
    found = [(f"snapshot|{one.ref}", f"{one.ref} · {_frozen(one)}") for one in frozen]
    rows = told.order_by("-recorded_at")[:OFFERED]
    return found + [(f"published|{one.ref}", f"{one.ref} · {_published(one)}") for one in rows]


def told(shown: Iterable[Shown]) -> list[dict]:
    """Named figures in words: what, which reference, which digest proves it. Two queries."""
    rows = list(shown)
    found = {}
    for kind, model in KINDS.items():
        refs = [one.figure_ref for one in rows if one.figure_kind == kind]
        if refs:
            for one in model.objects.unscoped(because=BECAUSE).filter(ref__in=refs):
                found[kind, one.ref] = one
    return [_told(one, found.get((one.figure_kind, one.figure_ref))) for one in rows]


def _told(one: Shown, figure) -> dict:
    words = "" if figure is None else _frozen(figure) if one.figure_kind == "snapshot" else _published(figure)
    return {"shown": one, "words": one.title or words, "digest": getattr(figure, "digest", "")}


def _frozen(one: Snapshot) -> str:
    known = definitions().get(one.figure_code)
    return f"{say(known.title) if known else one.figure_code} {one.period}"


def _published(one: Published) -> str:
    return f"{one.topic}, {one.period} ({one.source})"
