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


class RestitutionConfig(AppConfig):
    name = "gugus.restitution"
    label = "restitution"

    def ready(self) -> None:
        """Stand on the case page and in its picture, keep it under monitoring, name tasks and notices."""
        # By path, because models may be read only from here on.
        case_page.add_panel(import_string("gugus.restitution.panels.PANEL"))
        case_page.add_timeline(import_string("gugus.restitution.panels.drawn"))
        case_page.add_running(import_string("gugus.restitution.panels.running"))
        subscribe("restitution.*", "gugus.restitution.jobs.on_move")
        subscribe("proceeding.moved", "gugus.restitution.jobs.on_proceeding")
        subscribe("proceeding.corrected", "gugus.restitution.jobs.on_correction")
        for kind, words in TASKS.items():
            name_kind(kind, words, by_act=True)
        for code, words in NOTICES.items():
            name_notice(code, words)
        for code, title, template, mark in PAPERS:
            name_document(
                code,
                about="claim",
                title=title,
                gather=f"gugus.restitution.gathering.gather_{template}",
                template=template,
                section=Section.JUSTICE,
                numbered=bool(mark),
                mark=mark,
            )
        tell_standing("claim", "gugus.restitution.explaining.told")
        tell_standing("ledgerline", "gugus.restitution.explaining.line")


PAPERS = (
    ("restitution_application", _("Application for restitution"), "application", "RST"),
    ("restitution_statement", _("Statement of restitution"), "statement", ""),
)
TASKS = {
    "restitution_apply": _("Apply to the court for restitution %(about)s"),
    "restitution_complete": _("Hear from LPSK whether application %(about)s is complete"),
    "restitution_copy": _("Get the copy of the ruling on restitution %(about)s to LPSK"),
    "restitution_payment": _("Watch the payment of restitution %(about)s"),
    "restitution_copy_payment": _("Watch the payment of restitution %(about)s since the copy arrived"),
    "restitution_warned": _("Watch the payment of restitution %(about)s after the court's warning"),
}
NOTICES = {
    "restitution_moved": _("Restitution %(ref)s has moved on"),
    "restitution_final": _(
        "The verdict behind restitution %(ref)s is final: write down when it was notified"
    ),
    "restitution_verdict": _(
        "The verdict behind restitution %(ref)s was corrected: compare days and amounts"
    ),
    "restitution_paid": _("A payment of restitution %(ref)s was written down"),
}
