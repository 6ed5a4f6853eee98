"""Lines of the ledger: amounts of a stage, a void debt, money that moved, a line taken back."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from gugus import law
from gugus.access.models import User
from gugus.kernel.ids import new_id
from gugus.law.restitution import money_source
from gugus.restitution import queries, rules
from gugus.restitution.actions.base import (
    BECAUSE,
    debtor_of,
    locked,
    not_in_the_future,
    refuse,
    same_form,
    told,
)
from gugus.restitution.codes import TO_SURVIVOR, Kind
from gugus.restitution.models import Claim, Debtor, LedgerLine

SOURCES = {
    Kind.DEPOSITED: "convict",
    Kind.DIRECT: "convict",
    Kind.AUCTION: "auction",
    Kind.FUND: "victim_fund",
}
DEBT_HEAD = "debt_void"


@transaction.atomic
def write_amounts(
    *,
    claim: Claim,
    stage: str,
    amounts: Mapping[str, Decimal],
    on: date,
    by: User,
    at: datetime,
    debtor: Debtor | None = None,
    document: str = "",
    note: str = "",
    seen: int | None = None,
    key: UUID | None = None,
) -> Claim:
    """What somebody claims, assessed, demands or granted, by head of loss (codes of the list loss_heads)."""
    if same_form(LedgerLine, claim, key, by):
        return claim
    claim = locked(claim, seen=seen)
    hurdles = not_in_the_future(on, at)
    if claim.state not in rules.STAGE_FROM[Kind(stage)]:
        hurdles.append("ended" if claim.state in rules.ENDED else "stage_not_reached")
    refuse(hurdles)
    add_amounts(
        claim=claim, stage=stage, amounts=amounts, on=on, by=by, at=at, debtor=debtor, document=document, note=note,
        key=key,
    )  # fmt: skip
    changes = {"stage": stage, "heads": sorted(amounts), "on": on}
    return told("restitution.amounts_written", claim, by=by, at=at, changes=changes)


def add_amounts(
    *, claim: Claim, stage: str, amounts: Mapping[str, Decimal], on: date, by: User, at: datetime,
    debtor: Debtor | None = None, document: str = "", note: str = "", key: UUID | None = None,
) -> None:  # fmt: skip
    """The lines alone, onto a claim that the caller has locked."""
    if not amounts:
        refuse(["no_amount"])
    balance = queries.balance_of(claim)
    refuse(debtor_of(claim, debtor, on))
    for head, amount in amounts.items():
        law.code("loss_heads", head)
        new = rules.Entry(stage, amount, head, debtor.pk if debtor else None)
        refuse(rules.hurdles_to_line(balance, new, liability=claim.liability), not_positive=f"head_{head}")
        _add(
            claim, by, at, id=key or new_id(), kind=stage, head=head, amount=amount, on=on, debtor=debtor,
            document=document or None, note=note or None,
        )  # fmt: skip
        key = None


@transaction.atomic
def write_debt(
    *,
    claim: Claim,
    asked: Decimal,
    paid: Decimal,
    on: date,
    by: User,
    at: datetime,
    note: str = "",
    seen: int | None = None,
    key: UUID | None = None,
) -> Claim:
    """A debt the trafficker asks for is void (UU 21/2007 art. 27): recorded, and what was paid on it is a loss."""
    if same_form(LedgerLine, claim, key, by):
        return claim
    claim = locked(claim, seen=seen)
    hurdles = not_in_the_future(on, at)
    hurdles += ["ended"] if claim.state in rules.ENDED else []
    refuse(hurdles)
    refuse(rules.hurdles_to_line(rules.Balance(), rules.Entry(Kind.DEBT, asked)), not_positive="asked")
    refuse(rules.hurdles_to_line(rules.Balance(), rules.Entry(Kind.CLAIMED, paid)), not_positive="paid")
    if asked + paid == 0:
        refuse(["no_amount"])
    _add(claim, by, at, id=key or new_id(), kind=Kind.DEBT, amount=asked, on=on, note=note or None)
    if paid:
        _add(claim, by, at, kind=Kind.CLAIMED, head=DEBT_HEAD, amount=paid, on=on, note=note or None)
    return told("restitution.debt_written", claim, by=by, at=at, changes={"on": on})


@transaction.atomic
def write_money(
    *,
    claim: Claim,
    kind: str,
    amount: Decimal,
    on: date,
    by: User,
    at: datetime,
    debtor: Debtor | None = None,
    receiver: str = "",
    receiver_name: str = "",
    means: str = "",
    account: str = "",
    document: str = "",
    note: str = "",
    beyond: bool = False,
    seen: int | None = None,
    key: UUID | None = None,
) -> LedgerLine:
    """Money moved: deposited, auctioned, paid, handed out, from the fund, given back. Exact rupiah.

    The claim is locked, so that of two payments at once the second counts what the first left.
    """
    if earlier := same_form(LedgerLine, claim, key, by):
        return earlier
    claim = locked(claim, seen=seen)
    reduces = kind in SOURCES and money_source(SOURCES[Kind(kind)], on=on).reduces
    new = rules.Entry(kind, amount, debtor=debtor.pk if debtor else None, reduces=reduces)
    hurdles = not_in_the_future(on, at) + (["ended"] if claim.state in rules.ENDED else [])
    hurdles += debtor_of(claim, debtor, on) if kind != Kind.GIVEN_BACK else []
    hurdles += ["receiver_needed"] if kind in TO_SURVIVOR and not receiver else []
    hurdles += rules.hurdles_to_line(queries.balance_of(claim), new, liability=claim.liability, beyond=beyond)
    refuse(hurdles)
    line = _add(
        claim, by, at, id=key or new_id(), kind=kind, amount=amount, on=on, debtor=debtor, reduces=reduces,
        beyond=beyond, receiver=receiver, receiver_name=receiver_name or None, means=means, account=account or None,
        document=document or None, note=note or None,
    )  # fmt: skip
    told("restitution.money_written", claim, by=by, at=at, changes={"kind": kind, "on": on})
    return line


@transaction.atomic
def take_back(
    *, line: LedgerLine, by: User, at: datetime, note: str = "", seen: int | None = None
) -> LedgerLine:
    """A line was a mistake: a counter-line names it and restores what was before. Both stay for ever."""
    claim = locked(line.claim, seen=seen)
    rows = LedgerLine.objects.unscoped(because=BECAUSE)
    line = rows.select_related("data_key", "debtor").get(pk=line.pk, claim=claim)
    hurdles = []
    if claim.state in rules.ENDED:
        hurdles.append("ended")
    if line.reverses_id is not None:
        hurdles.append("counter_line")
    elif rows.filter(reverses=line).exists():
        hurdles.append("taken_back")
    else:
        after = rules.balance_of(
            [one.entry for one in rows.filter(claim=claim) if one.pk != line.pk], claim.liability
        )
        hurdles += rules.hurdles_to_reversal(after, line.kind)
    refuse(hurdles)
    counter = _counter(claim, line, on=timezone.localdate(at), by=by, at=at, note=note)
    told("restitution.line_taken_back", claim, by=by, at=at, changes={"kind": line.kind, "line": line.ref})
    return counter


def take_back_grants(*, claim: Claim, on: date, by: User, at: datetime, debtor: Debtor | None = None) -> None:
    """A ruling fell away, for all or for one convict: counter-lines for what it granted. The claim is locked."""
    rows = LedgerLine.objects.unscoped(because=BECAUSE).filter(claim=claim, kind=Kind.GRANTED)
    rows = rows.filter(reverses=None, reversed_by=None)
    for line in rows.filter(debtor=debtor) if debtor else rows:
        _counter(claim, line, on=on, by=by, at=at)


def _counter(
    claim: Claim, line: LedgerLine, *, on: date, by: User, at: datetime, note: str = ""
) -> LedgerLine:
    return _add(
        claim, by, at, kind=line.kind, head=line.head, amount=line.amount, debtor=line.debtor, reduces=line.reduces,
        beyond=line.beyond, reverses=line, receiver=line.receiver, means=line.means, on=on, note=note or None,
    )  # fmt: skip


def _add(claim: Claim, by: User, at: datetime, **facts: Any) -> LedgerLine:
    rows = LedgerLine.objects.unscoped(because=BECAUSE).filter(claim=claim)
    number = (rows.aggregate(last=Max("number"))["last"] or 0) + 1
    line = LedgerLine(
        claim=claim, number=number, agency_id=by.agency_id, written_by=by, written_at=at, **facts
    )
    line.save(force_insert=True)
    return line
