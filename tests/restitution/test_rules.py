"""The arithmetic of the ledger as properties, and the table of moves pair by pair."""

from datetime import date
from decimal import Decimal
from itertools import product
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gugus.restitution import rules
from gugus.restitution.codes import INTO_COURT, STAGES, Applicant, Kind, Liability, State
from gugus.restitution.rules import (
    NOTHING,
    Balance,
    Days,
    Entry,
    balance_of,
    clocks_running,
    hurdles_to_line,
    hurdles_to_reversal,
    hurdles_to_turn,
    may_move,
    outcome,
)

D = Decimal
SLOWLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=80)
HEADS = ("wealth_income", "suffering", "treatment")
DEBTORS = ("a", "b", "c")
REDUCES = {Kind.DEPOSITED: True, Kind.AUCTION: True, Kind.DIRECT: True, Kind.FUND: False}

# Written out by hand from UU 21/2007 arts. 48 and 50 and PERMA 1/2022, so that the code cannot agree with itself.
ALLOWED = """
told applied, told demanded, told withdrawn, applied told, applied complete, applied demanded, applied withdrawn,
complete assessed, complete demanded, complete granted, complete refused, complete withdrawn,
assessed demanded, assessed granted, assessed refused, assessed withdrawn,
demanded granted, demanded refused, demanded withdrawn, granted notified, granted refused, granted returned,
notified warned, notified settled, notified unpaid, warned seized, warned detained, warned settled, warned unpaid,
seized auctioned, seized detained, seized settled, seized unpaid,
auctioned seized, auctioned detained, auctioned settled, auctioned unpaid, detained seized, detained settled,
detained unpaid, unpaid warned, unpaid seized, unpaid detained, unpaid settled, settled unpaid,
refused granted, refused told, withdrawn told
"""
PAIRS = {tuple(pair.split()) for pair in ALLOWED.replace("\n", " ").split(",")}


@pytest.mark.parametrize(("origin", "to"), list(product(State.values, State.values)))
def test_each_pair_of_states_is_a_turn_or_is_none(origin, to):
    assert may_move(origin, to) == ((origin, to) in PAIRS)


def test_every_state_can_be_reached_and_left():
    reached = {to for origin, to in PAIRS}

    assert reached | {State.TOLD} == set(State.values)
    assert {origin for origin, to in PAIRS} == set(State.values) - {State.RETURNED}


amounts = st.decimals(
    min_value="0.01", max_value="999999999999.99", places=2, allow_nan=False, allow_infinity=False
)
entries = st.builds(
    lambda kind, amount, head, debtor: Entry(
        kind, amount, head if kind in STAGES else "", debtor, REDUCES.get(kind, False)
    ),
    st.sampled_from([one for one in Kind if one != Kind.DEBT]), amounts, st.sampled_from(HEADS),
    st.sampled_from(DEBTORS),
)  # fmt: skip
ledgers = st.lists(entries, max_size=25)
liabilities = st.sampled_from(list(Liability))


def kept(wishes, liability, *, beyond=True) -> list[Entry]:
    """The lines that the rules let through, in this order."""
    ledger: list[Entry] = []
    for wish in wishes:
        if not hurdles_to_line(balance_of(ledger, liability), wish, liability=liability, beyond=beyond):
            ledger.append(wish)
    return ledger


@SLOWLY
@given(ledgers, liabilities)
def test_the_balance_always_reconciles(wishes, liability):
    balance = balance_of(kept(wishes, liability), liability)

    assert balance.granted == balance.applied + balance.remainder
    assert balance.paid == balance.applied + balance.surplus
    assert min(balance.applied, balance.remainder, balance.surplus, balance.at_court, balance.paid) >= 0
    for debt in balance.debts.values():
        assert debt.applied + debt.remainder == debt.granted and debt.applied + debt.surplus == debt.paid
        assert min(debt.applied, debt.remainder, debt.surplus) >= 0


@SLOWLY
@given(ledgers, liabilities)
def test_heads_add_up_to_the_whole_of_each_stage(wishes, liability):
    balance = balance_of(kept(wishes, liability), liability)

    for stage in STAGES:
        assert sum((balance.head(head, stage) for head in balance.heads), NOTHING) == balance.of(stage)


@SLOWLY
@given(ledgers, liabilities)
def test_the_court_never_hands_out_what_it_does_not_have(wishes, liability):
    ledger: list[Entry] = []
    for wish in kept(wishes, liability):
        ledger.append(wish)
        balance = balance_of(ledger, liability)
        came = sum(map(balance.of, INTO_COURT), NOTHING)
        assert balance.of(Kind.HANDED) + balance.of(Kind.GIVEN_BACK) <= came


@SLOWLY
@given(ledgers)
def test_joint_convicts_together_never_pay_more_than_was_granted_unless_somebody_says_so(wishes):
    ledger = [one for one in wishes if one.kind == Kind.GRANTED] or [Entry(Kind.GRANTED, D("1.00"), HEADS[0])]
    for wish in [one for one in wishes if one.reduces]:
        before = balance_of(ledger)
        if not hurdles_to_line(before, wish):
            ledger.append(wish)

    balance = balance_of(ledger)
    assert balance.paid <= balance.granted and balance.surplus == 0
    assert balance.applied == balance.paid


@SLOWLY
@given(ledgers, liabilities, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(wishes, liability, random: Random):
    ledger = kept(wishes, liability)
    shuffled = list(ledger)
    random.shuffle(shuffled)

    assert told(balance_of(shuffled, liability)) == told(balance_of(ledger, liability))


@SLOWLY
@given(ledgers, liabilities, st.data())
def test_a_counter_line_restores_what_was_before(wishes, liability, data):
    ledger = kept(wishes, liability)
    if not ledger:
        return
    taken = data.draw(st.integers(0, len(ledger) - 1))
    line = ledger[taken]
    counter = Entry(line.kind, line.amount, line.head, line.debtor, line.reduces, reversal=True)

    with_both = balance_of([*ledger, counter], liability)
    without = balance_of(ledger[:taken] + ledger[taken + 1 :], liability)

    assert told(with_both) == told(without)


def told(balance: Balance) -> tuple:
    """Everything that a balance says, zeros left out."""
    return (
        {kind: amount for kind, amount in balance.sums.items() if amount},
        {(head, stage): n for head, stages in balance.heads.items() for stage, n in stages.items() if n},
        {owes: debt for owes, debt in balance.debts.items() if debt.granted or debt.paid},
        balance.applied, balance.remainder, balance.surplus, balance.at_court, balance.received,
    )  # fmt: skip


@SLOWLY
@given(ledgers, liabilities, st.data())
def test_whatever_is_taken_back_by_the_rules_leaves_a_sound_ledger(wishes, liability, data):
    ledger = kept(wishes, liability)
    if not ledger:
        return
    line = ledger.pop(data.draw(st.integers(0, len(ledger) - 1)))
    after = balance_of(ledger, liability)
    if not hurdles_to_reversal(after, line.kind):
        assert after.at_court >= 0
        assert min(after.applied, after.remainder, after.surplus) >= 0 or line.kind not in INTO_COURT


@pytest.mark.parametrize("amount", ["NaN", "sNaN", "Infinity", "-Infinity", "-0.01", "0"])
def test_money_is_a_positive_number(amount):
    assert hurdles_to_line(Balance(), Entry(Kind.DEPOSITED, D(amount), reduces=True)) == ["not_positive"]


def test_a_zero_can_be_granted_under_a_head():
    assert hurdles_to_line(Balance(), Entry(Kind.GRANTED, NOTHING, "suffering")) == []


def test_the_fund_pays_the_survivor_and_not_the_debt():
    ledger = [Entry(Kind.GRANTED, D(100), "suffering"), Entry(Kind.FUND, D(40))]

    balance = balance_of(ledger)

    assert (balance.remainder, balance.received, balance.from_convicts) == (D(100), D(40), NOTHING)
    assert balance_of([ledger[0], Entry(Kind.FUND, D(40), reduces=True)]).remainder == D(60)


def test_in_shares_what_one_pays_too_much_never_pays_for_another():
    ledger = [
        Entry(Kind.GRANTED, D(100), "suffering", "a"), Entry(Kind.GRANTED, D(50), "suffering", "b"),
        Entry(Kind.DEPOSITED, D(130), debtor="a", reduces=True),
    ]  # fmt: skip

    shares, joint = balance_of(ledger, Liability.SHARES), balance_of(ledger, Liability.JOINT)

    assert (shares.applied, shares.remainder, shares.surplus) == (D(100), D(50), D(30))
    assert (joint.applied, joint.remainder, joint.surplus) == (D(130), D(20), NOTHING)
    assert hurdles_to_line(shares, Entry(Kind.DEPOSITED, D(1), reduces=True), liability=Liability.SHARES) == [
        "whose_share"
    ]


def test_a_turn_says_what_is_missing():
    owed = balance_of([Entry(Kind.GRANTED, D(10), "suffering")])
    waits = balance_of([Entry(Kind.GRANTED, D(10), "suffering"), Entry(Kind.DEPOSITED, D(10), reduces=True)])
    paid = balance_of([Entry(Kind.GRANTED, D(10), "suffering"), Entry(Kind.DIRECT, D(10), reduces=True)])

    assert hurdles_to_turn(State.APPLIED, Balance()) == ["nothing_claimed"]
    assert hurdles_to_turn(State.GRANTED, Balance()) == ["nothing_granted"]
    assert hurdles_to_turn(State.SETTLED, owed) == ["remainder_left"]
    assert hurdles_to_turn(State.SETTLED, waits) == ["money_waits"]
    assert hurdles_to_turn(State.SETTLED, paid) == []
    assert hurdles_to_turn(State.WARNED, paid) == ["nothing_owed"]
    assert hurdles_to_turn(State.UNPAID, owed) == ["no_code"]
    assert hurdles_to_turn(State.UNPAID, paid, origin=State.SETTLED, code="payment_failed") == []
    assert hurdles_to_turn(State.RETURNED, waits) == ["not_given_back"]
    assert waits.is_square is False and paid.is_square is True


def test_a_child_does_not_apply_alone():
    assert rules.hurdles_to_applying(Applicant.SURVIVOR, is_child=True) == ["child_alone"]
    for other in (Applicant.GUARDIAN, Applicant.LPSK, Applicant.PROXY, Applicant.HEIR):
        assert rules.hurdles_to_applying(other, is_child=True) == []
    assert rules.hurdles_to_applying(Applicant.SURVIVOR, is_child=None) == []


def test_the_ruling_is_compared_with_what_was_asked_last():
    asked = [Entry(Kind.CLAIMED, D(100), "suffering"), Entry(Kind.DEMANDED, D(80), "suffering")]

    def ruled(amount):
        return outcome(balance_of([*asked, Entry(Kind.GRANTED, D(amount), "suffering")]))

    assert [ruled(0), ruled(79), ruled(80), ruled(81)] == ["refused", "part", "full", "more"]
    assert outcome(balance_of(asked)) == "none"


def test_clocks_follow_the_state_and_stop_when_everything_is_paid():
    owed = balance_of([Entry(Kind.GRANTED, D(10), "suffering")])
    paid = balance_of([Entry(Kind.GRANTED, D(10), "suffering"), Entry(Kind.DIRECT, D(10), reduces=True)])
    day = date(2026, 6, 1)
    days = Days(knew=day, applied=day, granted=day, copy=day, notice=day, warned=day)

    assert set(clocks_running(State.TOLD, Balance(), days)) == {"restitution_apply"}
    assert set(clocks_running(State.APPLIED, Balance(), days)) == {"restitution_complete"}
    assert set(clocks_running(State.NOTIFIED, owed, days)) == {
        "restitution_payment",
        "restitution_copy_payment",
    }
    assert set(clocks_running(State.WARNED, owed, days)) == {"restitution_warned"}
    assert clocks_running(State.NOTIFIED, paid, days) == {}
    assert clocks_running(State.SETTLED, paid, days) == {}
    assert set(clocks_running(State.GRANTED, owed, Days(granted=day))) == {"restitution_copy"}
