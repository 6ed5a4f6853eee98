"""Channels, risk levels, states and outcomes of reports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    PUBLIC_PAGE = "public_page", _("Public report page")
    HOTLINE = "hotline", _("Hotline")
    WHATSAPP = "whatsapp", _("WhatsApp")
    WALK_IN = "walk_in", _("Walk-in")
    COMPLAINT_POST = "complaint_post", _("Complaint post")
    LETTER = "letter", _("Letter or e-mail")
    OUTREACH = "outreach", _("Outreach")
    REFERRED = "referred", _("Referred by an agency")
    SAPA_129 = "sapa_129", _("SAPA 129")


class Risk(TextChoices):
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")


class State(TextChoices):
    RECEIVED = "received", _("Received")
    TRIAGED = "triaged", _("Triaged")
    SCREENING = "screening", _("In screening")
    ENDED = "ended", _("Ended")


class Outcome(TextChoices):
    NEW_CASE = "new_case", _("New case")
    ADDED = "added", _("Added to a case")
    SENT_ON = "sent_on", _("Sent on to another agency")
    DECLINED = "declined", _("Declined")
    NOT_A_CASE = "not_a_case", _("Not a case")
    MERGED = "merged", _("Merged with another report")
