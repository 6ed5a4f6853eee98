from django.apps import AppConfig

from gugus.access.explaining import tell_standing


class TasksConfig(AppConfig):
    name = "gugus.tasks"
    label = "tasks"

    def ready(self) -> None:
        """Say how somebody stands to our records."""
        tell_standing("task", "gugus.tasks.explaining.told")
