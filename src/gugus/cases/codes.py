"""States of a case, roles in it, kinds of chronology entries, flags and safety."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.directory.codes import AgencyKind


class CaseState(TextChoices):
    OPEN = "open", pgettext_lazy("case", "Open")
    ON_HOLD = "on_hold", _("On hold")
    CLOSED = "closed", pgettext_lazy("case", "Closed")
    ARCHIVED = "archived", _("Archived")


class PartyRole(TextChoices):
    SURVIVOR = "survivor", _("Survivor")
    ACCUSED = "accused", _("Alleged offender")
    WITNESS = "witness", _("Witness")
    FAMILY = "family", _("Family")
    REPORTER = "reporter", _("Reporter")


class Safety(TextChoices):
    SAFE = "safe", _("Safe")
    WATCH = "watch", _("Safe for now, needs watching")
    DANGER = "danger", _("In danger")
    UNKNOWN = "unknown", _("Not yet known")


class EntryKind(TextChoices):
    NOTE = "note", _("Progress note")
    CONTACT = "contact", _("Contact with the survivor")
    VISIT = "visit", _("Visit")
    COURT = "court", _("Court or police")
    DECISION = "decision", pgettext_lazy("chronology", "Decision")
    EVENT = "event", _("Event")


class LegKind(TextChoices):
    RECRUITMENT = "recruitment", _("Recruitment")
    TRANSIT = "transit", _("Transit")
    DESTINATION = "destination", _("Destination")
    RETURN = "return", pgettext_lazy("route", "Return")


class FlagKind(TextChoices):
    """Warnings that every agency working on the case must see before it acts, but for `HER_SIDE_ALONE`."""

    THREAT = "threat", _("Threat or pressure")
    UNSAFE_CONTACT = "unsafe_contact", _("Contact is not safe")
    MINOR = "minor", _("A child is involved")
    NON_PUNISHMENT = "non_punishment", _("Possible non-punishment (art. 18)")
    RETURN_RISK = "return_risk", _("Danger on return or of being trafficked again")
    SELF_HARM = "self_harm", _("Danger of self-harm")
    HEALTH = "health", _("Urgent health need")
    PREGNANT = "pregnant", _("Pregnant or with a baby")
    DOCUMENTS = "documents", _("Documents are held or missing")
    HOW_TO_MEET = "how_to_meet", _("How to approach the person")
    OTHER = "other", _("Other warning")


# Art. 18 means that she may have done something. Whoever pursues offences reads no word of it by accident: it is
# claimed towards them with a letter, by her side (UU 21/2007 art. 18; ADR 0042).
HER_SIDE_ALONE = frozenset({FlagKind.NON_PUNISHMENT})
HER_SIDE = frozenset({AgencyKind.LEGAL_AID, AgencyKind.WITNESS_PROTECTION})


class HoldReason(TextChoices):
    """Why a case rests. The clock of the safety check goes on."""

    WAITING_SURVIVOR = "waiting_survivor", _("The survivor asked for time")
    UNREACHABLE = "unreachable", _("The survivor cannot be reached for now")
    WAITING_AGENCY = "waiting_agency", _("Waiting for another agency")
    WAITING_COURT = "waiting_court", _("Waiting for the court or the police")
    OTHER = "other", _("Another reason")


class ResumeReason(TextChoices):
    """Why a case that rested goes on."""

    REASON_GONE = "reason_gone", _("The reason for waiting is gone")
    NEW_FACTS = "new_facts", _("New facts")
    NEW_DANGER = "new_danger", _("New danger")


class ArchiveReason(TextChoices):
    """Why a closed case leaves the working lists."""

    FOLLOW_UP_ENDED = "follow_up_ended", _("Follow-up has ended")
    LEGAL_ENDED = "legal_ended", _("Criminal case and restitution are finished")
    NOTHING_OPEN = "nothing_open", _("Nothing is open any more")


class RecruitmentChannel(TextChoices):
    """Through whom or what the survivor was recruited."""

    RELATIVE = "relative", _("Family or relative")
    NEIGHBOUR = "neighbour", _("Neighbour")
    FRIEND = "friend", _("Friend or acquaintance")
    PARTNER = "partner", _("Partner")
    BROKER = "broker", _("Broker")
    SPONSOR = "sponsor", _("Sponsor")
    AGENCY = "agency", _("Placement company or training centre")
    MATCHMAKER = "matchmaker", _("Matchmaker")
    LENDER = "lender", _("Money lender")
    EMPLOYER = "employer", _("Employer")
    SOCIAL_MEDIA = "social_media", _("Social media")
    CHAT_APP = "chat_app", _("Chat or dating app")
    JOB_ADVERT = "job_advert", _("Job advertisement")
    SCHOOL = "school", _("School, course or apprenticeship")
    STRANGER = "stranger", _("Stranger")
    OTHER = "other", _("Another way")
    UNKNOWN = "unknown", _("Not yet known")
