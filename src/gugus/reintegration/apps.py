from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import tell_standing
from gugus.cases import panels as case_page
from gugus.documents.kinds import name_document
from gugus.notices.wording import name_notice
from gugus.outbox import subscribe
from gugus.tasks.kinds import name_kind


class ReintegrationConfig(AppConfig):
    name = "gugus.reintegration"
    label = "reintegration"

    def ready(self) -> None:
        """Stand on the case page and in its picture, hold back its closing, hear one's own moves and arrivals."""
        # By path, because models may be read only from here on.
        case_page.add_panel(import_string("gugus.reintegration.panels.PANEL"))
        case_page.add_facts(import_string("gugus.reintegration.queries.facts_about"))
        case_page.add_hurdle(import_string("gugus.reintegration.panels.hurdles"))
        case_page.add_timeline(import_string("gugus.reintegration.panels.drawn"))
        subscribe("reintegration.*", "gugus.reintegration.jobs.on_move")
        subscribe("repatriation.arrived", "gugus.reintegration.jobs.on_arrival")
        for kind, words in TASKS.items():
            name_kind(kind, words, by_act=kind != "reintegration_begin")  # that one may not be needed
        for code, (words, must) in NOTICES.items():
            name_notice(code, words, family="cases", must=must)
        tell_standing("reintegration", "gugus.reintegration.explaining.told")
        name_document(
            "monitoring_report",
            about="reintegration",
            title=_("Monitoring report"),
            gather="gugus.reintegration.papers.gather_report",
            template="laporan",
            section=Section.REINTEGRATION,
            mark="LAP",
        )


TASKS = {
    "reintegration_begin": _("Prepare reintegration in case %(within)s"),
    "reintegration_prepare": _("Prepare the return in %(about)s and decide the home"),
    "reintegration_visit": _("Visit k%(number)s of %(about)s"),
    "reintegration_support": _("Ask whether the support in %(about)s still runs"),
    "reintegration_alarm": _("Alarm in %(about)s: act at once"),
    "reintegration_alarm_watch": _("Alarm in %(about)s: watch that somebody acts"),
}
NOTICES = {
    "reintegration_alarm": (_("%(ref)s raised an alarm"), True),
    "reintegration_visited": (_("%(ref)s was visited"), False),
    "reintegration_visit_corrected": (_("What was written of a visit of %(ref)s was corrected"), False),
    "reintegration_visit_missed": (_("A visit of %(ref)s did not take place"), False),
    "reintegration_to_follow": (_("Your agency visits for %(ref)s"), False),
}
