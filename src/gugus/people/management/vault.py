"""What the commands `vault_…` share: the language of their answers, progress on standard error, waiting."""

import sys
import time
from datetime import datetime

from django.core.management.base import BaseCommand
from django.utils import timezone, translation
from django.utils.translation import gettext as _

LONGEST_WAIT = 900  # seconds that a command waits for a key's moment; with later ones it is run again


class VaultCommand(BaseCommand):
    """A command about keys. It never prints a key or a value, only counts, tables and ids."""

    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=["id", "en"], default="id")
        parser.add_argument("--quiet", action="store_true", help="no progress")

    def handle(self, *args, **options):
        self.quiet = options["quiet"]
        with translation.override(options["language"]):
            if not self.run(**options):
                sys.exit(1)

    def run(self, **options) -> bool:
        """Do it; False for exit code 1."""
        raise NotImplementedError

    def say(self, sentence: str, **facts) -> None:
        """One line of the answer."""
        self.stdout.write(sentence % facts if facts else sentence)

    def progress(self, sentence: str, **facts) -> None:
        """One line about how far it is."""
        if not self.quiet:
            self.stderr.write(sentence % facts)

    def refuse(self, sentence: str, **facts) -> bool:
        """Why it is not done."""
        self.stderr.write(sentence % facts)
        return False

    def waited(self, until: datetime) -> bool:
        """Wait for a moment that is near; False when it is far."""
        left = (until - timezone.now()).total_seconds()
        if left > LONGEST_WAIT:
            moment = timezone.localtime(until).strftime("%Y-%m-%d %H:%M")
            return self.refuse(
                _("The new key is in use from %(moment)s on; run this again then."), moment=moment
            )
        if left > 0:
            self.progress(
                _("Waiting %(seconds)d s until every process has read the key file …"), seconds=left + 1
            )
            time.sleep(left)
        return True
