"""What the trail calls what is done to the keys of the vault, and hints at people who may be known."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "person.hinted": _("was shown who may be known already"),
    "vault.rotated": _("put a new key-encryption key into use"),
    "vault.rewrapped": _("wrapped the data keys anew"),
    "vault.retired": _("took an old key-encryption key out of use"),
    "vault.reindexed": _("made the search tokens again with a new key"),
    "vault.renewed": _("gave a person new data keys"),
    "vault.shredded": _("destroyed data keys for good"),
}
