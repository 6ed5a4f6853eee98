"""States of a stay and of a bed, whom a room suits, what a night register says, which notes there are."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("stay", "Proposed")
    APPROVED = "approved", pgettext_lazy("stay", "Approved, expected")
    DECLINED = "declined", pgettext_lazy("stay", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("stay", "Withdrawn")
    IN = "in", _("Stays in the house")
    OUT = "out", _("Has left the house")


class BedKind(TextChoices):
    BED = "bed", _("bed")
    COT = "cot", _("cot")


class Use(TextChoices):
    """What a bed is taken by. `released`: was reserved and given back; counts for nothing."""

    RESERVED = "reserved", pgettext_lazy("bed", "held")
    OCCUPIED = "occupied", pgettext_lazy("bed", "occupied")
    OUT_OF_USE = "out_of_use", pgettext_lazy("bed", "out of use")
    ENDED = "ended", pgettext_lazy("bed", "was occupied")
    RELEASED = "released", pgettext_lazy("bed", "given back")


class Who(TextChoices):
    """Whom a room must suit; by sex and age on the day."""

    WOMAN = "woman", _("woman")
    GIRL = "girl", _("girl")
    MAN = "man", _("man")
    BOY = "boy", _("boy")
    UNKNOWN = "unknown", _("age or sex not known")


class Misfit(TextChoices):
    """What speaks against a bed; the head of the house may decide against it knowingly."""

    GROUP = "group", _("The room is kept for others.")
    ADULT_WITH_CHILD = "adult_with_child", _("An adult would sleep in a room with a child of another family.")
    CHILD_WITH_ADULT = "child_with_adult", _("A child would sleep in a room with an adult of another family.")
    OTHER_SEX = "other_sex", _("People of the other sex who are no family sleep in the room.")
    UNKNOWN = "unknown", _("Age or sex is not known.")


class Seen(TextChoices):
    """Who was there at the evening round."""

    PRESENT = "present", _("is here")
    AWAY = "away", _("away, known and agreed")
    MISSING = "missing", _("is missing")


class Shift(TextChoices):
    MORNING = "morning", _("morning shift")
    AFTERNOON = "afternoon", _("afternoon shift")
    NIGHT = "night", _("night shift")


class NoteKind(TextChoices):
    PROPOSAL = "proposal", _("Why the stay is proposed")
    DECISION = "decision", _("Decision")
    AGAINST = "against", _("Decided knowingly against a rule")
    MOVE = "move", _("Move to another bed")
    EXTENSION = "extension", _("Longer stay")
    EXIT = "exit", _("Leaving")
    MISSING = "missing", _("Missing")
    STAY = "stay", _("Note")


class AddressReason(TextChoices):
    """Why somebody of the house needs to see its address."""

    TRANSPORT = "transport", _("Somebody is to be brought here")
    EMERGENCY = "emergency", _("Police, fire brigade or ambulance are needed")
    DELIVERY = "delivery", _("Something must be delivered")
    CHECK = "check", _("To check whether it is right")


class Tab(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("stays", "To decide")
    EXPECTED = "expected", pgettext_lazy("stays", "Expected")
    HERE = "here", pgettext_lazy("stays", "In a house")
    PAST = "past", pgettext_lazy("stays", "Ended")
