"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {"room.read": _("looked at how a task force stands")}
