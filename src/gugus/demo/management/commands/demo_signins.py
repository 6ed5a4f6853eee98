"""Print who can sign in to the demo."""

import json

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from gugus.demo.cast import BY_SLUG, DEMO_PASSWORD, USERS


class Command(BaseCommand):
    help = "Print the demo's sign-ins. They exist in no other installation."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="for programs")

    def handle(self, *, json: bool, **options):
        if not (settings.DEMO or settings.TESTING):
            raise CommandError("There are sign-ins to print in a demo only.")
        rows = [(one.username, one.duty, BY_SLUG[one.agency].name) for one in USERS]
        if json:
            self.stdout.write(_as_json(rows))
            return
        for username, duty, agency in rows:
            self.stdout.write(f"  {username:<9} {duty:<42} {agency}")
        self.stdout.write(f"\n  kata sandi / password: {DEMO_PASSWORD}")


def _as_json(rows) -> str:
    return json.dumps([dict(zip(("username", "duty", "agency"), row, strict=True)) for row in rows])
