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


class ConferencesConfig(AppConfig):
    name = "gugus.conferences"
    label = "conferences"

    def ready(self) -> None:
        """Stand on the case page, hold back its closing, hear one's own moves, name tasks and notices."""
        # By path, because models may be read only from here on.
        case_page.add_panel(import_string("gugus.conferences.panels.PANEL"))
        case_page.add_hurdle(import_string("gugus.conferences.panels.hurdles"))
        subscribe("conference.*", "gugus.conferences.jobs.on_move")
        for kind, words in TASKS.items():
            name_kind(kind, words, by_act=True)
        for code, words in NOTICES.items():
            name_notice(code, words)
        tell_standing("conference", "gugus.conferences.explaining.told")
        name_document(
            "conference_invitation",
            about="conference",
            title=_("Invitation to a case conference"),
            gather="gugus.conferences.gathering.gather_invitation",
            template="undangan",
            docx="undangan",
            section=Section.CONFERENCE,
            mark="UND",
            by_owner=True,
        )
        name_document(
            "conference_minutes",
            about="conference",
            title=_("Minutes of a case conference"),
            gather="gugus.conferences.gathering.gather_minutes",
            template="notulen",
            section=Section.CONFERENCE,
            numbered=False,
        )


TASKS = {
    "conference_prepare": _("Prepare case conference %(about)s"),
    "conference_answer": _("Answer the invitation to case conference %(about)s"),
    "conference_minutes": _("Write the minutes of case conference %(about)s"),
    "conference_agree": _("Read the minutes of case conference %(about)s and agree or object"),
    "conference_decision": _("Carry out a decision of case conference %(about)s"),
}
NOTICES = {
    "conference_planned": _("You are invited to case conference %(ref)s"),
    "conference_moved": _("Case conference %(ref)s has another time"),
    "conference_cancelled": _("Case conference %(ref)s was cancelled"),
    "conference_minuted": _("The minutes of case conference %(ref)s wait for your yes"),
    "conference_approved": _("The minutes of case conference %(ref)s were approved"),
    "conference_answered": _("An agency answered the invitation to case conference %(ref)s"),
    "conference_decision_done": _("A decision of case conference %(ref)s was carried out"),
}
