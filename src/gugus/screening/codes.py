"""Tracks, states, results and the status that follows from the decisions of all bodies."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Track(TextChoices):
    TRAFFICKING = "trafficking", _("Trafficking in persons (TPPO)")
    SMUGGLING = "smuggling", _("People smuggling (TPPM)")
    PLACEMENT = "placement", _("Unlawful placement of migrant workers")
    OTHER = "other", _("Another matter")


class State(TextChoices):
    DRAFT = "draft", _("Being screened")
    DECIDED = "decided", _("Decided")
    SUPERSEDED = "superseded", _("Replaced by a newer screening")


class Result(TextChoices):
    """The law's list identification_results; a test keeps the two alike."""

    INDICATED = "indicated", _("Indicated as a trafficking victim")
    NOT_YET_PROVEN = "not_yet_proven", _("Not enough evidence yet")
    NOT_TRAFFICKING = "not_trafficking", _("Not trafficking")
    OTHER_OFFENCE = "other_offence", _("Another offence")


class Status(TextChoices):
    """Where a person stands today; derived from all decisions, never stored."""

    PRESUMED = "presumed", _("Presumed victim")
    IDENTIFIED = "identified", _("Identified as a victim")
    DISPUTED = "disputed", _("Bodies disagree")
    NOT_INDICATED = "not_indicated", _("Not indicated")


class Answer(TextChoices):
    """What was found when a prompt was asked. No answer is not the same as "unknown"."""

    PRESENT = "present", _("Present")
    ABSENT = "absent", _("Absent")
    UNKNOWN = "unknown", _("Asked, not known")


class Precision(TextChoices):
    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")
