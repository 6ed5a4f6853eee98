"""What the trail calls the things that happen to itself, and to grants."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "trail.seen": _("read the trail"),
}
