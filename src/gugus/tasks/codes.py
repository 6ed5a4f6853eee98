"""Units, hours and states: the words of clocks and tasks."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Unit(TextChoices):
    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    WORKING_DAYS = "working_days", _("working days")
    MONTHS = "months", _("months")


class Hours(TextChoices):
    ROUND_THE_CLOCK = "round_the_clock", _("round the clock")
    OFFICE_HOURS = "office_hours", _("office hours")


class Standing(TextChoices):
    """How surely we know a clock: from the text of the law, from memory, or decided here."""

    CONFIRMED = "C", _("confirmed")
    FROM_MEMORY = "M", _("to be confirmed")
    DECIDED = "D", _("local decision")


class TaskState(TextChoices):
    """Derived from moments, never stored."""

    OPEN = "open", pgettext_lazy("task", "open")
    SOON = "soon", _("due soon")
    LATE = "late", _("late")
    ASLEEP = "asleep", _("put off")
    DONE = "done", _("done")


class Risk(TextChoices):
    HIGH = "high", _("High")
    MEDIUM = "medium", _("Medium")
    LOW = "low", _("Low")
