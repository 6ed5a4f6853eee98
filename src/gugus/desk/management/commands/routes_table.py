"""Write the route × role table into the docs."""

from pathlib import Path

from django.core.management.base import BaseCommand

from gugus.desk.routes import table


class Command(BaseCommand):
    help = "Write the table of all addresses and roles to a file."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", default=Path("docs/architecture/routes.md"))

    def handle(self, *, file, **options):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(table(), encoding="utf-8")
        self.stdout.write(f"{file} written.")
