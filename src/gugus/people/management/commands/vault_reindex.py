"""gugus vault reindex: new keys of search tokens and digests; everybody's tokens made again."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.base.vault import keyring
from gugus.people import custody, reindexing
from gugus.people.management.commands.vault_rotate import DISTRIBUTED
from gugus.people.management.vault import VaultCommand

SETTLED = 300  # seconds; whatever was begun with the old key has ended by then


class Command(VaultCommand):
    help = (
        "Make the search tokens of everybody again with a new key, while the product runs. May be run again."
    )

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument(
            "--after", type=int, default=DISTRIBUTED, help="seconds until the new key is used"
        )
        parser.add_argument(
            "--settle", type=int, default=SETTLED, help="seconds before the old key is forgotten"
        )
        parser.add_argument("--batch", type=int, default=reindexing.BATCH, help="persons in one transaction")

    def run(self, after: int, settle: int, batch: int, **options) -> bool:
        """Distribute, use, make again, settle, forget the old key."""
        at = timezone.now()
        if not reindexing.begin(at + timedelta(seconds=max(0, after)), at):
            self.progress(_("Going on with the token key that is in the key file already."))
        coming = reindexing.waits_until(timezone.now())
        if coming and not self.waited(coming):
            return False
        done = self._made(batch)
        since = keyring().token_key.since
        if not self.waited(since + timedelta(seconds=settle)):
            return False
        done += self._made(batch)  # of those that were written meanwhile by a transaction begun before
        if not reindexing.finish(timezone.now()):
            return self.refuse(_("Older tokens were written meanwhile; run this again."))
        version = keyring().token_key.version
        custody.reindexed(persons=done, version=version, at=timezone.now())
        self.say(
            _("Token key %(version)d is in use for everybody; %(done)d persons were made again."),
            version=version,
            done=done,
        )
        return True

    def _made(self, batch: int) -> int:
        return reindexing.reindex(lambda done: self.progress(_("%(done)d persons done …"), done=done), batch)
