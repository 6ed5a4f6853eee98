"""What the trail calls the things that happen to files."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "file.attached": _("attached a file"),
    "file.opened": _("opened a file"),
    "file.opened_unscanned": _("opened a file that no virus scanner has seen"),
    "file.refused": _("was refused a file with a virus"),
    "file.scanned": _("a file was scanned for viruses again"),
    "file.removed": _("took a file back"),
}
