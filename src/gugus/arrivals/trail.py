"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "arrival.written": _("wrote a heads-up"),
    "arrival.changed": _("changed a heads-up"),
    "arrival.sent": _("sent a heads-up"),
    "arrival.asked": _("told further agencies of a heads-up"),
    "arrival.extended": _("gave a heads-up more time"),
    "arrival.read": _("read a heads-up"),
    "arrival.offered": _("offered places"),
    "arrival.refused": _("said that nothing is free"),
    "arrival.taken": _("took an offer of places"),
    "arrival.declined": _("declined an offer of places"),
    "arrival.withdrawn": _("withdrew an offer of places"),
    "arrival.offer_expired": _("let an offer of places expire"),
    "arrival.arrived": _("wrote down who arrived"),
    "arrival.cancelled": _("cancelled a heads-up"),
    "arrival.expired": _("let a heads-up expire"),
    "arrival.details_gone": _("removed the details of a heads-up"),
}
