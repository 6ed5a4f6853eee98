from datetime import timedelta
from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.approvals.kinds import name_kind
from gugus.outbox.subscribers import subscribe


class ExchangeConfig(AppConfig):
    name = "gugus.exchange"
    label = "exchange"

    def ready(self) -> None:
        """Name the lists, hear of what was asked, say what needs two people."""
        import_module("gugus.exchange.listings")
        subscribe("export.asked", "gugus.exchange.jobs.on_asked")
        name_kind(
            "export.identified",
            label=_("Export a list with names"),
            section=Section.IDENTITY,
            runs="gugus.exchange.actions.run_agreed",
            may_ask="gugus.exchange.policies.hurdles_to_asking",
            lives=timedelta(hours=72),
        )
