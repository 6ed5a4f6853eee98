"""What the trail calls the things that happen to rights."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "access.matrix_drafted": _("wrote a version of the matrix of rights"),
    "access.matrix_applied": _("applied a version of the matrix of rights"),
    "access.right_given": _("gave a single right"),
    "access.right_ended": _("ended a single right"),
    "access.role_limited": _("set the last day of a role"),
    "access.deputy_asked": _("asked a colleague to stand in"),
    "access.deputy_accepted": _("agreed to stand in for a colleague"),
    "access.deputy_declined": _("declined or took back standing in"),
    "access.deputy_ended": _("ended standing in for a colleague"),
    "access.stood_in": _("began to work as a deputy"),
    "access.stood_down": _("stopped working as a deputy"),
    "access.explained": _("asked why a colleague does (not) see a record"),
}

CIRCUMSTANCES = {"on_behalf_of": _("on behalf of")}
