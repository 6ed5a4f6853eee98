"""Sex, how sure a birth date is, kinds of documents."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not yet known")


class Certainty(TextChoices):
    STATED = "stated", _("Stated")
    DOCUMENTED = "documented", _("Documented")
    ESTIMATED = "estimated", _("Estimated")
    UNKNOWN = "unknown", _("Not yet known")


class DocumentKind(TextChoices):
    NIK = "nik", _("National identity number (NIK)")
    PASSPORT = "passport", _("Passport")
    SPLP = "splp", _("Travel document in lieu of passport (SPLP)")
    OTHER = "other", _("Other document")
