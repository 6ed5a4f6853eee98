from django.apps import AppConfig

from gugus.notices import channels
from gugus.notices.channels.mail import Mail
from gugus.notices.channels.texting import Texting
from gugus.notices.channels.whatsapp import WhatsApp
from gugus.outbox import subscribe


class NoticesConfig(AppConfig):
    name = "gugus.notices"
    label = "notices"

    def ready(self) -> None:
        """Hear of tasks, requests and emergencies by their topics; open the ways out."""
        for way in (Mail(), WhatsApp(), Texting()):
            channels.open_way(way)
        subscribe("notices.urgent", "gugus.notices.jobs.on_urgent")
        subscribe("notices.code_waiting", "gugus.notices.jobs.on_urgent")
        subscribe("task.late", "gugus.notices.jobs.on_task_late")
        subscribe("task.assigned", "gugus.notices.jobs.on_task_assigned")
        subscribe("file.infected", "gugus.notices.jobs.on_file_infected")
        subscribe("export.ended", "gugus.notices.jobs.on_export_ended")
        subscribe("emergency.opened", "gugus.notices.jobs.on_emergency")
        subscribe("access.sign_in_reset", "gugus.notices.jobs.on_sign_in_reset")
        subscribe("approval.*", "gugus.notices.jobs.on_approval")
        subscribe("delegation.*", "gugus.notices.jobs.on_delegation")
