from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import tell_standing
from gugus.documents.kinds import name_document


class TaskforceConfig(AppConfig):
    name = "gugus.taskforce"
    label = "taskforce"

    def ready(self) -> None:
        """Say how somebody stands to our records, and which paper we write."""
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
