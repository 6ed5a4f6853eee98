"""What the trail calls the things that happen in screening."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "screening.started": _("began a screening"),
    "screening.restarted": _("took a screening up again"),
    "screening.written": _("wrote in the screening"),
    "screening.opened": _("looked at the screening"),
    "screening.printed": _("printed the screening form"),
    "screening.evidence_added": _("added evidence"),
    "screening.evidence_retracted": _("retracted evidence"),
    "screening.converted": _("converted the screening"),
    "screening.decided": _("decided the screening"),
    "screening.decision_recorded": _("recorded the decision of another body"),
    "screening.case_opened": _("opened the case from a report"),
    "screening.joined_case": _("put a screening into the case that was opened"),
    "screening.report_added": _("added a report to the case"),
}
