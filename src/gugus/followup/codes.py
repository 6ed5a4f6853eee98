"""States of a recommendation, lines of its way, where it was said."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    OPEN = "open", pgettext_lazy("recommendation", "Open")
    REPORTED = "reported", pgettext_lazy("recommendation", "Reported as done")
    DONE = "done", pgettext_lazy("recommendation", "Done")
    REPLACED = "replaced", pgettext_lazy("recommendation", "Replaced")
    SPLIT = "split", pgettext_lazy("recommendation", "Split")
    DROPPED = "dropped", pgettext_lazy("recommendation", "Dropped")


class LineKind(TextChoices):
    """What one line of the way says."""

    RECORDED = "recorded", pgettext_lazy("recommendation", "Recommended")
    CHANGED = "changed", pgettext_lazy("recommendation", "Worded anew")
    PROGRESS = "progress", pgettext_lazy("recommendation", "Progress")
    ASKED = "asked", pgettext_lazy("recommendation", "Asked for more time")
    MOVED = "moved", pgettext_lazy("recommendation", "Another deadline")
    REPORTED = "reported", pgettext_lazy("recommendation", "Reported as done")
    SENT_BACK = "sent_back", pgettext_lazy("recommendation", "Sent back")
    ACCEPTED = "accepted", pgettext_lazy("recommendation", "Accepted as done")
    REPLACED = "replaced", pgettext_lazy("recommendation", "Replaced by another")
    SPLIT = "split", pgettext_lazy("recommendation", "Split")
    DROPPED = "dropped", pgettext_lazy("recommendation", "Dropped")
    HANDED = "handed", pgettext_lazy("recommendation", "Passed to another agency")


class OriginKind(TextChoices):
    """Where it was said. Contexts above name their own record by kind and reference."""

    MEETING = "meeting", pgettext_lazy("recommendation", "Meeting of the task force")
    CONFERENCE = "conference", pgettext_lazy("recommendation", "Case conference")
    ACTION_PLAN = "plan", pgettext_lazy("recommendation", "Action plan")
    REPORT = "report", pgettext_lazy("recommendation", "Report of the task force")
    LETTER = "letter", pgettext_lazy("recommendation", "Letter or decision on paper")
    OTHER = "other", pgettext_lazy("recommendation", "Somewhere else")


class MoveCode(TextChoices):
    """Why a recommendation has another deadline."""

    BUDGET = "budget", _("The budget comes later")
    OTHERS = "others", _("It waits for another agency")
    RULES = "rules", _("A rule or a letter is missing")
    SCOPE = "scope", _("There is more to do than was thought")
    EARLIER = "earlier", _("It is needed earlier")
    OTHER = "other", _("Another reason")


class Standing(TextChoices):
    """How a recommendation stands to its deadline on a day; for filters and figures."""

    LATE = "late", pgettext_lazy("recommendation", "Late")
    SOON = "soon", pgettext_lazy("recommendation", "Due soon")
    RUNNING = "running", pgettext_lazy("recommendation", "In time")
    WAITING = "waiting", pgettext_lazy("recommendation", "To be accepted")
    ENDED = "ended", pgettext_lazy("recommendation", "Ended")
