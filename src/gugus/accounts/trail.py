"""What the trail calls what happens to accounts and sign-in."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "accounts.sessions_ended": _("signed somebody out"),
    "accounts.conduct_accepted": _("accepted the code of conduct"),
    "accounts.sign_in_failed": _("a sign-in failed"),
    "accounts.signed_in": _("signed in"),
}
