from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import tell_standing
from gugus.agreements.neighbours import tell_services
from gugus.cases import panels as case_page
from gugus.documents.kinds import name_document
from gugus.notices.wording import name_notice
from gugus.outbox import subscribe
from gugus.referrals.beside import add_card
from gugus.tasks.kinds import name_kind


class CareConfig(AppConfig):
    name = "gugus.care"
    label = "care"

    def ready(self) -> None:
        """Stand on the case page, move its stage, hold back its closing, name the task."""
        # By path, because models may be read only from here on.
        case_page.add_panel(import_string("gugus.care.panels.PANEL"))
        case_page.add_facts(import_string("gugus.care.queries.facts_about"))
        case_page.add_panel(import_string("gugus.care.panels.PLAN"))
        case_page.add_panel(import_string("gugus.care.panels.ASSESSMENTS"))
        case_page.add_hurdle(import_string("gugus.care.panels.hurdles"))
        add_card("care/_referral_card.html", "gugus.care.referring.card")
        name_kind("service", _("Bring service %(about)s to a result"))
        for kind, words in TASKS.items():
            name_kind(kind, words, by_act=True)
        for code, words in NOTICES.items():
            name_notice(code, words)
        subscribe("plan.*", "gugus.care.jobs.on_plan")
        subscribe("referral.*", "gugus.care.referring.follow_referral")
        name_document(
            "assessment_report",
            about="needsassessment",
            title=_("Assessment report"),
            gather="gugus.care.gathering.gather_assessment",
            template="asesmen",
            section=Section.CARE,
            numbered=False,
        )
        name_document(
            "intervention_plan",
            about="careplan",
            title=_("Intervention plan"),
            gather="gugus.care.gathering.gather_plan",
            template="rencana",
            section=Section.CARE,
            numbered=False,
        )
        for code, title, gather, template, mark, section, fits in PAPERS:
            name_document(
                code,
                about="serviceline",
                title=title,
                gather=f"gugus.care.outreach.{gather}",
                template=template,
                docx=template,
                section=section,
                mark=mark,
                by_owner=True,
                fits=import_string(f"gugus.care.outreach.{fits}"),
            )
        tell_standing("needsassessment", "gugus.care.explaining.told_of_assessment")
        tell_standing("careplan", "gugus.care.explaining.told_of_plan")
        tell_services("gugus.care.queries.served_now")
        subscribe("service.*", "gugus.care.jobs.on_service")
        tell_standing("serviceline", "gugus.care.explaining.told")


PAPERS = (
    ("outreach_order", _("Order for outreach"), "gather_order", "tugas", "ST", Section.CARE, "is_outreach"),
    ("outreach_report", _("Report of outreach"), "gather_report", "penjangkauan", "LAP", Section.CARE, "is_outreach"),
    ("visum_request", _("Request for a forensic examination"), "gather_visum", "visum", "VIS", Section.HEALTH,
     "is_examination"),
)  # fmt: skip
TASKS = {
    "plan_sign": _("Go through plan %(about)s with the person and note what was said"),
    "plan_approve": _("Approve plan %(about)s or send it back"),
    "plan_review": _("Review plan %(about)s"),
}
NOTICES = {
    "plan_waits": _("Plan %(ref)s waits for your approval"),
    "plan_approved": _("Plan %(ref)s was approved"),
    "plan_returned": _("Plan %(ref)s was sent back"),
    "plan_refused": _("Plan %(ref)s was not agreed to"),
}
