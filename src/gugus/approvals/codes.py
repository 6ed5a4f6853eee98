"""The states of a request."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    ASKED = "asked", _("Waits for the second person")
    APPROVED = "approved", pgettext_lazy("request", "Approved")
    REFUSED = "refused", pgettext_lazy("request", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "Withdrawn")
    RUN_OUT = "run_out", _("Ran out of time")


ENDED = frozenset({State.APPROVED, State.REFUSED, State.WITHDRAWN, State.RUN_OUT})
