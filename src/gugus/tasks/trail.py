"""What the trail calls the things that happen to tasks and clocks."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "task.started": _("started a task"),
    "task.done": _("finished a task"),
    "task.snoozed": _("put a task off"),
    "task.assigned": _("gave a task to a colleague"),
    "task.passed_on": _("passed a task on to the agency that took over"),
    "task.escalated": _("told the supervisor that a task is late"),
    "clock.changed": _("changed a clock"),
    "holiday.kept": _("changed the list of days off"),
}
