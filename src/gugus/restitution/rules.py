"""What the law allows with a claim, and the arithmetic of its ledger. Pure: decimals in, decimals out.

The balance is a sum over lines, so their order never matters and a counter-line restores what was before. For every
ledger: granted = applied + remainder, paid = applied + surplus, none of them negative (tests/restitution).
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from gugus.restitution.codes import INTO_COURT, MONEY, OUT_OF_COURT, STAGES, Applicant, Kind, Liability, State

NOTHING = Decimal("0.00")

# From a state to a state. Whoever is paid early, late or after all ends in "settled"; nothing else ends a debt.
MOVES = {
    State.TOLD: {State.APPLIED, State.DEMANDED, State.WITHDRAWN},
    State.APPLIED: {State.TOLD, State.COMPLETE, State.DEMANDED, State.WITHDRAWN},
    State.COMPLETE: {State.ASSESSED, State.DEMANDED, State.GRANTED, State.REFUSED, State.WITHDRAWN},
    State.ASSESSED: {State.DEMANDED, State.GRANTED, State.REFUSED, State.WITHDRAWN},
    State.DEMANDED: {State.GRANTED, State.REFUSED, State.WITHDRAWN},
    State.GRANTED: {State.NOTIFIED, State.REFUSED, State.RETURNED},
    State.NOTIFIED: {State.WARNED, State.SETTLED, State.UNPAID},
    State.WARNED: {State.SEIZED, State.DETAINED, State.SETTLED, State.UNPAID},
    State.SEIZED: {State.AUCTIONED, State.DETAINED, State.SETTLED, State.UNPAID},
    State.AUCTIONED: {State.SEIZED, State.DETAINED, State.SETTLED, State.UNPAID},
    State.DETAINED: {State.SEIZED, State.SETTLED, State.UNPAID},
    State.UNPAID: {State.WARNED, State.SEIZED, State.DETAINED, State.SETTLED},
    State.SETTLED: {State.UNPAID},
    State.REFUSED: {State.GRANTED, State.TOLD},
    State.RETURNED: set(),
    State.WITHDRAWN: {State.TOLD},
}
ENDED = frozenset({State.SETTLED, State.REFUSED, State.RETURNED, State.WITHDRAWN})
OWED = frozenset({State.NOTIFIED, State.WARNED, State.SEIZED, State.AUCTIONED, State.DETAINED, State.UNPAID})
RULED = frozenset({State.GRANTED, *OWED, State.SETTLED, State.RETURNED})
# Turns for which somebody must say why.
NEEDS_CODE = frozenset({State.UNPAID, State.WITHDRAWN, State.TOLD})
# Turns with which a ruling falls away: its amounts are taken back by counter-lines.
VOIDS = frozenset({State.REFUSED, State.RETURNED})
# In which states amounts of a stage may be written: what a claim has not reached has no amounts.
STAGE_FROM = {
    Kind.CLAIMED: frozenset(State) - ENDED,
    Kind.ASSESSED: frozenset(State) - ENDED - {State.TOLD, State.APPLIED},
    Kind.DEMANDED: frozenset(State) - ENDED - {State.TOLD},
    Kind.GRANTED: frozenset({State.GRANTED, *OWED}),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """What counts of a line. `reduces`: money that makes the convict's debt smaller; `reversal`: a counter-line."""

    kind: str
    amount: Decimal
    head: str = ""
    debtor: Hashable = None
    reduces: bool = False
    reversal: bool = False

    @property
    def signed(self) -> Decimal:
        """The amount as it counts."""
        return -self.amount if self.reversal else self.amount


@dataclass(frozen=True, slots=True)
class Debt:
    """What one convict (or all jointly) owes."""

    granted: Decimal = NOTHING
    paid: Decimal = NOTHING

    @property
    def applied(self) -> Decimal:
        """What of the payments went onto the debt."""
        return min(self.granted, self.paid)

    @property
    def remainder(self) -> Decimal:
        """What is still owed."""
        return self.granted - self.applied

    @property
    def surplus(self) -> Decimal:
        """What was paid beyond the ruling; it belongs to the payer."""
        return self.paid - self.applied


@dataclass(frozen=True)
class Balance:
    """Everything a ledger says, in exact rupiah."""

    sums: Mapping[str, Decimal] = field(default_factory=dict)
    heads: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    debts: Mapping[Hashable, Debt] = field(default_factory=dict)

    def of(self, kind: str) -> Decimal:
        """The sum of a kind of lines."""
        return self.sums.get(kind, NOTHING)

    def head(self, head: str, stage: str) -> Decimal:
        """The amount of a head of loss at a stage."""
        return self.heads.get(head, {}).get(stage, NOTHING)

    @property
    def granted(self) -> Decimal:
        """What the ruling grants."""
        return self.of(Kind.GRANTED)

    @property
    def paid(self) -> Decimal:
        """What convicts paid, in whatever way, less what was given back."""
        return sum((one.paid for one in self.debts.values()), NOTHING)

    @property
    def applied(self) -> Decimal:
        """What of that went onto the debt."""
        return sum((one.applied for one in self.debts.values()), NOTHING)

    @property
    def remainder(self) -> Decimal:
        """What is still owed."""
        return sum((one.remainder for one in self.debts.values()), NOTHING)

    @property
    def surplus(self) -> Decimal:
        """What was paid beyond the ruling."""
        return sum((one.surplus for one in self.debts.values()), NOTHING)

    @property
    def at_court(self) -> Decimal:
        """What lies with the court and waits for the survivor (or goes back to the payer)."""
        return sum(map(self.of, INTO_COURT), NOTHING) - sum(map(self.of, OUT_OF_COURT), NOTHING)

    @property
    def from_convicts(self) -> Decimal:
        """What reached the survivor from convicts and their assets."""
        return self.of(Kind.HANDED) + self.of(Kind.DIRECT)

    @property
    def received(self) -> Decimal:
        """What reached the survivor from anywhere."""
        return self.from_convicts + self.of(Kind.FUND)

    @property
    def is_square(self) -> bool:
        """Nothing is owed any more, and the survivor has what was paid for her."""
        return self.remainder == 0 and self.at_court <= self.surplus and self.granted > 0


def balance_of(entries: Iterable[Entry], liability: str = Liability.JOINT) -> Balance:
    """Add up a ledger. Jointly there is one debt; in shares each convict has an own one."""
    sums: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    heads: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: NOTHING))
    granted: dict[Hashable, Decimal] = defaultdict(lambda: NOTHING)
    paid: dict[Hashable, Decimal] = defaultdict(lambda: NOTHING)
    for one in entries:
        owes = one.debtor if liability == Liability.SHARES else None
        sums[one.kind] += one.signed
        if one.kind in STAGES:
            heads[one.head][one.kind] += one.signed
        if one.kind == Kind.GRANTED:
            granted[owes] += one.signed
        elif one.kind == Kind.GIVEN_BACK:
            paid[owes] -= one.signed
        elif one.reduces:
            paid[owes] += one.signed
    debts = {owes: Debt(granted[owes], paid[owes]) for owes in {*granted, *paid}}
    return Balance(dict(sums), {head: dict(stages) for head, stages in heads.items()}, debts)


def hurdles_to_line(
    before: Balance, new: Entry, *, liability: str = Liability.JOINT, beyond: bool = False
) -> list[str]:
    """Why this line cannot be written onto that ledger, as codes. `beyond`: somebody said that more was paid."""
    hurdles = []
    if not new.amount.is_finite() or new.amount < 0 or (new.kind in MONEY and new.amount == 0):
        return ["not_positive"]
    needs_debtor = new.kind == Kind.GRANTED or new.reduces or new.kind == Kind.GIVEN_BACK
    if liability == Liability.SHARES and needs_debtor and new.debtor is None:
        return ["whose_share"]
    if new.kind in OUT_OF_COURT and new.amount > before.at_court:
        hurdles.append("more_than_deposited")
    if new.kind == Kind.HANDED and new.amount > before.granted - before.from_convicts:
        hurdles.append("more_than_granted")
    if new.reduces and before.granted > 0 and not beyond:
        owes = new.debtor if liability == Liability.SHARES else None
        if new.amount > before.debts.get(owes, Debt()).remainder:
            hurdles.append("more_than_owed")
    in_shares = liability == Liability.SHARES
    if new.kind == Kind.GIVEN_BACK and in_shares and new.amount > before.debts.get(new.debtor, Debt()).paid:
        hurdles.append("more_than_deposited")
    return list(dict.fromkeys(hurdles))


def hurdles_to_reversal(after: Balance, kind: str) -> list[str]:
    """Why a line cannot be taken back: `after` is the ledger without it. What left the court must have come in."""
    short = after.at_court < 0 or any(one.paid < 0 for one in after.debts.values())
    return ["handed_out_already"] if short and kind in INTO_COURT else []


def may_move(origin: str, to: str) -> bool:
    """Is this a turn of a claim?"""
    return State(to) in MOVES[State(origin)]


def hurdles_to_turn(to: str, balance: Balance, *, origin: str = "", code: str = "") -> list[str]:
    """What is missing for a turn, as codes."""
    hurdles = []
    if to == State.APPLIED and balance.of(Kind.CLAIMED) <= 0:
        hurdles.append("nothing_claimed")
    if to == State.ASSESSED and Kind.ASSESSED not in balance.sums:
        hurdles.append("nothing_assessed")
    if to == State.DEMANDED and Kind.DEMANDED not in balance.sums:
        hurdles.append("nothing_demanded")
    if to == State.GRANTED and balance.granted <= 0:
        hurdles.append("nothing_granted")
    if to in VOIDS and balance.of(Kind.HANDED) > 0:
        hurdles.append("handed_out_already")
    if to == State.SETTLED and balance.remainder > 0:
        hurdles.append("remainder_left")
    if to == State.SETTLED and balance.at_court > balance.surplus:
        hurdles.append("money_waits")
    owes_again = origin == State.SETTLED  # a payment turned out not to have come; it is taken back next
    if to in {State.UNPAID, State.WARNED} and balance.remainder == 0 and not owes_again:
        hurdles.append("nothing_owed")
    if to == State.RETURNED and balance.at_court > 0:
        hurdles.append("not_given_back")
    if to in NEEDS_CODE and not code:
        hurdles.append("no_code")
    return hurdles


def hurdles_to_applying(applicant: str, *, is_child: bool | None) -> list[str]:
    """A child applies through a parent, a guardian, a proxy or LPSK."""
    return ["child_alone"] if is_child and applicant == Applicant.SURVIVOR else []


def outcome(balance: Balance) -> str:
    """How the ruling compares with what was asked for: none, refused, part, full or more."""
    asked = balance.of(Kind.DEMANDED) or balance.of(Kind.ASSESSED) or balance.of(Kind.CLAIMED)
    if Kind.GRANTED not in balance.sums:
        return "none"
    if balance.granted == 0:
        return "refused"
    return "part" if balance.granted < asked else "full" if balance.granted == asked else "more"


# Kind of task → row of the table of clocks.
CLOCKS = {
    "restitution_apply": "restitution_after_verdict",  # PERMA 1/2022: 90 days from knowledge of the verdict
    "restitution_complete": "lpsk_completeness",  # PP 7/2018: 7 days
    "restitution_copy": "restitution_copy",  # PERMA 1/2022: 7 days
    "restitution_payment": "restitution_payment",  # UU 21/2007 art. 48: 14 days from notice
    "restitution_copy_payment": "restitution_lpsk_payment",  # PP 7/2018: 30 days from the copy
    "restitution_warned": "restitution_warning",  # UU 21/2007 art. 50: 14 days more
}


@dataclass(frozen=True, slots=True)
class Days:
    """The days from which a claim's clocks run."""

    knew: date | None = None
    applied: date | None = None
    granted: date | None = None
    copy: date | None = None
    notice: date | None = None
    warned: date | None = None


def clocks_running(state: str, balance: Balance, days: Days) -> dict[str, date]:
    """Which clocks run, each from its day. What is paid or ended stops them."""
    owed = balance.remainder > 0
    wanted = {
        "restitution_apply": days.knew if state == State.TOLD else None,
        "restitution_complete": days.applied if state == State.APPLIED else None,
        "restitution_copy": days.granted if state in {State.GRANTED, *OWED} and days.copy is None else None,
        "restitution_payment": days.notice if state == State.NOTIFIED and owed else None,
        "restitution_copy_payment": days.copy if state in {State.GRANTED, State.NOTIFIED} and owed else None,
        "restitution_warned": days.warned if state == State.WARNED and owed else None,
    }
    return {kind: day for kind, day in wanted.items() if day is not None}
