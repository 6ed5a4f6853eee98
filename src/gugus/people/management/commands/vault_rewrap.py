"""gugus vault rewrap: every data key under the key-encryption key in use."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.base.rewrapping import BATCH, rewrap, waiting
from gugus.base.vault import keyring
from gugus.people import custody
from gugus.people.management.vault import VaultCommand


class Command(VaultCommand):
    help = "Wrap every data key anew with the key-encryption key in use. May be stopped and run again."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--batch", type=int, default=BATCH, help="keys in one transaction")

    def run(self, batch: int, **options) -> bool:
        """Wait for a key whose moment is near, then wrap."""
        coming = [moment for moment in getattr(keyring(), "since", {}).values() if moment > timezone.now()]
        if coming and not self.waited(max(coming)):
            return False
        total = waiting()

        def tell(done: int, broken: int) -> None:
            self.progress(_("%(done)d of %(total)d data keys wrapped anew …"), done=done, total=total)

        done, broken = rewrap(tell, batch)
        custody.rewrapped(count=done, at=timezone.now())
        self.say(_("%(done)d keys are wrapped anew with %(kek)s."), done=done, kek=keyring().current_id)
        if broken:
            return self.refuse(
                _("%(broken)d data keys could not be opened and stay as they are; see: gugus vault verify"),
                broken=broken,
            )
        return True
