"""What the trail calls the things that happen to itself, and what happens in contexts that do not say it themselves.

A context's own `trail.py` comes later and wins.
"""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "trail.seen": _("read the trail"),
    "access.offered": _("offered a file to another agency"),
    "access.opened": _("opened a file to another agency"),
    "access.taken_up": _("took up what was offered"),
    "access.closed": _("closed a file to another agency"),
    "access.expired": _("access ended because its time was over"),
    "access.user_added": _("added an account"),
    "access.roles_set": _("changed the roles of an account"),
    "access.account_ended": _("ended an account"),
    "access.account_resumed": _("opened an account again"),
    "access.sign_in_reset": _("reset the sign-in of an account"),
    "access.key_made": _("made a key for a program"),
    "access.key_revoked": _("revoked a key for a program"),
    "person.registered": _("registered a person"),
    "person.corrected": _("corrected facts of a person"),
    "person.identity_changed": _("changed an identity"),
    "person.identity_seen": _("saw an identity"),
    "person.unmasked": _("unmasked an identity"),
    "person.masked_again": _("masked an identity again"),
    "report.received": _("received a report"),
    "report.opened": _("opened a report"),
    "report.read": _("read a report"),
    "report.printed": _("printed a report"),
    "report.fact_added": _("added a fact to a report"),
    "report.person_added": _("added a person to a report"),
    "report.triaged": _("judged the risk of a report"),
    "report.ended": _("ended a report"),
    "report.sent_on": _("sent a report on to another agency"),
    "report.taken_over": _("took over a report"),
    "report.returned": _("returned a report"),
    "report.merged": _("merged two reports"),
    "report.unmerged": _("took a merge of reports back"),
    "screening.started": _("started a screening"),
    "screening.restarted": _("started a screening again"),
    "screening.written": _("wrote in a screening"),
    "screening.evidence_added": _("added evidence"),
    "screening.evidence_retracted": _("withdrew evidence"),
    "screening.converted": _("changed the kind of a screening"),
    "screening.decided": _("decided on identification"),
    "screening.decision_recorded": _("recorded a decision on identification"),
    "screening.case_opened": _("opened a case from a report"),
    "screening.report_added": _("added a report to a case"),
    "referral.written": _("wrote a referral"),
    "referral.read": _("read a referral"),
    "referral.printed": _("printed a referral"),
    "service.read": _("read a service"),
}

CIRCUMSTANCES = {"key": _("through a key for a program")}
