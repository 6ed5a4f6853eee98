"""gugus vault verify: everything that is sealed opens, or was destroyed on purpose. Exit code 1 if not."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gugus.base.verifying import verify
from gugus.people.management.vault import VaultCommand

WORDS = {
    "no_key": gettext_noop("has no data key, or its key is empty without having been destroyed"),
    "not_sealed": gettext_noop("holds something that is not sealed"),
    "will_not_open": gettext_noop("does not open: altered, moved here, or another key"),
    "open_twin": gettext_noop("repeats a sealed value in an open column"),
    "unknown_kek": gettext_noop("is wrapped by a key-encryption key that is not here"),
    "came_back": gettext_noop("was destroyed and is there again: an older backup, or somebody's hand"),
    "rolled_back": gettext_noop("is not the key that the trace knows: replaced or an older one"),
    "content_missing": gettext_noop("has no content on the disk"),
    "content_altered": gettext_noop("has another content on the disk than was kept"),
    "other_tokens": gettext_noop("has search tokens that do not follow from the identity"),
    "unknown_key": gettext_noop("has search tokens of a key that is not here"),
    "found_though_forgotten": gettext_noop("was forgotten and has search tokens"),
}
EVERY = 20_000


class Command(VaultCommand):
    help = "Open everything that is sealed; name what is broken by table and id, never by value."

    def run(self, **options) -> bool:
        """Walk through everything and sum up."""
        self.looked_at = 0
        broken = 0
        for found in verify(self._tell):
            self.say(
                _("%(name)s: %(whole)d in order, %(gone)d destroyed, %(broken)d broken"),
                name=found.name, whole=found.whole, gone=found.gone, broken=found.count_of_broken,
            )  # fmt: skip
            for table, pk, why in found.broken:
                code, _colon, column = why.partition(":")
                where = f"{table} {pk}" + (f" ({column})" if column else "")
                self.say(_("BROKEN: %(where)s %(why)s"), where=where, why=_(WORDS.get(code, code)))
            broken += found.count_of_broken
        if broken:
            return self.refuse(_("%(broken)d broken."), broken=broken)
        self.say(_("The vault is whole."))
        return True

    def _tell(self, count: int) -> None:
        before, self.looked_at = self.looked_at, self.looked_at + count
        if before // EVERY != self.looked_at // EVERY:
            self.progress(_("%(count)d looked at …"), count=self.looked_at)
