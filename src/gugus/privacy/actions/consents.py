"""A granted request to withdraw is carried out at the desk: the ledger's own action, with the request's clock."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.consent.codes import Channel, Relation
from gugus.consent.models import Withdrawal
from gugus.consent.withdrawing import Wish, withdraw
from gugus.privacy import queries
from gugus.privacy.actions.requests import CannotAnswer, mark_done
from gugus.privacy.codes import RequestKind, Verdict
from gugus.privacy.models import SubjectRequest


@transaction.atomic
def withdraw_consents(
    *, request: SubjectRequest, grounds: Iterable[UUID], by: User, at: datetime
) -> Withdrawal:
    """Take back these lines for the person of the request. The 3 × 24 hours run from when the request arrived.

    Twice is once: what was carried out already is refused. Raises CannotAnswer, CannotWithdraw.
    """
    item = request.items.filter(kind=RequestKind.WITHDRAWAL).first()
    granted = item is not None and item.verdict in {Verdict.GRANTED, Verdict.PARTLY}
    if request.person is None or not granted:
        raise CannotAnswer([Reason("not_granted", _("This was not granted."))])
    if item.done_at:
        raise CannotAnswer([Reason("done", _("This was already carried out."))])
    allowed = {one.pk for one in queries.consents_of(request)}
    speaks = {} if request.asker == "self" else {
        "asker_name": request.asker_name or request.ref, "relation": Relation.OTHER,
    }  # fmt: skip
    wish = Wish(
        grounds=tuple(one for one in grounds if one in allowed), asker=request.asker, channel=Channel.REQUEST,
        asked_at=min(request.received_at, at), request_ref=request.ref, **speaks,
    )  # fmt: skip
    made = withdraw(person=request.person, wish=wish, by=by, at=at)
    mark_done(request=request, kind=RequestKind.WITHDRAWAL, done_ref=made.ref, by=by, at=at)
    return made
