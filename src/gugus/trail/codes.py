"""Words of the report on unusual access."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Figure(TextChoices):
    UNMASKINGS = "unmaskings", _("identities opened")
    PERSONS = "persons", _("different persons seen")
    FOREIGN = "foreign", _("files read without ever working on them")
    OFF_HOURS = "off_hours", _("entries outside office hours")
    EMPTY_SEARCHES = "empty_searches", _("searches that found nobody")
    EMERGENCIES = "emergencies", _("emergency accesses")
    EXPORTS = "exports", _("prints, exports and downloads")
    REFUSALS = "refusals", _("refused attempts")


class Judgement(TextChoices):
    EXPLAINED = "explained", _("Explained")
    NOT_EXPLAINED = "not_explained", _("Not explained, followed up")
