"""The stages of a case in words."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STAGE_WORDS = {
    "opened": pgettext_lazy("case", "Opened"),
    "screened": _("Screened"),
    "identified": _("Identified"),
    "planned": _("Services planned"),
    "served": _("Served"),
    "followed": _("Followed up"),
    "closed": pgettext_lazy("case", "Closed"),
}
