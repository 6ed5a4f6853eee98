"""Which offices there are."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from gugus.directory.models import Agency


def agencies(on: date) -> QuerySet[Agency]:
    """The agencies that exist on a day, by name."""
    return Agency.objects.valid_on(on)


def agency_names(ids: set[UUID]) -> dict[UUID, str]:
    """Names by id, of past agencies too."""
    return dict(Agency.objects.filter(pk__in=ids).values_list("pk", "name"))


def receivers(on: date, *, service: str = "") -> QuerySet[Agency]:
    """Agencies that take referrals on a day, narrowed to a service when one is named."""
    rows = Agency.objects.valid_on(on).filter(receives_referrals=True)
    return rows.filter(services__contains=[service]) if service else rows


def today_successor(agency: Agency) -> Agency:
    """Follow successors to the agency that does the work now."""
    seen = set()
    while agency.successor_id and agency.pk not in seen:
        seen.add(agency.pk)
        agency = agency.successor
    return agency
