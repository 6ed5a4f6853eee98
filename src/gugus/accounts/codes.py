"""How somebody proved who they are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Way(TextChoices):
    PASSWORD = "password", _("Password")
    TWO_STEPS = "two_steps", _("Password and second step")
    PASSKEY = "passkey", _("Passkey")
    ISSUER = "issuer", _("Account of the agency")
