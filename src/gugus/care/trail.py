"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "service.written": _("added a service"),
    "service.arranged": _("made an appointment for a service"),
    "service.done": _("wrote the result of a service"),
    "service.cancelled": _("cancelled a service"),
}
