"""Data sets that can be frozen, what a second count said, and how sure a published figure is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Dataset(TextChoices):
    OVERVIEW = "overview", _("Reports, cases, survivors, services")
    REFERRALS = "referrals", _("Referrals")


class Verdict(TextChoices):
    """What counting again said."""

    EQUAL = "equal", _("the same")
    REVISED = "revised", _("the data were revised since")
    LITTLE = "little", _("the data were revised since, by less than may be shown")
    WORDED = "worded", _("the same numbers; a definition or a word changed since")


class Standing(TextChoices):
    """How a published figure is known."""

    READ = "read", _("read in the source")
    UNCONFIRMED = "unconfirmed", _("not confirmed")
    COMPUTED = "computed", _("computed from published figures")


class Means(TextChoices):
    """What was decided about figures that contradict each other."""

    USE = "use", _("one of them is used")
    NONE = "none", _("none of them is used")
    BOTH = "both", _("they measure different things")
