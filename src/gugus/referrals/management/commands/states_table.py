"""Write the table of a referral's states into the docs."""

from pathlib import Path

from django.core.management.base import BaseCommand

from gugus.referrals.states import table


class Command(BaseCommand):
    help = "Write the table of states, sides and moves of a referral to a file."

    def add_arguments(self, parser):
        default = Path("docs/architecture/referral-states.md")
        parser.add_argument("file", type=Path, nargs="?", default=default)

    def handle(self, *, file, **options):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(table(), encoding="utf-8")
        self.stdout.write(f"{file} written.")
