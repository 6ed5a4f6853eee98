from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gugus.notices.asking import ask_others
from gugus.notices.wording import name_notice
from gugus.outbox import subscribe


class DeskConfig(AppConfig):
    name = "gugus.desk"
    label = "desk"

    def ready(self) -> None:
        """The trail and the notices stand beside each other; the desk stands above both."""
        ask_others(days_off="gugus.tasks.queries.days_closed", zone="gugus.tasks.rules.zone_of_area")
        subscribe("trail.unusual", "gugus.desk.jobs.on_unusual")
        name_notice("trail_unusual", _("Unusual access in the week of %(ref)s waits to be judged"))
        # By path, because models may be read only from here on.
        import_string("gugus.referrals.trays.add_tray")(import_string("gugus.desk.trays.AGREEMENTS"))
