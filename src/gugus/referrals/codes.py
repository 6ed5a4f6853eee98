"""States, urgencies and legal bases of a referral, and who makes which move."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted")
    IN_SERVICE = "in_service", _("Being served")
    FEEDBACK = "feedback", _("Feedback given")
    DONE = "done", _("Done")
    DECLINED = "declined", _("Declined")
    RETURNED = "returned", _("Returned")
    REVOKED = "revoked", _("Revoked")
    EXPIRED = "expired", _("Expired")


class Urgency(TextChoices):
    NOW = "now", _("Today")
    SOON = "soon", _("Within three days")
    PLANNED = "planned", _("Planned")


class Basis(TextChoices):
    CONSENT = "consent", _("Consent of the survivor or guardian")
    LEGAL_DUTY = "legal_duty", _("Legal duty")
    VITAL_INTEREST = "vital_interest", _("Vital interest: life or safety in danger")
