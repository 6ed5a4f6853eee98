"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "taskforce.founded": _("founded a task force"),
    "taskforce.described": _("changed the name or the next level of a task force"),
    "taskforce.seated": _("made an agency a member of a task force"),
    "taskforce.seat_changed": _("changed the fields of a member of a task force"),
    "taskforce.seat_ended": _("ended the membership of an agency in a task force"),
    "taskforce.seat_replaced": _("gave the seat of a member of a task force to another agency"),
    "taskforce.secretariat_passed": _("passed the secretariat of a task force on"),
    "taskforce.secretariat_taken": _("took up the secretariat of a task force"),
    "taskforce.appointed": _("wrote down who holds a position in a task force"),
    "taskforce.position_ended": _("ended a position in a task force"),
    "taskforce.position_corrected": _("corrected a position in a task force"),
    "taskforce.frequency_set": _("set how often a task force is to meet"),
    "taskforce.basis_added": _("added a legal basis of a task force"),
    "taskforce.basis_corrected": _("corrected a legal basis of a task force"),
    "taskforce.basis_ended": _("ended a legal basis of a task force"),
    "taskforce.read": _("looked at a task force"),
    "taskforce.basis_read": _("looked at a legal basis of a task force"),
}
