"""Make a version from a file and let it count, or let a draft count that somebody else wrote."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gugus.access.impact import impact_of
from gugus.access.management.commands._matrix import (
    AGENCY_HELP,
    agency_named,
    in_the_name_of,
    told,
    version_numbered,
)
from gugus.access.versions import apply_version, draft_version


class Command(BaseCommand):
    help = "Let a matrix count, in the name of an administrator. What widens rights stays a draft for a second person."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", help="a new version from this file")
        parser.add_argument("--number", type=int, help="a draft that is there already")
        parser.add_argument("--by", required=True, help="user name of the administrator who answers for it")
        parser.add_argument("--agency", default="", help=AGENCY_HELP)
        parser.add_argument("--note", default="", help="what is changed and why; no names")
        parser.add_argument("--dry-run", action="store_true", help="only say what would change")

    def handle(self, *, file, number, by, agency, note, dry_run, **options):
        if (file is None) == (number is None):
            raise CommandError("Sebutkan berkas atau --number. / Name a file or --number.")
        office, at = agency_named(agency), timezone.now()
        with in_the_name_of(by) as user:
            if file is not None:
                text = file.read_text(encoding="utf-8")
                version = draft_version(text=text, agency=office, note=note, by=user, at=at)
            else:
                version = version_numbered(number, office)
            if version is None:
                raise CommandError("Versi 0 selalu ada; pakai matrix_rollback. / Version 0 is always there.")
            impact = impact_of(version, by=user, at=at)
            for line in told(impact):
                self.stdout.write(line)
            if dry_run:
                raise _Enough
            waits = {reason.code for reason in impact.refusals} == {"second_person"}
            if not waits:
                apply_version(version=version, by=user, at=at)
        state = (
            "mintalah orang kedua di halamannya / ask a second person on its page"
            if waits
            else "berlaku / in force"
        )
        self.stdout.write(f"v{version.number}: {state}")

    def execute(self, *args, **options):
        try:
            return super().execute(*args, **options)
        except _Enough:
            return None


class _Enough(Exception):
    """The dry run has told everything; the transaction is taken back."""
