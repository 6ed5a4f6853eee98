"""Whom a service is for, who of them is asked for, how places are counted and what was done to them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sex(TextChoices):
    FEMALE = "female", pgettext_lazy("service for", "women and girls")
    MALE = "male", pgettext_lazy("service for", "men and boys")


class Who(TextChoices):
    """The quick choices of the question."""

    GIRL = "girl", _("Girl")
    BOY = "boy", _("Boy")
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")


class When(TextChoices):
    NOW = "now", _("Now")
    TONIGHT = "tonight", _("Tonight")
    DAY = "day", _("On a day")


class Group(TextChoices):
    """Whom a number of places is kept for."""

    EVERYONE = "everyone", _("everybody")
    FEMALE = "female", _("women and girls")
    MALE = "male", _("men and boys")
    CHILDREN = "children", _("girls and boys")
    WOMEN = "women", _("women")
    MEN = "men", _("men")
    GIRLS = "girls", _("girls")
    BOYS = "boys", _("boys")
    FAMILIES = "families", _("parents with children")


class Language(TextChoices):
    """Languages in which a provider can speak, by staff or a fixed interpreter."""

    INDONESIAN = "id", _("Indonesian")
    JAVANESE = "jv", _("Javanese")
    SUNDANESE = "su", _("Sundanese")
    MADURESE = "mad", _("Madurese")
    SASAK = "sas", _("Sasak")
    MINANGKABAU = "min", _("Minangkabau")
    BATAK = "btk", _("Batak languages")
    BUGIS = "bug", _("Bugis")
    BANJAR = "bjn", _("Banjar")
    TETUM = "tet", _("Tetum")
    SIGN = "sign", _("Indonesian sign language")
    ENGLISH = "en", _("English")
    MANDARIN = "zh", _("Mandarin")
    ARABIC = "ar", _("Arabic")
    VIETNAMESE = "vi", _("Vietnamese")
    BURMESE = "my", _("Burmese")
    KHMER = "km", _("Khmer")
    THAI = "th", _("Thai")
    TAGALOG = "tl", _("Tagalog")
    FARSI = "fa", _("Farsi")


class ContactRole(TextChoices):
    """Who answers the phone; a role, never a name."""

    DUTY = "duty", _("officer on duty")
    HEAD = "head", _("head of the house or office")
    SOCIAL_WORKER = "social_worker", _("social worker")
    RECEPTION = "reception", _("reception")
    LIAISON = "liaison", _("liaison of the task force")


class FeeFor(TextChoices):
    """What a fee is asked for."""

    ONCE = "once", _("once")
    DAY = "day", _("a day")
    VISIT = "visit", _("a visit")


class MoveKind(TextChoices):
    """What was done to a number of places."""

    SET = "set", _("counted anew")
    PLUS = "plus", _("one came")
    MINUS = "minus", _("one left")
    FULL = "full", _("said to be full tonight")
    OPEN = "open", _("said to be open again")
    HELD = "held", _("held for a group on its way")
    FREED = "freed", _("hold ended")
    ARRIVED = "arrived", _("arrived on a hold")


class Misfit(TextChoices):
    """What speaks against a service for somebody."""

    SEX = "sex", _("Not for this sex")
    TOO_YOUNG = "too_young", _("Only for older persons")
    TOO_OLD = "too_old", _("Only for younger persons")
    CHILDREN = "children", _("Takes no children along")
    PREGNANT = "pregnant", _("Cannot take pregnant persons")
    ACCESSIBILITY = "accessibility", _("Not equipped for this disability")
    AREA = "area", _("Serves other areas")
    LANGUAGE = "language", _("Does not speak the language")
    CLOSED = "closed", _("Closed at that time")
    FULL = "full", _("No free place")


class Standing(TextChoices):
    """How sure a figure of free places is."""

    FREE = "free", _("Free")
    STALE = "stale", _("Not certain")
    UNCOUNTED = "uncounted", _("Places are not counted")
    FULL = "full", pgettext_lazy("places", "Full")


class RevealReason(TextChoices):
    """Why the private number of somebody on duty is needed."""

    PLACE_TONIGHT = "place_tonight", _("A place is needed today")
    OPEN_REFERRAL = "open_referral", _("About a referral that runs")
    SAFETY = "safety", _("Somebody's safety")
