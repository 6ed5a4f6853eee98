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


class ReportingConfig(AppConfig):
    name = "gugus.reporting"
    label = "reporting"

    def ready(self) -> None:
        """Hear one's own moves and of finished documents, name tasks, notices and the report on paper."""
        subscribe("forcereport.packed", "gugus.reporting.jobs.on_packed")
        subscribe("forcereport.*", "gugus.reporting.jobs.on_move")
        subscribe("upward.*", "gugus.reporting.jobs.on_upward")
        subscribe("document.ended", "gugus.reporting.jobs.on_document")
        subscribe("taskforce.seat_left", "gugus.reporting.jobs.on_seat_left")
        tell_left("gugus.reporting.leaving.left_of")
        name_kind("report_chapter", _("Write the chapter “%(chapter)s” of report %(about)s"), by_act=True)
        for code, words in NOTICES.items():
            name_notice(code, words)
        tell_standing("forcereport", "gugus.reporting.explaining.told")
        tell_standing("upwardreport", "gugus.reporting.explaining.told_upward")
        # By path, because models may be read only from here on.
        limits = import_string("gugus.reporting.papers.LIMITS")
        for code, about, title, gather in PAPERS:
            name_document(
                code, about=about, title=title, gather=f"gugus.reporting.papers.{gather}", template="laporan",
                docx="laporan", section=Section.ACCOUNT, numbered=False, limits=limits,
            )  # fmt: skip


PAPERS = (
    ("force_report", "forcereport", _("Report of the task force"), "gather_report"),
    ("upward_report", "upwardreport", _("Report of a lower task force"), "gather_upward"),
)


NOTICES = {
    "report_write": _("Your agency writes a chapter of report %(ref)s"),
    "report_due": _("A chapter of report %(ref)s is due in a week"),
    "report_late": _("A chapter of report %(ref)s is late"),
    "report_submitted": _("A chapter of report %(ref)s was handed in"),
    "report_returned": _("A chapter of report %(ref)s came back"),
    "report_merged": _("Report %(ref)s was merged and waits for approval"),
    "report_sent_back": _("Report %(ref)s was sent back"),
    "report_approved": _("Report %(ref)s was approved"),
    "report_final": _("Report %(ref)s is final"),
    "report_packed": _("The signed file of report %(ref)s is ready"),
    "report_arrived": _("A report of a lower task force arrived: %(ref)s"),
    "report_answered": _("The higher task force answered: %(ref)s"),
}
