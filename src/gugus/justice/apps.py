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


class JusticeConfig(AppConfig):
    name = "gugus.justice"
    label = "justice"

    def ready(self) -> None:
        """Stand on the case page, hear one's own moves and those of screening, name tasks and notices."""
        # By path, because models may be read only from here on.
        case_page.add_panel(import_string("gugus.justice.panels.PANEL"))
        case_page.add_running(import_string("gugus.justice.panels.running_after"))
        case_page.add_timeline(import_string("gugus.justice.panels.timeline"))
        for topic, job in HEARS.items():
            subscribe(topic, f"gugus.justice.jobs.{job}")
        for kind, words in TASKS.items():
            name_kind(kind, words, by_act=kind not in BY_HAND)
        for code, words in NOTICES.items():
            name_notice(code, words)
        for kind in ("proceeding", "hearing", "protection", "shield"):
            tell_standing(kind, f"gugus.justice.explaining.{kind}")
        name_document(
            "lpsk_protection",
            about="protection",
            title=_("Letter to LPSK: request for protection"),
            gather="gugus.justice.papers.gather_protection",
            template="pelindungan",
            section=Section.JUSTICE,
            mark="PLD",
        )


HEARS = {
    "proceeding.*": "on_proceeding",
    "hearing.*": "on_hearing",
    "protection.*": "on_protection",
    "shield.*": "on_shield",
    "screening.decided": "on_screening",
    "case.opened": "on_case",
    "case.changed": "on_case",
    "case.flagged": "on_flag",
}
# Nobody's act in the program ends these: whoever dealt with it says so.
BY_HAND = {"justice_long", "justice_freed"}
TASKS = {
    "justice_tell": _("Tell the survivor how criminal case %(about)s goes on"),
    "justice_prepare": _("Prepare hearing %(about)s"),
    "justice_result": _("Write what came of hearing %(about)s"),
    "justice_long": _("Ask why criminal case %(about)s stands still"),
    "justice_custody": _("Ask how it goes on: custody of the accused in %(about)s runs out"),
    "justice_freed": _(
        "The accused in %(about)s is not held any more: look at the survivor's safety, tell her"
    ),
    "justice_shield": _("Examine whether art. 18 protects a survivor (%(about)s)"),
    "lpsk_answer": _("Follow request for protection %(about)s to an answer"),
}
NOTICES = {
    "justice_moved": _("Criminal case %(ref)s moved on"),
    "justice_corrected": _("A verdict in criminal case %(ref)s was corrected"),
    "justice_hearing": _("Hearing %(ref)s was fixed"),
    "justice_postponed": _("Hearing %(ref)s was postponed or cancelled"),
    "justice_protection": _("There is news about request for protection %(ref)s"),
    "justice_freed": _("Custody in criminal case %(ref)s has ended"),
    "justice_shield": _("Art. 18 may protect a survivor: %(ref)s"),
}
