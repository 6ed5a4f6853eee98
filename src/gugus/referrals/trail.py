"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "referral.written": _("wrote a referral"),
    "referral.sent": _("sent a referral"),
    "referral.accepted": _("accepted a referral"),
    "referral.in_service": _("began to serve a referral"),
    "referral.feedback": _("reported back on a referral"),
    "referral.done": _("finished a referral"),
    "referral.declined": _("declined a referral"),
    "referral.returned": _("gave a referral back"),
    "referral.revoked": _("took a referral back"),
    "referral.expired": _("let a referral expire"),
}
