"""States, kinds, answers and reasons of a meeting of the task force."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    PLENARY = "plenary", _("Plenary meeting")
    INTER_FIELD = "inter_field", _("Meeting between fields of work")
    COORDINATION = "coordination", _("Coordination meeting")
    MONITORING = "monitoring", _("Monitoring and evaluation")


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    INVITED = "invited", pgettext_lazy("meeting", "Invited")
    HELD = "held", pgettext_lazy("meeting", "Held, minutes open")
    MINUTED = "minuted", _("Minutes drafted")
    APPROVED = "approved", _("Minutes approved")
    POSTPONED = "postponed", pgettext_lazy("meeting", "Postponed")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


class WhyNot(TextChoices):
    """Why a meeting is cancelled or postponed."""

    CHAIR = "chair", _("Whoever leads it has another duty")
    TOO_FEW = "too_few", _("Too few can come")
    ROOM = "room", _("The room or the connection is missing")
    URGENT = "urgent", _("Something more urgent")
    WAITING = "waiting", _("Figures or papers are not ready")
    JOINED = "joined", _("It is held together with another meeting")
    MISTAKE = "mistake", _("Planned by mistake")


class Answer(TextChoices):
    WAITING = "waiting", _("Not answered yet")
    COMES = "comes", _("Comes")
    SUBSTITUTE = "substitute", _("Sends a substitute")
    DECLINES = "declines", _("Does not come")


class PointKind(TextChoices):
    """What a paragraph of the minutes is."""

    DISCUSSION = "discussion", _("Discussion")
    INPUT = "input", _("Input")
    DECISION = "decision", pgettext_lazy("meeting", "Decision")
    RECOMMENDATION = "recommendation", _("Recommendation")


class WordingKind(TextChoices):
    """Why a text of a paragraph is kept beside it."""

    EARLIER = "earlier", _("Earlier text")
    RIVAL = "rival", _("Written at the same time")


class Way(TextChoices):
    """How somebody came onto the list of who was there."""

    STAFF = "staff", _("Confirmed by the person, signed in")
    CODE = "code", _("Written by the person, with the code of the room")
    LIST = "list", _("Typed from the list")
    IMPORT = "import", _("Read from a file")


class Sex(TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    UNKNOWN = "unknown", pgettext_lazy("sex", "Not told")


class StrikeCode(TextChoices):
    """Why a line of the list is struck out."""

    TWICE = "twice", _("It stands there twice")
    NOT_THERE = "not_there", _("This person was not there")
    MISTAKE = "mistake", pgettext_lazy("attendance", "Typed by mistake")


class PaperKind(TextChoices):
    MATERIAL = "material", _("Material")
    PHOTO = "photo", _("Photo")
    SIGNED = "signed", _("Signed attendance list")


class Tab(TextChoices):
    COMING = "coming", _("Coming")
    ANSWER = "answer", _("To answer")
    MINUTES = "minutes", _("Minutes to write")
    PAST = "past", _("Past")


TYPED = "typed"  # the source of an agenda item that somebody wrote; others are names in the register of open items
