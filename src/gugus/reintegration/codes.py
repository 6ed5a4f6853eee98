"""States, placements, answers and reasons of a reintegration."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    PREPARING = "preparing", _("Being prepared")
    DECIDED = "decided", _("Home decided")
    FOLLOWING = "following", _("Being followed up")
    ENDED = "ended", pgettext_lazy("reintegration", "Ended by the rule")
    BROKEN_OFF = "broken_off", _("Broken off")


class Answer(TextChoices):
    """How a step of the preparation stands."""

    OPEN = "open", pgettext_lazy("preparation", "Open")
    DONE = "done", pgettext_lazy("preparation", "Done")
    NOT_POSSIBLE = "not_possible", _("Tried, not possible now")
    NOT_NEEDED = "not_needed", _("Not needed here")


class Place(TextChoices):
    """Where the person lives after the return (Permensos 8/2023 art. 21: substitute family if the own refuses)."""

    FAMILY = "family", _("With the family")
    RELATIVES = "relatives", _("With relatives")
    SUBSTITUTE = "substitute", _("With a substitute family")
    INSTITUTION = "institution", _("In an institution")
    INDEPENDENT = "independent", _("On one's own")


class Willing(TextChoices):
    """What the people of a home say."""

    GLADLY = "gladly", _("They want the person back and say how")
    WITH_HELP = "with_help", _("They agree if they get help")
    HESITANT = "hesitant", _("They hesitate or set conditions")
    REFUSES = "refuses", _("They refuse")


class HomeSafety(TextChoices):
    """What whoever looked at a home found."""

    SAFE = "safe", _("Safe: nobody there or near threatens")
    WITH_CARE = "with_care", _("Safe if somebody looks after it")
    UNSAFE = "unsafe", _("Not safe: violence, threats or the way back to the recruiter")
    UNKNOWN = "unknown", _("Not known yet")


class YesNo(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


class VisitState(TextChoices):
    PLANNED = "planned", pgettext_lazy("visit", "Planned")
    DONE = "done", pgettext_lazy("visit", "Done")
    MISSED = "missed", _("Did not take place")
    CANCELLED = "cancelled", pgettext_lazy("visit", "No longer needed")


class Means(TextChoices):
    """How the person was reached."""

    HOME = "home", _("Visit at home")
    ELSEWHERE = "elsewhere", _("Met somewhere else, as agreed")
    VIDEO = "video", _("Video call")
    PHONE = "phone", _("Telephone call")


class Alone(TextChoices):
    """Was the person seen or spoken to without others?"""

    SEEN = "seen", _("Seen alone")
    SPOKEN = "spoken", _("Spoken to alone, not seen")
    NO = "no", _("No, others listened")


class MissCode(TextChoices):
    """Why a visit did not take place."""

    NOT_HOME = "not_home", _("Nobody was there")
    NOT_FOUND = "not_found", _("The person no longer lives there")
    NOT_LET_IN = "not_let_in", _("We were not let in")
    DECLINED = "declined", _("The person did not want it this time")
    UNSAFE_FOR_US = "unsafe_for_us", _("Not safe to go")
    WEATHER = "weather", _("Weather, road or sea")
    NO_STAFF = "no_staff", _("Nobody could go")


class WrongCode(TextChoices):
    """What was wrong with what had been written down of a visit."""

    DAY = "day", _("The day")
    ANSWER = "answer", _("An answer")
    WORDS = "words", _("The words, or something was missing")
    HELD = "held", _("Whether it took place at all")
    OTHER_VISIT = "other_visit", _("It was about another visit or another person")


class SupportKind(TextChoices):
    EDUCATION = "education", _("Education")
    TRAINING = "training", _("Vocational training")
    WORK = "work", pgettext_lazy("support", "Work")
    CAPITAL = "capital", _("Capital or tools for a business")


class SupportState(TextChoices):
    PLANNED = "planned", pgettext_lazy("support", "Planned")
    RUNNING = "running", pgettext_lazy("support", "Running")
    DONE = "done", pgettext_lazy("support", "Finished")
    GIVEN_UP = "given_up", _("Support given up")


class SupportResult(TextChoices):
    """What became of it."""

    LASTS = "lasts", _("It lasts: school goes on, work or business earns")
    PARTLY = "partly", _("It helped in part")
    NOT = "not", _("It did not help")


class Moment(TextChoices):
    """When outcomes are asked."""

    START = "start", _("At the beginning")
    MIDDLE = "middle", _("In between")
    END = "end", _("At the end")


class AlarmKind(TextChoices):
    """Signs that somebody may be trafficked again."""

    RECRUITER = "recruiter", _("A recruiter is in touch")
    MISSING = "missing", _("The person cannot be found")
    DANGER = "danger", _("The person is in danger")
    DEBT = "debt", _("Pressed for a debt")
    EXPLOITED = "exploited", _("The person is exploited again")


class Verdict(TextChoices):
    """How an alarm ended."""

    HANDLED = "handled", _("The danger was dealt with")
    NEW_CASE = "new_case", _("It is a new crime; the case goes on")
    FALSE = "false", _("False alarm")


class BreakCode(TextChoices):
    """Why a reintegration ends without the rule."""

    WISH = "wish", _("The person does not want to be followed up")
    MOVED = "moved", _("Moved to another area; another office takes over")
    UNREACHABLE = "unreachable", _("Cannot be reached after several attempts")
    BACK_IN_CARE = "back_in_care", _("Returned to a shelter or into care")
    DIED = "died", _("The person died")
    MISTAKE = "mistake", _("Written by mistake")


class Tab(TextChoices):
    DUE = "due", _("Visits this week")
    LATE = "late", _("Late")
    ALARMS = "alarms", _("Alarms")
    RUNNING = "running", pgettext_lazy("reintegrations", "Running")
    ENDED = "ended", pgettext_lazy("reintegrations", "Ended")


FAR = (Means.PHONE, Means.VIDEO)  # nobody was there
