from django.apps import AppConfig

from gugus.people import neighbours


class CasesConfig(AppConfig):
    name = "gugus.cases"
    label = "cases"

    def ready(self) -> None:
        neighbours.tell_nearness("gugus.cases.neighbours.near_persons")
        neighbours.tell_appearances("gugus.cases.neighbours.appearances")
