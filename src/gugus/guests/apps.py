from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gugus.consent.reaching import tell_reach
from gugus.notices.wording import name_notice
from gugus.outbox import subscribe
from gugus.referrals.beside import add_card
from gugus.tasks.kinds import name_kind


class GuestsConfig(AppConfig):
    name = "gugus.guests"
    label = "guests"

    def ready(self) -> None:
        """Stand on the sender's page of a referral, listen to referrals and own openings, name tasks and notices."""
        add_card("guests/_card.html", "gugus.guests.panels.provide")
        subscribe("referral.*", "gugus.guests.jobs.on_referral")
        subscribe("guest.opened", "gugus.guests.jobs.on_opened")
        name_kind(
            "guest_locked",
            _("The guest link of referral %(about)s was closed after wrong codes: call, make another"),
        )
        name_kind(
            "guest_late", _("No report on referral %(about)s from an office without an account: call there")
        )
        tell_reach("guestpass", tell="gugus.guests.reach.tell", end="gugus.guests.reach.end")
        for code, words in NOTICES.items():
            name_notice(code, words)


NOTICES = {
    "guest_opened": _("The guest link of referral %(ref)s was opened"),
    "guest_expired": _("Nobody opened the guest link of referral %(ref)s in time"),
    "guest_again": _("A second browser tried the guest link of referral %(ref)s"),
    "guest_locked": _("The guest link of referral %(ref)s was closed after wrong codes"),
}
