"""A hold beats every rule; it ends only when somebody else agrees."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gugus.approvals.actions import CannotDecide, approve
from gugus.approvals.models import Request
from gugus.cases.actions import add_party
from gugus.cases.models import Case
from gugus.people.actions import register_person
from gugus.retention.actions import CannotForget
from gugus.retention.editing import CannotHold, ask_release, place_hold
from gugus.retention.holding import held
from gugus.retention.models import Hold, Item
from gugus.retention.preview import preview
from tests.conftest import NOON, as_role, voice_of
from tests.retention.conftest import LOOK, TODAY, a_person, again, agreed, asked, carried_out, old_case

NEXT_YEAR = date(2027, 6, 15)


def hold(world, about, *, by=None) -> Hold:
    by = by or world.lestari
    with voice_of(by):
        return place_hold(about=about, reason="criminal", review_on=NEXT_YEAR, note="Sidang.", by=by, at=NOON)


def due_now(world):
    with voice_of(world.lestari):
        return preview(world.unit.pk, TODAY, at=NOON)


def test_what_is_due_and_held_stays_and_says_why(world, case):
    placed = hold(world, case)

    found = due_now(world)

    assert found.free == []
    [(due, [why])] = found.held_back
    assert (due.ref, why.code, why.ref, why.until) == (case.ref, "criminal", placed.ref, NEXT_YEAR)
    with pytest.raises(CannotForget, match="nothing_due"):
        asked(world)


def test_a_hold_on_a_person_holds_the_files_of_that_person(world, case, mawar):
    hold(world, mawar)

    assert due_now(world).free == []


def test_a_hold_on_the_agency_holds_everything(world, case):
    hold(world, None)

    assert due_now(world).free == []


def test_a_hold_placed_after_the_yes_still_holds(world, case, second):
    run = agreed(asked(world), second)
    hold(world, case)

    carried_out(run)

    assert again(case).forgotten_at is None
    with as_role("gugus_worker"):
        assert Item._base_manager.get(run=run).skipped == "held"


def test_a_hold_after_its_review_day_still_holds(world, case):
    placed = hold(world, case)
    with as_role("gugus_worker"):
        Hold._base_manager.filter(pk=placed.pk).update(review_on=date(2020, 1, 1))

    assert due_now(world).free == []


def test_a_second_person_releases(world, case, second):
    placed = hold(world, case)
    with voice_of(world.lestari):
        ask_release(hold=placed, reason="Perkara sudah selesai.", by=world.lestari, at=NOON)
        request = Request.objects.unscoped(because=LOOK).get(about_id=placed.pk)
        with pytest.raises(CannotDecide, match="own_request"):
            approve(request=request, by=world.lestari, at=NOON)
    assert due_now(world).free == []

    with voice_of(second):
        approve(request=request, by=second, at=NOON)

    assert [one.ref for one in due_now(world).free] == [case.ref]
    assert again(placed).released_by_id == second.pk


def test_another_agency_places_no_hold(world, case):
    with voice_of(world.sari), pytest.raises(CannotHold, match="other_agency"):
        place_hold(about=case, reason="audit", review_on=NEXT_YEAR, note="", by=world.sari, at=NOON)


def test_a_file_with_an_alleged_offender_is_held_until_the_criminal_track_is_noted_as_ended(world, mawar):
    case = old_case(world, mawar, close=False)
    with voice_of(world.rina):
        accused = register_person(agency=world.unit, names={"full": "Badu Contoh"}, by=world.rina, at=NOON)
        add_party(case=case, person=accused, role="accused", by=world.rina, at=NOON)

    def reasons(**state):
        with as_role("gugus_worker"):
            Case._base_manager.filter(pk=case.pk).update(**state)
            told = held("case", {case.pk: world.unit.pk}, at=NOON)
            return {one.code for one in told.get(case.pk, ())}

    assert reasons() == {"case_open", "criminal_running"}
    assert reasons(state="closed", state_code="goals_met") == {"criminal_running"}
    assert reasons(state="archived", state_code="legal_ended") == set()


def test_the_number_of_questions_does_not_grow_with_the_list(world, django_assert_num_queries):
    cases = [old_case(world, a_person(world, f"Melati {n}")) for n in range(3)]

    def asked_for(some):
        with as_role("gugus_worker"):
            return held("case", {one.pk: world.unit.pk for one in some}, at=NOON)

    with django_assert_num_queries(count_of(lambda: asked_for(cases[:1]))):
        asked_for(cases)


def count_of(act) -> int:
    with CaptureQueriesContext(connection) as caught:
        act()
    return len(caught)
