"""Risk levels, states and outcomes of reports; what people mentioned and additions are.

Channels, reporter roles and reasons are code lists of the law (report_channels, reporter_roles,
report_decline_reasons, report_no_case_reasons).
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


class MentionRole(TextChoices):
    """The same codes as the parties of a case."""

    SURVIVOR = "survivor", _("Survivor")
    ACCUSED = "accused", _("Alleged offender")
    WITNESS = "witness", _("Witness")
    FAMILY = "family", _("Family")
    REPORTER = "reporter", _("Reporter")


class AdditionKind(TextChoices):
    REPORTER = "reporter", _("Added by the reporter")
    STAFF = "staff", _("Noted by staff")
    ANSWER = "answer", _("Answer to the reporter")


class Answered(TextChoices):
    """What the agency that a report was sent to said."""

    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")


class ContactWay(TextChoices):
    """How the reporter may be reached."""

    NONE = "none", _("No contact")
    PHONE = "phone", _("Phone call")
    WHATSAPP = "whatsapp", _("WhatsApp or text message")


class SafeRule(TextChoices):
    """What makes a contact safe; kept sealed in `safe_contact["rules"]`."""

    ANY = "any", _("Any time, any way")
    MESSAGE_ONLY = "message_only", _("Messages only, no calls")
    MORNING_ONLY = "morning_only", _("Only in the morning")
    AFTER_18_00 = "after_18_00", _("Only after 18.00")
    NOT_AT_HOME = "not_at_home", _("Not while at home")
    THROUGH_FRIEND = "through_friend", _("Through a trusted person")
    WOMAN_OFFICER = "woman_officer", _("Only a woman officer")
