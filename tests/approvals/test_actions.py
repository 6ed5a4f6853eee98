"""Two people: one asks, another one agrees, and only then it happens, once."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.utils import IntegrityError, InternalError

from gugus.access.codes import Role
from gugus.approvals.actions import CannotAsk, CannotDecide, approve, ask, refuse, withdraw
from gugus.approvals.jobs import end_late_ones
from gugus.approvals.models import Request
from gugus.audit.models import Entry
from gugus.base.refusals import Cannot
from gugus.notices.jobs import on_approval
from gugus.notices.models import Notice
from gugus.outbox.models import Event
from tests.approvals import things
from tests.approvals.conftest import KIND, REASON, asked_by
from tests.conftest import NOON, as_role, voice_of

LATER = NOON + timedelta(hours=1)
TOO_LATE = NOON + timedelta(hours=72)


def kept(request) -> Request:
    with as_role("gugus_worker"):
        return Request.objects.unscoped(because="test").select_related("data_key").get(pk=request.pk)


def yes(request, user, at=LATER, **more):
    with voice_of(user):
        return approve(request=request, by=user, at=at, **more)


def codes_of(refused) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


def test_the_second_persons_yes_lets_it_happen_once(world, asked):
    yes(asked, world.yusuf, seen=asked.digest)

    assert things.done == [(asked.ref, {"rows": 3}, "yusuf")]
    assert (kept(asked).state, kept(asked).decided_by_id) == ("approved", world.yusuf.pk)
    with as_role("gugus_worker"):
        assert set(
            Entry.objects.unscoped(because="test").filter(about_id=asked.pk).values_list("verb", "actor")
        ) == {
            ("approval.asked", "rina"),
            ("approval.approved", "yusuf"),
        }


def test_nobody_says_yes_to_their_own_request(world):
    own = asked_by(world.yusuf)

    with pytest.raises(CannotDecide) as refused:
        yes(own, world.yusuf)

    assert codes_of(refused) == {"own_request"}
    assert things.done == [] and kept(own).state == "asked"


@pytest.mark.parametrize("name", ["ratih", "dewi", "nadia", "hasan", "tono"])
def test_a_colleague_without_the_right_is_refused(world, asked, name):
    with pytest.raises(CannotDecide, match="no_right"):
        yes(asked, getattr(world, name))


@pytest.mark.parametrize("name", ["sari", "maya", "budi", "arif", "wulan"])
def test_the_database_hides_the_request_from_other_agencies(world, asked, name):
    with voice_of(getattr(world, name)), pytest.raises(Request.DoesNotExist):
        approve(request=asked, by=getattr(world, name), at=LATER)


def test_yes_comes_too_late(world, asked):
    with pytest.raises(CannotDecide, match="run_out"):
        yes(asked, world.yusuf, at=TOO_LATE)

    assert things.done == []


def test_twice_is_refused(world, asked):
    yes(asked, world.yusuf)

    with pytest.raises(CannotDecide, match="not_waiting"):
        yes(asked, world.lestari)

    assert len(things.done) == 1


def test_what_was_changed_behind_the_back_is_not_approved(world, asked):
    with as_role("gugus_owner"):
        Request.objects.unscoped(because="test").filter(pk=asked.pk).update(facts={"rows": 3000})

    with pytest.raises(CannotDecide, match="changed"):
        yes(asked, world.yusuf)

    assert things.done == []


def test_a_longer_life_given_behind_the_back_is_noticed(world, asked):
    with as_role("gugus_owner"):
        longer = TOO_LATE + timedelta(days=30)
        Request.objects.unscoped(because="test").filter(pk=asked.pk).update(until_at=longer)

    with pytest.raises(CannotDecide, match="changed"):
        yes(asked, world.yusuf, at=TOO_LATE)


def test_yes_to_something_else_than_what_was_seen(world, asked):
    with pytest.raises(CannotDecide, match="read_again"):
        yes(asked, world.yusuf, seen="0" * 32)


def test_the_askers_right_is_asked_again(world, asked):
    with as_role("gugus_owner"):
        world.rina.assignments.update(valid_to=date(2026, 6, 15))

    with pytest.raises(CannotDecide, match="asker_lost_right"):
        yes(asked, world.yusuf)

    assert things.done == []


def test_the_kinds_own_hurdle_of_the_asker_is_asked_again(world, asked):
    things.refuses_asking.append("asker_fell")

    with pytest.raises(CannotDecide, match="asker_lost_right"):
        yes(asked, world.yusuf)


def test_a_supervisor_made_by_the_asker_yesterday_is_no_second_person(world, asked):
    with as_role("gugus_owner"):
        world.ratih.assignments.create(
            role=Role.SUPERVISOR, valid_from=date(2026, 6, 14), given_by=world.rina
        )

    with pytest.raises(CannotDecide, match="right_from_asker"):
        yes(asked, world.ratih)


def test_what_cannot_be_done_leaves_the_request_open(world, asked):
    things.refuses.append("not now")

    with pytest.raises(Cannot, match="thing_refuses"):
        yes(asked, world.yusuf)

    assert kept(asked).state == "asked"
    things.refuses.clear()
    yes(asked, world.yusuf)
    assert len(things.done) == 1


def test_no_needs_a_reason_that_the_asker_reads(world, asked):
    with voice_of(world.yusuf), pytest.raises(CannotDecide, match="reason_needed"):
        refuse(request=asked, by=world.yusuf, at=LATER, reason=" ")

    with voice_of(world.yusuf):
        refuse(request=asked, by=world.yusuf, at=LATER, reason="Belum perlu.")

    assert (kept(asked).state, kept(asked).decision_reason) == ("refused", "Belum perlu.")


def test_only_the_asker_takes_it_back(world, asked):
    with voice_of(world.yusuf), pytest.raises(CannotDecide, match="not_yours"):
        withdraw(request=asked, by=world.yusuf, at=LATER)

    with voice_of(world.rina):
        withdraw(request=asked, by=world.rina, at=LATER)

    with pytest.raises(CannotDecide, match="not_waiting"):
        yes(asked, world.yusuf)


@pytest.mark.parametrize("name", ["arif", "hasan", "tono", "putri"])
def test_who_has_no_such_right_cannot_even_ask(world, name):
    with pytest.raises(CannotAsk, match="no_right"):
        asked_by(getattr(world, name))


def test_a_reason_is_needed(world):
    with voice_of(world.rina), pytest.raises(CannotAsk, match="reason_needed"):
        ask(KIND, facts={}, reason="ya", by=world.rina, at=NOON)


def test_asking_twice_with_one_key_is_asking_once(world):
    with voice_of(world.rina):
        first, second = (
            ask(KIND, facts={}, reason=REASON, by=world.rina, at=NOON, key="k1") for _ in range(2)
        )

    assert first.pk == second.pk


def test_free_text_does_not_travel_as_a_fact(world):
    with voice_of(world.rina), pytest.raises(ValueError, match="note"):
        ask(KIND, facts={"note": "x" * 300}, reason=REASON, by=world.rina, at=NOON)


def test_the_reason_is_not_readable_in_the_database(world, asked):
    with as_role("gugus_owner"), connection.cursor() as cursor:
        cursor.execute("select row_to_json(r)::text from approvals_request r where id = %s", [asked.pk])
        assert REASON not in cursor.fetchone()[0]


def test_what_nobody_decided_runs_out_and_the_asker_is_told(world, asked):
    with as_role("gugus_worker"):
        assert end_late_ones(TOO_LATE - timedelta(minutes=1)) == 0
        assert end_late_ones(TOO_LATE) == 1
        on_approval(event=Event.objects.get(topic="approval.run_out"), at=TOO_LATE)

        assert list(Notice.objects.unscoped(because="test").values_list("user__username", "code")) == [
            ("rina", "approval_run_out")
        ]
    assert kept(asked).state == "run_out"


def test_whoever_may_decide_is_told_that_something_waits(world):
    own = asked_by(world.yusuf)
    with as_role("gugus_worker"):
        on_approval(event=Event.objects.get(topic="approval.asked", about_id=own.pk), at=NOON)

        told = Notice.objects.unscoped(because="test").values_list("user__username", flat=True)
        assert set(told) == {"lestari"}  # not Yusuf, who asked


def tried(sql: str, *values) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_the_database_refuses_self_approval_whatever_the_application_says(world):
    own = asked_by(world.yusuf)
    sql = "update approvals_request set state = 'approved', decided_by_id = %s, decided_at = asked_at where id = %s"

    with voice_of(world.yusuf), pytest.raises(ProgrammingError, match="own request"):
        tried(sql, world.yusuf.pk, own.pk)
    with voice_of(world.yusuf), pytest.raises(ProgrammingError, match="own name"):
        tried(sql, world.lestari.pk, own.pk)  # in somebody else's name
    with as_role("gugus_owner"), pytest.raises(IntegrityError, match="second_person_is_another"):
        tried(sql, world.yusuf.pk, own.pk)


def test_the_database_refuses_to_ask_in_anothers_name_or_to_change_what_was_asked(world, asked):
    with voice_of(world.yusuf), pytest.raises(ProgrammingError, match="permission denied"):
        tried("update approvals_request set facts = '{}' where id = %s", asked.pk)
    with voice_of(world.yusuf), pytest.raises(ProgrammingError, match="row-level security"):
        asked.pk = asked.id = world.yusuf.pk
        asked.ref, asked._state.adding = "SP-0000-0000", True
        with transaction.atomic():
            asked.save(force_insert=True)


def test_an_ended_request_stays_ended_in_the_database(world, asked):
    with voice_of(world.rina):
        withdraw(request=asked, by=world.rina, at=LATER)

    with voice_of(world.yusuf), pytest.raises((ProgrammingError, InternalError), match="stays ended"):
        tried(
            "update approvals_request set state = 'approved', decided_by_id = %s where id = %s",
            world.yusuf.pk, asked.pk,
        )  # fmt: skip


def test_without_the_first_lock_another_agency_still_reads_nothing(world, asked):
    for name in ("sari", "maya", "budi", "arif"):
        with voice_of(getattr(world, name)):
            assert Request.objects.unscoped(because="test").count() == 0
