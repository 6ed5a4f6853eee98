"""Which offices there are."""

from datetime import date
from uuid import UUID

from django.db.models import Exists, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import Now, TruncDate
from django.utils import timezone

from gugus.directory.models import Agency, Membership

GENERATIONS = 4  # how often in a row an office can have been replaced; the database follows any number


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


def holder_on(agency: Agency, day: date) -> Agency | None:
    """Whoever holds on a day what was given to an agency: itself, or its successor; None when nobody followed."""
    seen = set()
    while agency.valid_to is not None and agency.valid_to <= day:
        if agency.successor_id is None or agency.pk in seen:
            return None
        seen.add(agency.pk)
        agency = agency.successor
    return agency


def today() -> Combinable:
    """This day in the zone of the installation, as the database reads it."""
    return TruncDate(Now(), tzinfo=timezone.get_default_timezone())


def seats_of(agency_id: UUID | None, on: date | Combinable) -> QuerySet[Membership]:
    """The seats an agency has on a day: its own, and those of offices that it followed.

    The Python twin of the database's `gugus_task_forces()`; `on` may be `today()`.
    """
    return Membership.objects.valid_on(on).filter(of_office(agency_id, on))


def of_office(agency_id: UUID | None, on: date | Combinable, column: str = "agency") -> Q:
    """Rows whose `column` names an agency, or an office that it followed. Twin of the database's `gugus_offices()`."""
    held, path = Q(**{f"{column}_id": agency_id}), column
    ended = Q(**{f"{column}__valid_to__lte": on})
    for _generation in range(GENERATIONS):
        held |= ended & Q(**{f"{path}__successor_id": agency_id})
        path += "__successor"
        ended &= Q(**{f"{path}__valid_to__lte": on})
    return held & Exists(Agency.objects.valid_on(on).filter(pk=agency_id))


def offices_of(agency_id: UUID | None, on: date | Combinable) -> set[UUID]:
    """The agency itself while it exists, and the offices that it followed."""
    found = {agency_id} if Agency.objects.valid_on(on).filter(pk=agency_id).exists() else set()
    fresh = set(found)
    while fresh:
        gone = Agency.objects.filter(successor_id__in=fresh, valid_to__lte=on)
        fresh = set(gone.values_list("pk", flat=True)) - found
        found |= fresh
    return found
