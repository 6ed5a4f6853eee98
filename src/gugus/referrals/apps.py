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


class ReferralsConfig(AppConfig):
    name = "gugus.referrals"
    label = "referrals"

    def ready(self) -> None:
        """Stand on the case page, hold back its closing, listen to one's own moves, name tasks and notices."""
        # By path, because models may be read only from here on.
        case_page.add_panel(import_string("gugus.referrals.panels.PANEL"))
        case_page.add_hurdle(import_string("gugus.referrals.panels.hurdles"))
        subscribe("referral.*", "gugus.referrals.jobs.on_move")
        name_kind("referral_read", _("Read the feedback on referral %(about)s and end it or ask on"))
        name_kind("referral_next", _("Referral %(about)s came back: ask another agency"))
        name_kind("referral_late", _("No answer to referral %(about)s: call, or ask another agency"))
        for code, words in NOTICES.items():
            name_notice(code, words)
        tell_reach(
            "referral",
            tell="gugus.referrals.reach.tell",
            end="gugus.referrals.reach.end",
            move="gugus.referrals.reach.move",
            opens="gugus.referrals.reach.opens",
        )
        tell_standing("referral", "gugus.referrals.explaining.told")
        name_document(
            "referral_letter",
            about="referral",
            title=_("Referral letter"),
            gather="gugus.referrals.gathering.gather_letter",
            template="rujukan",
            section=Section.REFERRAL,
            docx="rujukan",
            mark="SR",
            by_owner=True,
        )


NOTICES = {
    "referral_late": _("Referral %(ref)s was not answered in time"),
    "referral_in_service": _("Referral %(ref)s is being served"),
    "referral_returned": _("Referral %(ref)s came back"),
    "referral_done": _("Referral %(ref)s was ended by the sender"),
    "referral_final": _("Referral %(ref)s has a final report"),
    "referral_taken_over": _("Referral %(ref)s went to the agency that took over"),
}
