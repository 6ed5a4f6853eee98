"""Why glass is broken, and what the second person says of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Why(TextChoices):
    DANGER = "danger", _("Somebody is in danger now")
    MEDICAL = "medical", _("Medical emergency")
    FOUND = "found", _("A person was found or rescued")
    ABSENT = "absent", _("The responsible colleague cannot be reached")
    COURT = "court", _("Police, prosecutor or court need it at once")
    OTHER = "other", _("Another reason (write it down)")


class Verdict(TextChoices):
    WAITING = "waiting", _("Waits for review")
    JUSTIFIED = "justified", _("Justified")
    UNJUSTIFIED = "unjustified", _("Not justified")
