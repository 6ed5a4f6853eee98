"""Figures of the criminal tracks within reach: counts as the police publish them, median days. Nobody is named."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from gugus.access.viewer import Viewer
from gugus.justice import queries, rules
from gugus.justice.codes import Group, Stage
from gugus.justice.models import Move

BECAUSE = "steps of proceedings within the viewer's reach"


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts by group and stage, median days by stage with the number of stays, how many have stood long."""

    groups: dict[str, int]
    stages: dict[str, int]
    medians: dict[str, tuple[int, int]]
    running: int
    long: int


def of(viewer: Viewer, at: datetime) -> Figures:
    """Everything for the page and the API. Three queries."""
    stages = queries.stage_counts(viewer)
    groups = dict.fromkeys(Group.values, 0)
    for stage, number in stages.items():
        groups[rules.GROUPS[stage]] += number
    rows = queries.proceedings_for(viewer).exclude(stage__in=rules.ENDED)
    return Figures(
        groups=groups,
        stages=stages,
        medians=_medians(stays(viewer), timezone.localdate(at)),
        running=sum(number for stage, number in stages.items() if stage not in rules.ENDED),
        long=rows.filter(stage_due_at__lt=at).count(),
    )


def stays(viewer: Viewer) -> list[tuple[str, date, date | None]]:
    """Every stay of a proceeding in a stage: since, until (None: still there). One query."""
    moves = Move.objects.unscoped(because=BECAUSE).filter(
        proceeding__in=queries.proceedings_for(viewer).values("pk"), undone_at=None
    )
    steps = [
        row for row in moves.order_by("proceeding", "number").values_list("proceeding", "before", "stage", "on")
        if row[1] != row[2]
    ]  # fmt: skip
    found = []
    for number, (proceeding, _before, stage, on) in enumerate(steps):
        follows = steps[number + 1] if number + 1 < len(steps) else None
        same = follows is not None and follows[0] == proceeding
        if stage not in rules.ENDED:
            found.append((stage, on, follows[3] if same else None))
    return found


def _medians(rows: list[tuple[str, date, date | None]], today: date) -> dict[str, tuple[int, int]]:
    days: dict[str, list[int]] = {}
    for stage, since, until in rows:
        days.setdefault(stage, []).append(((until or today) - since).days)
    return {one: (rules.middle(days[one]), len(days[one])) for one in Stage.values if one in days}
