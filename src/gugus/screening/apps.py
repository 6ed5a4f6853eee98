from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import tell_standing
from gugus.cases import panels as case_page
from gugus.documents.kinds import name_document
from gugus.intake import panels as report_page


class ScreeningConfig(AppConfig):
    name = "gugus.screening"
    label = "screening"

    def ready(self) -> None:
        """Stand on the pages of reports and cases; tell the stage of a case."""
        # By path, because models may be read only from here on.
        case_page.add_panel(import_string("gugus.screening.panels.PANEL"))
        case_page.add_facts(import_string("gugus.screening.queries.facts_about"))
        report_page.add_step("screening", 10, import_string("gugus.screening.panels.offer"))
        tell_standing("assessment", "gugus.screening.explaining.told")
        name_document(
            "screening_form",
            about="assessment",
            title=_("Screening form"),
            gather="gugus.screening.gathering.gather_screening",
            template="identifikasi",
            section=Section.SCREENING,
            numbered=False,
        )
