"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "approval.asked": _("asked for a second person's approval"),
    "approval.approved": _("approved a colleague's request"),
    "approval.refused": _("refused a colleague's request"),
    "approval.withdrawn": _("withdrew a request for approval"),
    "approval.run_out": _("a request for approval ran out of time"),
}
