"""States of a claim, kinds of lines, who applies, who receives, what the survivor is told."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    TOLD = "told", _("Right explained")
    APPLIED = "applied", _("Applied for")
    COMPLETE = "complete", _("Application complete")
    ASSESSED = "assessed", _("Assessed by LPSK")
    DEMANDED = "demanded", _("In the prosecutor's demand")
    GRANTED = "granted", _("Granted")
    NOTIFIED = "notified", _("Final verdict notified")
    WARNED = "warned", _("Warned by the court")
    SEIZED = "seized", _("Assets seized")
    AUCTIONED = "auctioned", _("Assets auctioned")
    DETAINED = "detained", _("Substitute detention")
    SETTLED = "settled", _("Settled")
    UNPAID = "unpaid", _("Unpaid, a remainder is left")
    REFUSED = "refused", pgettext_lazy("restitution", "Refused")
    RETURNED = "returned", _("Returned after acquittal")
    WITHDRAWN = "withdrawn", pgettext_lazy("restitution", "Withdrawn")


class Liability(TextChoices):
    """How several convicts owe."""

    JOINT = "joint", _("Jointly: each owes the whole until it is paid")
    SHARES = "shares", _("In shares: each owes an own amount")


class Route(TextChoices):
    """On which way the claim reaches the court."""

    LPSK = "lpsk", _("To LPSK, before the verdict")
    PROSECUTOR = "prosecutor", _("To the prosecutor or investigator, for the demand")
    COURT = "court", _("To the court, after the final verdict")


class Applicant(TextChoices):
    """Who applies."""

    SURVIVOR = "survivor", _("The survivor")
    GUARDIAN = "guardian", _("Parent or guardian")
    HEIR = "heir", _("Heirs, because the survivor has died")
    PROXY = "proxy", _("A lawyer or another proxy")
    LPSK = "lpsk", _("LPSK for the survivor")


class Kind(TextChoices):
    """Kinds of lines. The first four are amounts of a stage under a head of loss; the others are money that moved."""

    CLAIMED = "claimed", _("Claimed")
    ASSESSED = "assessed", pgettext_lazy("amount", "Assessed by LPSK")
    DEMANDED = "demanded", _("Demanded")
    GRANTED = "granted", pgettext_lazy("amount", "Granted")
    DEBT = "debt", _("Debt that the trafficker asks for (void)")
    DEPOSITED = "deposited", _("Deposited with the court")
    AUCTION = "auction", _("Proceeds of an auction")
    DIRECT = "direct", _("Paid to the survivor directly")
    HANDED = "handed", _("Handed out by the court")
    FUND = "fund", _("From the Victim Assistance Fund")
    GIVEN_BACK = "given_back", _("Given back to the payer")


STAGES = (Kind.CLAIMED, Kind.ASSESSED, Kind.DEMANDED, Kind.GRANTED)
INTO_COURT = (Kind.DEPOSITED, Kind.AUCTION)
OUT_OF_COURT = (Kind.HANDED, Kind.GIVEN_BACK)
TO_SURVIVOR = (Kind.HANDED, Kind.DIRECT, Kind.FUND)
MONEY = (*INTO_COURT, *TO_SURVIVOR, Kind.GIVEN_BACK)


class Receiver(TextChoices):
    """Who took the money."""

    SURVIVOR = "survivor", _("The survivor")
    GUARDIAN = "guardian", _("Parent or guardian")
    HEIR = "heir", pgettext_lazy("receiver", "Heirs")
    PROXY = "proxy", _("A lawyer or another proxy")


class Means(TextChoices):
    """How it was paid."""

    TRANSFER = "transfer", _("Bank transfer")
    CASH = "cash", _("In cash, against a receipt")
    OTHER = "other", pgettext_lazy("means of payment", "In another way")


class TurnCode(TextChoices):
    """Why a claim went back, ended or began anew."""

    INCOMPLETE = "incomplete", _("Papers were missing")
    SURVIVOR_WISH = "survivor_wish", _("The survivor wishes it")
    CIVIL = "civil", _("A civil claim is made instead")
    NO_ASSETS = "no_assets", _("No assets were found")
    DETENTION_SERVED = "detention_served", _("The convict serves detention instead")
    DIED = "died", _("The convict has died")
    NOT_FOUND = "not_found", _("The convict cannot be found")
    PAYMENT_FAILED = "payment_failed", _("A payment turned out not to have come")
    APPEAL = "appeal", _("A higher court decided otherwise")
    OTHER = "other", pgettext_lazy("restitution", "Another reason")


class Topic(TextChoices):
    """What the survivor was told."""

    RIGHT = "right", _("The right to restitution")
    APPLICATION = "application", _("How the application goes on")
    AMOUNT = "amount", _("What was assessed or demanded")
    RULING = "ruling", _("What the court granted")
    PAYMENT = "payment", _("A payment")
    DELAY = "delay", _("That the convict does not pay")
    ENDING = "ending", _("How it ended, and what is still possible")


class Way(TextChoices):
    """How she was told."""

    TALK = "talk", _("In a talk")
    PHONE = "phone", _("By telephone")
    LETTER = "letter", _("By letter")
    COMPANION = "companion", _("Through her companion")


class Tab(TextChoices):
    DUE = "due", _("With a deadline")
    LATE = "late", pgettext_lazy("restitution", "Late")
    UNPAID = "unpaid", _("Not paid since the final verdict")
    RUNNING = "running", _("All running")
    ENDED = "ended", pgettext_lazy("restitution", "Ended")
