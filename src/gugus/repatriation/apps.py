from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import tell_standing
from gugus.cases import panels as case_page
from gugus.consent.reaching import tell_reach
from gugus.documents.kinds import name_document
from gugus.notices.wording import name_notice
from gugus.outbox import subscribe
from gugus.tasks.kinds import name_kind


class RepatriationConfig(AppConfig):
    name = "gugus.repatriation"
    label = "repatriation"

    def ready(self) -> None:
        """Stand on the case page, hold back its closing, hear one's own moves, name tasks and notices."""
        # By path, because models may be read only from here on.
        case_page.add_panel(import_string("gugus.repatriation.panels.PANEL"))
        case_page.add_hurdle(import_string("gugus.repatriation.panels.hurdles"))
        case_page.add_facts(import_string("gugus.repatriation.panels.facts"))
        case_page.add_timeline(import_string("gugus.repatriation.panels.timeline"))
        subscribe("handover.*", "gugus.repatriation.jobs.on_minutes")
        subscribe("leg.arrived", "gugus.repatriation.jobs.on_arrival")
        subscribe("repatriation.arrived", "gugus.repatriation.jobs.on_end")
        subscribe("repatriation.stopped", "gugus.repatriation.jobs.on_end")
        subscribe("consent.withdrawn", "gugus.repatriation.jobs.on_withdrawal")
        tell_reach("repatriation", tell="gugus.repatriation.reach.tell", end="gugus.repatriation.reach.end")
        for kind, words in TASKS.items():
            name_kind(kind, words, by_act=True)
        for code, words in NOTICES.items():
            name_notice(code, words)
        for kind in ("repatriation", "handover"):
            tell_standing(kind, f"gugus.repatriation.explaining.{kind}")
        name_document(
            "handover_minutes", about="handover", title=_("Minutes of a hand-over (BAST)"),
            section=Section.REPATRIATION, gather="gugus.repatriation.papers.gather_handover", template="bast",
            numbered=False,
        )  # fmt: skip
        name_document(
            "return_report", about="repatriation", title=_("Report of a return"), section=Section.REPATRIATION,
            gather="gugus.repatriation.papers.gather_report", template="laporan", mark="LAP",
        )  # fmt: skip


TASKS = {
    "return_arrival": _("Confirm the arrival of leg %(about)s"),
    "return_late": _("Nobody confirmed the arrival of leg %(about)s: find out where the person is"),
    "handover_answer": _("Answer hand-over %(about)s"),
    "handover_sign": _("Sign the minutes of hand-over %(about)s"),
}
NOTICES = {
    "return_late": _("The arrival of leg %(ref)s was not confirmed in time"),
    "return_arrived": _("Return %(ref)s: arrived"),
    "return_consent_gone": _("Return %(ref)s is held back: consent was withdrawn"),
    "handover_offered": _("Hand-over %(ref)s waits for your answer"),
    "handover_accepted": _("Hand-over %(ref)s was accepted"),
    "handover_declined": _("Hand-over %(ref)s was declined"),
    "handover_cancelled": _("Hand-over %(ref)s was cancelled"),
    "handover_taken_over": _("Hand-over %(ref)s went to the successor of a closed agency"),
    "handover_receiver_gone": _(
        "Hand-over %(ref)s was ended: the receiving agency is closed. Write new minutes"
    ),
    "handover_signed": _("The minutes of hand-over %(ref)s were signed by both sides"),
    "handover_no_basis": _("Return %(ref)s: the next agency cannot read it, because no consent covers it"),
}
