from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import tell_standing
from gugus.documents.kinds import name_document
from gugus.notices.wording import name_notice
from gugus.outbox import subscribe
from gugus.people.neighbours import tell_appearances
from gugus.tasks.kinds import name_kind


class ConsentConfig(AppConfig):
    name = "gugus.consent"
    label = "consent"

    def ready(self) -> None:
        """Hear of one's own deeds, name tasks and notices, say how somebody stands to a line of the ledger."""
        subscribe("consent.withdrawn", "gugus.consent.jobs.on_withdrawn")
        subscribe("consent.recall_answered", "gugus.consent.jobs.on_answered")
        subscribe("consent.overridden", "gugus.consent.jobs.on_overridden")
        for kind, words in TASKS.items():
            name_kind(kind, words, by_act=True)
        for code, words in NOTICES.items():
            name_notice(code, words)
        tell_appearances("gugus.consent.neighbours.appearances")
        tell_standing("ground", "gugus.consent.explaining.told")
        name_document(
            "consent_sheet",
            about="ground",
            title=_("Sheet of consent"),
            gather="gugus.consent.gathering.gather_sheet",
            template="persetujuan",
            section=Section.CONSENT,
            numbered=False,
        )


TASKS = {
    "consent_follow_up": _("The danger of %(about)s runs out: ask the person and record the answer"),
    "consent_expiring": _("The consent %(about)s runs out: ask the person again"),
    "consent_ask_grown": _("A child has turned 18: ask the person about %(about)s"),
    "consent_recall": _("Consent was withdrawn: stop, and say what was done (%(about)s)"),
    "consent_recall_by_hand": _(
        "Consent was withdrawn: tell the recipient and type in the answer (%(about)s)"
    ),
    "consent_recall_late": _("No receipt for %(about)s: call the recipient"),
    "consent_review": _("Look at what was sent without a basis (%(about)s)"),
}
NOTICES = {
    "consent_recall": _("Consent was withdrawn: %(ref)s waits for your receipt"),
    "consent_receipt": _("A receipt came for %(ref)s"),
    "consent_recall_late": _("Nobody gave a receipt for %(ref)s in time"),
    "consent_overridden": _("%(ref)s: something was sent without a basis"),
    "consent_expiring": _("The consent %(ref)s runs out soon"),
    "consent_ask_grown": _("The guardian's consent %(ref)s has ended: the person is 18"),
}
