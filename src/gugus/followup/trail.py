"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "recommendation.recorded": _("recorded a recommendation"),
    "recommendation.changed": _("worded a recommendation anew"),
    "recommendation.moved": _("gave a recommendation another deadline"),
    "recommendation.progress": _("told the progress of a recommendation"),
    "recommendation.asked": _("asked for more time for a recommendation"),
    "recommendation.reported": _("reported a recommendation as done"),
    "recommendation.accepted": _("accepted a recommendation as done"),
    "recommendation.sent_back": _("sent a recommendation back"),
    "recommendation.replaced": _("replaced a recommendation by another"),
    "recommendation.split": _("split a recommendation"),
    "recommendation.dropped": _("dropped a recommendation by a decision"),
    "recommendation.handed": _("passed a recommendation to a successor"),
    "recommendation.read": _("read a recommendation"),
    "recommendation.board_read": _("read the board of recommendations"),
}
