from django.apps import AppConfig
from django.utils.module_loading import import_string

from gugus.access.explaining import tell_standing
from gugus.cases.panels import add_panel
from gugus.consent.reaching import tell_minders, tell_wall
from gugus.outbox import subscribe
from gugus.people import neighbours


class CasesConfig(AppConfig):
    name = "gugus.cases"
    label = "cases"

    def ready(self) -> None:
        subscribe("emergency.opened", "gugus.cases.jobs.on_emergency")
        neighbours.tell_named("gugus.cases.neighbours.everybody_in")
        neighbours.tell_nearness("gugus.cases.neighbours.near_persons")
        neighbours.tell_appearances("gugus.cases.neighbours.appearances")
        # By path, because models may be read only from here on.
        add_panel(import_string("gugus.cases.consents.PANEL"))
        tell_minders("gugus.cases.consents.minders")
        tell_wall("gugus.cases.consents.on_the_other_side")
        tell_standing("case", "gugus.cases.explaining.told")
