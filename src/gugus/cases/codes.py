"""States of a case, roles in it, kinds of chronology entries, flags and safety."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseState(TextChoices):
    OPEN = "open", _("Open")
    ON_HOLD = "on_hold", _("On hold")
    CLOSED = "closed", _("Closed")
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
    DECISION = "decision", _("Decision")
    EVENT = "event", _("Event")


class LegKind(TextChoices):
    RECRUITMENT = "recruitment", _("Recruitment")
    TRANSIT = "transit", _("Transit")
    DESTINATION = "destination", _("Destination")
    RETURN = "return", _("Return")
