"""States, results and reasons: of a service line, of an assessment, of a plan."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    PLANNED = "planned", _("Needed")
    ARRANGED = "arranged", _("Appointment made")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


class Result(TextChoices):
    REACHED = "reached", _("Reached what was needed")
    PARTLY = "partly", _("Reached in part")
    NOT_REACHED = "not_reached", _("Did not help")
    ABSENT = "absent", _("The person did not come")


class CancelCode(TextChoices):
    NOT_NEEDED = "not_needed", _("No longer needed")
    DECLINED = "declined", _("The person does not want it")
    UNAVAILABLE = "unavailable", _("No provider was found")
    MISTAKE = "mistake", _("Written by mistake")


class Attendance(TextChoices):
    """How an appointment ended; empty while it lies ahead."""

    CAME = "came", _("The person came")
    ABSENT = "absent", _("The person did not come")
    MOVED = "moved", _("Moved to another time")
    CALLED_OFF = "called_off", _("Called off with the service")


class AbsenceCode(TextChoices):
    UNWELL = "unwell", _("Was unwell")
    TRANSPORT = "transport", _("Had no way to come")
    UNSAFE = "unsafe", _("It was not safe to come")
    WORK_SCHOOL = "work_school", _("Work, school or care for somebody")
    NOT_TOLD = "not_told", _("Did not know of the appointment")
    DECLINED = "declined", _("Did not want to come")
    UNKNOWN = "unknown", _("Not known")


class MoveCode(TextChoices):
    PERSON = "person", _("The person asked for it")
    PROVIDER = "provider", _("The provider asked for it")
    ABSENT = "absent", _("The person had not come")
    OTHER = "other", _("Another reason")


class Opinion(TextChoices):
    """Was the person asked how the service was?"""

    ANSWERED = "answered", _("Asked, and answered")
    DECLINED = "declined", _("Asked, and did not want to answer")


class Question(TextChoices):
    """The closed questions on a service; each is answered from 1 (no) to 4 (yes)."""

    RESPECTED = "respected", _("Were you treated with respect?")
    SAFE = "safe", _("Did you feel safe there?")
    UNDERSTOOD = "understood", _("Did you understand what was done and why?")
    CHOSE = "chose", _("Could you decide for yourself?")
    HELPED = "helped", _("Did it help you?")


class AssessmentKind(TextChoices):
    INITIAL = "initial", _("Initial assessment")
    COMPREHENSIVE = "comprehensive", _("Comprehensive assessment")


class AssessmentState(TextChoices):
    DRAFT = "draft", pgettext_lazy("assessment", "Draft")
    FINISHED = "finished", pgettext_lazy("assessment", "Finished")


class NotAssessed(TextChoices):
    """Why a domain has no score."""

    LATER = "later", _("Not yet; the person needs time")
    DECLINED = "declined", _("The person does not want to talk about it")
    SPECIALIST = "specialist", _("Another profession assesses this")
    NOT_NEEDED = "not_needed", _("Does not matter in this case")
    NO_TIME = "no_time", _("There was no time or no safe place")


class PlanState(TextChoices):
    DRAFT = "draft", pgettext_lazy("plan", "Draft")
    WAITING = "waiting", _("Waits for signature or approval")
    ACTIVE = "active", _("Being carried out")
    REFUSED = "refused", _("Not agreed to")
    RETURNED = "returned", _("Sent back by the supervisor")
    REPLACED = "replaced", _("Replaced by a newer version")
    ENDED = "ended", pgettext_lazy("plan", "Ended")


class StepState(TextChoices):
    OPEN = "open", pgettext_lazy("plan step", "Open")
    DONE = "done", pgettext_lazy("plan step", "Done")
    NOT_DONE = "not_done", _("Will not be done")


class Doer(TextChoices):
    """Who does a step."""

    AGENCY = "agency", _("An agency")
    PERSON = "person", _("The survivor")
    FAMILY = "family", _("Family or guardian")


class GoalResult(TextChoices):
    REACHED = "reached", _("Reached")
    PARTLY = "partly", pgettext_lazy("goal", "Reached in part")
    NOT_REACHED = "not_reached", pgettext_lazy("goal", "Not reached")
    DROPPED = "dropped", _("No longer wanted")


class Signer(TextChoices):
    SELF = "self", _("The survivor")
    GUARDIAN = "guardian", _("Parent or guardian of the child")
    REPRESENTATIVE = "representative", _("Representative of a grown person without capacity")
    OFFICIAL = "official", _("The agency decides, because no guardian can")


class SignForm(TextChoices):
    PAPER = "paper", _("Signed on paper")
    THUMBPRINT = "thumbprint", _("Thumbprint, before a witness")
    SPOKEN = "spoken", _("Spoken, before a witness")


class ChildView(TextChoices):
    """What the child itself says of the plan."""

    AGREES = "agrees", _("The child agrees")
    DISAGREES = "disagrees", _("The child does not want it")
    UNABLE = "unable", _("The child is too young or unable to say")


class NoGuardian(TextChoices):
    """Why the agency decides for a child."""

    ABSENT = "absent", _("No parent or guardian can be found")
    CONFLICTED = "conflicted", _("Parent or guardian is accused or in conflict with the child")
    UNSAFE = "unsafe", _("Asking the parent or guardian would endanger the child")
    CHILD_OBJECTS = "child_objects", _("Guardian and child say different things")


class ReviewResult(TextChoices):
    ON_TRACK = "on_track", _("Goes on as planned")
    CHANGE = "change", _("The plan must change")


class EndCode(TextChoices):
    REACHED = "reached", _("The goals were reached")
    WISHED = "wished", _("The person wishes to end it")
    MOVED = "moved", _("Another agency goes on")
    LOST = "lost", _("The person cannot be reached any more")


class SheetState(TextChoices):
    """How a sheet of assessment that officials wrote stands."""

    DRAFT = "draft", pgettext_lazy("sheet", "Being written")
    COUNTING = "counting", pgettext_lazy("sheet", "Counts")
