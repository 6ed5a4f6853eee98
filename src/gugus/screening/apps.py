from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScreeningConfig(AppConfig):
    name = "gugus.screening"
    label = "screening"

    def ready(self) -> None:
        """Say to the case page what screening knows about a case."""
        from gugus.cases.panels import Panel, add_facts, add_panel  # models are loaded only now
        from gugus.screening.queries import facts_about, panel_of

        title, template = _("Screening and identification"), "screening/_panel.html"
        add_panel(Panel("screening", "screening", 20, title, template, panel_of))
        add_facts(facts_about)
