"""The stages of a case in words."""

from django.utils.translation import gettext_lazy as _

STAGE_WORDS = {
    "opened": _("Opened"),
    "screened": _("Screened"),
    "identified": _("Identified"),
    "planned": _("Services planned"),
    "served": _("Served"),
    "followed": _("Followed up"),
    "closed": _("Closed"),
}
