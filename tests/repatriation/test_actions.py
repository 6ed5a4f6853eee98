"""A return from its proposal to the door of the family."""

from decimal import Decimal

import pytest
from tests.conftest import NOON, as_role, voice_of
from tests.ledger import consented
from tests.repatriation.conftest import (
    DAY,
    HOUR,
    LOMBOK,
    NUNUKAN,
    TAWAU,
    agreed,
    arrived,
    child_in,
    codes,
    drawing,
    follow,
    handed,
    left,
    leg_plan,
    legs_of,
    minutes_of,
    now_of,
    plan_of,
    prepared,
    proposed,
    seen_by,
)

from gugus.cases.panels import hurdles_of
from gugus.consent.models import Recall
from gugus.consent.queries import of_person
from gugus.consent.withdrawing import Wish, withdraw
from gugus.notices.models import Notice
from gugus.outbox.models import Event
from gugus.repatriation.actions import costs, handing, legs, papers, preparing, signing
from gugus.repatriation.actions.moving import CannotReturn
from gugus.repatriation.jobs import on_withdrawal, raise_alarms
from gugus.repatriation.models import HandedPerson, Handover, Leg, Repatriation, Signature
from gugus.tasks.models import Clock, Task


def state_of(world, repatriation) -> str:
    return now_of(world.rina, Repatriation, repatriation.pk).state


def refused_when(user, run, /, **facts) -> set[str]:
    with voice_of(user), pytest.raises(CannotReturn) as refused:
        run(by=user, **({"at": NOON} | facts))
    return codes(refused)


def test_the_state_follows_from_what_was_recorded(world, case, sekar):
    made = proposed(world, case, sekar)
    assert state_of(world, made) == "proposed"
    with voice_of(world.rina):
        preparing.assess_risk(repatriation=made, risk="safe", note="Aman.", by=world.rina, at=NOON)
    assert state_of(world, made) == "proposed"  # the family was not traced yet
    with voice_of(world.rina):
        preparing.tell_tracing(repatriation=made, tracing="found", note="", by=world.rina, at=NOON)
    assert state_of(world, made) == "traced"
    consented(world.rina, sekar, world.shelter, purpose="return")
    with voice_of(world.rina):
        preparing.keep_consent(repatriation=made, by=world.rina, at=NOON)
    assert state_of(world, made) == "papers"  # no paper is needed


def test_the_accused_and_strangers_do_not_travel_home(world, case, sekar):
    with voice_of(world.rina):
        case.parties.filter(person=sekar).update(role="accused")
    assert refused_when(world.rina, preparing.propose, case=case, person=sekar, plan=plan_of()) == {
        "not_for_this_role"
    }


def test_nobody_returns_twice_at_once(world, case, home, sekar):
    assert refused_when(world.rina, preparing.propose, case=case, person=sekar, plan=plan_of()) == {
        "runs_already"
    }


def test_a_double_click_proposes_one(world, case, sekar):
    key = Repatriation().pk
    with voice_of(world.rina):
        made = [
            preparing.propose(case=case, person=sekar, plan=plan_of(), by=world.rina, at=NOON, key=key)
            for _ in "ab"
        ]
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"kind": "domestic"}, "other_kind"),
        ({"target": TAWAU}, "goes_nowhere"),
        ({"kind": "to_abroad", "origin": LOMBOK, "target": TAWAU}, "no_mission"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(world, case, sekar, more, code):
    refused = refused_when(world.rina, preparing.propose, case=case, person=sekar, plan=plan_of(**more))
    assert code in refused


def test_without_her_word_nobody_is_sent_home(world, case, sekar):
    made = proposed(world, case, sekar)
    assert refused_when(world.rina, preparing.keep_consent, repatriation=made) == {"return_none"}
    consented(world.rina, sekar, world.shelter, purpose="return", answer="refused")
    assert refused_when(world.rina, preparing.keep_consent, repatriation=made) == {"return_refused"}


def test_a_consent_to_refer_is_no_consent_to_return(world, case, sekar):
    made = proposed(world, case, sekar)
    consented(world.rina, sekar, world.shelter)
    assert refused_when(world.rina, preparing.keep_consent, repatriation=made) == {"return_none"}


def test_who_took_her_consent_back_does_not_leave(world, home, sekar):
    with voice_of(world.rina):
        grounds = [one.pk for one in of_person(sekar) if one.purpose == "return"]
        wish = Wish(grounds=tuple(grounds), asker="self")
        withdraw(person=sekar, wish=wish, by=world.rina, at=NOON)
    [first, _second] = legs_of(world, home)
    assert refused_when(world.rina, legs.begin_leg, leg=first, at=NOON + HOUR) == {"return_withdrawn"}


def test_a_withdrawal_holds_the_return_back_and_closes_what_minutes_opened(world, home, sekar):
    first = left(world, home)
    agreed(world, minutes_of(world, [handed(home, first)]))
    assert len(seen_by(world.maya, Repatriation)) == 1
    with voice_of(world.rina):
        grounds = tuple(one.pk for one in of_person(sekar) if one.purpose == "return")
        withdraw(person=sekar, wish=Wish(grounds=grounds, asker="self"), by=world.rina, at=NOON + DAY)
    assert seen_by(world.maya, Repatriation) == seen_by(world.maya, HandedPerson) == []
    assert len(seen_by(world.maya, Recall)) == 1  # the shelter owes a receipt
    with as_role("gugus_worker"):
        on_withdrawal(event=Event.objects.get(topic="consent.withdrawn"), at=NOON + DAY)
    assert now_of(world.rina, Repatriation, home.pk).consented_at is None
    [notice] = seen_by(world.rina, Notice, user=world.rina, code="return_consent_gone")
    assert notice.risk == "high"


def test_an_unsafe_return_waits_for_a_supervisor_who_did_not_assess_it(world, case, sekar):
    consented(world.rina, sekar, world.shelter, purpose="return")
    made = proposed(world, case, sekar)
    with voice_of(world.rina):
        preparing.tell_tracing(repatriation=made, tracing="found", note="", by=world.rina, at=NOON)
        preparing.keep_consent(repatriation=made, by=world.rina, at=NOON)
        preparing.assess_risk(
            repatriation=made, risk="unsafe", note="Perekrut tetangga.", by=world.rina, at=NOON
        )
        legs.write_leg(repatriation=made, plan=leg_plan(), by=world.rina, at=NOON)
    assert refused_when(world.rina, legs.schedule, repatriation=made) == {"unsafe"}
    words = "Ibunya sakit keras, polisi setempat menjaga rumah."
    assert refused_when(world.rina, preparing.override_risk, repatriation=made, words=words) == {
        "own_assessment"
    }
    with voice_of(world.yusuf):
        preparing.override_risk(repatriation=made, words=words, by=world.yusuf, at=NOON)
    with voice_of(world.rina):
        legs.schedule(repatriation=made, by=world.rina, at=NOON)
        preparing.assess_risk(
            repatriation=made, risk="unsafe", note="Perekrut kembali.", by=world.rina, at=NOON
        )
    assert now_of(world.rina, Repatriation, made.pk).overridden_at is None  # a new look ends the old override


@pytest.mark.parametrize(
    ("plan", "code"),
    [
        ({"leaves": NOON, "hours": 0}, "arrives_before_it_leaves"),
        ({"leaves": NOON + DAY, "hours": -2}, "arrives_before_it_leaves"),
        ({"leaves": NOON + HOUR}, "leaves_before_the_last_arrives"),
        ({"leaves": NOON + DAY, "target": NUNUKAN}, "goes_nowhere"),
        ({"leaves": NOON + DAY, "transport": "dragon"}, "unknown_code"),
    ],
)
def test_impossible_legs_are_refused(world, case, sekar, plan, code):
    made = prepared(world, case, sekar, legs=[leg_plan()])
    wish = leg_plan(NUNUKAN, **({"target": LOMBOK} | plan))
    assert code in refused_when(world.rina, legs.write_leg, repatriation=made, plan=wish)


def test_legs_keep_the_zone_of_their_places(world, home):
    first, second = legs_of(world, home)
    assert (first.from_zone, first.to_zone) == ("Asia/Kuching", "Asia/Makassar")
    assert second.to_zone == "Asia/Makassar"  # 52 is Nusa Tenggara Barat


def test_the_second_leg_waits_for_the_first(world, home):
    first = left(world, home)
    _, second = legs_of(world, home)
    assert "last_leg_not_arrived" in refused_when(world.rina, legs.begin_leg, leg=second, at=NOON + HOUR)
    arrived(world, first)
    left(world, home, number=2, at=NOON + DAY)
    assert state_of(world, home) == "departed"


def test_nobody_leaves_tomorrow_today_or_arrives_before_leaving(world, home):
    first, _ = legs_of(world, home)
    facts = {"leg": first, "departed_at": NOON + DAY}
    assert "in_the_future" in refused_when(world.rina, legs.begin_leg, **facts)
    left(world, home)
    facts = {"leg": first, "how": "escort", "arrived_at": NOON - HOUR, "at": NOON + HOUR}
    assert refused_when(world.rina, legs.confirm_arrival, **facts) == {"arrives_before_it_leaves"}


def test_a_child_never_travels_alone(world, case):
    child = child_in(world, case)
    made = prepared(world, case, child)
    first, _ = legs_of(world, made)
    assert refused_when(world.rina, legs.begin_leg, leg=first) == {"child_alone", "nobody_receives"}
    with voice_of(world.rina):
        plan = leg_plan(escort="Nadia, pendamping", to_agency=world.shelter)
        legs.change_leg(leg=first, plan=plan, by=world.rina, at=NOON)
    assert left(world, made).state == "under_way"


def test_a_paper_that_is_missing_or_refused_holds_back(world, home):
    with voice_of(world.rina):
        facts = papers.PaperFacts(state="asked")
        paper = papers.write_paper(repatriation=home, kind="splp", facts=facts, by=world.rina, at=NOON)
    assert state_of(world, home) == "assessed"
    first, _ = legs_of(world, home)
    assert "not_from_here" in refused_when(world.rina, legs.begin_leg, leg=first)
    with voice_of(world.rina):
        granted = papers.PaperFacts(
            state="granted", number="XX123", issued_on=NOON.date(), valid_until=NOON.date()
        )
        papers.change_paper(paper=paper, facts=granted, by=world.rina, at=NOON)
    assert state_of(world, home) == "scheduled"


def test_a_paper_does_not_expire_before_it_was_issued(world, home):
    facts = papers.PaperFacts(state="granted", issued_on=NOON.date(), valid_until=(NOON - DAY).date())
    refused = refused_when(world.rina, papers.write_paper, repatriation=home, kind="splp", facts=facts)
    assert refused == {"expires_before_issued"}


@pytest.mark.parametrize(
    ("price", "code"),
    [
        ({"amount": 12.5}, "not_exact"),
        ({"amount": "-1"}, "negative"),
        ({"amount": "1.001"}, "too_fine"),
        ({"amount": "viele"}, "no_number"),
        ({"amount": "NaN"}, "no_number"),
        ({"amount": "1", "rate": "2"}, "rupiah_have_no_rate"),
        ({"amount": "1", "currency": "MYR", "rate": "0"}, "no_rate"),
        ({"amount": "1", "currency": "XXX"}, "unknown_code"),
        ({"amount": "1", "payer": "dukun"}, "unknown_code"),
    ],
)
def test_money_is_exact_or_refused(world, home, price, code):
    first, _ = legs_of(world, home)
    wish = costs.Price(**({"payer": "state"} | price))
    assert code in refused_when(world.rina, costs.write_cost, leg=first, price=wish)


def test_ringgit_keep_their_amount_and_rate(world, home):
    first, _ = legs_of(world, home)
    with voice_of(world.rina):
        price = costs.Price(amount="350.55", currency="MYR", rate="3512.123456", payer="mission")
        cost = costs.write_cost(leg=first, price=price, by=world.rina, at=NOON)
    assert cost.rupiah == Decimal("1231174.88")  # 1231174.8775... rounded half up
    assert (cost.amount, cost.rate) == (Decimal("350.55"), Decimal("3512.123456"))


def test_a_late_arrival_alarms_once_and_a_late_word_ends_it(world, home):
    first = left(world, home)
    grace = first.alarm_at - first.arrives_at
    assert grace == 6 * HOUR
    with as_role("gugus_worker"):
        assert raise_alarms(first.alarm_at - HOUR) == 0
        assert raise_alarms(first.alarm_at) == 1
        assert raise_alarms(first.alarm_at + HOUR) == 0
    [task] = seen_by(world.rina, Task, kind="return_late", done_at=None)
    assert (task.risk, task.assignee_id, task.about_ref) == ("high", world.rina.pk, first.ref)
    for user in (world.rina, world.yusuf):
        [notice] = seen_by(user, Notice, user=user, code="return_late")
        assert (notice.risk, notice.about_ref) == ("high", first.ref)
    arrived(world, first, at=first.alarm_at + 2 * HOUR)
    assert seen_by(world.rina, Task, kind__in=["return_late", "return_arrival"], done_at=None) == []


def test_a_clock_that_is_changed_on_the_way_changes_nothing_for_who_left(world, home):
    first = left(world, home)
    with as_role("gugus_owner"):
        Clock.objects.filter(code="return_arrival").update(amount=1)
    again = now_of(world.rina, Leg, first.pk)
    assert again.alarm_at == first.arrives_at + 6 * HOUR
    [task] = seen_by(world.rina, Task, kind="return_arrival")
    assert task.due_at == again.alarm_at
    arrived(world, first)
    assert left(world, home, number=2, at=NOON + DAY).alarm_at == NOON + DAY + 21 * HOUR


def test_minutes_wait_for_departure_and_the_receiving_yes(world, home):
    first, _ = legs_of(world, home)
    with voice_of(world.rina), pytest.raises(CannotReturn) as refused:
        minutes_of(world, [handed(home, first)])
    assert codes(refused) == {"not_left"}
    left(world, home)
    with pytest.raises(CannotReturn) as refused:
        minutes_of(world, [handed(home, first)], happened_at=NOON - HOUR)
    assert "before_departure" in codes(refused)
    made = minutes_of(world, [handed(home, first)])
    late = {"at": NOON + 7 * HOUR}
    facts = {"handover": made, "side": "handing", "name": "Rina", "drawing": drawing()}
    assert refused_when(world.rina, signing.sign, **facts, **late) == {"not_accepted"}


def test_the_receiver_reads_only_after_its_yes(world, home):
    first = left(world, home)
    made = minutes_of(world, [handed(home, first)])
    assert seen_by(world.maya, Handover, pk=made.pk) == []
    with voice_of(world.rina):
        handing.offer(handover=made, by=world.rina, at=NOON + HOUR)
    follow()
    assert len(seen_by(world.maya, Handover, pk=made.pk)) == 1
    assert (
        seen_by(world.maya, HandedPerson)
        == seen_by(world.maya, Repatriation)
        == seen_by(world.maya, Leg)
        == []
    )
    with voice_of(world.maya):
        handing.accept(handover=made, by=world.maya, at=NOON + HOUR)
    [person] = seen_by(world.maya, HandedPerson)
    assert (person.name, person.health) == ("Sekar Ayuningtyas", "Alergi obat")
    assert len(seen_by(world.maya, Leg)) == 2
    for stranger in (world.budi, world.sari, world.arif):
        assert (
            seen_by(stranger, Handover)
            == seen_by(stranger, HandedPerson)
            == seen_by(stranger, Repatriation)
            == []
        )


def test_an_agency_without_a_basis_is_not_asked(world, home):
    first = left(world, home)
    made = minutes_of(world, [handed(home, first)], to_agency=world.police)
    assert refused_when(world.rina, handing.offer, handover=made, at=NOON + HOUR) == {"basis_none"}


def signed_by_both(world, made, *, at=NOON + 7 * HOUR):
    for user, side in ((world.rina, "handing"), (world.maya, "receiving")):
        with voice_of(user):
            facts = {"name": user.full_name, "nip": "0019", "drawing": drawing()}
            signing.sign(handover=made, side=side, by=user, at=at, **facts)
    follow()


def test_two_signatures_hand_the_person_over(world, home):
    first = left(world, home)
    made = minutes_of(world, [handed(home, first)])
    agreed(world, made)
    signed_by_both(world, made)
    fresh = now_of(world.rina, Repatriation, home.pk)
    assert (fresh.state, fresh.holder_id) == ("handed_over", world.shelter.pk)
    leg = now_of(world.rina, Leg, first.pk)
    assert (leg.state, leg.confirmed, leg.arrived_at) == ("arrived", "receiver", NOON + 6 * HOUR)
    with as_role("gugus_worker"):
        assert Event.objects.filter(topic="repatriation.handed_over").count() == 1
    follow()
    with as_role("gugus_worker"):
        assert Event.objects.filter(topic="repatriation.handed_over").count() == 1


def test_the_receiver_writes_the_next_leg_and_hands_over_to_the_family(world, home):
    first = left(world, home)
    made = minutes_of(world, [handed(home, first)])
    agreed(world, made)
    signed_by_both(world, made)
    with voice_of(world.maya):
        [one] = seen_by(world.maya, Repatriation)
        second = Leg.objects.unscoped(because="test").get(repatriation=one, number=2)
        legs.begin_leg(leg=second, by=world.maya, at=NOON + DAY)
        third = legs.write_leg(
            repatriation=one,
            plan=leg_plan(LOMBOK, NUNUKAN, leaves=NOON + 3 * DAY),
            by=world.maya,
            at=NOON + DAY,
        )
        legs.drop_leg(leg=third, by=world.maya, at=NOON + DAY)
        home_now = Repatriation.objects.unscoped(because="test").get(pk=home.pk)
    at = NOON + 2 * DAY
    last = minutes_of(
        world, [handed(home_now, second, guardian="Ibu Contoh")], at=at, by=world.maya, receiver="family",
        to_agency=None, station=LOMBOK, receiving={"name": "Ibu Contoh"},
    )  # fmt: skip
    with voice_of(world.maya):
        for side in ("handing", "receiving", "witness_1"):
            signing.sign(
                handover=last, side=side, name="Nama Contoh", drawing=drawing(), by=world.maya, at=at
            )
    follow(at)
    fresh = now_of(world.rina, Repatriation, home.pk)
    assert (fresh.state, fresh.arrived_at) == ("arrived", at)
    with as_role("gugus_worker"):
        event = Event.objects.get(topic="repatriation.arrived")
    assert event.facts["case"] == str(home.case_id) and event.about_ref == home.ref
    [person] = seen_by(world.rina, HandedPerson, handover=last)
    assert person.name == "Sekar Ayuningtyas"  # from the earlier minutes; the receiver has no register of her


def test_each_side_signs_once_and_nothing_changes_afterwards(world, home):
    first = left(world, home)
    made = minutes_of(world, [handed(home, first)])
    agreed(world, made)
    at = NOON + 7 * HOUR
    key = Signature().pk
    facts = {"handover": made, "side": "handing", "name": "Rina", "drawing": drawing()}
    with voice_of(world.rina):
        twice = [signing.sign(by=world.rina, at=at, key=key, **facts) for _ in "ab"]
    assert twice[0] == twice[1]
    assert refused_when(world.rina, signing.sign, **facts, at=at) == {"signed_already"}
    with voice_of(world.rina):
        fresh = Handover.objects.unscoped(because="test").get(pk=made.pk)
    minutes = handing.Minutes(receiver="agency", happened_at=at, station=NUNUKAN, to_agency=world.shelter)
    change = {"handover": fresh, "persons": [handed(home, first)], "minutes": minutes, "at": at}
    assert refused_when(world.rina, handing.change_handover, **change) == {"signed_already"}
    cancel = {"handover": fresh, "code": "other", "at": at}
    assert refused_when(world.rina, handing.cancel_handover, **cancel) == {"signed_already"}


def test_the_other_agency_cannot_sign_for_the_hander_nor_the_hander_for_the_receiver(world, home):
    first = left(world, home)
    made = minutes_of(world, [handed(home, first)])
    agreed(world, made)
    at = NOON + 7 * HOUR
    facts = {"handover": made, "name": "Siapa", "drawing": drawing(), "at": at}
    assert refused_when(world.maya, signing.sign, side="handing", **facts) == {"not_your_side"}
    assert refused_when(world.rina, signing.sign, side="receiving", **facts) == {"not_your_side"}


def test_whoever_read_other_words_does_not_sign(world, home):
    first = left(world, home)
    made = minutes_of(world, [handed(home, first)])
    agreed(world, made)
    facts = {"handover": made, "side": "handing", "name": "Rina", "drawing": drawing(), "seen_digest": "~00"}
    assert refused_when(world.rina, signing.sign, **facts, at=NOON + 7 * HOUR) == {"changed"}


def test_a_correction_replaces_the_old_minutes_once_it_is_signed(world, home):
    first = left(world, home)
    made = minutes_of(world, [handed(home, first)])
    agreed(world, made)
    signed_by_both(world, made)
    with voice_of(world.rina):
        old = Handover.objects.unscoped(because="test").get(pk=made.pk)
        one = Repatriation.objects.unscoped(because="test").get(pk=home.pk)
        minutes = handing.Minutes(
            receiver="agency", happened_at=old.happened_at, station=NUNUKAN, to_agency=world.shelter
        )
        again = handing.write_handover(
            persons=[handed(one, first)],
            minutes=minutes,
            by=world.rina,
            at=NOON + DAY,
            corrects=old,
            code="wrong_facts",
        )
    agreed(world, again, at=NOON + DAY)
    signed_by_both(world, again, at=NOON + DAY)
    assert now_of(world.rina, Handover, old.pk).state == "replaced"
    assert now_of(world.rina, Repatriation, home.pk).holder_id == world.shelter.pk


def test_many_people_stand_in_one_set_of_minutes(world, case, home):
    child = child_in(world, case)
    other = prepared(
        world, case, child, guardian="Ibu Contoh",
        legs=[leg_plan(escort="Nadia", to_agency=world.shelter)],
    )  # fmt: skip
    with voice_of(world.rina):
        link = preparing.travel_together(repatriations=[home, other], by=world.rina, at=NOON)
    assert {now_of(world.rina, Repatriation, one.pk).together for one in (home, other)} == {link}
    rows = [handed(one, left(world, one)) for one in (home, other)]
    made = minutes_of(world, rows)
    agreed(world, made)
    signed_by_both(world, made)
    assert {now_of(world.rina, Repatriation, one.pk).state for one in (home, other)} == {"handed_over"}


def test_a_case_is_not_closed_while_somebody_is_on_the_way(world, case, home):
    left(world, home)
    with voice_of(world.rina):
        assert "returns_open" in {reason.code for reason in hurdles_of(case)}


def test_a_return_is_not_stopped_while_nobody_knows_where_she_is(world, home):
    first = left(world, home)
    stop = {"repatriation": home, "code": "other_way", "note": ""}
    assert refused_when(world.rina, preparing.stop, **stop) == {"on_the_way"}
    arrived(world, first)
    with voice_of(world.rina):
        preparing.stop(by=world.rina, at=NOON + DAY, **stop)
    assert [leg.state for leg in legs_of(world, home)] == ["arrived", "cancelled"]


def test_a_pause_keeps_what_was_recorded(world, home):
    with voice_of(world.rina):
        preparing.pause(repatriation=home, code="health", note="Rawat inap.", by=world.rina, at=NOON)
    first, _ = legs_of(world, home)
    assert "not_from_here" in refused_when(world.rina, legs.begin_leg, leg=first)
    with voice_of(world.rina):
        preparing.resume(repatriation=home, by=world.rina, at=NOON)
    assert state_of(world, home) == "scheduled"
