from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gugus.access.explaining import tell_standing
from gugus.notices.wording import name_notice
from gugus.outbox import subscribe
from gugus.providers.calendar import ask_days_off
from gugus.tasks.kinds import name_kind


class ArrivalsConfig(AppConfig):
    name = "gugus.arrivals"
    label = "arrivals"

    def ready(self) -> None:
        """Listen to heads-ups and to the directory below, name tasks and notices, tell the directory the holidays."""
        subscribe("arrival.*", "gugus.arrivals.jobs.on_move")
        subscribe("provider.unconfirmed", "gugus.arrivals.jobs.on_unconfirmed")
        subscribe("provider.confirmed", "gugus.arrivals.jobs.on_confirmed")
        # By path, because models may be read only from here on.
        ask_days_off(import_string("gugus.arrivals.queries.closed_days"))
        name_kind(
            "arrival_answer", _("Heads-up %(about)s: offer places or say that nothing is free"), by_act=True
        )
        name_kind("arrival_decide", _("Heads-up %(about)s: take or decline the offers"))
        name_kind("arrival_close", _("Heads-up %(about)s: say who arrived, or cancel it"), by_act=True)
        name_kind(
            "arrival_expired", _("Heads-up %(about)s ended by itself: see to those who came all the same")
        )
        name_kind(
            "provider_confirm",
            _("Confirm service %(about)s of the directory: nobody has for long"),
            by_act=True,
        )
        for code, words in NOTICES.items():
            name_notice(code, words)
        tell_standing("headsup", "gugus.arrivals.explaining.told")


NOTICES = {
    "arrival_asked": _("Heads-up %(ref)s asks for places"),
    "arrival_offered": _("Heads-up %(ref)s was offered places"),
    "arrival_refused": _("An agency has nothing free for heads-up %(ref)s"),
    "arrival_withdrawn": _("An offer to heads-up %(ref)s was withdrawn"),
    "arrival_taken": _("Your offer to heads-up %(ref)s was taken"),
    "arrival_declined": _("Your offer to heads-up %(ref)s is not needed"),
    "arrival_extended": _("Heads-up %(ref)s comes later than told"),
    "arrival_arrived": _("Heads-up %(ref)s: they have arrived"),
    "arrival_cancelled": _("Heads-up %(ref)s was cancelled"),
    "arrival_expired": _("Heads-up %(ref)s ended by itself"),
}
