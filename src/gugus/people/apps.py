from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section, Verb
from gugus.access.explaining import tell_standing
from gugus.approvals.kinds import name_kind
from gugus.base import holdings


class PeopleConfig(AppConfig):
    name = "gugus.people"
    label = "people"

    def ready(self) -> None:
        """The vault is checked for tokens too; two people open somebody under seal, and two lift the seal."""
        holdings.add_check("gugus.people.reindexing.check")
        name_kind(
            "person.unseal",
            label=_("Open an identity under seal"),
            section=Section.IDENTITY,
            asks=Verb.UNMASK,
            runs="gugus.people.sealing.run_unseal",
            may_ask="gugus.people.sealing.may_ask_to_unseal",
            words="people/_asked_unseal.html",
            lives=timedelta(hours=24),
        )
        name_kind(
            "person.lift_seal",
            label=_("Lift the seal of a person"),
            section=Section.IDENTITY,
            asks=Verb.WRITE,
            runs="gugus.people.sealing.run_lift",
            may_ask="gugus.people.sealing.may_ask_to_lift",
            words="people/_asked_lift.html",
        )
        tell_standing("person", "gugus.people.explaining.told")
