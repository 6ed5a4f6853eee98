"""What waits for the viewer as a second person in the own agency."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.approvals.kinds import approvable_by
from gugus.approvals.queries import queue
from gugus.room.parts import SHOWN, Ask, Line, Pile, Told
from gugus.taskforce.policies import Sight


def tell(sight: Sight, at: datetime) -> Told | None:
    """Two queries; none for who may approve nothing."""
    if not approvable_by(sight.viewer):
        return None
    rows = queue(sight.viewer, "waiting", at)
    lines = [
        Line(str(one.label), reverse("approvals:detail", args=[one.ref]), one.asked_by.full_name,
             timezone.localdate(one.until_at), _("until"))
        for one in rows[:SHOWN]
    ]  # fmt: skip
    pile = Pile(
        "approvals", Ask.DECIDE, _("Requests in your agency that need a second person"), rows.count(),
        reverse("approvals:list"), _("You, or somebody else of your agency who may approve."), lines, yours=True,
    )  # fmt: skip
    return Told(piles=(pile,))
