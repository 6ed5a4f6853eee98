"""Which frozen and published figures there are for a viewer, and what stands beside what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from gugus.access.viewer import Viewer
from gugus.directory.models import TaskForce
from gugus.figures import rules
from gugus.figures.codes import Verdict
from gugus.figures.models import Published, Recount, Resolution, Snapshot

MOST_PUBLISHED = 2000


@dataclass
class Beside:
    """Published figures of one topic, time and place, and what was decided about them (the newest first)."""

    lines: list[Published] = field(default_factory=list)
    decisions: list[Resolution] = field(default_factory=list)

    @property
    def first(self) -> Published:
        return self.lines[0]

    @property
    def is_contradiction(self) -> bool:
        """Do they say different things?"""
        return rules.contradicts((one.value, one.value_words, one.unit) for one in self.lines)

    @property
    def decision(self) -> Resolution | None:
        """What counts now."""
        return self.decisions[0] if self.decisions else None

    @property
    def is_open(self) -> bool:
        """A contradiction about which nobody has decided yet."""
        return self.is_contradiction and self.decision is None


def snapshots(
    viewer: Viewer,
    *,
    force: TaskForce | None = None,
    figure: str = "",
    period: str = "",
    latest: bool = False,
) -> QuerySet[Snapshot]:
    """Frozen figures, the newest first; `latest` leaves out those that another one replaced."""
    rows = Snapshot.objects.visible_to(viewer).select_related(
        "task_force", "agency", "frozen_by", "replaces", "replaced_by"
    )
    for name, value in (("task_force", force), ("figure_code", figure), ("period", period)):
        rows = rows.filter(**{name: value}) if value else rows
    return rows.filter(replaced_by=None) if latest else rows


def newest_of(snapshot: Snapshot) -> Snapshot:
    """The snapshot that took the place of this one last; itself when none did."""
    seen = {snapshot.pk}
    found = snapshot
    while (following := _following(found)) and following.pk not in seen:
        seen.add(following.pk)
        found = following
    return found


def _following(snapshot: Snapshot) -> Snapshot | None:
    rows = Snapshot.objects.unscoped(because="of the same task force as one that came through the gate")
    return rows.filter(replaces=snapshot).select_related("frozen_by").first()


def recounts(snapshot: Snapshot) -> list[Recount]:
    """Second counts of a snapshot, the newest first."""
    return list(snapshot.recounts.select_related("by")[:20])


def is_revised(snapshot: Snapshot) -> bool:
    """Did the newest second count find other numbers, or was it replaced?"""
    if hasattr(snapshot, "replaced_by"):
        return True
    last = snapshot.recounts.first()
    return last is not None and last.verdict in {Verdict.REVISED, Verdict.LITTLE}


def published(viewer: Viewer, *, force: TaskForce | None = None, topic: str = "") -> list[Beside]:
    """Published figures in groups that stand beside each other; lines that were put right are left out."""
    rows = Published.objects.visible_to(viewer).filter(corrected_by=None)
    rows = rows.select_related("task_force", "agency", "recorded_by", "data_key")
    if force:
        rows = rows.filter(task_force=force)
    if key := rules.key_of(topic, most=120):
        rows = rows.filter(topic_key__contains=key)
    return grouped(rows[:MOST_PUBLISHED], _decisions(viewer, force))


def beside(viewer: Viewer, about: Published) -> Beside:
    """What stands beside one published figure, itself included."""
    same = {name: getattr(about, name) for name in ("task_force", "topic_key", "period_key", "area_code")}
    lines = Published.objects.visible_to(viewer).filter(corrected_by=None, **same)
    decided = (
        Resolution.objects.visible_to(viewer)
        .filter(**same)
        .select_related("decided_by", "chosen", "data_key")
    )
    return Beside(list(lines.select_related("agency", "recorded_by", "data_key")), list(decided))


def grouped(lines: Iterable[Published], decisions: Sequence[Resolution]) -> list[Beside]:
    """Lines of one topic, time and place together, in the order of topics."""
    found: dict[tuple, Beside] = {}
    for one in lines:
        found.setdefault(_place(one), Beside()).lines.append(one)
    for decision in decisions:
        if group := found.get(_place(decision)):
            group.decisions.append(decision)
    return list(found.values())


def _decisions(viewer: Viewer, force: TaskForce | None) -> list[Resolution]:
    rows = Resolution.objects.visible_to(viewer).select_related("decided_by", "chosen", "data_key")
    return list(rows.filter(task_force=force) if force else rows)


def _place(one: Published | Resolution) -> tuple:
    return one.task_force_id, one.topic_key, one.period_key, one.area_code
