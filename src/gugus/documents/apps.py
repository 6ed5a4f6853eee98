from django.apps import AppConfig

from gugus.access.explaining import tell_standing
from gugus.outbox.subscribers import subscribe


class DocumentsConfig(AppConfig):
    name = "gugus.documents"
    label = "documents"

    def ready(self) -> None:
        """Hear of what was asked for; say how somebody stands to it."""
        subscribe("document.asked", "gugus.documents.jobs.on_asked")
        tell_standing("document", "gugus.documents.explaining.told")
