"""Go back to an older version by a new one that says the same."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from gugus.access.impact import impact_of
from gugus.access.management.commands._matrix import (
    AGENCY_HELP,
    agency_named,
    in_the_name_of,
    told,
    version_numbered,
)
from gugus.access.versions import apply_version, roll_back


class Command(BaseCommand):
    help = "Go back to an older version (0: what ships, or no narrowing). What widens rights waits for a second person."

    def add_arguments(self, parser):
        parser.add_argument("number", type=int)
        parser.add_argument("--by", required=True, help="user name of the administrator who answers for it")
        parser.add_argument("--agency", default="", help=AGENCY_HELP)
        parser.add_argument("--note", default="", help="why; no names")

    def handle(self, *, number, by, agency, note, **options):
        office, at = agency_named(agency), timezone.now()
        with in_the_name_of(by) as user:
            old = version_numbered(number, office)
            version = roll_back(to=old, agency=office, note=note, by=user, at=at)
            impact = impact_of(version, by=user, at=at)
            for line in told(impact):
                self.stdout.write(line)
            waits = {reason.code for reason in impact.refusals} == {"second_person"}
            if not waits:
                apply_version(version=version, by=user, at=at)
        state = (
            "mintalah orang kedua di halamannya / ask a second person on its page"
            if waits
            else "berlaku / in force"
        )
        self.stdout.write(f"v{version.number}: {state}")
