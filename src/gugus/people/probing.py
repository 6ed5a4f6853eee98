"""How often one may ask outside one's reach: often enough for work, too seldom to try out a list of names."""

from datetime import datetime, timedelta

from gugus.access.viewer import Viewer
from gugus.audit.models import Entry

HOUR = timedelta(hours=1)
MOST_AN_HOUR = 100  # exact terms that were asked of all agencies, hints while typing included
ASKED = "asked_outside"  # what the trail's entry says of such a search


def is_paused(viewer: Viewer, at: datetime) -> bool:
    """Did this user ask too often within the last hour? Counted in the trail, which nobody can empty."""
    mine = Entry.objects.unscoped(because="one's own searches").filter(
        actor_id=viewer.user_id, at__gt=at - HOUR, **{f"changes__{ASKED}": True}
    )
    return mine.order_by()[:MOST_AN_HOUR].count() >= MOST_AN_HOUR
