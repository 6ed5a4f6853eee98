"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "reintegration.begun": _("began to prepare a reintegration"),
    "reintegration.step_ticked": _("wrote how a step of the preparation stands"),
    "reintegration.home_assessed": _("looked at a home"),
    "reintegration.placed": _("decided where a person is to live"),
    "reintegration.reunited": _("wrote down a reunion"),
    "reintegration.visit_planned": _("planned a visit"),
    "reintegration.visited": _("wrote down a visit"),
    "reintegration.visit_missed": _("wrote why a visit did not take place"),
    "reintegration.visit_corrected": _("corrected what was written of a visit"),
    "reintegration.rules_changed": _("changed the schedules of visits and the stop rule"),
    "reintegration.support_promised": _("added support"),
    "reintegration.support_moved": _("wrote how a support stands"),
    "reintegration.support_paid": _("wrote down a payment of support"),
    "reintegration.outcomes_asked": _("asked the outcomes of a reintegration"),
    "reintegration.follower_chosen": _("chose which agency visits"),
    "reintegration.alarm_raised": _("raised an alarm about a return"),
    "reintegration.alarm_settled": _("settled an alarm about a return"),
    "reintegration.resumed": _("went on with a reintegration after an alarm"),
    "reintegration.ended": _("ended a reintegration"),
    "reintegration.read": _("read a reintegration"),
    "reintegration.case_read": _("looked whose return can be prepared"),
    "reintegration.printed": _("printed a monitoring report"),
}
