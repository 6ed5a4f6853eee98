"""Write the matrix that counts, or a version of it, as CSV."""

from pathlib import Path

from django.core.management.base import BaseCommand

from gugus.access.management.commands._matrix import AGENCY_HELP, agency_named, version_numbered
from gugus.access.matrix import written
from gugus.access.queries import installation, matrix_for, matrix_of


class Command(BaseCommand):
    help = "Write the matrix that counts as CSV, or a version of it (0: what ships with the product)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", help="where to; without it to the screen")
        parser.add_argument("--number", type=int, help="number of a version")
        parser.add_argument("--agency", default="", help=AGENCY_HELP)

    def handle(self, *, file, number, agency, **options):
        office = agency_named(agency)
        if number is not None:
            version = version_numbered(number, office)
            text = written(matrix_of(version.pk if version else None))
        else:
            text = written(matrix_for(office.pk) if office else matrix_of(installation()))
        if file is None:
            self.stdout.write(text, ending="")
        else:
            file.write_text(text, encoding="utf-8")
            self.stdout.write(f"{file}")
