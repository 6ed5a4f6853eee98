"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "agreement.written": _("wrote a sharing agreement"),
    "agreement.changed": _("changed the draft of a sharing agreement"),
    "agreement.read": _("read a sharing agreement"),
    "agreement.counted": _("counted what a sharing agreement would open"),
    "agreement.proposed": _("proposed a sharing agreement"),
    "agreement.withdrawn": _("withdrew a sharing agreement"),
    "agreement.signed": _("signed a sharing agreement"),
    "agreement.declined": _("did not sign a sharing agreement"),
    "agreement.in_force": _("sharing agreement came into force"),
    "agreement.noticed": _("gave notice of a sharing agreement"),
    "agreement.ended": _("sharing agreement ended"),
    "agreement.superseded": _("sharing agreement was followed by a successor"),
    "agreement.taken_over": _("another agency took a place in a sharing agreement"),
}
CIRCUMSTANCES = {"agreement": _("by a sharing agreement")}
