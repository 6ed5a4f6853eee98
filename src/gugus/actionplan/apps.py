from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import tell_standing
from gugus.documents.kinds import name_document
from gugus.notices.wording import name_notice
from gugus.outbox import subscribe
from gugus.taskforce.leaving import tell_left
from gugus.tasks.kinds import name_kind


class ActionplanConfig(AppConfig):
    name = "gugus.actionplan"
    label = "actionplan"

    def ready(self) -> None:
        """Ask for reports when a plan comes into force; name tasks, notices and the paper; tell of standings."""
        subscribe("actionplan.in_force", "gugus.actionplan.jobs.on_plan")
        for topic in ("opened", "submitted", "returned", "accepted", "passed_on"):
            subscribe(f"actionplan.report_{topic}", "gugus.actionplan.jobs.on_report")
        subscribe("taskforce.seat_left", "gugus.actionplan.jobs.on_seat_left")
        tell_left("gugus.actionplan.leaving.left_of")
        for kind, words in TASKS.items():
            name_kind(kind, words, by_act=True)
        for code, words in NOTICES.items():
            name_notice(code, words, family="meetings")
        # By path, because models may be read only from here on.
        name_document(
            "plan_matrix", about="plan", title=_("Matrix of the action plan"), section=Section.PLAN, numbered=False,
            gather="gugus.actionplan.papers.gather_matrix", template="matriks",
            limits=import_string("gugus.actionplan.papers.LIMITS"),
        )  # fmt: skip
        tell_standing("plan", "gugus.actionplan.explaining.told_of_plan")
        tell_standing("activity", "gugus.actionplan.explaining.told_of_activity")
        tell_standing("periodreport", "gugus.actionplan.explaining.told_of_report")


TASKS = {
    "actionplan_report": _("Report on the action plan for %(period)s (%(about)s)"),
    "actionplan_answer": _("Accept progress report %(about)s or send it back"),
    "actionplan_mend": _("Mend progress report %(about)s and hand it in again"),
}
NOTICES = {
    "actionplan_report_opened": _("Progress report %(ref)s of the action plan waits for your agency"),
    "actionplan_report_submitted": _("Progress report %(ref)s was handed in"),
    "actionplan_report_returned": _("Progress report %(ref)s was sent back"),
    "actionplan_report_accepted": _("Progress report %(ref)s was accepted"),
}
