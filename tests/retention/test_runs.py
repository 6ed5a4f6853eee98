"""A run does exactly what two people agreed to: no more, no less, once, also after a kill."""

import pytest
from django.db import DatabaseError, connection, transaction

from gugus.approvals.actions import CannotDecide, approve
from gugus.approvals.models import Request
from gugus.audit.models import Entry
from gugus.cases.states import move
from gugus.people.models import Identity, SearchToken
from gugus.retention import runs
from gugus.retention.actions import CannotForget
from gugus.retention.models import Item, Run
from tests.conftest import NOON, as_role, voice_of
from tests.retention.conftest import LOOK, a_person, again, agreed, asked, carried_out, old_case


def test_what_is_due_is_forgotten_after_two_people_agreed(world, case, mawar, second):
    run = agreed(asked(world), second)

    made = carried_out(run)

    case, mawar, run = again(case), again(mawar), again(run)
    assert run.state == "done"
    assert case.certificate == mawar.certificate == made.ref == run.ref
    with as_role("gugus_worker"):
        identity = Identity._base_manager.select_related("data_key").get(pk=mawar.pk)
        assert identity.names is None
        assert bytes(identity.data_key.wrapped) == b""
        assert not SearchToken.objects.filter(person=mawar).exists()
        entries = Entry._base_manager.filter(about_id=case.pk, verb="retention.forgotten")
        assert entries.count() == 1


def test_nothing_happens_before_the_second_person_agreed(world, case):
    run = asked(world)

    assert carried_out(run) is None
    assert again(case).forgotten_at is None


def test_nobody_agrees_to_their_own_list(world, case):
    run = asked(world)

    with voice_of(world.lestari), pytest.raises(CannotDecide, match="own_request"):
        request = Request.objects.unscoped(because=LOOK).get(about_id=run.pk)
        approve(request=request, by=world.lestari, at=NOON)


def test_a_yes_counts_once(world, case, second):
    run = agreed(asked(world), second)
    carried_out(run)

    with voice_of(second), pytest.raises(CannotDecide, match="not_waiting"):
        request = Request.objects.unscoped(because=LOOK).get(about_id=run.pk)
        approve(request=request, by=second, at=NOON)


def test_two_lists_at_once_are_refused(world, case):
    asked(world)

    with pytest.raises(CannotForget, match="already_running"):
        asked(world)


def test_a_list_that_changed_since_it_was_seen_is_not_asked(world, case):
    with pytest.raises(CannotForget, match="list_changed"):
        asked(world, seen="0" * 64)


def test_a_case_that_was_reopened_meanwhile_is_left_alone_and_named(world, case, second):
    run = agreed(asked(world), second)
    with voice_of(world.rina):
        move(case=case, to="open", code="new_facts", note="Ada fakta baru.", by=world.rina, at=NOON)

    carried_out(run)

    assert again(case).forgotten_at is None
    with as_role("gugus_worker"):
        assert Item._base_manager.get(run=run).skipped == "not_due"


def test_the_application_role_cannot_carry_out(world, case, second):
    run = agreed(asked(world), second)

    with voice_of(world.lestari), pytest.raises(DatabaseError), transaction.atomic():
        runs.begin(run.pk, at=NOON)
    assert again(run).state == "approved"


@pytest.mark.parametrize(
    "statement",
    [
        "update retention_item set state = 'done'",
        "update retention_run set digest = 'x'",
        "update retention_run set state = 'done'",
        "update cases_case set forgotten_at = now()",
        "update people_person set certificate = 'BA-1'",
        "insert into retention_certificate (seq, ref, run_id, agency_id, made_at, text, digest, previous) "
        "select 9, 'BA-9', id, agency_id, now(), '{}', '', '' from retention_run",
        "delete from people_searchtoken",
        "delete from retention_hold",
    ],
)
def test_the_application_role_can_neither_erase_nor_pretend(world, case, statement):
    asked(world)

    with (
        voice_of(world.lestari),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_list_that_was_altered_in_the_database_is_refused(world, case, second):
    run = agreed(asked(world), second)
    with as_role("gugus_worker"):
        Item._base_manager.filter(run=run).update(record_ref="K-0000-0000")

    assert carried_out(run) is None
    assert again(run).state == "refused"
    assert again(case).forgotten_at is None


def test_a_run_that_was_cut_off_between_two_records_goes_on(world, case, second):
    other = old_case(world, a_person(world, "Melati Contoh"))
    run = agreed(asked(world), second)
    with as_role("gugus_worker"):
        runs.begin(run.pk, at=NOON)
        runs.step(run.pk, at=NOON)
        assert runs.finish(run.pk, at=NOON) is None

    carried_out(run)

    assert again(case).forgotten_at
    assert again(other).forgotten_at
    assert again(run).state == "done"


def test_another_agency_sees_nothing_of_it(world, case, second, forgotten):
    with voice_of(world.sari):
        assert not Run.objects.unscoped(because=LOOK).exists()
        assert not Item.objects.unscoped(because=LOOK).exists()
