"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "restitution.opened": _("began a claim for restitution"),
    "restitution.amounts_written": _("wrote amounts of restitution"),
    "restitution.debt_written": _("wrote down a void debt"),
    "restitution.money_written": _("wrote a payment of restitution"),
    "restitution.line_taken_back": _("took a line of restitution back"),
    "restitution.turned": _("moved a claim for restitution on"),
    "restitution.day_noted": _("noted a day from which a clock of restitution runs"),
    "restitution.released": _("noted that a convict owes no restitution any more"),
    "restitution.told": _("told the survivor about restitution"),
    "restitution.read": _("read a claim for restitution"),
}
