"""What is done to a claim, what is refused and why, and what it leaves behind."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from tests.conftest import NOON, voice_of
from tests.restitution.conftest import TODAY, D, a_case, a_claim, open_tasks, parties, pay, up_to

from gugus.audit.models import Entry as TrailEntry
from gugus.base.versions import Stale
from gugus.kernel.ids import new_id
from gugus.restitution import queries
from gugus.restitution.actions import ledger as ledger_actions
from gugus.restitution.actions.base import CannotClaim
from gugus.restitution.actions.claiming import open_claim, release
from gugus.restitution.actions.ledger import take_back, write_amounts, write_debt, write_money
from gugus.restitution.actions.telling import tell
from gugus.restitution.actions.turning import apply, note_day, turn
from gugus.restitution.models import Claim, LedgerLine, Told
from gugus.tasks.models import Clock

BECAUSE = "the test looks"
WHOLE = D("150000000.50")


def lines(claim) -> list[LedgerLine]:
    return list(LedgerLine.objects.unscoped(because=BECAUSE).filter(claim=claim).order_by("number"))


def again(claim) -> Claim:
    return Claim.objects.unscoped(because=BECAUSE).get(pk=claim.pk)


def why(refused) -> list[str]:
    return [one.code for one in refused.value.reasons]


def test_a_claim_begins_with_the_right_explained(rina, claim):
    assert claim.state == "told" and claim.ref.startswith("RS-")
    assert [one.to_state for one in queries.turns_of(claim)] == ["told"]
    assert len(queries.debtors_of(claim)) == 2


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda case: {"accused": []}, "no_debtor"),
        (lambda case: {"accused": parties(case, "survivor")}, "not_in_case"),
        (lambda case: {"party": parties(case, "accused")[0]}, "not_in_case"),
        (lambda case: {"told_on": TODAY + timedelta(days=1)}, "in_the_future"),
    ],
)
def test_a_claim_needs_its_survivor_and_somebody_who_owes(world, case, change, code):
    with voice_of(world.rina), pytest.raises(CannotClaim) as refused:
        facts = {"party": parties(case, "survivor")[0], "accused": parties(case, "accused"), "told_on": TODAY}
        open_claim(case=case, by=world.rina, at=NOON, **(facts | change(case)))

    assert code in why(refused)


def test_nobody_claims_twice_against_the_same_person(world, case, claim):
    with voice_of(world.rina):
        first = parties(case, "accused")[:1]
    with pytest.raises(CannotClaim) as refused:
        a_claim(world, case, accused=first)

    assert why(refused) == ["claims_already"]


def test_the_same_form_twice_is_one_claim_and_one_payment(world, case):
    key, paid = new_id(), new_id()

    one, two = (a_claim(world, case, key=key) for _ in range(2))
    claim = up_to(world, one, "granted")
    first, second = (pay(world, claim, "deposited", "5", key=paid) for _ in range(2))

    assert one.pk == two.pk and first.pk == second.pk
    with voice_of(world.rina):
        assert queries.balance_of(claim).paid == D(5)


def test_the_whole_way_from_right_to_settled_in_two_parts(world, granted):
    pay(world, granted, "deposited", "100000000")
    pay(world, granted, "handed", "100000000")
    pay(world, granted, "deposited", "50000000.50")
    pay(world, granted, "handed", "50000000.50")

    with voice_of(world.rina):
        balance = queries.balance_of(granted)
        done = turn(claim=granted, to="settled", on=TODAY, by=world.rina, at=NOON)

    assert (balance.granted, balance.received, balance.remainder) == (WHOLE, WHOLE, 0)
    assert balance.is_square and done.state == "settled"
    assert queries.unsettled(done.case) == []


def test_what_is_left_keeps_the_case_under_monitoring(world, granted):
    pay(world, granted, "deposited", "1000000")

    with voice_of(world.rina):
        left = turn(claim=granted, to="unpaid", on=TODAY, code="no_assets", by=world.rina, at=NOON)

        assert [one.pk for one in queries.unsettled(left.case)] == [granted.pk]
        with pytest.raises(CannotClaim) as refused:
            turn(claim=left, to="settled", on=TODAY, by=world.rina, at=NOON)
    assert why(refused) == ["remainder_left", "money_waits"]


def test_a_turn_out_of_order_is_refused_and_changes_nothing(world, claim):
    with voice_of(world.rina), pytest.raises(CannotClaim) as refused:
        turn(claim=claim, to="seized", on=TODAY, by=world.rina, at=NOON)

    assert why(refused) == ["no_such_move"]
    with voice_of(world.rina):
        assert again(claim).state == "told"


def test_a_zero_too_many_is_asked_about_and_more_can_be_paid_knowingly(world, granted):
    with pytest.raises(CannotClaim) as refused:
        pay(world, granted, "deposited", "1500000005")
    pay(world, granted, "deposited", "150000100", beyond=True)

    assert why(refused) == ["more_than_owed"] and refused.value.reasons[0].field == "amount"
    with voice_of(world.rina):
        balance = queries.balance_of(granted)
    assert (balance.remainder, balance.surplus) == (0, D("99.50"))
    with pytest.raises(CannotClaim) as refused:
        pay(world, granted, "handed", "150000100")
    assert why(refused) == ["more_than_granted"]


def test_money_is_taken_before_the_ruling_too_and_goes_back_after_acquittal(world, claim):
    claim = up_to(world, claim, "demanded")
    pay(world, claim, "deposited", "20000000")
    with voice_of(world.rina):
        claim = turn(
            claim=claim, to="granted", on=TODAY, amounts={"suffering": D(30000000)}, by=world.rina, at=NOON
        )
        with pytest.raises(CannotClaim) as refused:
            turn(claim=claim, to="returned", on=TODAY, by=world.rina, at=NOON)
    pay(world, claim, "given_back", "20000000")
    with voice_of(world.rina):
        ended = turn(claim=claim, to="returned", on=TODAY, by=world.rina, at=NOON)
        balance = queries.balance_of(ended)

    assert why(refused) == ["not_given_back"]
    assert (balance.granted, balance.paid, balance.at_court, balance.remainder) == (0, 0, 0, 0)


def test_what_was_handed_out_cannot_be_given_back(world, claim):
    claim = up_to(world, claim, "granted")
    pay(world, claim, "deposited", "10")
    pay(world, claim, "handed", "10")

    with pytest.raises(CannotClaim) as refused:
        pay(world, claim, "given_back", "1")
    assert why(refused) == ["more_than_deposited"]
    with voice_of(world.rina), pytest.raises(CannotClaim) as refused:
        turn(claim=claim, to="returned", on=TODAY, by=world.rina, at=NOON)
    assert "handed_out_already" in why(refused)


def test_a_line_is_taken_back_once_and_both_stay(world, granted):
    line = pay(world, granted, "deposited", "7000000")
    with voice_of(world.rina):
        counter = take_back(line=line, by=world.rina, at=NOON, note="Salah ketik.")
        balance, count = queries.balance_of(granted), len(lines(granted))
        for twice in (line, counter):
            with pytest.raises(CannotClaim):
                take_back(line=twice, by=world.rina, at=NOON)

        assert counter.reverses_id == line.pk and counter.note == "Salah ketik."
        assert balance.paid == 0 and balance.remainder == WHOLE
        assert len(lines(granted)) == count


def test_a_deposit_that_was_handed_out_is_not_taken_back_before(world, granted):
    deposit = pay(world, granted, "deposited", "7000000")
    handed = pay(world, granted, "handed", "7000000")

    with voice_of(world.rina):
        with pytest.raises(CannotClaim) as refused:
            take_back(line=deposit, by=world.rina, at=NOON)
        take_back(line=handed, by=world.rina, at=NOON)
        take_back(line=deposit, by=world.rina, at=NOON)

    assert why(refused) == ["handed_out_already"]


def test_a_settled_claim_says_first_that_a_payment_did_not_come(world, granted):
    line = pay(world, granted, "direct", "150000000.50")
    with voice_of(world.rina):
        done = turn(claim=granted, to="settled", on=TODAY, by=world.rina, at=NOON)
        with pytest.raises(CannotClaim) as refused:
            take_back(line=line, by=world.rina, at=NOON)
        open_again = turn(claim=done, to="unpaid", on=TODAY, code="payment_failed", by=world.rina, at=NOON)
        take_back(line=line, by=world.rina, at=NOON)

        assert why(refused) == ["ended"]
        assert queries.balance_of(open_again).remainder == WHOLE


def test_a_void_debt_is_kept_and_what_was_paid_on_it_is_a_loss(world, claim):
    with voice_of(world.rina):
        write_debt(
            claim=claim, asked=D(35000000), paid=D(4000000), on=TODAY, by=world.rina, at=NOON, note="Utang."
        )
        balance = queries.balance_of(claim)

    assert balance.of("debt") == D(35000000)
    assert balance.head("debt_void", "claimed") == balance.of("claimed") == D(4000000)


def test_the_fund_does_not_pay_the_convicts_debt(world, granted):
    pay(world, granted, "fund", "25000000")

    with voice_of(world.rina):
        balance = queries.balance_of(granted)
    assert (balance.remainder, balance.received) == (WHOLE, D(25000000))


def test_convicts_in_shares_pay_their_own(world, case):
    claim = a_claim(world, case, liability="shares")
    with voice_of(world.rina):
        first, second = queries.debtors_of(claim)
    claim = up_to(world, claim, "granted", amounts={"suffering": D(100)}, debtor=first)
    with voice_of(world.rina):
        write_amounts(
            claim=claim,
            stage="granted",
            amounts={"suffering": D(60)},
            on=TODAY,
            debtor=second,
            by=world.rina,
            at=NOON,
        )
        claim = turn(claim=claim, to="notified", on=TODAY, by=world.rina, at=NOON)
    with pytest.raises(CannotClaim) as refused:
        pay(world, claim, "deposited", "60")
    assert why(refused) == ["whose_share"]
    with pytest.raises(CannotClaim) as refused:
        pay(world, claim, "deposited", "70", debtor=second)
    assert why(refused) == ["more_than_owed"]
    pay(world, claim, "deposited", "60", debtor=second)

    with voice_of(world.rina):
        balance = queries.balance_of(claim)
        assert balance.debts[second.pk].remainder == 0 and balance.debts[first.pk].remainder == D(100)
        release(claim=claim, debtor=first, on=TODAY, by=world.rina, at=NOON)
        assert queries.balance_of(claim).remainder == 0


def test_jointly_the_others_owe_the_whole_when_one_is_acquitted(world, granted):
    with voice_of(world.rina):
        first, second = queries.debtors_of(granted)
        release(claim=granted, debtor=first, on=TODAY, by=world.rina, at=NOON)

        assert queries.balance_of(granted).remainder == WHOLE
        with pytest.raises(CannotClaim) as refused:
            release(claim=granted, debtor=second, on=TODAY, by=world.rina, at=NOON)
    assert why(refused) == ["last_debtor"]
    with pytest.raises(CannotClaim) as refused:
        pay(world, granted, "deposited", "5", debtor=first)
    assert why(refused) == ["released"]


def test_a_child_applies_through_somebody(world):
    case = a_case(world, survivor=("Melati Kecil", 2012))
    claim = a_claim(world, case)
    facts = {"claim": claim, "on": TODAY, "route": "lpsk", "by": world.rina, "at": NOON}
    with voice_of(world.rina):
        write_amounts(
            claim=claim, stage="claimed", amounts={"suffering": D(1)}, on=TODAY, by=world.rina, at=NOON
        )
        with pytest.raises(CannotClaim) as refused:
            apply(applicant="survivor", **facts)
        applied = apply(applicant="guardian", applicant_name="Ibu Contoh", **facts)

    assert why(refused) == ["child_alone"]
    assert (applied.state, applied.applicant_name) == ("applied", "Ibu Contoh")


def test_heirs_apply_and_receive(world, claim):
    with voice_of(world.rina):
        write_amounts(
            claim=claim, stage="claimed", amounts={"suffering": D(9)}, on=TODAY, by=world.rina, at=NOON
        )
        claim = apply(
            claim=claim,
            on=TODAY,
            route="court",
            applicant="heir",
            applicant_name="Kakak",
            by=world.rina,
            at=NOON,
        )
        for to in ("complete", "granted", "notified"):
            given = {"suffering": D(9)} if to == "granted" else None
            claim = turn(claim=claim, to=to, on=TODAY, amounts=given, by=world.rina, at=NOON)
    with pytest.raises(CannotClaim) as refused:
        pay(world, claim, "direct", "9", receiver="")
    paid = pay(
        world,
        claim,
        "direct",
        "9",
        receiver="heir",
        receiver_name="Kakak",
        account="000-111",
        means="transfer",
    )

    assert why(refused) == ["receiver_needed"]
    with voice_of(world.rina):
        kept = LedgerLine.objects.unscoped(because=BECAUSE).get(pk=paid.pk)
        assert (kept.receiver, kept.receiver_name, kept.account) == ("heir", "Kakak", "000-111")


def test_the_prosecutor_may_demand_without_an_application(world, claim):
    with voice_of(world.rina):
        claim = turn(
            claim=claim, to="demanded", on=TODAY, amounts={"treatment": D(12)}, by=world.rina, at=NOON
        )

    assert claim.state == "demanded"


def test_amounts_wait_for_their_stage(world, claim):
    with voice_of(world.rina), pytest.raises(CannotClaim) as refused:
        write_amounts(
            claim=claim, stage="granted", amounts={"suffering": D(1)}, on=TODAY, by=world.rina, at=NOON
        )

    assert why(refused) == ["stage_not_reached"]


def test_a_refused_claim_can_be_granted_by_a_higher_court(world, claim):
    claim = up_to(world, claim, "granted")
    with voice_of(world.rina):
        claim = turn(claim=claim, to="refused", on=TODAY, code="appeal", by=world.rina, at=NOON)
        assert queries.balance_of(claim).granted == 0
        claim = turn(
            claim=claim, to="granted", on=TODAY, amounts={"suffering": D(44)}, by=world.rina, at=NOON
        )

        assert queries.balance_of(claim).granted == D(44)


def test_clocks_run_from_their_day_and_stop_with_the_last_rupiah(world, granted):
    tasks = open_tasks(world, granted)
    start = TODAY - timedelta(days=60 - 5)
    assert set(tasks) == {"restitution_payment", "restitution_copy"}
    assert tasks["restitution_payment"].due_at.date() == start + timedelta(days=14)

    with voice_of(world.rina):
        note_day(claim=granted, which="copy_on", on=TODAY, by=world.rina, at=NOON)
    assert set(open_tasks(world, granted)) == {"restitution_payment", "restitution_copy_payment"}
    line = pay(world, granted, "direct", str(WHOLE))
    assert open_tasks(world, granted) == {}
    with voice_of(world.rina):
        take_back(line=line, by=world.rina, at=NOON)
    again_running = open_tasks(world, granted)
    assert set(again_running) == {"restitution_payment", "restitution_copy_payment"}
    assert again_running["restitution_payment"].due_at == tasks["restitution_payment"].due_at


def test_the_warning_gives_fourteen_days_more_and_ninety_run_from_knowledge(world, claim):
    with voice_of(world.rina):
        note_day(claim=claim, which="knew_on", on=TODAY, by=world.rina, at=NOON)
    assert open_tasks(world, claim)["restitution_apply"].due_at.date() == TODAY + timedelta(days=90)

    claim = up_to(world, claim, "warned")
    tasks = open_tasks(world, claim)

    assert "restitution_apply" not in tasks and "restitution_payment" not in tasks
    assert tasks["restitution_warned"].due_at.date() == claim.warned_on + timedelta(days=14)


def test_a_running_clock_keeps_its_row_when_the_rules_change(world, granted):
    with voice_of(world.rina):
        before = next(one for one in queries.deadlines_of([granted]) if one.kind == "restitution_payment")
    Clock.objects.filter(code="restitution_payment").update(valid_to=TODAY)
    row = Clock.objects.get(pk=before.clock_id)
    Clock.objects.create(
        code=row.code, step=row.step, amount=3, unit="days", hours=row.hours, words_id="x", words_en="x", status="D",
        valid_from=TODAY,
    )  # fmt: skip

    with voice_of(world.rina):
        tell(claim=granted, on=TODAY, topic="delay", way="talk", by=world.rina, at=NOON)
        after = next(one for one in queries.deadlines_of([granted]) if one.kind == "restitution_payment")

    assert (after.pk, after.clock_id, after.due_at) == (before.pk, row.pk, before.due_at)


def test_what_the_survivor_was_told_is_kept(world, claim):
    with voice_of(world.rina):
        tell(
            claim=claim, on=TODAY, topic="right", way="talk", words="Hak dijelaskan.", by=world.rina, at=NOON
        )
        (row,) = queries.told_of(claim)

        assert (row.topic, row.words) == ("right", "Hak dijelaskan.")
        assert Told.objects.unscoped(because=BECAUSE).count() == 1


def test_the_trail_says_what_happened_and_never_how_much(world, granted):
    pay(world, granted, "direct", "1234567.89", receiver_name="Ibu Contoh", account="555-666")

    with voice_of(world.rina):
        kept = TrailEntry.objects.unscoped(because=BECAUSE).filter(verb__startswith="restitution.")
        told = " ".join(str(one.changes) + one.reason for one in kept)
        verbs = set(kept.values_list("verb", flat=True))

    assert {"restitution.opened", "restitution.turned", "restitution.money_written"} <= verbs
    for secret in ("1234567", "Ibu Contoh", "555-666", "150000000"):
        assert secret not in told


def test_somebody_who_looked_at_an_old_page_is_told(world, granted):
    seen = granted.version
    pay(world, granted, "deposited", "5", seen=seen)

    with pytest.raises(Stale):
        pay(world, granted, "deposited", "5", seen=seen)


def test_killed_between_two_lines_nothing_is_left(world, claim, monkeypatch):
    calls = []
    real = ledger_actions._add

    def dies(*args, **facts):
        if calls:
            raise RuntimeError("killed")
        calls.append(1)
        return real(*args, **facts)

    monkeypatch.setattr(ledger_actions, "_add", dies)
    with voice_of(world.rina), pytest.raises(RuntimeError):
        write_debt(claim=claim, asked=D(10), paid=D(5), on=TODAY, by=world.rina, at=NOON)

    with voice_of(world.rina):
        assert lines(claim) == [] and again(claim).version == claim.version


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity", "-5", "0"])
def test_what_is_no_amount_never_becomes_a_line(world, granted, amount):
    with pytest.raises(CannotClaim) as refused:
        pay(world, granted, "deposited", amount)

    assert why(refused) == ["not_positive"]


def test_days_in_the_future_are_refused_everywhere(world, granted):
    tomorrow = TODAY + timedelta(days=1)
    with voice_of(world.rina):
        for act in (
            lambda: turn(claim=granted, to="warned", on=tomorrow, by=world.rina, at=NOON),
            lambda: note_day(claim=granted, which="copy_on", on=tomorrow, by=world.rina, at=NOON),
            lambda: tell(claim=granted, on=tomorrow, topic="delay", way="talk", by=world.rina, at=NOON),
            lambda: write_money(
                claim=granted,
                kind="deposited",
                amount=Decimal(5),
                on=date(2100, 1, 1),
                by=world.rina,
                at=NOON,
            ),
        ):
            with pytest.raises(CannotClaim) as refused:
                act()
            assert why(refused) == ["in_the_future"]
