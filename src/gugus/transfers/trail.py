"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "transfer.looked_ahead": _("looked what would go along with a case"),
    "transfer.written": _("wrote a transfer"),
    "transfer.offered": _("offered a case to another agency"),
    "transfer.accepted": _("accepted a transferred case"),
    "transfer.moved": _("took over a case with everything in it"),
    "transfer.declined": _("declined a transfer"),
    "transfer.withdrawn": _("withdrew a transfer"),
    "transfer.expired": _("let a transfer expire"),
    "transfer.returned": _("gave an accepted transfer back"),
    "transfer.read": _("read a transfer"),
    "transfer.printed": _("printed a paper of a transfer"),
    "transfer.hand_over_ended": _("ended a hand-over early"),
    "transfer.colleague_left": _("handed over all files of a colleague"),
    "transfer.succession_agreed": _("agreed to take over a merged agency's files"),
    "transfer.succession_done": _("took over a merged agency's files"),
}
