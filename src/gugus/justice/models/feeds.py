"""The personal link under which a colleague's calendar fetches hearings."""

from django.db import models
from django.db.models import Q

from gugus.access.calendar_links import CalendarLink


class FeedLink(CalendarLink):
    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_live_feed_each", fields=["user"], condition=Q(revoked_at=None))
        ]
