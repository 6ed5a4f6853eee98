"""Print the newest root of the trail, to be kept outside this installation."""

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from gugus.audit import verifying


class Command(BaseCommand):
    help = "Print the newest root, the number of sealed entries and the date; keep the line elsewhere."

    def handle(self, *args, **options):
        anchor = verifying.newest_anchor()
        if anchor is None:
            raise CommandError(_("Nothing is sealed yet."))
        self.stdout.write(str(anchor))
