"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "consent.recorded": _("recorded a basis"),
    "consent.read": _("read the ledger of consent"),
    "consent.printed": _("printed a sheet of consent"),
    "consent.withdrawn": _("withdrew consent"),
    "consent.withdrawal_read": _("read a withdrawal"),
    "consent.recall_read": _("read a duty to stop"),
    "consent.recall_answered": _("gave a receipt"),
    "consent.recall_late": _("let a receipt run late"),
    "consent.recall_passed_on": _("passed a duty on to the successor"),
    "consent.overridden": _("sent without a basis"),
    "consent.override_read": _("read why it was sent without a basis"),
    "consent.override_reviewed": _("reviewed what was sent without a basis"),
    "consent.lapsed": _("let a guardian's consent end"),
    "consent.table_changed": _("changed a table of consent"),
}
