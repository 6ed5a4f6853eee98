from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import tell_standing
from gugus.cases import panels as case_page
from gugus.documents.kinds import name_document
from gugus.notices.wording import name_notice
from gugus.outbox import subscribe
from gugus.referrals.beside import add_card
from gugus.tasks.kinds import name_kind


class ShelterConfig(AppConfig):
    name = "gugus.shelter"
    label = "shelter"

    def ready(self) -> None:
        """Stand on the pages of case and referral, hold back closing, count places by beds, name tasks and notices."""
        # By path, because models may be read only from here on.
        case_page.add_panel(import_string("gugus.shelter.panels.PANEL"))
        case_page.add_facts(import_string("gugus.shelter.panels.facts_about"))
        case_page.add_hurdle(import_string("gugus.shelter.panels.hurdles"))
        case_page.add_timeline(import_string("gugus.shelter.panels.spans"))
        add_card("shelter/_card.html", "gugus.shelter.panels.card")
        import_string("gugus.providers.beds.tell_beds")("gugus.shelter.feeding.counts")
        subscribe("stay.*", "gugus.shelter.jobs.on_move")
        for kind, words in TASKS.items():
            name_kind(kind, words, by_act=True)
        for code, words in NOTICES.items():
            name_notice(code, words, family="cases")
        name_document(
            "belongings",
            about="stay",
            title=_("List of belongings for signature"),
            gather="gugus.shelter.gathering.gather_belongings",
            template="titipan",
            section=Section.CARE,
            numbered=False,
        )
        tell_standing("stay", "gugus.shelter.explaining.told")


TASKS = {
    "stay_decide": _("Decide on stay %(about)s"),
    "stay_longer": _("Decide whether stay %(about)s goes on longer"),
    "stay_review": _("Stay %(about)s lasts as long as stays usually last: review it"),
    "stay_end": _("The expected end of stay %(about)s has passed: decide how it goes on"),
    "stay_missing": _("Stay %(about)s: somebody is missing, look for her or him now"),
    "stay_missing_house": _("Stay %(about)s: somebody is missing from the house"),
    "stay_belongings": _("Give back what the house keeps for stay %(about)s"),
    "house_taken_over": _("House %(about)s came to us from a closed agency: say who decides for it"),
    "house_check": _("Make the daily round of house %(about)s"),
}
NOTICES = {
    "stay_proposed": _("Stay %(ref)s waits for your yes or no"),
    "stay_longer_asked": _("A longer stay %(ref)s waits for your yes or no"),
    "stay_approved": _("Stay %(ref)s was approved"),
    "stay_declined": _("Stay %(ref)s was declined"),
    "stay_withdrawn": _("Stay %(ref)s was taken back"),
    "stay_in": _("Stay %(ref)s has begun"),
    "stay_moved": _("Stay %(ref)s goes on elsewhere"),
    "stay_longer_until": _("Stay %(ref)s goes on longer"),
    "stay_out": _("Stay %(ref)s has ended"),
    "stay_missing": _("Stay %(ref)s: act now"),
    "stay_found": _("Stay %(ref)s: the alarm is over"),
}
