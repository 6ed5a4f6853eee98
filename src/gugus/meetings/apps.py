from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from gugus.access.codes import Section
from gugus.access.explaining import tell_standing
from gugus.documents.kinds import name_document
from gugus.meetings.openings import offer_openings
from gugus.notices.codes import Family
from gugus.notices.wording import name_notice
from gugus.outbox import subscribe
from gugus.tasks.kinds import name_kind


class MeetingsConfig(AppConfig):
    name = "gugus.meetings"
    label = "meetings"

    def ready(self) -> None:
        """Hear one's own moves, name tasks, notices and papers, offer open items for an agenda."""
        subscribe("meeting.*", "gugus.meetings.jobs.on_move")
        for kind, words in TASKS.items():
            name_kind(kind, words, by_act=True)
        for code, words in NOTICES.items():
            name_notice(code, words, family=Family.MEETINGS)
        tell_standing("meeting", "gugus.meetings.explaining.told")
        for code, title, more in PAPERS:
            name_document(
                code, about="meeting", title=title, section=Section.MEETING, by_owner=True,
                gather=f"gugus.meetings.gathering.gather_{code.removeprefix('meeting_')}", **more,
            )  # fmt: skip
        offer_openings(
            "recommendations_late",
            _("Late recommendations"),
            "gugus.meetings.recommending.late_recommendations",
        )
        offer_openings(
            "referrals_late", _("Referrals over their clock"), "gugus.meetings.offers.referrals_over_clock"
        )
        offer_openings("alarms", _("Clocks that were not kept"), "gugus.meetings.offers.alarms")
        offer_openings("last_minutes", _("From the last minutes"), "gugus.meetings.offers.last_minutes")


TASKS = {
    "meeting_prepare": _("Prepare meeting %(about)s"),
    "meeting_answer": _("Answer the invitation to meeting %(about)s"),
    "meeting_minutes": _("Write the minutes of meeting %(about)s"),
    "meeting_recommend": _("Hand on the recommendations of meeting %(about)s whose agency has left"),
    "meeting_approve": _("Approve the minutes of meeting %(about)s or send them back"),
}
NOTICES = {
    "meeting_invited": _("Your agency is invited to meeting %(ref)s"),
    "meeting_moved": _("Meeting %(ref)s has a new day"),
    "meeting_postponed": _("Meeting %(ref)s was postponed"),
    "meeting_cancelled": _("Meeting %(ref)s was cancelled"),
    "meeting_answered": _("An agency answered the invitation to meeting %(ref)s"),
    "meeting_minuted": _("The minutes of meeting %(ref)s wait for your signature"),
    "meeting_approved": _("The minutes of meeting %(ref)s were approved"),
}
PAPERS = (
    ("meeting_invitation", _("Invitation to a meeting"), {"template": "undangan", "docx": "undangan", "mark": "UND"}),
    ("meeting_minutes", _("Minutes of a meeting"), {"template": "notulen", "numbered": False}),
    (
        "meeting_recommendations",
        _("List of recommendations of a meeting"),
        {"template": "rekomendasi", "numbered": False},
    ),
    ("meeting_report", _("Activity report of a meeting"), {"template": "laporan", "mark": "LAP"}),
    ("meeting_attendance", _("Attendance list of a meeting"), {"template": "daftar-hadir", "numbered": False}),
)  # fmt: skip
