"""States and results of a service line."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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
