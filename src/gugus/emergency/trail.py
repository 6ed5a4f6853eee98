"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "emergency.opened": _("used emergency access"),
    "emergency.ended": _("ended emergency access"),
    "emergency.reviewed": _("reviewed emergency access"),
}
CIRCUMSTANCES = {"break_glass": _("with emergency access")}
