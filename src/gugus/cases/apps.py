from datetime import timedelta

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section, Verb
from gugus.access.explaining import tell_standing
from gugus.approvals.kinds import name_kind as name_approval
from gugus.cases.panels import add_panel
from gugus.consent.reaching import tell_minders, tell_wall
from gugus.documents.kinds import name_document
from gugus.notices.wording import name_notice
from gugus.outbox import subscribe
from gugus.people import neighbours
from gugus.tasks.kinds import name_kind as name_task


class CasesConfig(AppConfig):
    name = "gugus.cases"
    label = "cases"

    def ready(self) -> None:
        subscribe("emergency.opened", "gugus.cases.jobs.on_emergency")
        neighbours.tell_named("gugus.cases.neighbours.everybody_in")
        neighbours.tell_nearness("gugus.cases.neighbours.near_persons")
        neighbours.tell_appearances("gugus.cases.neighbours.appearances")
        # By path, because models may be read only from here on.
        add_panel(import_string("gugus.cases.consents.PANEL"))
        tell_minders("gugus.cases.consents.minders")
        tell_wall("gugus.cases.consents.on_the_other_side")
        tell_standing("case", "gugus.cases.explaining.told")
        name_document(
            "case_progress",
            about="case",
            title=_("Progress notes"),
            gather="gugus.cases.gathering.gather_progress",
            template="perkembangan",
            section=Section.CASE,
            numbered=False,
        )
        name_document(
            "case_closing",
            about="case",
            title=_("Closing form"),
            gather="gugus.cases.gathering.gather_closing",
            template="terminasi",
            section=Section.CASE,
            mark="TRM",
            by_owner=True,
        )
        name_document(
            "case_statement",
            about="case",
            title=_("Statement of care"),
            gather="gugus.cases.gathering.gather_statement",
            template="keterangan",
            section=Section.CASE,
            docx="keterangan",
            mark="SKET",
            by_owner=True,
        )
        for code, words in TASKS.items():
            name_task(code, words, by_act=code == "no_contact")
        name_notice("case_watch_ended", _("Case %(ref)s: monitoring has ended, it can be archived"))
        name_approval(
            "case.close",
            label=_("Close a case"),
            section=Section.CASE,
            asks=Verb.DECIDE,
            lives=timedelta(days=14),
            runs="gugus.cases.closing.run_approved",
            may_ask="gugus.cases.closing.may_ask",
            may_approve="gugus.cases.closing.may_approve",
            words="gugus.cases.wording.closing_asked",
        )


TASKS = {
    "no_contact": _("Be in touch with the survivor of case %(within)s"),
    "legal_watch": _("Look at the criminal case and restitution of closed case %(within)s"),
    "aftercare": _("Ask how the survivor of closed case %(within)s is"),
}
