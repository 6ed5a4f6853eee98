"""A stay from the proposal to the exit, with everything that cannot be."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.conftest import NOON, as_role, voice_of
from tests.referrals.conftest import settle_case
from tests.shelter.conftest import MONTH, approved, beds, house_of, inside, proposed, referred

from gugus.audit.models import Entry
from gugus.base.versions import Stale
from gugus.kernel.ids import new_id
from gugus.notices.models import Notice
from gugus.outbox.models import Event
from gugus.referrals.models import Referral
from gugus.shelter.actions.deciding import approve, approve_family, decline, propose, withdraw
from gugus.shelter.actions.houses import put_out_of_use
from gugus.shelter.actions.keeping import count_night, give_back, hand_over, take_in, tell_rules, write_note
from gugus.shelter.actions.living import admit, ask_longer, decide_longer, find, leave, miss, move
from gugus.shelter.actions.placing import CannotStay
from gugus.shelter.jobs import look_for_overdue, look_for_unchecked, on_move
from gugus.shelter.models import Check, Note, Placement, Stay
from gugus.tasks.models import Task

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def codes(refused) -> list[tuple[str, str]]:
    return [(one.code, one.field) for one in refused.value.reasons]


def again(stay) -> Stay:
    with as_role("gugus_worker"):
        return Stay.objects.unscoped(because="test").select_related("house").get(pk=stay.pk)


def tasks(kind: str) -> list[Task]:
    with as_role("gugus_worker"):
        return list(
            Task.objects.unscoped(because="test").filter(kind=kind, done_at=None).select_related("agency")
        )


def entries(stay) -> list[str]:
    with as_role("gugus_worker"):
        rows = Entry.objects.unscoped(because="test").filter(about_id=stay.pk).order_by("seq")
        return [one.verb for one in rows if one.verb.startswith("stay.")]


def work(stay) -> None:
    """What the worker does with what was announced."""
    with as_role("gugus_worker"):
        for event in Event.objects.filter(about_id=stay.pk).order_by("at", "pk"):
            on_move(event=event, at=NOON)


def test_a_stay_runs_from_proposal_to_exit_and_each_step_leaves_one_line(world, melati):
    stay = inside(world, melati, "Kenanga 01")

    with voice_of(world.maya):
        leave(stay=stay, code="reunion", out_at=NOON + DAY, by=world.maya, at=NOON + DAY)

    assert entries(stay) == ["stay.proposed", "stay.approved", "stay.admitted", "stay.left"]
    assert (again(stay).state, again(stay).code, again(stay).out_at) == ("out", "reunion", NOON + DAY)
    with voice_of(world.maya):
        assert [one.use for one in Placement.objects.unscoped(because="test")] == ["ended"]
        assert Referral.objects.unscoped(because="test").get(pk=stay.referral_id).state == "in_service"


def test_the_head_gets_a_task_with_a_clock_and_the_yes_ends_it(world, melati):
    stay = proposed(world, melati)
    (task,) = tasks("stay_decide")
    assert (task.assignee_id, task.due_at, task.agency) == (world.maya.pk, NOON + 4 * HOUR, world.shelter)

    with voice_of(world.maya):
        approve(stay=stay, bed=beds(melati)["Kenanga 01"], by=world.maya, at=NOON)

    assert tasks("stay_decide") == []


def test_the_same_form_twice_is_one_stay(world, melati):
    referral, key = referred(world), new_id()
    one, two = (proposed(world, melati, referral=referral, key=key) for _ in range(2))

    assert one.pk == two.pk


def test_a_referral_carries_one_open_stay(world, melati):
    referral = referred(world)
    proposed(world, melati, referral=referral)

    with pytest.raises(CannotStay) as refused:
        proposed(world, melati, referral=referral)

    assert codes(refused) == [("asked_already", "")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"ground": "invented"}, [("no_ground", "ground")]),
        ({"until_at": NOON - HOUR}, [("ends_too_early", "until_at")]),
        ({"from_at": NOON - 3 * DAY}, [("in_the_past", "from_at")]),
        ({"from_at": NOON + 90 * DAY, "until_at": None}, [("too_far", "from_at")]),
    ],
)
def test_a_proposal_that_cannot_be_is_refused_at_its_field(world, melati, changes, expected):
    with pytest.raises(CannotStay) as refused:
        proposed(world, melati, **changes)

    assert codes(refused) == expected


def test_nobody_comes_without_an_accepted_referral_of_that_person(world, melati):
    referral, other = referred(world), referred(world)

    for wrong in ({"referral": None}, {"referral": other}):
        with voice_of(world.maya), pytest.raises(CannotStay) as refused:
            facts = {"house": melati, "case": referral.case, "person": referral.person, "ground": "danger"}
            propose(**facts, **wrong, from_at=NOON, by=world.maya, at=NOON)
        assert codes(refused)[0][0] in {"no_referral", "other_referral"}


def test_ones_own_case_needs_no_referral(world):
    case = settle_case(world)
    house = house_of(world.yusuf, name="Anggrek")
    with voice_of(world.rina):
        person = case.parties.select_related("person").get().person
        facts = {"house": house, "case": case, "person": person, "ground": "no_safe_home", "from_at": NOON}
        stay = propose(**facts, by=world.rina, at=NOON)

    assert (stay.sender_id, stay.agency_id) == (world.unit.pk, world.unit.pk)


def test_a_taken_bed_is_refused_at_its_field(world, melati):
    inside(world, melati, "Kenanga 01")

    with pytest.raises(CannotStay) as refused:
        approved(world, melati, "Kenanga 01")

    assert codes(refused) == [("bed_taken", "bed")]


def test_the_database_itself_refuses_two_in_one_bed(world, melati):
    one = inside(world, melati, "Kenanga 01")
    other = proposed(world, melati)
    with voice_of(world.maya), pytest.raises(IntegrityError, match="no_two_in_one_bed"), transaction.atomic():
        Placement(
            bed=beds(melati)["Kenanga 01"], agency=world.shelter, stay=other, use="reserved", from_at=NOON + DAY,
            at=NOON,
        ).save(force_insert=True)  # fmt: skip
    assert one.state == "in"


def test_whoever_stays_longer_than_planned_still_lies_there(world, melati):
    first = inside(world, melati, "Kenanga 01", until_at=NOON + DAY)
    second = approved(world, melati, "Kenanga 01", from_at=NOON + 2 * DAY, until_at=MONTH)

    with voice_of(world.maya), pytest.raises(CannotStay) as refused:
        admit(stay=second, in_at=NOON + 2 * DAY, by=world.maya, at=NOON + 2 * DAY)
    assert codes(refused) == [("bed_occupied", "bed")]

    with voice_of(world.maya):
        leave(stay=first, code="own_wish", out_at=NOON + 2 * DAY, by=world.maya, at=NOON + 2 * DAY)
        admit(stay=second, in_at=NOON + 2 * DAY + HOUR, by=world.maya, at=NOON + 2 * DAY + HOUR)
    assert again(second).state == "in"


def test_nobody_comes_in_before_the_yes_nor_leaves_before_coming_in(world, melati):
    stay = approved(world, melati, "Kenanga 01")
    with voice_of(world.maya):
        with pytest.raises(CannotStay) as refused:
            admit(stay=stay, in_at=NOON - HOUR, by=world.maya, at=NOON)
        assert codes(refused) == [("before_the_yes", "in_at")]
        with pytest.raises(CannotStay) as refused:
            admit(stay=stay, in_at=NOON + HOUR, by=world.maya, at=NOON)
        assert codes(refused) == [("in_the_future", "in_at")]
        stay = admit(stay=stay, in_at=NOON, by=world.maya, at=NOON)
        with pytest.raises(CannotStay) as refused:
            leave(stay=stay, code="reunion", out_at=NOON - HOUR, by=world.maya, at=NOON + HOUR)
        assert codes(refused) == [("out_before_in", "out_at")]
    assert again(stay).state == "in"


def test_one_person_has_one_place_to_sleep_at_a_time(world, melati):
    referral = referred(world)
    inside(world, melati, "Kenanga 01", referral=referral)
    house = house_of(world.yusuf, name="Anggrek")
    with voice_of(world.yusuf):
        facts = {"house": house, "case": referral.case, "person": referral.person, "ground": "danger"}
        other = propose(**facts, from_at=NOON + DAY, by=world.yusuf, at=NOON)
        with pytest.raises(CannotStay) as refused:
            approve(stay=other, bed=beds(house)["Kenanga 01"], by=world.yusuf, at=NOON)

    assert codes(refused) == [("stays_elsewhere", "from_at")]


def test_a_boy_sleeps_in_no_girls_room_unless_the_head_decides_so_knowingly_and_says_why(world, melati):
    stay = proposed(world, melati, sex="male", born=2016)
    bed = beds(melati)["Dahlia 01"]
    with voice_of(world.maya):
        with pytest.raises(CannotStay) as refused:
            approve(stay=stay, bed=bed, by=world.maya, at=NOON)
        assert codes(refused) == [("group", "bed")]
        with pytest.raises(CannotStay) as refused:
            approve(stay=stay, bed=bed, knowingly=True, by=world.maya, at=NOON)
        assert codes(refused) == [("say_why", "words")]
        done = approve(
            stay=stay, bed=bed, knowingly=True, words="Anak bungsu, satu malam.", by=world.maya, at=NOON
        )

    assert done.against == ["group"]
    with voice_of(world.maya):
        assert Note.objects.unscoped(because="test").get(kind="against").text == "Anak bungsu, satu malam."


def test_an_adult_sleeps_with_no_child_of_others(world):
    house = house_of(world.maya, rooms=(("Kenanga", "female", 2),))
    inside(world, house, "Kenanga 01", born=2014)

    with pytest.raises(CannotStay) as refused:
        approved(world, house, "Kenanga 02", born=1990)

    assert codes(refused) == [("adult_with_child", "bed")]


def test_a_family_is_one_decision_with_a_bed_for_each_or_for_nobody(world):
    house = house_of(world.maya, rooms=(("Bougenvil", "families", 2),))
    case = settle_case(world)
    mother, child = (proposed(world, house, case=case, born=born) for born in (1990, 2019))
    one, two = beds(house)["Bougenvil 01"], beds(house)["Bougenvil 02"]
    with voice_of(world.maya):
        with pytest.raises(CannotStay):
            approve_family(places=[(mother, one), (child, one)], by=world.maya, at=NOON)
        assert {again(mother).state, again(child).state} == {"proposed"}
        approve_family(places=[(mother, one), (child, two)], by=world.maya, at=NOON)

    assert again(mother).family == again(child).family is not None
    assert entries(mother) == entries(child) == ["stay.proposed", "stay.approved"]


def test_no_and_taking_back_need_a_code_and_free_the_bed(world, melati):
    one, two = proposed(world, melati), approved(world, melati, "Kenanga 01")
    with voice_of(world.maya):
        with pytest.raises(CannotStay):
            decline(stay=one, code="", by=world.maya, at=NOON)
        decline(stay=one, code="house_known", words="Pelaku tahu tempat ini.", by=world.maya, at=NOON)
        withdraw(stay=two, code="did_not_come", by=world.maya, at=NOON)

    assert (again(one).state, again(two).state) == ("declined", "withdrawn")
    assert approved(world, melati, "Kenanga 01").state == "approved"


def test_moving_frees_the_old_bed_at_once_also_into_another_house(world, melati):
    stay = inside(world, melati, "Kenanga 01")
    other = house_of(world.maya, name="Teratai", offering=False)
    with voice_of(world.maya):
        move(stay=stay, bed=beds(other)["Kenanga 02"], by=world.maya, at=NOON + HOUR)

    assert again(stay).house == other
    assert inside(world, melati, "Kenanga 01", from_at=NOON + HOUR, in_at=NOON + HOUR).state == "in"


def test_a_longer_stay_is_asked_for_with_a_reason_and_decided_by_the_head(world, melati):
    stay = inside(world, melati, "Kenanga 01", until_at=NOON + DAY)
    approved(world, melati, "Kenanga 01", from_at=NOON + 5 * DAY, until_at=MONTH)
    with voice_of(world.maya):
        with pytest.raises(CannotStay) as refused:
            ask_longer(stay=stay, until_at=NOON, code="", by=world.maya, at=NOON)
        assert codes(refused) == [("no_code", "code"), ("not_longer", "until_at")]
        stay = ask_longer(stay=stay, until_at=NOON + 7 * DAY, code="hearing", by=world.maya, at=NOON)
        assert len(tasks("stay_longer")) == 1
        with pytest.raises(CannotStay) as refused:
            decide_longer(stay=stay, yes=True, by=world.maya, at=NOON)
        assert codes(refused) == [("bed_taken", "bed")]
        decide_longer(stay=stay, yes=False, by=world.maya, at=NOON)
        stay = ask_longer(stay=again(stay), until_at=NOON + 3 * DAY, code="hearing", by=world.maya, at=NOON)
        decide_longer(stay=stay, yes=True, by=world.maya, at=NOON)

    assert again(stay).until_at == NOON + 3 * DAY
    assert tasks("stay_longer") == []


def test_whoever_is_missing_sets_off_an_alarm_with_the_case_manager_at_once(world, melati):
    stay = inside(world, melati, "Kenanga 01")
    with voice_of(world.maya):
        miss(stay=stay, words="Tidak kembali dari pasar.", by=world.maya, at=NOON + HOUR)
    work(stay)

    (task,) = tasks("stay_missing")
    assert (task.agency, task.assignee_id, task.risk) == (world.unit, world.rina.pk, "high")
    assert task.due_at == NOON + 2 * HOUR
    with as_role("gugus_worker"):
        told = Notice.objects.unscoped(because="test").filter(code="stay_missing")
        assert {one.user_id for one in told} >= {world.rina.pk, world.yusuf.pk}
        assert {one.risk for one in told} == {"high"} and {one.about_ref for one in told} == {stay.ref}

    with voice_of(world.maya):
        find(stay=again(stay), by=world.maya, at=NOON + 2 * HOUR)
    work(stay)
    assert tasks("stay_missing") == [] and again(stay).missing_at is None


def test_leaving_without_word_is_the_same_alarm(world, melati):
    stay = inside(world, melati, "Kenanga 01")
    with voice_of(world.maya):
        leave(stay=stay, code="left_without_word", out_at=NOON, by=world.maya, at=NOON)
    work(stay)

    assert len(tasks("stay_missing")) == 1


def test_the_evening_round_names_everybody_and_is_the_daily_check(world, melati):
    here, gone = inside(world, melati, "Kenanga 01"), inside(world, melati, "Kenanga 02")
    with as_role("gugus_worker"):
        assert look_for_unchecked(NOON + HOUR) == 0
        assert look_for_unchecked(NOON + DAY + HOUR) == 1
    assert len(tasks("house_check")) == 1

    with voice_of(world.maya):
        with pytest.raises(CannotStay):
            count_night(house=melati, seen={here.pk: "present"}, by=world.maya, at=NOON + DAY)
        count_night(house=melati, seen={here.pk: "present", gone.pk: "missing"}, by=world.maya, at=NOON + DAY)
        assert Check.objects.unscoped(because="test").count() == 2
    work(gone)

    assert tasks("house_check") == [] and len(tasks("stay_missing")) == 1
    assert again(gone).missing_at == NOON + DAY
    with as_role("gugus_worker"):
        assert look_for_unchecked(NOON + DAY + HOUR) == 0


def test_an_expected_end_that_passed_is_a_task_of_the_head(world, melati):
    inside(world, melati, "Kenanga 01", until_at=NOON + DAY)

    with as_role("gugus_worker"):
        assert (look_for_overdue(NOON), look_for_overdue(NOON + DAY)) == (0, 1)
    assert len(tasks("stay_end")) == 1


def test_belongings_come_and_go_with_signatures_and_what_is_left_behind_is_a_task(world, melati):
    stay = inside(world, melati, "Kenanga 01")
    with voice_of(world.maya):
        thing = take_in(stay=stay, what="Satu paspor, satu cincin", signed=True, by=world.maya, at=NOON)
        tell_rules(stay=stay, language="jv", by=world.maya, at=NOON)
        write_note(stay=stay, words="Tidur nyenyak.", by=world.maya, at=NOON)
        hand_over(house=melati, shift="night", words="Kunci cadangan di laci.", by=world.maya, at=NOON)
        leave(stay=again(stay), code="reunion", out_at=NOON, by=world.maya, at=NOON)
        assert len(tasks("stay_belongings")) == 1
        give_back(belonging=thing, signed=True, by=world.maya, at=NOON)
        with pytest.raises(CannotStay):
            give_back(belonging=thing, signed=True, by=world.maya, at=NOON)

    assert tasks("stay_belongings") == [] and again(stay).rules_language == "jv"


def test_a_bed_out_of_use_takes_nobody_and_an_occupied_one_is_not_taken_out(world, melati):
    inside(world, melati, "Kenanga 01")
    with voice_of(world.maya):
        put_out_of_use(bed=beds(melati)["Kenanga 02"], code="repair", from_at=NOON, by=world.maya, at=NOON)
        with pytest.raises(CannotStay):
            put_out_of_use(
                bed=beds(melati)["Kenanga 01"], code="repair", from_at=NOON, by=world.maya, at=NOON
            )

    with pytest.raises(CannotStay) as refused:
        approved(world, melati, "Kenanga 02")
    assert codes(refused) == [("bed_taken", "bed")]


def test_whoever_saw_an_older_state_is_told_so(world, melati):
    stay = proposed(world, melati)
    with voice_of(world.maya):
        approve(stay=stay, bed=beds(melati)["Kenanga 01"], by=world.maya, at=NOON, seen=stay.version)
        with pytest.raises(Stale):
            decline(stay=stay, code="no_bed", by=world.maya, at=NOON, seen=stay.version)
