"""Opening a case, its people, its team, its safety, its warnings."""

from datetime import timedelta

import pytest
from django.db.models import Q

from gugus.audit.models import Entry
from gugus.base.versions import Stale
from gugus.cases.actions import (
    CannotAddParty,
    CannotChange,
    add_colleague,
    add_party,
    check_safety,
    end_colleague,
    end_party,
    hand_over,
    open_case,
    raise_flag,
    resolve_flag,
)
from gugus.cases.clocks import end_of_day
from gugus.cases.codes import CaseState, FlagKind, PartyRole, Safety
from gugus.cases.models import Case, Flag, Party
from gugus.cases.states import move
from gugus.kernel.ids import new_id
from gugus.tasks.queries import tasks_within
from tests.cases.conftest import a_case, somebody
from tests.conftest import NOON

LATER = NOON + timedelta(hours=3)


def trail(case, verb: str) -> int:
    """How often the trail says this about the case."""
    rows = Entry.objects.unscoped(because="the test counts the trail").filter(verb=verb)
    return rows.filter(Q(parent_id=case.pk) | Q(parent_id=None, about_id=case.pk)).count()


def codes_of(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_a_new_case_has_a_manager_and_a_safety_check_with_a_clock(world, rina):
    case = a_case(world)

    (task,) = tasks_within(case)
    assert case.state == "open" and case.safety == "unknown" and case.manager == rina
    assert task.kind == "safety_check" and task.assignee == rina and task.due_at == NOON + timedelta(days=1)
    assert trail(case, "case.opened") == 1


def test_the_same_form_twice_opens_one_case(world, rina):
    key = new_id()
    wish = {"agency": world.unit, "manager": rina, "risk": "low", "summary": "Satu.", "by": rina, "at": NOON}

    first, second = open_case(**wish, key=key), open_case(**wish, key=key)

    assert first == second
    assert Case.objects.unscoped(because="test").count() == 1
    assert trail(first, "case.opened") == 1


def test_survivor_and_alleged_offender_cannot_be_one_person(file, rina):
    with pytest.raises(CannotAddParty) as refused:
        add_party(case=file.case, person=file.survivor, role=PartyRole.ACCUSED, by=rina, at=NOON)

    assert codes_of(refused) == {"role_clash"}


def test_a_role_is_held_once_and_can_be_given_again_after_it_ended(file, rina):
    with pytest.raises(CannotAddParty) as refused:
        add_party(case=file.case, person=file.survivor, role=PartyRole.SURVIVOR, by=rina, at=NOON)
    assert codes_of(refused) == {"role_held"}

    end_party(party=file.party, reason="Salah orang.", by=rina, at=LATER)
    add_party(case=file.case, person=file.survivor, role=PartyRole.SURVIVOR, by=rina, at=LATER)

    rows = Party.objects.unscoped(because="test").filter(person=file.survivor)
    assert sorted(row.until_at is None for row in rows) == [False, True]


def test_ending_a_role_needs_a_reason_and_happens_once(file, rina):
    with pytest.raises(CannotChange):
        end_party(party=file.party, reason=" ", by=rina, at=LATER)

    end_party(party=file.party, reason="Salah orang.", by=rina, at=LATER)
    end_party(party=file.party, reason="Salah orang.", by=rina, at=LATER + timedelta(hours=1))

    row = Party.objects.unscoped(because="test").get(pk=file.party.pk)
    assert row.until_at == LATER
    assert trail(file.case, "case.party_ended") == 1


def test_adding_the_same_row_twice_adds_it_once(world, file, rina):
    key, mother = new_id(), somebody(world, "Sulastri")

    for _ in range(2):
        add_party(case=file.case, person=mother, role=PartyRole.FAMILY, by=rina, at=NOON, key=key)

    assert Party.objects.unscoped(because="test").filter(person=mother).count() == 1
    assert trail(file.case, "case.party_added") == 3


def test_a_safety_check_plans_the_next_one(file, rina):
    case = check_safety(case=file.case, safety=Safety.WATCH, note="Pindah ke rumah bibi.", by=rina, at=LATER)

    (task,) = tasks_within(case)
    assert case.safety == "watch" and case.safety_by == rina and case.last_contact_at == LATER
    assert (
        task.due_at
        == case.safety_check_due_at
        == end_of_day(LATER.date() + timedelta(days=7)).replace(second=59)
    )
    assert trail(case, "case.safety_checked") == 1


def test_danger_needs_words_and_an_early_next_look(file, rina):
    with pytest.raises(CannotChange) as refused:
        check_safety(
            case=file.case, safety=Safety.DANGER, note="", by=rina, at=LATER, next_at=LATER + timedelta(days=9)
        )  # fmt: skip

    assert codes_of(refused) == {"words_needed", "too_late"}


def test_nobody_reached_is_no_contact(file, rina):
    case = check_safety(case=file.case, safety=Safety.UNKNOWN, note="", by=rina, at=LATER)

    assert case.safety_at == LATER and case.last_contact_at is None


def test_two_checks_from_one_page_let_the_second_know(file, rina):
    seen = file.case.version
    check_safety(case=file.case, safety=Safety.SAFE, note="", by=rina, at=LATER, seen=seen)

    with pytest.raises(Stale):
        check_safety(case=file.case, safety=Safety.DANGER, note="Ada ancaman.", by=rina, at=LATER, seen=seen)

    assert Case.objects.unscoped(because="test").get(pk=file.case.pk).safety == "safe"


def test_handing_over_moves_the_safety_check_along(world, file, rina):
    case = hand_over(case=file.case, to=world.ratih, reason="Cuti.", by=rina, at=LATER)

    (task,) = tasks_within(case)
    assert case.manager == world.ratih and task.assignee == world.ratih
    assert task.due_at == file.case.safety_check_due_at


@pytest.mark.parametrize(("to", "code"), [("budi", "not_a_colleague"), ("rina", "same_manager")])
def test_only_another_colleague_takes_over(world, file, rina, to, code):
    with pytest.raises(CannotChange) as refused:
        hand_over(case=file.case, to=getattr(world, to), reason="Cuti.", by=rina, at=LATER)

    assert codes_of(refused) == {code}


def test_a_colleague_joins_once_and_leaves(world, file, rina):
    member = add_colleague(case=file.case, user=world.ratih, by=rina, at=NOON)
    assert add_colleague(case=file.case, user=world.ratih, by=rina, at=LATER) == member
    assert trail(file.case, "case.colleague_added") == 1

    end_colleague(member=member, by=rina, at=LATER)

    assert not file.case.team.filter(until_at=None).exists()
    with pytest.raises(CannotChange):
        add_colleague(case=file.case, user=world.maya, by=rina, at=NOON)


def test_a_warning_is_raised_once_and_resolved_once_with_a_reason(file, rina):
    key = new_id()
    for _ in range(2):
        flag = raise_flag(
            case=file.case, kind=FlagKind.THREAT, note="Pelaku tahu alamat.", by=rina, at=NOON, key=key
        )
    assert Flag.objects.unscoped(because="test").count() == 1

    with pytest.raises(CannotChange):
        resolve_flag(flag=flag, resolution="", by=rina, at=LATER)
    resolve_flag(flag=flag, resolution="Sudah pindah.", by=rina, at=LATER)
    with pytest.raises(CannotChange) as refused:
        resolve_flag(flag=flag, resolution="Sekali lagi.", by=rina, at=LATER)

    assert codes_of(refused) == {"resolved_already"}
    assert Flag.objects.unscoped(because="test").get().resolution == "Sudah pindah."


def test_a_closed_case_takes_no_people_checks_or_warnings(world, file, rina):
    check_safety(case=file.case, safety=Safety.SAFE, note="", by=rina, at=NOON)
    case = move(case=file.case, to=CaseState.CLOSED, code="goals_met", note="", by=rina, at=LATER)

    for attempt in (
        lambda: add_party(case=case, person=file.accused, role=PartyRole.WITNESS, by=rina, at=LATER),
        lambda: check_safety(case=case, safety=Safety.SAFE, note="", by=rina, at=LATER),
        lambda: raise_flag(case=case, kind=FlagKind.THREAT, note="x", by=rina, at=LATER),
        lambda: hand_over(case=case, to=world.ratih, reason="Cuti.", by=rina, at=LATER),
    ):
        with pytest.raises(CannotChange) as refused:
            attempt()
        assert codes_of(refused) == {"case_closed"}
