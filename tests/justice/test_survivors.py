"""Hearings of children, telling survivors, protection, and who may know of art. 18."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.conftest import NOON, as_role, voice_of
from tests.justice.conftest import (
    LP_ON,
    TODAY,
    again,
    codes,
    follow_all,
    hearing_on,
    moved,
    opened_to,
    recruiter,
    seen_by,
    written,
)
from tests.referrals.conftest import settle_case

from gugus.cases.actions import add_party
from gugus.justice import jobs, queries, rules
from gugus.justice.actions import moving, protecting, shielding, sitting, telling
from gugus.justice.actions.heart import CannotPursue
from gugus.justice.models import Hearing, Informing, Protection, Seat, Shield, TellingWish
from gugus.notices.models import Notice
from gugus.people.actions import register_person
from gugus.screening.models import Assessment
from gugus.tasks.models import Clock, Task

BECAUSE = "the test looks"


def tasks(user, kind: str) -> list[Task]:
    return seen_by(user, Task, kind=kind, done_at=None)


def states(user) -> dict[str, str]:
    """Stage → whether the survivor was told of it."""
    with voice_of(user):
        rows = Informing.objects.unscoped(because=BECAUSE)
        return dict(rows.values_list("move__stage", "state"))


def told_of(user) -> set[str]:
    return {one.code for one in seen_by(user, Notice, user=user)}


@pytest.mark.parametrize(
    ("year", "age", "child"),
    [(2010, 16, True), (2008, None, True), (2007, None, False), (None, 16, True), (None, None, False)],
)  # fmt: skip
def test_doubt_makes_a_child(year, age, child):
    assert rules.child_at(TODAY, birth_year=year, age_at_act=age) is child


def test_a_child_is_not_heard_alone_in_the_court_room(world, proceeding, survivor):
    with pytest.raises(CannotPursue) as alone:
        hearing_on(world, proceeding, sitting.Place(survivor))
    with pytest.raises(CannotPursue) as unnamed:
        hearing_on(world, proceeding, sitting.Place(survivor, "screened", beside="advocate"))
    beside = hearing_on(world, proceeding, sitting.Place(survivor, beside="parent", beside_name="Ibu Contoh"))
    recorded = hearing_on(world, proceeding, sitting.Place(survivor, "recorded"))

    assert codes(alone) == codes(unnamed) == {"child_alone"}
    assert {reason.field for reason in alone.value.reasons} == {f"beside_{survivor.pk}"}
    seats = {one.hearing_id: one for one in seen_by(world.rina, Seat)}
    assert (seats[beside.pk].child, seats[beside.pk].beside_name) == (True, "Ibu Contoh")
    assert seats[recorded.pk].presence == "recorded"


def test_the_database_holds_the_rule_of_the_child_too(world, rina, proceeding, survivor):
    hearing = hearing_on(world, proceeding)

    with pytest.raises(IntegrityError), transaction.atomic():
        Seat(hearing=hearing, party=survivor, child=True).save(force_insert=True)


def test_somebody_of_unknown_age_is_a_child_when_the_writer_says_so(world, rina, case, proceeding):
    person = register_person(
        agency=world.unit, names={"full": "Tari Rekaan", "aliases": []}, by=rina, at=NOON
    )
    witness = add_party(case=case, person=person, role="witness", by=rina, at=NOON)

    with pytest.raises(CannotPursue) as refused:
        hearing_on(world, proceeding, sitting.Place(witness, child=True))
    hearing_on(world, proceeding, sitting.Place(witness))

    assert codes(refused) == {"child_alone"}


def test_a_postponed_hearing_is_a_link_of_a_chain_and_keeps_its_people(world, rina, proceeding, survivor):
    place = sitting.Place(survivor, beside="companion", beside_name="Nadia")
    first = hearing_on(world, proceeding, place)

    sitting.postpone_hearing(
        hearing=first, code="accused_absent", next_at=first.starts_at + timedelta(days=7), by=rina, at=NOON
    )

    second = Hearing.objects.unscoped(because=BECAUSE).get(follows=first)
    assert (again(rina, first).state, second.state, second.agenda) == ("postponed", "planned", "victim")
    assert [one.beside_name for one in second.seats.all()] == ["Nadia"]
    with pytest.raises(CannotPursue) as over:
        sitting.postpone_hearing(hearing=first, code="court", by=rina, at=NOON)
    assert codes(over) == {"over"}


def test_a_hearing_has_no_result_before_it_began_and_no_next_day_before_it(world, rina, proceeding):
    hearing = hearing_on(world, proceeding)

    with pytest.raises(CannotPursue) as refused:
        sitting.close_hearing(
            hearing=hearing, code="", next_at=hearing.starts_at - timedelta(days=1), by=rina, at=NOON
        )

    assert codes(refused) == {"no_code", "not_yet", "before_last"}


def test_an_ended_track_has_no_hearings(world, rina, proceeding):
    moved(rina, proceeding, "investigation", ("stopped", "evidence"))

    with pytest.raises(CannotPursue) as refused:
        hearing_on(world, proceeding)

    assert codes(refused) == {"not_from_here"}


def test_the_police_keep_the_seat_of_somebody_whom_they_may_not_know(world, case, accused):
    opened_to(world, case, world.budi, ("case", "justice"))
    with voice_of(world.rina):
        names = {"full": "Tari Rekaan", "aliases": []}
        person = register_person(agency=world.unit, names=names, by=world.rina, at=NOON)
        witness = add_party(case=case, person=person, role="witness", by=world.rina, at=NOON)
    hearing = hearing_on(world, written(world, case, accused), sitting.Place(witness, "recorded"))
    with voice_of(world.budi):
        mine = Hearing.objects.unscoped(because=BECAUSE).get(pk=hearing.pk)
        plan = sitting.Sitting(starts_at=hearing.starts_at, agenda="victim", court_name="PN Lain")
        sitting.change_hearing(hearing=mine, sitting=plan, by=world.budi, at=NOON)

    assert [one.party_id for one in seen_by(world.rina, Seat, hearing=hearing)] == [witness.pk]


def test_a_hearing_is_prepared_some_days_before_by_the_row_of_the_clocks(world, proceeding):
    Clock.objects.filter(code="justice_hearing_lead").update(amount=2)
    hearing = hearing_on(world, proceeding)

    follow_all()

    assert [one.due_at for one in tasks(world.rina, "justice_prepare")] == [
        hearing.starts_at - timedelta(days=2)
    ]
    with voice_of(world.rina):
        sitting.cancel_hearing(hearing=hearing, code="court", by=world.rina, at=NOON)
    follow_all()
    assert tasks(world.rina, "justice_prepare") == []


def test_a_hearing_without_a_result_becomes_a_task(world, proceeding):
    hearing = hearing_on(world, proceeding, starts_at=NOON - timedelta(hours=5))

    with as_role("gugus_worker"):
        assert jobs.look_for_results(NOON) == 1 == jobs.look_for_results(NOON)

    assert len(tasks(world.rina, "justice_result")) == 1
    with voice_of(world.rina):
        sitting.close_hearing(hearing=hearing, code="done", by=world.rina, at=NOON)
    follow_all()
    assert tasks(world.rina, "justice_result") == []


def test_a_stage_that_has_lasted_long_becomes_a_task_once(world, proceeding):
    with as_role("gugus_worker"):
        assert jobs.look_for_long(NOON) == jobs.look_for_long(NOON) == 1

    assert [one.title_params for one in tasks(world.rina, "justice_long")] == [{"stage": "reported"}]


def test_each_step_asks_for_the_survivor_to_be_told_by_whoever_answers_for_her(world, shared, accused):
    proceeding = written(world, shared, accused)
    moved(world.budi, proceeding, "investigation")

    follow_all()

    assert states(world.rina) == {"reported": "waiting", "investigation": "waiting"}
    assert len(tasks(world.rina, "justice_tell")) == 1 and tasks(world.budi, "justice_tell") == []
    assert "justice_moved" in told_of(world.rina) and "justice_moved" not in told_of(world.budi)


def test_hearing_of_a_step_twice_asks_once(world, proceeding):
    follow_all()
    follow_all()

    assert len(seen_by(world.rina, Informing)) == 1


def test_the_task_ends_when_everybody_was_told(world, rina, proceeding):
    follow_all()
    row = seen_by(rina, Informing)[0]

    with pytest.raises(CannotPursue) as refused:
        telling.mark_told(informing=row, way="shout", told_at=NOON + timedelta(hours=1), by=rina, at=NOON)
    telling.mark_told(informing=row, way="meeting", told_at=NOON, note="Dengan ibunya.", by=rina, at=NOON)
    with pytest.raises(CannotPursue) as twice:
        telling.mark_told(informing=row, way="meeting", told_at=NOON, by=rina, at=NOON)

    assert codes(refused) == {"no_way", "in_the_future"} and codes(twice) == {"told_already"}
    assert tasks(rina, "justice_tell") == [] and again(rina, row).told_by == rina


def test_who_does_not_want_to_know_is_not_told_and_may_change_her_mind(
    world, rina, case, proceeding, survivor
):
    follow_all()
    telling.record_wish(case=case, party=survivor, wish="nothing", said_on=TODAY, by=rina, at=NOON)
    assert tasks(rina, "justice_tell") == []
    moved(rina, proceeding, "investigation")
    follow_all()
    assert {one.state for one in seen_by(rina, Informing)} == {"not_wanted"} and tasks(
        rina, "justice_tell"
    ) == []

    telling.record_wish(case=case, party=survivor, wish="all", said_on=TODAY, by=rina, at=NOON)

    assert {one.state for one in seen_by(rina, Informing)} == {"waiting"} and len(
        tasks(rina, "justice_tell")
    ) == 1


def test_who_wants_only_the_important_hears_of_the_end(world, rina, case, proceeding, survivor):
    telling.record_wish(case=case, party=survivor, wish="important", said_on=TODAY, by=rina, at=NOON)
    moved(rina, proceeding, "investigation", ("stopped", "evidence"))

    follow_all()

    assert states(rina) == {"reported": "not_wanted", "investigation": "not_wanted", "stopped": "waiting"}


def test_what_cannot_be_told_safely_says_why_and_stays(world, rina, proceeding):
    follow_all()
    row = seen_by(rina, Informing)[0]

    with pytest.raises(CannotPursue) as refused:
        telling.mark_not_safe(informing=row, note=" ", by=rina, at=NOON)
    telling.mark_not_safe(informing=row, note="Pelaku tinggal serumah.", by=rina, at=NOON)

    assert codes(refused) == {"no_note"} and again(rina, row).state == "not_safe"
    telling.mark_told(informing=row, way="companion", told_at=NOON, by=rina, at=NOON)


def test_a_step_that_was_taken_back_is_told_to_nobody(world, rina, proceeding):
    moved(rina, proceeding, "inquiry")
    follow_all()
    moving.take_back(proceeding=proceeding, by=rina, at=NOON)
    follow_all()

    assert states(rina) == {"reported": "waiting", "inquiry": "not_wanted"}


def protection_for(world, case, party, **more) -> Protection:
    with voice_of(world.rina):
        return protecting.ask_protection(
            case=case,
            party=party,
            kinds=["physical", "procedural"],
            asked_on=TODAY,
            by=world.rina,
            at=NOON,
            **more,
        )


def test_lpsk_has_seven_days_for_completeness(world, rina, case, survivor):
    asked = protection_for(world, case, survivor)

    assert (asked.due_at.date() - TODAY).days == 7 and len(tasks(rina, "lpsk_answer")) == 1


def test_protection_goes_its_way_and_nothing_is_skipped(world, rina, case, survivor):
    asked = protection_for(world, case, survivor)

    def step(to, **more):
        return protecting.move_protection(protection=asked, to=to, on=TODAY, by=rina, at=NOON, **more)

    with pytest.raises(CannotPursue) as early:
        step("granted", from_on=TODAY)
    step("incomplete")
    step("complete")
    with pytest.raises(CannotPursue) as bare:
        step("granted")
    with pytest.raises(CannotPursue) as backwards:
        step("granted", from_on=TODAY, until_on=LP_ON)
    granted = step("granted", from_on=TODAY, until_on=TODAY + timedelta(days=180))
    with pytest.raises(CannotPursue) as uncoded:
        step("ended")
    ended = step("ended", code="own_wish")

    assert codes(early) == {"not_from_here"} and codes(bare) == {"no_day"}
    assert codes(backwards) == {"ends_before"} and codes(uncoded) == {"no_code"}
    assert granted.state == "granted" and ended.ended_on == TODAY and tasks(rina, "lpsk_answer") == []


def test_nobody_asks_for_the_protection_of_the_accused(world, rina, case, accused):
    with pytest.raises(CannotPursue) as refused:
        protecting.ask_protection(
            case=case, party=accused, kinds=[], asked_on=TODAY + timedelta(days=1), by=rina, at=NOON
        )

    assert codes(refused) == {"no_kind", "not_in_case", "in_the_future"}


def test_a_survivor_who_is_accused_raises_art_18_for_her_side_alone(world, case, survivor, helpers):
    for one in (world.budi, helpers.intan, helpers.galih, helpers.yoga):
        opened_to(world, case, one)
    opened_to(world, case, world.maya, ("case", "identity", "care"), "shelter")
    proceeding = written(world, case, survivor, by=world.budi)

    follow_all()

    for ours in (world.rina, helpers.intan, helpers.galih):
        assert [one.because_ref for one in seen_by(ours, Shield)] == [proceeding.ref]
        assert len(tasks(ours, "justice_shield")) == 1 and "justice_shield" in told_of(ours)
    for theirs in (world.budi, helpers.yoga, world.maya, world.sari):
        assert seen_by(theirs, Shield) == [] == tasks(theirs, "justice_shield")
        assert "justice_shield" not in told_of(theirs)


def test_a_survivor_who_is_accused_in_another_case_raises_it_where_she_is_one(world, case, survivor):
    other = settle_case(world)
    with voice_of(world.rina):
        role = add_party(case=other, person=survivor.person, role="accused", by=world.rina, at=NOON)
    proceeding = written(world, other, role)

    follow_all()

    shields = seen_by(world.rina, Shield)
    assert [(one.case_id, one.because_ref) for one in shields] == [(case.pk, proceeding.ref)]


def test_the_other_side_raises_and_decides_nothing_in_the_database(world, case, survivor, helpers):
    opened_to(world, case, world.budi)
    with voice_of(world.rina):
        shield = shielding.raise_shield(case=case, party=survivor, origin="told", by=world.rina, at=NOON)
    with voice_of(world.budi):
        rows = Shield.objects.unscoped(because=BECAUSE)
        assert rows.filter(pk=shield.pk).update(state="refused", decided_on=TODAY, decided_by=world.budi) == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Shield(case=case, party=survivor, origin="told", raised_at=NOON).save(force_insert=True)


def test_an_offence_under_force_in_the_screening_raises_art_18(world, case, survivor):
    with voice_of(world.rina):
        one = Assessment(
            agency=world.unit, case=case, person=survivor.person, state="decided", result="indicated", started_at=NOON,
            committed_offence=True, forced_to_offend=True, decided_at=NOON, decided_by=world.rina,
        )  # fmt: skip
        one.save(force_insert=True)
    with as_role("gugus_worker"):
        jobs.on_case(event=_event(case), at=NOON)
        jobs.on_case(event=_event(case), at=NOON)
    follow_all()

    shields = seen_by(world.rina, Shield)
    assert [(one.origin, one.because_ref, one.party_id) for one in shields] == [
        ("screening", one.ref, survivor.pk)
    ]


@pytest.mark.parametrize(("result", "forced"), [("not_trafficking", True), ("indicated", False)])
def test_no_force_or_no_victim_raises_nothing(world, case, survivor, result, forced):
    with voice_of(world.rina):
        Assessment(
            agency=world.unit, case=case, person=survivor.person, state="decided", result=result, started_at=NOON,
            committed_offence=True, forced_to_offend=forced, decided_at=NOON, decided_by=world.rina,
        ).save(force_insert=True)  # fmt: skip

    with as_role("gugus_worker"):
        jobs.on_case(event=_event(case), at=NOON)

    assert seen_by(world.rina, Shield) == []


def _event(case):
    return SimpleNamespace(topic="case.changed", about_id=case.pk, at=NOON, facts={})


def test_legal_aid_that_comes_later_is_asked_too(world, case, survivor, helpers):
    with voice_of(world.rina):
        shielding.raise_shield(case=case, party=survivor, origin="told", by=world.rina, at=NOON)
    follow_all()
    assert tasks(helpers.intan, "justice_shield") == []
    opened_to(world, case, helpers.intan)

    with as_role("gugus_worker"):
        jobs.look_for_helpers(NOON)
        jobs.look_for_helpers(NOON)

    assert len(tasks(helpers.intan, "justice_shield")) == 1


def test_what_came_of_art_18_is_written_with_its_grounds(world, rina, case, survivor):
    shield = shielding.raise_shield(case=case, party=survivor, origin="told", by=rina, at=NOON)
    follow_all()

    with pytest.raises(CannotPursue) as refused:
        shielding.decide_shield(
            shield=shield, state="possible", on=TODAY + timedelta(days=1), decision=" ", by=rina, at=NOON
        )
    shielding.decide_shield(
        shield=shield, state="claimed", on=TODAY, decision="Surat ke penyidik.", by=rina, at=NOON
    )
    assert len(tasks(rina, "justice_shield")) == 1
    done = shielding.decide_shield(
        shield=shield, state="accepted", on=TODAY, decision="Penyidik menghentikan.", by=rina, at=NOON
    )

    assert codes(refused) == {"no_state", "in_the_future", "no_words"}
    assert done.state == "accepted" and tasks(rina, "justice_shield") == []


def test_the_shelter_and_strangers_see_none_of_it(world, shared, survivor, accused):
    proceeding = written(world, shared, accused)
    hearing_on(world, proceeding, sitting.Place(survivor, "recorded"))
    protection_for(world, shared, survivor)
    with voice_of(world.rina):
        telling.record_wish(case=shared, party=survivor, wish="all", said_on=TODAY, by=world.rina, at=NOON)
    follow_all()

    for model in (Hearing, Seat, Informing, TellingWish, Protection):
        for stranger in (world.maya, world.sari, world.arif, world.eka):
            assert seen_by(stranger, model) == [], (model, stranger)
        assert seen_by(world.budi, model), model


def test_the_python_lock_and_the_matrix_say_the_same(world, shared, accused):
    proceeding = written(world, shared, accused)
    recruiter(world, shared, "Joko Rekaan", 1990)

    for name, sees in (
        ("rina", 1),
        ("budi", 1),
        ("yusuf", 1),
        ("maya", 0),
        ("sari", 0),
        ("arif", 0),
        ("dewi", 0),
    ):
        with voice_of(getattr(world, name)):
            found = queries.proceedings_for(world.viewer(name))
            assert [one.pk for one in found] == [proceeding.pk] * sees, name


def test_a_colleague_off_the_team_reads_no_criminal_track(world, case, proceeding):
    with voice_of(world.ratih):
        assert list(queries.proceedings_for(world.viewer("ratih"))) == []
