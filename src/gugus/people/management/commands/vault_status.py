"""gugus vault status: which keys there are and what they hold."""

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.base.rewrapping import keks_of_file, needed
from gugus.base.sealed import DataKey
from gugus.base.shredding import list_file, listed
from gugus.base.vault import key_service, keyring
from gugus.kernel.keyring import LONG_AGO, MacKey
from gugus.people.management.vault import VaultCommand
from gugus.people.models import SearchToken


class Command(VaultCommand):
    help = "Which keys the vault has, since when, and how many rows need each."

    def run(self, **options) -> bool:
        """Print it."""
        ring, holds = keyring(), needed()
        for kek in sorted(set(holds) | set(keks_of_file())):
            since = getattr(ring, "since", {}).get(kek)
            what = ", ".join(f"{count} × {name}" for name, count in sorted(holds.get(kek, {}).items()))
            self.say(
                _("Key-encryption key %(kek)s (%(state)s, since %(since)s): %(what)s"),
                kek=kek, state=self._state(kek, ring), since=_day(since), what=what or "0",
            )  # fmt: skip
        for one in ring.token_keys:
            count = SearchToken.objects.filter(version=one.version).count()
            self.say(
                _("Token key %(version)d (since %(since)s, %(variants)d variants): %(count)d tokens"),
                version=one.version, since=_day(one.since), variants=one.variants, count=count,
            )  # fmt: skip
        versions = ", ".join(_version(one) for one in ring.digest_keys)
        self.say(_("Digest keys: %(versions)s"), versions=versions)
        gone = DataKey.objects.filter(wrapped=b"")
        self.say(
            _("Destroyed data keys: %(gone)d; named in %(file)s: %(listed)d"),
            gone=gone.count(), file=list_file(), listed=len(listed()),
        )  # fmt: skip
        oldest = DataKey.objects.exclude(wrapped=b"").aggregate(at=Min("created_at"))["at"]
        self.say(_("Oldest data key: %(day)s"), day=_day(oldest))
        return True

    def _state(self, kek: str, ring) -> str:
        if kek == ring.current_id:
            return _("in use")
        if key_service() is not None:
            return _("held by the key service")
        if kek not in ring.keks:
            return _("MISSING")
        return _("waiting") if ring.since.get(kek, LONG_AGO) > timezone.now() else _("old")


def _version(one: MacKey) -> str:
    return f"{one.version} ({_day(one.since)})"


def _day(moment) -> str:
    return (
        "-" if moment is None or moment <= LONG_AGO else timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
    )
