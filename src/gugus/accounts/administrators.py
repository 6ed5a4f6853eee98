"""An agency never loses its last administrator, not even by two people at the same moment."""

from datetime import date
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Role
from gugus.access.models import RoleAssignment, User
from gugus.access.rules import last_holder
from gugus.base.refusals import Reason

LAST = Reason(
    "last_administrator", _("Your agency would have no administrator left. Name another one first.")
)


def one_at_a_time(agency_id: UUID) -> None:
    """Whoever changes accounts of an agency second waits for the first; taken before any row, so nobody deadlocks."""
    with connection.cursor() as cursor:
        key = f"administrators:{agency_id}"
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def would_be_lost(leaving: User, on: date) -> bool:
    """Would the agency have no administrator without this one? Ask it after `one_at_a_time`."""
    held = RoleAssignment.objects.valid_on(on).filter(
        role=Role.ADMINISTRATOR, valid_to=None, user__agency_id=leaving.agency_id, user__is_active=True
    )
    return last_holder(list(held.values_list("user_id", flat=True)), leaving.pk)
