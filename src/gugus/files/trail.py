"""What the trail calls the things that happen to files."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "file.attached": _("attached a file"),
    "file.opened": _("opened a file"),
    "file.removed": _("took a file back"),
}
