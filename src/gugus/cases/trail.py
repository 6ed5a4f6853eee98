"""What the trail calls the things that happen to cases."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "case.watch_ended": _("ended the monitoring of the criminal case"),
    "case.opened": _("opened the case"),
    "case.seen": _("looked at the case"),
    "case.printed": _("printed the case summary"),
    "case.edited": _("changed the facts of the case"),
    "case.party_added": _("added a person"),
    "case.party_ended": _("ended a person's role"),
    "case.colleague_added": _("added a colleague to the team"),
    "case.colleague_left": _("took a colleague off the team"),
    "case.handed_over": _("handed the case over"),
    "case.safety_checked": _("checked safety"),
    "case.flag_raised": _("raised a warning"),
    "case.flag_resolved": _("resolved a warning"),
    "case.incident_added": _("added an incident"),
    "case.entry_written": _("wrote in the chronology"),
    "case.held": _("put the case on hold"),
    "case.resumed": _("took the case up again"),
    "case.closed": _("closed the case"),
    "case.reopened": _("reopened the case"),
    "case.archived": _("archived the case"),
}
