"""States, kinds, questions, answers and decisions of a case conference."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.access.codes import Section


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    PLANNED = "planned", pgettext_lazy("conference", "Planned")
    RUNNING = "running", _("Being held")
    MINUTED = "minuted", _("Minutes written")
    APPROVED = "approved", _("Minutes approved")
    CLOSED = "closed", _("Everything carried out")
    CANCELLED = "cancelled", pgettext_lazy("conference", "Cancelled")


class Kind(TextChoices):
    COORDINATION = "coordination", _("Coordination: who does what")
    DISCUSSION = "discussion", _("Discussion: what is best for the person")
    URGENT = "urgent", _("Urgent: somebody is in danger")


class Question(TextChoices):
    """What an agenda item must answer."""

    SAFETY = "safety", _("Is the person safe, and what keeps her safe?")
    NEEDS = "needs", _("What is needed, and who gives it?")
    PLACE = "place", _("Where does the person stay?")
    HEALTH = "health", _("What does her health need?")
    LEGAL = "legal", _("How does the criminal case go on?")
    STATUS = "status", _("What speaks for and against trafficking?")
    RETURN = "return", _("When and how does the person return?")
    CLOSING = "closing", _("May the case be closed?")
    OTHER = "other", _("Another question")


class Answer(TextChoices):
    WAITING = "waiting", _("Not answered yet")
    COMES = "comes", _("Comes")
    WRITES = "writes", _("Sends a written contribution")
    DECLINES = "declines", _("Does not come")


class DeclineCode(TextChoices):
    """Why an agency does not come."""

    NO_TIME = "no_time", _("Another duty at that hour")
    NOT_CONCERNED = "not_concerned", _("Has nothing to do with the case any more")
    NEEDS_LETTER = "needs_letter", _("Needs a written order first")
    OTHER = "other", _("Another reason")


class CancelCode(TextChoices):
    """Why a conference does not take place."""

    SOLVED = "solved", _("Solved without a meeting")
    TOO_FEW = "too_few", _("Too few can come")
    UNSAFE = "unsafe", _("It would endanger somebody")
    MISTAKE = "mistake", _("Planned by mistake")


class MoveCode(TextChoices):
    """Why a conference has another time."""

    ASKED = "asked", _("An agency asked for it")
    SURVIVOR = "survivor", _("The person is not ready")
    WAITING = "waiting", _("Something must be known first")
    ROOM = "room", _("The room or the connection is missing")


class DecisionKind(TextChoices):
    SERVICE = "service", _("A service is given")
    PLACE = "place", _("Where the person stays")
    PROTECT = "protect", _("Protection")
    LEGAL = "legal", _("A step in the criminal case")
    RETURN = "return", _("Return or reunion")
    FIND_OUT = "find_out", _("Something is found out")
    NONE = "none", _("No decision: another meeting")
    OTHER = "other", _("Another decision")


class Tab(TextChoices):
    COMING = "coming", _("Coming")
    ANSWER = "answer", _("To answer")
    MINUTES = "minutes", _("Minutes of the meeting")
    FOLLOW_UP = "follow_up", _("To carry out")
    PAST = "past", _("Past")


# Sections of a case on which an agenda item may lie.
ITEM_SECTIONS = (Section.CASE, Section.SCREENING, Section.CARE, Section.HEALTH, Section.JUSTICE)
