"""What the trail calls the things that happen to exports."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "export.asked": _("asked for an export"),
    "export.made": _("an export was made"),
    "export.failed": _("an export could not be made"),
    "export.downloaded": _("downloaded an export"),
    "person.exported": _("exported the identity"),
    "export.purged": _("an export was purged"),
}
