"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "figure.frozen": _("froze a figure"),
    "figure.recounted": _("counted a frozen figure again"),
    "figure.read": _("read a frozen figure"),
    "figure.taken": _("took a frozen figure along as a file"),
    "published.recorded": _("wrote down a published figure"),
    "published.corrected": _("put a published figure right"),
    "published.resolved": _("decided about contradicting figures"),
    "published.read": _("read a published figure"),
}
