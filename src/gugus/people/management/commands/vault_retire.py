"""gugus vault retire KEK: take an old key-encryption key out of the key file, if nothing needs it."""

from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.base.rewrapping import NotThere, StillNeeded, TooSoon
from gugus.people import custody
from gugus.people.management.vault import VaultCommand


class Command(VaultCommand):
    help = "Take an old key-encryption key out of the key file; refused while anything needs it."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("kek")

    def run(self, kek: str, **options) -> bool:
        """Take it out, or say what still needs it."""
        try:
            custody.retire(kek=kek, at=timezone.now())
        except custody.ServedElsewhere:
            return self.refuse(
                _(
                    "Your key service holds the key-encryption keys; gugus vault status says whether one is needed."
                )
            )
        except NotThere:
            return self.refuse(_("%(kek)s is not in the key file, or it is the one in use."), kek=kek)
        except StillNeeded as refused:
            what = ", ".join(f"{count} × {name}" for name, count in sorted(refused.needed.items()))
            return self.refuse(
                _("%(kek)s is still needed by %(what)s; first: gugus vault rewrap"), kek=kek, what=what
            )
        except TooSoon:
            return self.refuse(
                _(
                    "The newer key is in use for less than five minutes; something may still be written with %(kek)s."
                ),
                kek=kek,
            )
        self.say(_("%(kek)s is no longer in the key file."), kek=kek)
        self.say(
            _("Backups from before need an older copy of the key file: keep one locked away as long as them.")
        )
        return True
