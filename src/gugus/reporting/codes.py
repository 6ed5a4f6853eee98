"""Kinds and states of reports and their chapters, why something comes back, how a report goes up."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    ANNUAL = "annual", _("Annual report")
    FIVE_YEAR = "five_year", _("Five-year report")
    SIX_MONTHLY = "six_monthly", _("Six-monthly report")


class State(TextChoices):
    """How far a report is. From `approved` on the database keeps every word as it is."""

    DRAFT = "draft", pgettext_lazy("task-force report", "being prepared")
    WRITING = "writing", pgettext_lazy("task-force report", "being written")
    REVIEW = "review", pgettext_lazy("task-force report", "merged, waits for the chair")
    APPROVED = "approved", pgettext_lazy("task-force report", "approved")
    FINAL = "final", pgettext_lazy("task-force report", "final")
    SENT = "sent", pgettext_lazy("task-force report", "sent")


class ChapterState(TextChoices):
    OPEN = "open", pgettext_lazy("chapter", "not begun")
    WRITING = "writing", pgettext_lazy("chapter", "being written")
    SUBMITTED = "submitted", pgettext_lazy("chapter", "handed in")
    RETURNED = "returned", pgettext_lazy("chapter", "sent back")
    APPROVED = "approved", pgettext_lazy("chapter", "approved")
    LEFT_OUT = "left_out", pgettext_lazy("chapter", "left out")


class Auto(TextChoices):
    """What a chapter gets by itself when the report is merged."""

    BASIS = "basis", _("Legal basis and members of the task force")
    MATRIX = "matrix", _("Matrix of the action plan")
    ACTIVITIES = "activities", _("List of activities")
    FOLLOWUP = "followup", _("Recommendations and what became of them")
    METHOD = "method", _("How the figures were counted")
    GLOSSARY = "glossary", _("Glossary")


class ReturnCode(TextChoices):
    INCOMPLETE = "incomplete", _("something is missing")
    FIGURES = "figures", _("figures do not agree")
    PERSON = "person", _("somebody could be recognised")
    FORM = "form", _("form or language")
    OTHER = "other", pgettext_lazy("reason", "another reason")


class CorrectionCode(TextChoices):
    FIGURES = "figures", _("figures were revised")
    TEXT = "text", _("a statement was wrong")
    MISSING = "missing", _("something was missing")
    OTHER = "other", pgettext_lazy("reason", "another reason")


class UpState(TextChoices):
    """What the higher task force did with a report that reached it."""

    ARRIVED = "arrived", pgettext_lazy("upward report", "arrived")
    RECEIVED = "received", pgettext_lazy("upward report", "received")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("upward report", "acknowledged")
    RETURNED = "returned", pgettext_lazy("upward report", "sent back")


class Way(TextChoices):
    INSIDE = "inside", _("inside gugus")
    FILE = "file", _("as a signed file")


class ParcelState(TextChoices):
    ASKED = "asked", pgettext_lazy("parcel", "asked for")
    READY = "ready", pgettext_lazy("parcel", "ready")
    FAILED = "failed", pgettext_lazy("parcel", "could not be made")


WRITABLE = frozenset({State.DRAFT, State.WRITING})
FIXED = frozenset({State.APPROVED, State.FINAL, State.SENT})
ENDED = frozenset({State.FINAL, State.SENT})
TO_WRITE = frozenset({ChapterState.OPEN, ChapterState.WRITING, ChapterState.RETURNED})
DONE = frozenset({ChapterState.APPROVED, ChapterState.LEFT_OUT})
