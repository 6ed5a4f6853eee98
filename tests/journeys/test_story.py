"""One story through the actions of every context, with both locks on: who acts, speaks to the database."""

from datetime import timedelta

import pytest
from tests.conftest import NOON, voice_of
from tests.ledger import told_for

from gugus.care.actions import finish_line, write_line
from gugus.care.models import ServiceLine
from gugus.cases.actions import check_safety
from gugus.cases.codes import CaseState, Safety
from gugus.cases.models import Case
from gugus.cases.states import CannotMove as CannotMoveCase
from gugus.cases.states import move
from gugus.consent.recording import record_ground
from gugus.intake.actions import Told, receive_report, triage
from gugus.intake.models import Report
from gugus.people.models import Identity, Person
from gugus.people.queries import shown_names
from gugus.referrals.actions import (
    Wish,
    accept_referral,
    finish_referral,
    give_feedback,
    send_referral,
    start_service,
    write_referral,
)
from gugus.referrals.codes import State as ReferralState
from gugus.referrals.models import Referral
from gugus.screening.actions import add_evidence, decide, start_screening
from gugus.screening.codes import Result
from gugus.screening.facts import proposal_for
from gugus.screening.passage import open_case_from

TOLD = Told(
    channel="phone",
    risk="high",
    narrative="Tetangga mendengar seorang anak perempuan dikunci di kamar apartemen.",
    danger_signs=["locked_in"],
    area_code="31.74.01",
    mentions=[
        {
            "role": "survivor",
            "sex": "female",
            "age": 15,
            "who": {"name": "Melati Contoh", "phones": ["080000001111"]},
        },
        {"role": "accused", "sex": "male", "age": 34, "who": {"name": "Badu Contoh"}},
    ],
)


@pytest.fixture
def case(world):
    """Dewi notes the call, Rina screens and opens the case."""
    with voice_of(world.dewi):
        report = receive_report(told=TOLD, agency=world.unit, by=world.dewi, at=NOON)
        triage(report=report, risk="high", danger_signs=["locked_in"], reason="", by=world.dewi, at=NOON)
    with voice_of(world.rina):
        girl = report.mentions.get(role="survivor")
        screening = start_screening(report=report, mention=girl, by=world.rina, at=NOON)
        for kind, code in (
            ("act", "harbouring"),
            ("purpose", "exploitation_intended"),
            ("exploitation", "prostitution"),
        ):
            add_evidence(
                assessment=screening, kind=kind, code=code, source="witness_statement", strength="claimed",
                words="Kata tetangga", by=world.rina, at=NOON,
            )  # fmt: skip
        return open_case_from(
            assessment=screening, manager=world.rina, risk="high", summary="Anak dikurung.", known={}, by=world.rina,
            at=NOON,
        )  # fmt: skip


def survivor_of(case):
    return case.parties.select_related("person").get(role="survivor")


def refer(case, world, agency):
    party = survivor_of(case)
    wish = Wish(
        to_agency=agency, service="shelter", urgency="now", sections=["case", "identity", "care"],
        message="Butuh tempat aman malam ini.",
    )  # fmt: skip
    record_ground(person=party.person, told=told_for(agency), by=world.rina, at=NOON)
    referral = write_referral(case=case, party=party, wish=wish, by=world.rina, at=NOON)
    return send_referral(referral=referral, by=world.rina, at=NOON)


def test_a_report_becomes_a_case_with_its_people(case, world):
    with voice_of(world.rina):
        assert case.manager == world.rina
        assert sorted(case.parties.values_list("role", flat=True)) == ["accused", "survivor"]
        report = Report.objects.visible_to(world.viewer("rina")).get()
        assert (report.outcome, report.outcome_code) == ("new_case", case.ref)
        names = shown_names(world.viewer("rina"), [survivor_of(case).person], NOON)
        assert list(names.values()) == ["M*** C***"]


def test_a_child_with_act_and_purpose_but_no_means_is_served(case, world):
    with voice_of(world.rina):
        proposal = proposal_for(case.assessments.get())

        assert proposal.result == "indicated" or proposal.services
        assert "means" in proposal.missing


def test_the_receiver_sees_only_the_preview_until_it_accepts(case, world):
    with voice_of(world.rina):
        referral = refer(case, world, world.shelter)
    maya = world.viewer("maya")

    with voice_of(world.maya):
        assert [one.ref for one in Referral.objects.visible_to(maya)] == [referral.ref]
        assert not Case.objects.visible_to(maya).exists()
        assert not Person.objects.visible_to(maya).exists()
        assert not Identity.objects.visible_to(maya).exists()

        accept_referral(referral=Referral.objects.visible_to(maya).get(), answer="", by=world.maya, at=NOON)

        assert Case.objects.visible_to(maya).get() == case
        assert Identity.objects.visible_to(maya).get().names["full"] == "Melati Contoh"
        assert Person.objects.visible_to(maya).count() == 1  # the survivor, not the accused


def test_outsiders_see_nothing_at_any_step(case, world):
    with voice_of(world.rina):
        referral = refer(case, world, world.shelter)
    with voice_of(world.maya):
        accept_referral(referral=referral, answer="", by=world.maya, at=NOON)

    for name in ("sari", "budi", "arif"):
        with voice_of(getattr(world, name)):
            for model in (Case, Person, Identity, Referral, Report, ServiceLine):
                assert not model.objects.unscoped(because="the test asks the database itself").exists(), model


def test_the_whole_way_to_a_closed_case(case, world):
    with voice_of(world.rina):
        referral = refer(case, world, world.shelter)
        line = write_line(case=case, party=survivor_of(case), service="shelter", by=world.rina, at=NOON)
    with voice_of(world.maya):
        referral = accept_referral(referral=referral, answer="Siap.", by=world.maya, at=NOON)
        referral = start_service(referral=referral, by=world.maya, at=NOON)
        referral = give_feedback(referral=referral, feedback="Sudah aman.", by=world.maya, at=NOON)
    with voice_of(world.rina):
        with pytest.raises(CannotMoveCase, match="safety_open"):
            move(case=case, to=CaseState.CLOSED, code="goals_met", note="", by=world.rina, at=NOON)

        referral = finish_referral(referral=referral, by=world.rina, at=NOON)
        finish_line(line=line, done_on=NOON.date(), result="reached", by=world.rina, at=NOON)
        check_safety(case=case, safety=Safety.SAFE, note="", by=world.rina, at=NOON)
        later = NOON + timedelta(days=1)
        screening = case.assessments.get()
        decide(
            assessment=screening,
            result=Result.INDICATED,
            words="Anak.",
            by=world.rina,
            at=later,
            on=later.date(),
        )
        closed = move(case=case, to=CaseState.CLOSED, code="goals_met", note="", by=world.rina, at=later)

    assert (referral.state, closed.state) == (ReferralState.DONE, CaseState.CLOSED)
