"""The key that signs anchors: make it once, show its public half, follow it by a new one."""

from datetime import datetime, time, timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from gugus.audit import anchoring, signing

KEPT_ON = timedelta(days=30)


class Command(BaseCommand):
    help = "Make the signing key if there is none and print its public half; safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument(
            "--rotate", action="store_true", help="follow it by a new key, signed by the old one"
        )
        parser.add_argument("--former-until", help="the old key counts until this day (in 30 days)")
        parser.add_argument(
            "--lost", action="store_true", help="begin again: the file was lost or read by others"
        )

    def handle(self, *args, rotate: bool, former_until: str | None, lost: bool, **options):
        at = timezone.now()
        try:
            if lost:
                key = signing.begin_again(at=at)
            elif rotate:
                key = signing.rotate(at=at, former_until=_end(former_until, at))
            else:
                key = signing.ensure_key(at=at)
        except signing.NoSigningKey as missing:
            if rotate:
                raise CommandError(f"{missing} (--lost)") from missing
            # A restored installation starts without its old key; anchors wait until people decided.
            self.stderr.write(f"{missing} (gugus audit key --lost)")
            return
        self.stdout.write(_("Public key %(name)s: %(public)s") % {"name": key.name, "public": key.public})
        self.stdout.write(_("Give it to those who keep anchors; the file %(file)s stays here, in no backup.")
                          % {"file": signing.key_path()})  # fmt: skip
        try:
            anchoring.write_files()
        except OSError:
            self.stderr.write(_("The folder of anchors cannot be written."))


def _end(typed: str | None, at: datetime) -> datetime:
    if not typed:
        return at + KEPT_ON
    day = parse_date(typed)
    if day is None:
        raise CommandError(_("A day is written like 2026-12-31."))
    return datetime.combine(day, time.max, timezone.get_current_timezone())
