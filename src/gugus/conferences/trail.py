"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "conference.written": _("planned a case conference"),
    "conference.changed": _("changed the plan of a case conference"),
    "conference.item_added": _("put a question on the agenda"),
    "conference.item_removed": _("took a question off the agenda"),
    "conference.planned": _("invited to a case conference"),
    "conference.moved": _("gave a case conference another time"),
    "conference.cancelled": _("cancelled a case conference"),
    "conference.answered": _("answered an invitation to a case conference"),
    "conference.begun": _("began a case conference"),
    "conference.said": _("wrote what was said in a case conference"),
    "conference.decided": _("wrote a decision of a case conference"),
    "conference.minuted": _("finished the minutes of a case conference"),
    "conference.reopened": _("went on with the minutes of a case conference"),
    "conference.agreed": _("agreed to the minutes of a case conference"),
    "conference.objected": _("objected to the minutes of a case conference"),
    "conference.approved": _("approved the minutes of a case conference"),
    "conference.addendum": _("added to the minutes of a case conference"),
    "conference.decision_done": _("carried out a decision of a case conference"),
    "conference.succeeded": _("invited the successor of a closed agency to a case conference"),
    "conference.closed": _("closed a case conference"),
    "conference.read": _("read a case conference"),
    "conference.printed": _("printed a paper of a case conference"),
}
