"""Kinds and states of a return, its legs, papers and minutes. Lists that officials know stand in the legal pack."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

PURPOSE = "return"  # of the consent ledger
PAPERS = "travel_papers"  # lists of the legal pack
PAYERS = "return_payers"
PLACES = "travel_places"
CLOCK = "return_arrival"


class Kind(TextChoices):
    FROM_ABROAD = "from_abroad", _("From abroad to Indonesia")
    DOMESTIC = "domestic", _("Within Indonesia")
    TO_ABROAD = "to_abroad", _("From Indonesia home to another country, through the foreign mission")


class State(TextChoices):
    """The step that was reached last. The first six follow from what was recorded."""

    PROPOSED = "proposed", _("Proposed")
    TRACED = "traced", _("Family traced")
    CONSENTED = "consented", _("The person agreed")
    ASSESSED = "assessed", _("Risk of the return assessed")
    PAPERS = "papers", _("Papers complete")
    SCHEDULED = "scheduled", pgettext_lazy("return", "Scheduled")
    DEPARTED = "departed", _("On the way")
    HANDED_OVER = "handed_over", pgettext_lazy("return", "Handed over")
    ARRIVED = "arrived", _("Arrived at home")
    PAUSED = "paused", pgettext_lazy("return", "Paused")
    STOPPED = "stopped", pgettext_lazy("return", "Stopped")


class Tracing(TextChoices):
    """What looking for the family found."""

    FOUND = "found", _("Found, and wants the person back")
    RELATIVE = "relative", _("Another relative takes the person in")
    REFUSES = "refuses", _("Found, but does not want the person back")
    UNSAFE = "unsafe", _("Found, but the family is part of the danger")
    NOT_FOUND = "not_found", _("Not found")
    NOT_NEEDED = "not_needed", _("Grown-up who returns to a place of her own")


class Risk(TextChoices):
    """What the assessment of the return says."""

    SAFE = "safe", pgettext_lazy("return", "Safe")
    CONDITIONS = "conditions", _("Safe under conditions")
    UNSAFE = "unsafe", pgettext_lazy("return", "Not safe")


class PauseCode(TextChoices):
    HEALTH = "health", _("The person's health")
    PROCEEDINGS = "proceedings", _("She is needed in the criminal case")
    PAPERS = "papers", _("Papers are missing")
    DANGER = "danger", _("Danger on the way or at home")
    WEATHER = "weather", _("Weather or transport")
    MONEY = "money", _("Money is missing")
    WISH = "wish", _("The person asks to wait")
    OTHER = "other", _("Another reason")


class StopCode(TextChoices):
    REFUSED = "refused", _("The person does not want to return")
    UNSAFE = "unsafe", _("The return is not safe")
    STAYS = "stays", _("She stays where she is")
    OTHER_WAY = "other_way", _("Somebody else brings her home")
    LEFT = "left", _("Nobody knows where she is")
    DEATH = "death", _("The person died")
    MISTAKE = "mistake", _("Proposed by mistake")


class LegState(TextChoices):
    PLANNED = "planned", pgettext_lazy("leg", "Planned")
    UNDER_WAY = "under_way", pgettext_lazy("leg", "Under way")
    ARRIVED = "arrived", pgettext_lazy("leg", "Arrived")
    CANCELLED = "cancelled", pgettext_lazy("leg", "Cancelled")


class Confirmed(TextChoices):
    """Who says that a leg arrived."""

    RECEIVER = "receiver", _("The receiving agency")
    ESCORT = "escort", _("The escort")
    PERSON = "person", _("The person or her family")


class PaperState(TextChoices):
    NEEDED = "needed", pgettext_lazy("paper", "Needed")
    ASKED = "asked", pgettext_lazy("paper", "Asked for")
    GRANTED = "granted", pgettext_lazy("paper", "Granted")
    REFUSED = "refused", pgettext_lazy("paper", "Refused")
    NOT_NEEDED = "not_needed", pgettext_lazy("paper", "No longer needed")


class Receiver(TextChoices):
    """Who takes the person at a hand-over."""

    AGENCY = "agency", _("An agency with an account")
    OUTSIDE = "outside", _("An office without an account")
    MISSION = "mission", _("The mission or an office of another country")
    FAMILY = "family", _("The family or guardian")


class MinuteState(TextChoices):
    DRAFT = "draft", _("Draft")
    OFFERED = "offered", _("Waiting for the receiving agency")
    ACCEPTED = "accepted", _("Accepted, not signed yet")
    DECLINED = "declined", pgettext_lazy("minutes", "Declined")
    SIGNED = "signed", pgettext_lazy("minutes", "Signed by both sides")
    REPLACED = "replaced", _("Replaced by a corrected one")
    CANCELLED = "cancelled", pgettext_lazy("minutes", "Cancelled")


class MinuteCode(TextChoices):
    """Why minutes were declined, cancelled or written anew."""

    NO_PLACE = "no_place", _("No place for the person")
    NOT_OURS = "not_ours", _("Not our area or task")
    WRONG_FACTS = "wrong_facts", _("Something in them is wrong")
    OTHER_DAY = "other_day", _("Another day or place")
    NOT_NEEDED = "not_needed", _("No hand-over took place")
    OTHER = "other", _("Another reason")


class Side(TextChoices):
    """Who signs."""

    HANDING = "handing", _("Hands over")
    RECEIVING = "receiving", _("Receives")
    WITNESS_1 = "witness_1", _("First witness")
    WITNESS_2 = "witness_2", _("Second witness")


class How(TextChoices):
    DRAWN = "drawn", _("Drawn on the screen")
    PAPER = "paper", _("Signed on paper, scan attached")


class Tab(TextChoices):
    OPEN = "open", _("Being prepared")
    TODAY = "today", _("Under way today")
    LATE = "late", pgettext_lazy("return", "Late")
    PAPERS = "papers", _("Waiting for papers")
    MINUTES = "minutes", _("Minutes to answer or sign")
    PAST = "past", _("Arrived or stopped")
