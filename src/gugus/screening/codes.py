"""Tracks, states and results of screening."""

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
    INDICATED = "indicated", _("Indicated as a trafficking victim")
    NOT_ENOUGH = "not_enough", _("Not enough evidence yet")
    NOT_INDICATED = "not_indicated", _("Not a trafficking victim")
