"""Print the signed anchor of today, to be kept outside this installation."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.audit import anchoring, signing


class Command(BaseCommand):
    help = "Sign today's anchor if there is none yet and print it; --all prints every key and every anchor."

    def add_arguments(self, parser):
        parser.add_argument(
            "--all", action="store_true", help="every key and every anchor, to be handed over"
        )

    def handle(self, *args, all: bool = False, **options):
        at = timezone.now()
        try:
            made = anchoring.anchor_of_day(day=timezone.localdate(at), at=at)
        except signing.NoSigningKey as missing:
            raise CommandError(f"{missing} (gugus audit key)") from missing
        except anchoring.ClockSetBack as refused:
            raise CommandError(str(refused)) from refused
        if made is None:
            raise CommandError(_("Nothing is sealed yet."))
        self.stdout.write(anchoring.bundle() if all else made.text, ending="")
