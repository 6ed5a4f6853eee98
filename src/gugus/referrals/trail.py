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
    "referral.rests_on": _("let a referral rest on another basis"),
    "referral.expired": _("let a referral expire"),
    "referral.final_report": _("wrote the final report on a referral"),
    "referral.taken_over": _("passed a referral on to the agency that took over"),
    "referral.batch_written": _("referred several persons in one go"),
    "referral.batch_sent": _("sent several referrals in one go"),
    "referral.batch_decided": _("answered several referrals in one go"),
    "referral.batch_revoked": _("took the open rest of several referrals back"),
    "referral.batch_read": _("read several referrals that were asked in one go"),
    "referral.read": _("read a referral"),
    "referral.printed": _("printed a referral letter"),
}
