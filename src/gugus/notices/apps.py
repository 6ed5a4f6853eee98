from django.apps import AppConfig

from gugus.outbox import subscribe


class NoticesConfig(AppConfig):
    name = "gugus.notices"
    label = "notices"

    def ready(self) -> None:
        """Hear of tasks by their topics; the two contexts do not know each other."""
        subscribe("task.late", "gugus.notices.jobs.on_task_late")
        subscribe("task.assigned", "gugus.notices.jobs.on_task_assigned")
