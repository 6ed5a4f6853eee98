from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gugus.access.explaining import tell_standing
from gugus.notices.wording import name_notice
from gugus.outbox import subscribe
from gugus.taskforce.onward import offer_onward


class PublicationConfig(AppConfig):
    name = "gugus.publication"
    label = "publication"

    def ready(self) -> None:
        """Listen to publications, name their notices, explain who sees them, offer a summary."""
        for topic in ("proposed", "published", "sent_back"):
            subscribe(f"publication.{topic}", "gugus.publication.jobs.on_move")
        for code, words in NOTICES.items():
            name_notice(code, words)
        tell_standing("publication", "gugus.publication.explaining.told")
        offer_onward("meeting", "gugus.publication.onward.of_meeting")
        offer_onward("forcereport", "gugus.publication.onward.of_report")


NOTICES = {
    "publication_proposed": _("Publication %(ref)s waits for your approval"),
    "publication_published": _("Publication %(ref)s can be read by everybody"),
    "publication_sent_back": _("Publication %(ref)s was sent back to you"),
}
