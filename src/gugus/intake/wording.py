"""What the trail's verbs about reports are called."""

from django.utils.translation import gettext_lazy as _

TRAIL = {
    "report.received": _("Received the report"),
    "report.read": _("Read the report"),
    "report.opened": _("Looked at names and numbers"),
    "report.printed": _("Opened the printable form"),
    "report.fact_added": _("Added a fact"),
    "report.person_added": _("Added a person"),
    "report.triaged": _("Judged the risk"),
    "report.ended": _("Ended the report"),
    "report.sent_on": _("Sent it on"),
    "report.taken_over": _("Took it over"),
    "report.returned": _("Returned it"),
    "report.merged": _("Merged it"),
    "report.unmerged": _("Undid a merge"),
    "access.opened": _("Opened it to another agency"),
    "access.closed": _("Closed it to another agency"),
    "task.started": _("A task began"),
    "task.done": _("A task was done"),
}


def said(verb: str) -> str:
    """The verb in the reader's language; the verb itself where there is no word."""
    return str(TRAIL.get(verb, verb))
