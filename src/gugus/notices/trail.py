"""What the trail calls the things that people do about being told."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "notices.hours_chosen": _("chose quiet hours"),
    "notices.modes_chosen": _("chose how to be told"),
    "notices.house_rules_set": _("set the hours of notices for everybody"),
    "notices.number_asked": _("gave a number for notices"),
    "notices.number_confirmed": _("confirmed a number for notices"),
    "notices.number_dropped": _("removed a number for notices"),
    "notices.code_wrong": _("typed a wrong code for a number"),
    "notices.tested": _("sent a test over a channel"),
    "notices.address_refused": _("marked an address as not reachable"),
}
