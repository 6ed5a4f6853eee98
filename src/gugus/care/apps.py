from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gugus.access.explaining import tell_standing
from gugus.agreements.neighbours import tell_services
from gugus.cases import panels as case_page
from gugus.outbox import subscribe
from gugus.tasks.kinds import name_kind


class CareConfig(AppConfig):
    name = "gugus.care"
    label = "care"

    def ready(self) -> None:
        """Stand on the case page, move its stage, hold back its closing, name the task."""
        # By path, because models may be read only from here on.
        case_page.add_panel(import_string("gugus.care.panels.PANEL"))
        case_page.add_facts(import_string("gugus.care.queries.facts_about"))
        case_page.add_hurdle(import_string("gugus.care.panels.hurdles"))
        name_kind("service", _("Bring service %(about)s to a result"))
        tell_services("gugus.care.queries.served_now")
        subscribe("service.*", "gugus.care.jobs.on_service")
        tell_standing("serviceline", "gugus.care.explaining.told")
