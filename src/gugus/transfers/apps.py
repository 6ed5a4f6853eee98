from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section, Verb
from gugus.access.explaining import tell_standing
from gugus.approvals.kinds import name_kind as name_approval
from gugus.cases import panels as case_page
from gugus.consent.reaching import tell_reach
from gugus.documents.kinds import name_document
from gugus.notices.wording import name_notice
from gugus.outbox import subscribe
from gugus.tasks.kinds import name_kind


class TransfersConfig(AppConfig):
    name = "gugus.transfers"
    label = "transfers"

    def ready(self) -> None:
        """Stand on the case page, hold back its closing, listen to one's own steps, name tasks, notices, approvals."""
        # By path, because models may be read only from here on.
        case_page.add_panel(import_string("gugus.transfers.panels.PANEL"))
        case_page.add_hurdle(import_string("gugus.transfers.panels.hurdles"))
        subscribe("transfer.*", "gugus.transfers.jobs.on_step")
        subscribe("succession.agreed", "gugus.transfers.jobs.on_succession")
        for code, words in TASKS.items():
            name_kind(code, words, by_act=True)
        for code, words in NOTICES.items():
            name_notice(code, words)
        tell_standing("transfer", "gugus.transfers.explaining.told")
        name_document(
            "transfer_letter",
            about="transfer",
            title=_("Transfer letter"),
            gather="gugus.transfers.gathering.gather_letter",
            template="pelimpahan",
            section=Section.REFERRAL,
            mark="SP",
            by_owner=True,
        )
        name_document(
            "transfer_minutes",
            about="transfer",
            title=_("Minutes of the hand-over"),
            gather="gugus.transfers.gathering.gather_minutes",
            template="berita-acara",
            section=Section.REFERRAL,
            mark="BA",
        )
        tell_reach("transfer", tell="gugus.transfers.reach.tell", end="gugus.transfers.reach.end")
        name_approval(
            "transfer.succession",
            label=_("Take over the files of a merged agency"),
            section=Section.CASE,
            asks=Verb.HAND_OVER,
            runs="gugus.transfers.succession.run_approved",
            may_ask="gugus.transfers.succession.may_ask",
            words="transfers/_succession_asked.html",
        )


TASKS = {
    "transfer_answer": _("Answer transfer %(about)s"),
    "transfer_next": _("Transfer %(about)s came back: keep the case or ask another agency"),
    "transfer_late": _("No answer to transfer %(about)s: call the other agency"),
    "case_without_manager": _("Case %(about)s has nobody who answers for it: name a manager"),
    "files_nobody_opens": _(
        "%(number)s files of %(agency)s can be opened by nobody: take them over or give a role"
    ),
}
NOTICES = {
    "transfer_offered": _("Transfer %(ref)s waits for an answer"),
    "transfer_accepted": _("Transfer %(ref)s was accepted"),
    "transfer_moved": _("Transfer %(ref)s: the file has been handed over"),
    "transfer_yours": _("Transfer %(ref)s: the case is yours now"),
    "transfer_declined": _("Transfer %(ref)s was declined"),
    "transfer_withdrawn": _("Transfer %(ref)s was withdrawn"),
    "transfer_expired": _("Transfer %(ref)s has expired"),
    "transfer_returned": _("Transfer %(ref)s came back"),
    "transfer_late": _("Transfer %(ref)s was not answered in time"),
    "case_without_manager": _("Case %(ref)s has nobody who answers for it"),
    "files_nobody_opens": _("Files of an agency can be opened by nobody"),
}
