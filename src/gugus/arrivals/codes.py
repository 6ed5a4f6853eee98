"""States, needs, conditions and reasons of heads-ups. There is no other way to say anything here."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", pgettext_lazy("heads-up", "Told")
    ARRIVED = "arrived", _("Arrived")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


class OfferState(TextChoices):
    OPEN = "open", pgettext_lazy("offer", "Offered")
    TAKEN = "taken", pgettext_lazy("offer", "Taken")
    DECLINED = "declined", pgettext_lazy("offer", "Not needed")
    WITHDRAWN = "withdrawn", pgettext_lazy("offer", "Withdrawn")
    ENDED = "ended", pgettext_lazy("offer", "Used")
    EXPIRED = "expired", _("Expired")
    REFUSED = "refused", _("Nothing free")


class Zone(TextChoices):
    WIB = "wib", "WIB"
    WITA = "wita", "WITA"
    WIT = "wit", "WIT"


class Wanted(TextChoices):
    """What those who come are likely to need."""

    SHELTER = "shelter", _("a bed for the night")
    FOOD = "food", _("food and clothes")
    MEDICAL = "medical", _("a doctor on arrival")
    PSYCHOLOGICAL = "psychological", _("psychological first aid")
    INTERPRETER = "interpreter", _("an interpreter")
    PREGNANCY = "pregnancy", _("care for pregnant persons")
    INFANTS = "infants", _("room for parents with infants")
    WHEELCHAIR = "wheelchair", _("a place without steps")
    SIGN = "sign_language", _("sign language")
    FEMALE_STAFF = "female_staff", _("female staff only")
    GUARDED = "guarded", _("a guarded house")
    TRANSPORT = "transport", _("transport to the house")


class Condition(TextChoices):
    """Under which conditions places are offered."""

    CALL_FIRST = "call_first", _("call before you come")
    BY_DAY = "by_day", _("arrival by day only")
    ESCORT = "escort", _("with an escort")
    HEALTH_CHECK = "health_check", _("after a health check")
    ONE_NIGHT = "one_night", _("one night only")
    NO_INFANTS = "no_infants", _("no infants")
    OWN_FOOD = "own_food", _("food is brought along")
    REFERRAL = "referral", _("with a referral within a day")


class CancelCode(TextChoices):
    CALLED_OFF = "called_off", _("It does not take place")
    ELSEWHERE = "elsewhere", _("They go somewhere else")
    POSTPONED = "postponed", _("Postponed; a new heads-up follows")
    MISTAKE = "mistake", _("Sent by mistake")


class RefuseCode(TextChoices):
    FULL = "full", _("Everything is full")
    NOT_FITTING = "not_fitting", _("Our service does not fit")
    NO_STAFF = "no_staff", _("Not enough staff at that time")


class Tab(TextChoices):
    OURS = "ours", _("Sent by us")
    ASKED = "asked", _("We were asked")
    ENDED = "ended", pgettext_lazy("heads-up", "Ended")
