"""What the trail calls what happens to accounts and sign-in."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "accounts.sessions_ended": _("signed somebody out"),
    "accounts.conduct_accepted": _("accepted the code of conduct"),
    "accounts.sign_in_failed": _("a sign-in failed"),
    "accounts.signed_in": _("signed in"),
    "accounts.factor_added": _("set up a second factor"),
    "accounts.factor_removed": _("removed a second factor"),
    "accounts.rules_set": _("changed how strictly a role signs in"),
}
