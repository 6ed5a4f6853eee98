"""Tables of the criminal track. Every row is visible where the section justice of its case is open."""

from gugus.justice.models.court import Hearing, Seat
from gugus.justice.models.feeds import FeedLink
from gugus.justice.models.proceedings import Charge, CustodySpan, Move, Proceeding, Ruling, Verdict
from gugus.justice.models.survivors import Informing, Protection, Shield, TellingWish

__all__ = [
    "Charge",
    "CustodySpan",
    "FeedLink",
    "Hearing",
    "Informing",
    "Move",
    "Proceeding",
    "Protection",
    "Ruling",
    "Seat",
    "Shield",
    "TellingWish",
    "Verdict",
]
