"""What the desk page shows at a glance. Contexts that stand above or beside sign up with a dotted path.

`tell(viewer, at) -> list[DeskLine]`: what waits for the officer there. Signed up in AppConfig.ready, called when shown.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.emergency.queries import openings
from gugus.privacy import queries, seeds
from gugus.privacy.gate import reads_sealed
from gugus.retention.codes import RunState
from gugus.retention.models import Run
from gugus.trail.unusual import unjudged


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One line: what, how many, where to go; `kind` late, soon or empty."""

    label: Any
    number: int
    url: str = ""
    kind: str = ""


_lines: dict[str, None] = {}


def tell_line(path: str) -> None:
    """Let the function at `path` add lines to the desk. Signing up twice is once."""
    _lines[path] = None


def lines(viewer: Viewer, at: datetime) -> list[DeskLine]:
    """Everything that waits, what is late first."""
    found = [*_own(viewer, at), *(line for path in _lines for line in import_string(path)(viewer, at))]
    order = {"late": 0, "soon": 1, "": 2}
    return sorted((line for line in found if line.number), key=lambda line: order[line.kind])


def clocks(viewer: Viewer, at: datetime) -> dict:
    """The running clocks of breaches and requests, the earliest deadline first."""
    asked = list(queries.requests(viewer, "open", at)[:MOST]) if reads_sealed(viewer) else []
    return {"breaches": list(queries.breaches(viewer, "open", at)[:MOST]), "requests": asked}


MOST = 6


def _own(viewer: Viewer, at: datetime) -> list[DeskLine]:
    today = timezone.localdate(at)
    breaches, requests, records = (reverse(f"privacy:{name}") for name in ("breaches", "requests", "records"))
    known = {row.key for row in queries.records(viewer)}
    shipped = sum(1 for key in seeds.activities() if key not in known)
    overdue, running = (queries.breaches(viewer, tab, at).count() for tab in ("late", "open"))
    found = [
        DeskLine(_("Breaches past their deadline"), overdue, f"{breaches}?tab=late", "late"),
        DeskLine(_("Open breaches"), running, breaches, "soon"),
        DeskLine(_("Processing records to review within a month"), queries.to_review(viewer, today), records, "soon"),
        DeskLine(_("Shipped activities not yet in the register"), shipped, records),
    ]  # fmt: skip
    waiting = Run.objects.visible_to(viewer).filter(state=RunState.ASKED).count()
    found.append(
        DeskLine(
            _("Retention runs that wait for a second person"), waiting, reverse("retention:runs"), "soon"
        )
    )
    found += _seen(viewer, today)
    if reads_sealed(viewer):
        late, open_ = (queries.requests(viewer, tab, at).count() for tab in ("late", "open"))
        found += [
            DeskLine(_("Requests past their deadline"), late, f"{requests}?tab=late", "late"),
            DeskLine(_("Open requests"), open_, requests, "soon"),
        ]
    return found


def _seen(viewer: Viewer, today: date) -> list[DeskLine]:
    """What somebody looked at that somebody else has to judge."""
    found = []
    if viewer.has(Section.CASE, Verb.APPROVE):
        unread, page = openings(viewer, "review").count(), reverse("emergency:list")
        found.append(DeskLine(_("Emergency access to review"), unread, f"{page}?tab=review", "soon"))
    if viewer.has(Section.TRAIL, Verb.EXPORT):
        waiting = unjudged(viewer, today)
        found.append(
            DeskLine(_("Unusual access waiting to be judged"), waiting, reverse("trail:unusual"), "soon")
        )
    return found
