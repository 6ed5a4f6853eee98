"""States of a guest pass, why it ended, and the ways on which a link and its code travel."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PassState(TextChoices):
    WAITING = "waiting", _("Not opened yet")
    OPEN = "open", pgettext_lazy("guest pass", "In use")
    ENDED = "ended", pgettext_lazy("guest pass", "Ended")


class EndCode(TextChoices):
    """Why a pass ended."""

    REVOKED = "revoked", _("Taken back by the sender")
    REPLACED = "replaced", _("Replaced by a new one")
    EXPIRED = "expired", _("Ran out of time")
    LOCKED = "locked", _("Closed after wrong codes")
    REFERRAL = "referral_ended", _("The referral ended")
    LEFT = "left", _("The guest signed off")


class Carrier(TextChoices):
    """On which way something reaches the other office. Link and code never take the same one."""

    EMAIL = "email", _("E-mail")
    WHATSAPP = "whatsapp", _("WhatsApp")
    SMS = "sms", _("SMS")
    PHONE = "phone", _("Read out by phone")
    HANDED = "handed", _("Handed over on paper")


class Reach(TextChoices):
    """What an opened pass shows at this moment."""

    NOTHING = "nothing", _("Nothing")
    ASLEEP = "asleep", _("The code once more")
    PREVIEW = "preview", _("The preview")
    SHEET = "sheet", _("What the service needs")
    GRACE = "grace", _("The final report only")
