"""What the trail calls the deeds of this context."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "actionplan.written": _("wrote an action plan"),
    "actionplan.read": _("read an action plan"),
    "actionplan.changed": _("changed the cover of an action plan"),
    "actionplan.approved": _("approved an action plan"),
    "actionplan.withdrawn": _("took an approved action plan back to a draft"),
    "actionplan.in_force": _("put an action plan in force"),
    "actionplan.closed": _("closed an action plan"),
    "actionplan.taken_out": _("took the matrix of an action plan along as a file"),
    "actionplan.line_added": _("added a line to an action plan"),
    "actionplan.activity_read": _("read an activity of an action plan"),
    "actionplan.activity_changed": _("changed an activity of an action plan"),
    "actionplan.activity_dropped": _("took an activity out of an action plan"),
    "actionplan.indicator_changed": _("changed an indicator of an action plan"),
    "actionplan.target_set": _("set a target"),
    "actionplan.target_revised": _("revised a target"),
    "actionplan.matrix_brought": _("brought a matrix"),
    "actionplan.matrix_taken_over": _("took the rows of a matrix over"),
    "actionplan.matrix_undone": _("undid the import of a matrix"),
    "actionplan.report_opened": _("the report of a period was asked for"),
    "actionplan.report_read": _("read a progress report"),
    "actionplan.reported": _("wrote into a progress report"),
    "actionplan.report_submitted": _("handed in a progress report"),
    "actionplan.report_returned": _("sent a progress report back"),
    "actionplan.report_accepted": _("accepted a progress report"),
    "actionplan.report_passed_on": _("a progress report passed on to the successor"),
    "actionplan.report_covered": _("what was written of a progress report went into that of the successor"),
}
