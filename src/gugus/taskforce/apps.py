from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import tell_standing
from gugus.documents.kinds import name_document
from gugus.notices.wording import name_notice
from gugus.outbox import subscribe
from gugus.tasks.kinds import name_kind


class TaskforceConfig(AppConfig):
    name = "gugus.taskforce"
    label = "taskforce"

    def ready(self) -> None:
        """Hear of new members, name tasks and notices, say how somebody stands, and which paper we write."""
        subscribe("taskforce.seated", "gugus.taskforce.jobs.on_seated")
        name_kind("basis_ends", _("Legal basis %(about)s ends soon: is there a successor?"))
        name_notice("taskforce_seated", _("Your agency is a member of task force %(ref)s"), family="meetings")
        tell_standing("taskforce", "gugus.taskforce.explaining.told")
        tell_standing("legalbasis", "gugus.taskforce.explaining.told_of_basis")
        name_document(
            "taskforce_annex",
            about="taskforce",
            title=_("Annex of the decree: members of the task force"),
            gather="gugus.taskforce.gathering.gather_annex",
            template="lampiran",
            docx="lampiran",
            section=Section.TASKFORCE,
            numbered=False,
        )
