"""Passes, sheets, slips and letters of the case's referrals: the new owner is their sender; links go on."""

from collections.abc import Iterable

from gugus.base.along import BECAUSE, Going, Moves, Went
from gugus.guests.models import GuestPass, Letter, Sheet, Slip


def move_passes(going: Going) -> Iterable[Went]:
    """A guest who serves somebody keeps the link; only the new owner can end it."""
    rows = GuestPass.objects.unscoped(because=BECAUSE).filter(referral__case__in=going.cases)
    rows.filter(agency=going.origin).update(agency=going.target)
    return ()


def move_sheets(going: Going) -> Iterable[Went]:
    """What the guest reads: a name may stand in it, so the old agency loses it at once."""
    rows = Sheet.objects.unscoped(because=BECAUSE).filter(guest_pass__referral__case__in=going.cases)
    rows.filter(agency=going.origin).update(agency=going.target)
    return ()


def move_slips(going: Going) -> Iterable[Went]:
    """Answers from paper and phone."""
    rows = Slip.objects.unscoped(because=BECAUSE).filter(referral__case__in=going.cases, agency=going.origin)
    rows.update(agency=going.target)
    return ()


def move_letters(going: Going) -> Iterable[Went]:
    """Numbered copies with a name."""
    rows = Letter.objects.unscoped(because=BECAUSE).filter(
        referral__case__in=going.cases, agency=going.origin
    )
    rows.update(agency=going.target)
    return ()


MOVES = (
    Moves("guests.GuestPass", move_passes),
    Moves("guests.Sheet", move_sheets),
    Moves("guests.Slip", move_slips),
    Moves("guests.Letter", move_letters),
)
