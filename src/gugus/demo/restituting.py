"""Two claims for restitution: one granted and paid in two parts, one unpaid with a warning of the court."""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice

from gugus.cases.models import Case
from gugus.demo.enacting import Stage
from gugus.restitution.actions.claiming import open_claim
from gugus.restitution.actions.ledger import write_amounts, write_debt, write_money
from gugus.restitution.actions.telling import tell
from gugus.restitution.actions.turning import apply, turn
from gugus.restitution.models import Claim
from gugus.restitution.queries import accused_of, survivors_of

BECAUSE = "the demo's own cases"
FIRST = {
    "wealth_income": Decimal("84000000"),
    "suffering": Decimal("50000000"),
    "treatment": Decimal("6500000.50"),
}
GRANTED = {
    "wealth_income": Decimal("84000000"),
    "suffering": Decimal("30000000"),
    "treatment": Decimal("6500000.50"),
}
SECOND = {
    "promised_income": Decimal("48000000"),
    "suffering": Decimal("40000000"),
    "other_transport": Decimal("3200000"),
}
WAY = (
    ("complete", 145, None),
    ("assessed", 120, 0),
    ("demanded", 100, 1),
    ("granted", 70, 1),
    ("notified", 40, None),
)


def restitute(stage: Stage, *, at: datetime) -> None:
    """On two running cases of Rina with a survivor and somebody accused."""
    rina = stage.users["rina"]
    rows = (
        Case.objects.unscoped(because=BECAUSE)
        .filter(manager=rina, state="open")
        .select_related("agency", "data_key")
    )
    fit = (case for case in rows.order_by("opened_at") if survivors_of(case) and accused_of(case))
    cases = list(islice(fit, 2))
    if len(cases) == 2:
        _paid(_walked(cases[0], rina, FIRST, GRANTED, at), rina, at)
        _unpaid(_walked(cases[1], rina, SECOND, SECOND, at), rina, at)


def _walked(case: Case, rina, claimed: dict, granted: dict, at: datetime) -> Claim:
    """From the right explained to the notice of the final verdict, forty days ago."""
    day = at.date()
    told_on = day - timedelta(days=160)
    claim = open_claim(
        case=case, party=survivors_of(case)[0], accused=accused_of(case), told_on=told_on, by=rina, at=at
    )
    tell(
        claim=claim,
        on=told_on,
        topic="right",
        way="talk",
        words="Hak dijelaskan; ingin memohon.",
        by=rina,
        at=at,
    )
    write_debt(
        claim=claim, asked=Decimal("35000000"), paid=Decimal("4000000"), on=told_on, by=rina, at=at,
        note="Pelaku menyebut biaya berangkat sebagai utang.",
    )  # fmt: skip
    write_amounts(
        claim=claim, stage="claimed", amounts=claimed, on=told_on, by=rina, at=at, document="Daftar bukti 1"
    )
    claim = apply(claim=claim, on=day - timedelta(days=150), route="lpsk", applicant="lpsk", by=rina, at=at)
    amounts = (claimed, granted)
    for to, ago, which in WAY:
        given = None if which is None else amounts[which]
        claim = turn(claim=claim, to=to, on=day - timedelta(days=ago), amounts=given, by=rina, at=at)
    return claim


def _paid(claim: Claim, rina, at: datetime) -> None:
    """Two deposits, two times handed out, settled."""
    day = at.date()
    for ago, amount in ((35, "60000000"), (29, "60500000.50")):
        facts = {"claim": claim, "amount": Decimal(amount), "by": rina, "at": at}
        write_money(
            kind="deposited", on=day - timedelta(days=ago), document="Kuitansi panitera (rekaan)", **facts
        )
        write_money(
            kind="handed", on=day - timedelta(days=ago - 3), receiver="survivor", means="transfer", **facts
        )
    tell(claim=claim, on=day - timedelta(days=25), topic="payment", way="phone", by=rina, at=at)
    turn(claim=claim, to="settled", on=day - timedelta(days=20), by=rina, at=at)


def _unpaid(claim: Claim, rina, at: datetime) -> None:
    """A small deposit, help from the fund, and the court's warning ten days ago."""
    day = at.date()
    facts = {"claim": claim, "by": rina, "at": at}
    write_money(kind="deposited", amount=Decimal("5000000"), on=day - timedelta(days=30), **facts)
    write_money(
        kind="fund", amount=Decimal("10000000"), on=day - timedelta(days=15), receiver="survivor", **facts
    )
    turn(claim=claim, to="warned", on=day - timedelta(days=10), by=rina, at=at)
    tell(claim=claim, on=day - timedelta(days=9), topic="delay", way="talk", by=rina, at=at)
