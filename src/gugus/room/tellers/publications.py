"""Publications that wait for a second person."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.access.codes import Scope, Verb
from gugus.publication.codes import State
from gugus.publication.policies import SECTION
from gugus.publication.queries import listed
from gugus.room.parts import SHOWN, Ask, Line, Pile, Told
from gugus.taskforce.policies import Sight


def tell(sight: Sight, at: datetime) -> Told | None:
    """What everybody will read once somebody approves it. Two queries."""
    viewer = sight.viewer
    if viewer.reach(SECTION, Verb.SEE) < Scope.TASK_FORCE:
        return None
    rows = (
        listed(viewer, State.PROPOSED).filter(task_force=sight.force).select_related("proposed_by", "agency")
    )
    found = list(rows[:SHOWN])
    lines = [
        Line(one.title, reverse("publication:detail", args=[one.ref]),
             _("proposed by %(name)s") % {"name": one.proposed_by.full_name}, timezone.localdate(one.written_at),
             _("written on"))
        for one in found
    ]  # fmt: skip
    yours = sight.may(Verb.APPROVE, SECTION) and any(viewer.self_id not in one.hands for one in found)
    pile = Pile(
        "publications", Ask.DECIDE, _("Publications to approve or send back"), rows.count(),
        f"{reverse('publication:list')}?state={State.PROPOSED}",
        _("Whoever approves and neither wrote nor proposed it."), lines, yours=yours,
    )  # fmt: skip
    return Told(piles=(pile,))
