"""The one seam to `followup`: recommendations go there when minutes are approved, late ones come back for an agenda."""

from collections.abc import Iterable
from datetime import datetime

from gugus.access.viewer import Viewer
from gugus.directory.models import TaskForce
from gugus.meetings.models import Meeting
from gugus.meetings.openings import Opening


def hand_over(meeting: Meeting, at: datetime) -> tuple[int, int]:
    """Give each recommendation of approved minutes to `followup`; returns how many went, and how many could not."""
    return 0, 0


def late_recommendations(viewer: Viewer, task_force: TaskForce, at: datetime) -> Iterable[Opening]:
    """Recommendations whose day has passed, for an agenda."""
    return []
