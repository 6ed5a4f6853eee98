"""Past recipients without an account, for the ledger of consent: what a guest read, and paper with a name."""

from contextlib import suppress
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.consent.models import Ground, Override
from gugus.consent.reaching import Reach
from gugus.guests.actions import CannotEnd, revoke_pass
from gugus.guests.codes import PassState
from gugus.guests.models import GuestPass, Letter
from gugus.referrals.codes import State

BECAUSE = "the ledger came through its gate; row security limits to the agency's own"
KIND = "guestpass"


def tell(ground: Ground | Override, at: datetime) -> list[Reach]:
    """Every pass that was opened and every letter with a name whose referral rests on a ground or an override.

    A guest read who it is once its referral was accepted through the pass; whoever holds a letter has the name.
    """
    rests = {"referral__override": ground} if isinstance(ground, Override) else {"referral__ground": ground}
    passes = (
        GuestPass.objects.unscoped(because=BECAUSE).filter(**rests).select_related("to_agency", "referral")
    )
    accepted = set(passes.filter(deeds__to_state=State.ACCEPTED).values_list("pk", flat=True))
    letters = Letter.objects.unscoped(because=BECAUSE).filter(**rests).select_related("referral__to_agency")
    found = [
        Reach(
            kind=KIND, pk=one.pk, ref=one.ref, agency=None, had=one.pk in accepted,
            running=one.state != PassState.ENDED, said=one.get_state_display(), outside_name=one.to_agency.name,
        )
        for one in passes.order_by("made_at")
    ]  # fmt: skip
    return found + [
        Reach(
            kind=KIND, pk=one.pk, ref=one.referral.ref, agency=None, had=True, running=False,
            said=_("Letter with the name, copy %(number)s") % {"number": one.number},
            outside_name=one.referral.to_agency.name,
        )
        for one in letters.order_by("printed_at")
    ]  # fmt: skip


def end(ground: Ground | Override, reach: Reach, *, by: User, at: datetime) -> None:
    """A pass is taken back at once, in the withdrawal's own transaction. Paper cannot be."""
    found = GuestPass.objects.unscoped(because=BECAUSE).filter(pk=reach.pk).first()
    if found is not None:
        with suppress(CannotEnd):
            revoke_pass(guest_pass=found, by=by, at=at)
