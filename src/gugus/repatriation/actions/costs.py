"""What a leg cost and who paid. Exact: amount and rate are kept, rupiah follow."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.cases.actions import own_row
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.law.lists import UnknownCode, code
from gugus.repatriation import money
from gugus.repatriation.actions.moving import BECAUSE, CannotReturn, locked, must_handle, written
from gugus.repatriation.codes import PAYERS
from gugus.repatriation.models import Cost, Leg

WORDS = {
    "not_exact": _("Write the amount with digits; a rounded number is not kept."),
    "no_number": _("This is no amount."),
    "negative": _("An amount is never negative."),
    "too_large": _("This amount is too large to be one."),
    "too_fine": _("Two decimals at most (six for a rate)."),
}


@dataclass(frozen=True, slots=True)
class Price:
    """An amount in its currency; `rate` is rupiah for one of it."""

    amount: Decimal | int | str
    payer: str
    currency: str = money.RUPIAH
    rate: Decimal | int | str = 1
    payer_agency: Agency | None = None
    note: str = ""


@transaction.atomic
def write_cost(*, leg: Leg, price: Price, by: User, at: datetime, key: UUID | None = None) -> Cost:
    """One more amount. The same `key` twice makes one. A float is refused."""
    fresh = locked(leg.repatriation)
    if key and (earlier := own_row(leg.costs, key, written_by=by)):
        return earlier
    must_handle(fresh, by)
    amount, rate, reasons = _exact(price)
    if reasons:
        raise CannotReturn(reasons)
    rupiah = money.in_rupiah(amount, rate)
    if rupiah > money.MOST:
        raise CannotReturn([Reason("too_large", WORDS["too_large"], "amount")])
    cost = Cost(
        id=key or new_id(), leg=leg, agency_id=by.agency_id, amount=amount, currency=price.currency, rate=rate,
        rupiah=rupiah, payer=price.payer, payer_agency=price.payer_agency, note=price.note or None, written_by=by,
        written_at=at,
    )  # fmt: skip
    cost.save(force_insert=True)
    changes = {"rupiah": rupiah, "currency": price.currency, "payer": price.payer}
    written("leg.cost", leg, of=fresh, by=by, at=at, changes=changes)
    return cost


def _exact(price: Price) -> tuple[Decimal, Decimal, list[Reason]]:
    reasons, found = [], {"amount": Decimal(0), "rate": Decimal(1)}
    for name, places in (("amount", 2), ("rate", 6)):
        try:
            found[name] = money.exact(getattr(price, name), places)
        except money.NoMoney as why:
            reasons.append(Reason(why.code, WORDS[why.code], name))
    if price.currency not in money.CURRENCIES:
        reasons.append(Reason("unknown_code", _("Choose from the list."), "currency"))
    if price.currency == money.RUPIAH and found["rate"] != 1:
        reasons.append(Reason("rupiah_have_no_rate", _("Rupiah need no rate."), "rate"))
    if not found["rate"]:
        reasons.append(Reason("no_rate", _("Write how many rupiah one of it is."), "rate"))
    try:
        code(PAYERS, price.payer)
    except UnknownCode:
        reasons.append(Reason("unknown_code", _("Choose from the list."), "payer"))
    return found["amount"], found["rate"], reasons


@transaction.atomic
def take_back_cost(*, cost: Cost, by: User, at: datetime) -> Cost:
    """It was written by mistake: it counts no more, the line stays. For who wrote it."""
    fresh = locked(cost.leg.repatriation)
    must_handle(fresh, by)
    rows = Cost.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    own = rows.select_related("leg").get(pk=cost.pk)
    if own.agency_id != by.agency_id:
        raise CannotReturn([Reason("not_yours", _("Who wrote this takes it back."))])
    if own.taken_back_at is None:
        own.taken_back_at, own.taken_back_by = at, by
        own.save(update_fields=["taken_back_at", "taken_back_by"])
        written("leg.cost_taken_back", own.leg, of=fresh, by=by, at=at, changes={"rupiah": own.rupiah})
    return own
