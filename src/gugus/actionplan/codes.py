"""States of a plan and of an agency's report, how often agencies report, where money comes from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gugus.kernel.periods import Kind


class PlanState(TextChoices):
    DRAFT = "draft", pgettext_lazy("plan", "draft")
    APPROVED = "approved", pgettext_lazy("plan", "approved")
    IN_FORCE = "in_force", pgettext_lazy("plan", "in force")
    CLOSED = "closed", pgettext_lazy("plan", "closed")


class ReportState(TextChoices):
    """How far an agency's report of a period has come."""

    OPEN = "open", _("being written")
    SUBMITTED = "submitted", _("handed in")
    RETURNED = "returned", _("sent back")
    ACCEPTED = "accepted", _("accepted")
    COVERED = "covered", _("goes into the report of the successor")


class Every(TextChoices):
    """How often agencies report."""

    QUARTER = Kind.QUARTER.value, _("each quarter")
    HALF = Kind.HALF.value, _("each half-year")
    YEAR = Kind.YEAR.value, _("each year")


class Source(TextChoices):
    """Where the money comes from."""

    APBN = "apbn", _("APBN")
    APBD = "apbd", _("APBD")
    OTHER = "other", _("Other sources")


class Better(TextChoices):
    """Which way an indicator is meant: an agency wants its number to grow, or to shrink."""

    MORE = "more", _("more is better")
    LESS = "less", _("less is better")


class LoadState(TextChoices):
    """What became of a matrix that somebody brought."""

    LOOKED = "looked", _("looked at, nothing written")
    APPLIED = "applied", _("taken over")
    UNDONE = "undone", _("undone")


class Standing(TextChoices):
    """How an indicator stands against the target of a year."""

    REACHED = "reached", _("target reached")
    PARTLY = "partly", _("partly reached")
    SILENT = "silent", _("nothing reported")
    NO_TARGET = "no_target", _("no target in numbers")


class DropCode(TextChoices):
    """Why an activity is no longer part of the plan."""

    MERGED = "merged", _("merged with another activity")
    NO_BUDGET = "no_budget", _("no budget")
    DONE = "done", _("done for good")
    UNDONE = "undone", _("its import was undone")
    OTHER = "other", _("other reason")
