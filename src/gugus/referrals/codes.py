"""States, urgencies, legal bases and kinds of words of a referral, and the reasons for leaving it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Waiting for an answer")
    ACCEPTED = "accepted", pgettext_lazy("referral", "Accepted")
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
    OVERRIDE = "override", _("Sent without a basis; a second person reviews it")


class WordsKind(TextChoices):
    """What somebody wrote about a referral. Who reads which kind when: the lock of `Words`."""

    MESSAGE = "message", _("What is needed")
    BASIS = "basis", _("Reason without consent")
    ANSWER = "answer", _("Answer")
    FEEDBACK = "feedback", _("Feedback")
    FINAL = "final", _("Final report")


class Together(TextChoices):
    """Why several persons are referred in one go."""

    FAMILY = "family", _("A family")
    GROUP = "group", _("A group")


class Way(TextChoices):
    """How the receiver's side made a move: with an account, or otherwise. All but the first are shown with the move."""

    ACCOUNT = "", _("With an account")
    GUEST = "guest", _("By guest link")
    PAPER = "paper", _("On paper, typed in by the sender")
    PHONE = "phone", _("By phone, typed in by the sender")


TYPED_IN = {Way.PAPER, Way.PHONE}  # the sender speaks for the other side, on its word


class ReturnCode(TextChoices):
    """Why an accepted referral goes back."""

    NO_CAPACITY = "no_capacity", _("No more capacity")
    NEEDS_MORE = "needs_more", _("The person needs more than we can give")
    UNSAFE = "unsafe", _("It is not safe here any more")
    DID_NOT_COME = "did_not_come", _("The person did not come")
    DECLINED = "survivor_declined", _("The person does not want it")
    OTHER = "other", _("Another reason (describe)")
    AGENCY_CLOSED = "agency_closed", _("The agency was closed and nobody took over")  # by the clock alone


class RevokeCode(TextChoices):
    """Why a sender takes a referral back, or ends one that runs."""

    NOT_NEEDED = "not_needed", _("No longer needed")
    CONSENT_GONE = "consent_gone", _("The person withdrew consent")
    UNSAFE = "unsafe", _("It is not safe for the person there")
    ELSEWHERE = "elsewhere", _("Another agency helps already")
    TOO_LATE = "too_late", _("The answer takes too long")
    MISTAKE = "mistake", _("Sent by mistake")


class Tab(TextChoices):
    """The four lists of an agency's referrals."""

    WAITING = "waiting", _("Waiting for our answer")
    RUNNING = "running", _("Running with us")
    ENDED = "ended", pgettext_lazy("service", "Ended")
    OUTGOING = "outgoing", _("Sent by us")
