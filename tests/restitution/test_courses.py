"""Whole courses of a claim: parts, seizures, auctions, substitute detention, lines taken back, in any order.

After every single step the account reconciles, counted a second time by hand from the lines alone.
"""

from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gugus.restitution import rules
from gugus.restitution.codes import INTO_COURT, OUT_OF_COURT, STAGES, Kind, Liability, State
from gugus.restitution.rules import Entry, balance_of

D = Decimal
SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=120)
HEADS, DEBTORS = ("wealth_income", "suffering"), ("a", "b")
REDUCES = {Kind.DEPOSITED, Kind.AUCTION, Kind.DIRECT}
AFTER_RULING = (
    State.NOTIFIED,
    State.WARNED,
    State.SEIZED,
    State.AUCTIONED,
    State.DETAINED,
    State.UNPAID,
    State.SETTLED,
)

# Few amounts, so that parts often meet the whole exactly.
amounts = st.sampled_from([D("0.01"), D("333.33"), D("333.34"), D("500.00"), D("1000.00"), D("1500.50")])
lines = st.builds(
    lambda kind, amount, head, debtor: Entry(kind, amount, head if kind in STAGES else "", debtor, kind in REDUCES),
    st.sampled_from([Kind.GRANTED, *INTO_COURT, *OUT_OF_COURT, Kind.DIRECT, Kind.FUND]), amounts,
    st.sampled_from(HEADS),
    st.sampled_from(DEBTORS),
)  # fmt: skip
steps = st.one_of(
    st.tuples(st.just("line"), lines),
    st.tuples(st.just("turn"), st.sampled_from([*AFTER_RULING, *rules.VOIDS])),
    st.tuples(st.just("back"), st.integers(0, 30)),
)


class Course:
    """A claim as the actions keep it: a state, lines, which of them were taken back."""

    def __init__(self, liability: str):
        self.liability, self.state = liability, State.GRANTED
        self.lines = [
            Entry(Kind.GRANTED, D("1000.00"), HEADS[0], "a"),
            Entry(Kind.GRANTED, D("500.50"), HEADS[1], "b"),
        ]
        self.gone: set[int] = set()
        self.counters: set[int] = set()

    @property
    def balance(self) -> rules.Balance:
        return balance_of(self.lines, self.liability)

    def counter(self, place: int) -> None:
        one = self.lines[place]
        self.gone.add(place)
        self.counters.add(len(self.lines))
        self.lines.append(Entry(one.kind, one.amount, one.head, one.debtor, one.reduces, reversal=True))

    def standing(self) -> list[int]:
        return [n for n in range(len(self.lines)) if n not in self.gone and n not in self.counters]

    def line(self, entry: Entry, beyond: bool) -> None:
        stage = rules.STAGE_FROM.get(entry.kind)
        if self.state in rules.ENDED or (stage is not None and self.state not in stage):
            return
        if not rules.hurdles_to_line(self.balance, entry, liability=self.liability, beyond=beyond):
            self.lines.append(entry)

    def turn(self, to: str) -> None:
        before = self.balance
        if not rules.may_move(self.state, to):
            return
        if rules.hurdles_to_turn(to, before, origin=self.state, code="no_assets"):
            return
        self.state = State(to)
        if to in rules.VOIDS:
            for place in self.standing():
                if self.lines[place].kind == Kind.GRANTED:
                    self.counter(place)
            assert self.balance.granted == 0
        else:  # neither seizure nor detention nor a warning pays anything
            assert (self.balance.remainder, self.balance.paid) == (before.remainder, before.paid)

    def back(self, number: int) -> None:
        standing = self.standing()
        if self.state in rules.ENDED or not standing:
            return
        place = standing[number % len(standing)]
        after = balance_of([one for n, one in enumerate(self.lines) if n != place], self.liability)
        if not rules.hurdles_to_reversal(after, self.lines[place].kind):
            self.counter(place)

    def reconciles(self) -> None:
        """Count again, from the lines that stand, by hand."""
        stand = [self.lines[n] for n in self.standing()]

        def total(*kinds) -> Decimal:
            return sum((one.amount for one in stand if one.kind in kinds), D(0))

        told = self.balance
        assert told.granted == total(Kind.GRANTED) == told.applied + told.remainder
        paid = sum((one.amount for one in stand if one.reduces), D(0)) - total(Kind.GIVEN_BACK)
        assert told.paid == paid == told.applied + told.surplus
        assert told.at_court == total(*INTO_COURT) - total(*OUT_OF_COURT) >= 0
        assert told.received == total(Kind.HANDED, Kind.DIRECT, Kind.FUND)
        assert min(told.applied, told.remainder, told.surplus) >= 0
        if self.state == State.SETTLED:
            assert told.remainder == 0 and told.at_court <= told.surplus


@SLOWLY
@given(st.sampled_from(list(Liability)), st.lists(st.tuples(steps, st.booleans()), max_size=40))
def test_every_course_reconciles_after_every_step(liability, course):
    claim = Course(liability)
    claim.reconciles()
    for (what, given_), beyond in course:
        if what == "line":
            claim.line(given_, beyond)
        elif what == "turn":
            claim.turn(given_)
        else:
            claim.back(given_)
        claim.reconciles()


@SLOWLY
@given(st.lists(amounts, min_size=1, max_size=12), st.permutations(range(12)))
def test_parts_in_any_order_leave_the_same_remainder(parts, order):
    granted = Entry(Kind.GRANTED, sum(parts, D(0)) + D("0.01"), HEADS[0])
    ledger = [granted]
    for place in [one for one in order if one < len(parts)]:
        part = Entry(Kind.DEPOSITED, parts[place], reduces=True)
        assert rules.hurdles_to_line(balance_of(ledger), part) == []
        ledger.append(part)

    assert balance_of(ledger).remainder == D("0.01")
    assert rules.hurdles_to_line(balance_of(ledger), Entry(Kind.DIRECT, D("0.02"), reduces=True)) == [
        "more_than_owed"
    ]
    assert "remainder_left" in rules.hurdles_to_turn(State.SETTLED, balance_of(ledger))
