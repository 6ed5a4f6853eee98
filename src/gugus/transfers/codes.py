"""States and reasons of a transfer."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    OFFERED = "offered", _("Waiting for an answer")
    ACCEPTED = "accepted", _("Accepted, the file is moving")
    MOVED = "moved", _("Handed over")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")
    RETURNED = "returned", _("Came back")


class Kind(TextChoices):
    OFFER = "offer", _("Offered and accepted")
    SUCCESSION = "succession", _("By law: the agency was merged into another")


class Reason(TextChoices):
    """Why a case goes to another agency."""

    MOVED = "moved", _("The survivor moved to another area")
    LEVEL = "level", _("Another level is competent")
    AREA = "area", _("Another area is competent")
    CONFLICT = "conflict", _("Conflict of interest in our agency")
    FAMILY = "family", _("Closer to the family")
    LAW = "law", _("The law says so")


class Basis(TextChoices):
    CONSENT = "consent", _("Consent of the survivor or guardian")
    LEGAL_DUTY = "legal_duty", _("Legal duty")
    VITAL_INTEREST = "vital_interest", _("Vital interest: life or safety in danger")


class DeclineCode(TextChoices):
    """Why an agency does not take a case."""

    NOT_COMPETENT = "not_competent", _("We are not competent")
    NO_CAPACITY = "no_capacity", _("No capacity for another case")
    CONFLICT = "conflict", _("Conflict of interest in our agency")
    UNSAFE = "unsafe", _("It would not be safe here")
    TOO_FAR = "too_far", _("Too far from the survivor")
    TOO_EARLY = "too_early", _("Something must be finished first")
    OTHER = "other", _("Another reason (describe)")


class WithdrawCode(TextChoices):
    """Why a sender takes an offer back."""

    NOT_NEEDED = "not_needed", _("No longer needed")
    CONSENT_GONE = "consent_gone", _("The person withdrew consent")
    CHANGED = "changed", _("The case has changed")
    ELSEWHERE = "elsewhere", _("Another agency takes it")
    MISTAKE = "mistake", _("Offered by mistake")


class EndCode(TextChoices):
    """Why the system ended a transfer."""

    NO_ANSWER = "no_answer", _("Nobody answered in time")
    RECEIVER_CLOSED = "receiver_closed", _("The asked agency no longer exists")
    NO_MANAGER = "no_manager", _("The named manager can no longer take the case")
    CASE_CLOSED = "case_closed", _("The case was closed meanwhile")
    NOT_OWNER = "not_owner", _("The offering agency no longer answers for the case")
    SUCCESSION = "succession", _("The offering agency was merged into another")


class Tab(TextChoices):
    """The lists of an agency's transfers."""

    WAITING = "waiting", _("Offered to us")
    OUTGOING = "outgoing", _("Offered by us")
    RECEIVED = "received", pgettext_lazy("transfers", "Taken over")
    GIVEN = "given", pgettext_lazy("transfers", "Given away")
