"""Outside office hours, on the clock of the place where an agency works."""

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from gugus.law.clocks import office, zone

# The first two digits of an area code are its province (Kepmendagri); everything else is western time.
CENTRAL = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
EASTERN = {"81", "82", "91", "92", "93", "94", "95", "96", "97"}


def zone_of(area_code: str) -> str:
    """The name of the time zone of an area: western, central or eastern Indonesian time."""
    province = area_code[:2]
    return zone("wita" if province in CENTRAL else "wit" if province in EASTERN else "wib").key


def off_hours_sql(column: str = "at") -> str:
    """A condition in SQL, with a %s for the zone each time: not within the office hours of the law pack."""
    inside = [
        f"(extract(isodow from {column} at time zone %s) = {weekday + 1} and ({column} at time zone %s)::time "
        f">= '{opens:%H:%M}' and ({column} at time zone %s)::time < '{closes:%H:%M}')"
        for weekday, (opens, closes) in sorted(office().hours.items())
    ]
    return f"not ({' or '.join(inside)})"


def off_hours_values(zone_name: str) -> list[str]:
    """The values for `off_hours_sql`."""
    return [zone_name] * 3 * len(office().hours)


def off_hours(zone_name: str) -> Q:
    """Entries written outside office hours."""
    said = off_hours_sql("audit_entry.at")
    return Q(RawSQL(said, off_hours_values(zone_name), output_field=BooleanField()))
