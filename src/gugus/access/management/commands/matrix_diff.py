"""Compare a file with the matrix that counts, step by step."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from gugus.access.management.commands._matrix import AGENCY_HELP, agency_named, said
from gugus.access.matrix import BadMatrix, differences, read
from gugus.access.queries import installation, matrix_for, matrix_of


class Command(BaseCommand):
    help = "Say what a file would change against the matrix that counts. Changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", help="without it: what ships with the product")
        parser.add_argument("--agency", default="", help=AGENCY_HELP)

    def handle(self, *, file, agency, **options):
        office = agency_named(agency)
        try:
            new = read(file.read_text(encoding="utf-8")) if file else matrix_of(None)
        except BadMatrix as bad:
            raise CommandError("\n".join(str(one.words) for one in bad.reasons)) from bad
        whole = matrix_of(installation())
        both = (matrix_for(office.pk), whole.narrowed_by(new)) if office else (whole, new)
        changes = differences(*both)
        for change in changes:
            self.stdout.write(said(change))
        self.stdout.write(f"{len(changes)}")
