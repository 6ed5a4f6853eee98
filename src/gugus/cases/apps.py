from django.apps import AppConfig

from gugus.access.explaining import tell_standing
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
        tell_standing("case", "gugus.cases.explaining.told")
