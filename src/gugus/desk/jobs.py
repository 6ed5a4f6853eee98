"""What the worker does for contexts that stand beside each other."""

from datetime import datetime
from uuid import UUID

from gugus.access.codes import Role
from gugus.notices.actions import tell
from gugus.outbox.models import Event


def on_unusual(*, event: Event, at: datetime) -> None:
    """The report on unusual access has lines: the data protection officers of the agency are told."""
    tell(
        code="trail_unusual", kind="unusualweek", pk=event.about_id, ref=event.facts["week"], at=at,
        agency=UUID(event.facts["agency"]), role=Role.DATA_PROTECTION,
    )  # fmt: skip
