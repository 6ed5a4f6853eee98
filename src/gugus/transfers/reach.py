"""Where a case is going on a ground, as the ledger asks; and how an offer ends when consent is withdrawn."""

from contextlib import suppress
from datetime import datetime

from gugus.access.models import User
from gugus.cases.queries import live_parties
from gugus.consent.models import Ground, Override
from gugus.consent.queries import counting_for
from gugus.consent.reaching import Reach
from gugus.transfers.actions import CannotMove, withdraw_transfer
from gugus.transfers.basis import PURPOSE
from gugus.transfers.codes import State, WithdrawCode
from gugus.transfers.models import Transfer

BECAUSE = "the ledger came through its gate; row security limits to the agency's own offers"


def tell(ground: Ground | Override, at: datetime) -> list[Reach]:
    """Offers of this person's cases that wait for an answer. Nobody has seen yet who it is: nobody owes a receipt."""
    rows = Transfer.objects.unscoped(because=BECAUSE).filter(state=State.OFFERED, agency_id=ground.agency_id)
    rows = rows.select_related("to_agency", "case").order_by("offered_at", "pk")
    return [
        Reach(
            kind="transfer", pk=one.pk, ref=one.ref, agency=one.to_agency, had=False, running=True,
            said=one.get_state_display(),
        )
        for one in rows
        if _rests_on(one, ground) and _is_in(ground.person_id, one)
    ]  # fmt: skip


def _rests_on(transfer: Transfer, ground: Ground | Override) -> bool:
    if isinstance(ground, Override):
        return ground.about_id == transfer.pk
    return ground.purpose in counting_for(PURPOSE) and ground.recipient_id in {None, transfer.to_agency_id}


def _is_in(person_id, transfer: Transfer) -> bool:
    return any(one.person_id == person_id and one.role == "survivor" for one in live_parties(transfer.case))


def end(ground: Ground | Override, reach: Reach, *, by: User, at: datetime) -> None:
    """The offer is taken back. Accepted in this very moment: then the file has a new owner, who hears of it there."""
    transfer = Transfer.objects.unscoped(because=BECAUSE).get(pk=reach.pk)
    with suppress(CannotMove):
        withdraw_transfer(transfer=transfer, code=WithdrawCode.CONSENT_GONE, by=by, at=at)
