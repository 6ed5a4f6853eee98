from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import tell_standing
from gugus.documents.kinds import name_document
from gugus.outbox.subscribers import subscribe
from gugus.people import neighbours
from gugus.tasks.kinds import name_kind


class IntakeConfig(AppConfig):
    name = "gugus.intake"
    label = "intake"

    def ready(self) -> None:
        """Sign up for our own event, and name our tasks."""
        neighbours.tell_named("gugus.intake.neighbours.everybody_in")
        subscribe("report.received", "gugus.intake.jobs.start_clock_of_public_report")
        name_kind("report_sent", _("Take over or return report %(about)s"))
        tell_standing("report", "gugus.intake.explaining.told")
        name_document(
            "complaint_form",
            about="report",
            title=_("Complaint form"),
            gather="gugus.intake.gathering.gather_complaint",
            template="pengaduan",
            section=Section.REPORT,
            numbered=False,
        )
