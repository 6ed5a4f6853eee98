"""What may be published, and the states of a publication."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    MEETING = "meeting", _("Summary of a meeting")
    REPORT = "report", _("Report")
    FIGURES = "figures", _("Figures")
    NOTE = "note", _("Announcement")


class State(TextChoices):
    DRAFT = "draft", _("draft")
    PROPOSED = "proposed", _("waits for approval")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
