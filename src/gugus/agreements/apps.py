from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section, Verb
from gugus.access.explaining import tell_because, tell_standing
from gugus.approvals.kinds import name_kind as needs_two
from gugus.cases import panels as case_page
from gugus.consent.reaching import tell_reach
from gugus.notices.wording import name_notice
from gugus.outbox import subscribe
from gugus.tasks.kinds import name_kind


class AgreementsConfig(AppConfig):
    name = "gugus.agreements"
    label = "agreements"

    def ready(self) -> None:
        """Stand on the case page, follow cases, people and one's own steps, name tasks, notices and what needs two."""
        # By path, because models may be read only from here on.
        case_page.add_panel(import_string("gugus.agreements.panels.PANEL"))
        for topic, path in FOLLOWED.items():
            subscribe(topic, f"gugus.agreements.jobs.{path}")
        for kind, words in TASKS.items():
            name_kind(kind, words, by_act=kind == "agreement_sign")
        for code, words in NOTICES.items():
            name_notice(code, words)
        tell_standing("agreement", "gugus.agreements.explaining.told")
        tell_reach("agreement", tell="gugus.agreements.reach.tell", end="gugus.agreements.reach.end")
        tell_because("agreement", "gugus.agreements.wording.reasons")
        needs_two(
            "agreement.propose",
            label=_("Propose an agreement that opens cases of this agency"),
            section=Section.AGREEMENT,
            asks=Verb.WRITE,
            runs="gugus.agreements.actions.run_propose",
            may_ask="gugus.agreements.actions.may_ask_to_propose",
            words="agreements/_asked.html",
        )


FOLLOWED = {
    "agreement.*": "on_agreement",
    "case.*": "on_case",
    "referral.*": "on_grants",
    "person.sealed": "on_person",
    "consent.*": "on_consent",
}
TASKS = {
    "agreement_sign": _("Sign sharing agreement %(about)s or say why not"),
    "agreement_renew": _("Sharing agreement %(about)s ends soon: renew it or let it end"),
}
NOTICES = {
    "agreement_proposed": _("Sharing agreement %(ref)s waits for the signature of your agency"),
    "agreement_signed": _("Sharing agreement %(ref)s was signed"),
    "agreement_declined": _("Sharing agreement %(ref)s was not signed"),
    "agreement_withdrawn": _("Sharing agreement %(ref)s was withdrawn"),
    "agreement_in_force": _("Sharing agreement %(ref)s is in force"),
    "agreement_noticed": _("Notice was given of sharing agreement %(ref)s"),
    "agreement_ended": _("Sharing agreement %(ref)s has ended"),
    "agreement_superseded": _("Sharing agreement %(ref)s was followed by a successor"),
    "agreement_running_out": _("Sharing agreement %(ref)s ends in 30 days or sooner"),
    "agreement_taken_over": _("Another agency took a place in sharing agreement %(ref)s"),
}
