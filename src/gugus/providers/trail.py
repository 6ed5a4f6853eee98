"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "provider.written": _("put a service into the directory"),
    "provider.changed": _("changed a service of the directory"),
    "provider.confirmed": _("confirmed a service of the directory"),
    "provider.ended": _("ended a service of the directory"),
    "provider.counted": _("changed the number of free places"),
    "provider.held": _("held places for a group on its way"),
    "provider.freed": _("ended a hold of places"),
    "provider.read": _("read a service of the directory"),
    "provider.number_shown": _("had a private number shown"),
    "provider.printed": _("printed the directory of providers"),
    "provider.unconfirmed": _("noticed that a service was not confirmed for long"),
}
