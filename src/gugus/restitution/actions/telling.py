"""What the survivor was told, and who read the ledger."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.cases.models import Case
from gugus.kernel.ids import new_id
from gugus.restitution.actions.base import locked, not_in_the_future, refuse, same_form
from gugus.restitution.actions.base import told as kept
from gugus.restitution.codes import Receiver
from gugus.restitution.models import Claim, Told


@transaction.atomic
def tell(
    *,
    claim: Claim,
    on: date,
    topic: str,
    way: str,
    by: User,
    at: datetime,
    receiver: str = Receiver.SURVIVOR,
    words: str = "",
    key: UUID | None = None,
) -> Claim:
    """The survivor, or who acts for her, was told something about the claim on a local day."""
    if same_form(Told, claim, key, by):
        return claim
    claim = locked(claim)
    refuse(not_in_the_future(on, at))
    row = Told(
        id=key or new_id(), claim=claim, on=on, topic=topic, way=way, receiver=receiver, words=words or None,
        agency_id=by.agency_id, by=by, at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    return kept("restitution.told", claim, by=by, at=at, changes={"topic": topic, "way": way, "on": on})


def read_claim(*, claim: Claim, by: User, at: datetime) -> None:
    """Somebody read the ledger; the trail of the case keeps it."""
    record("restitution.read", about=claim, within=Case(pk=claim.case_id), by=by, at=at)
