"""gugus vault rotate: a new key-encryption key, in use after every process has read it."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.people import custody
from gugus.people.management.vault import VaultCommand

DISTRIBUTED = 30  # seconds; processes look at the key file every second


class Command(VaultCommand):
    help = "Write a new key-encryption key into the key file; it is used after every process has read it."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--after", type=int, default=DISTRIBUTED, help="seconds until it is used (several hosts: an hour)"
        )

    def run(self, after: int, **options) -> bool:
        """Write it."""
        at = timezone.now()
        since = at + timedelta(seconds=max(0, after))
        try:
            kek = custody.rotate(since=since, at=at)
        except custody.ServedElsewhere:
            return self.refuse(
                _(
                    "Your key service holds the key-encryption keys: change the key there, then: gugus vault rewrap"
                )
            )
        moment = timezone.localtime(since).strftime("%Y-%m-%d %H:%M:%S")
        self.say(_("%(kek)s is in the key file and in use from %(moment)s on."), kek=kek, moment=moment)
        self.say(_("Now: copy the key file to its other places, then: gugus vault rewrap"))
        return True
