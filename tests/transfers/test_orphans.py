"""Files that nobody can open: found, made a task, settled when mended; merged agencies and leaving colleagues."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from tests import cast
from tests.conftest import NOON, as_role, voice_of
from tests.transfers.conftest import BECAUSE, accept, again, offer

from gugus.approvals.actions import CannotAsk, CannotDecide, approve
from gugus.cases.actions import hand_over, open_case
from gugus.cases.models import Case
from gugus.intake.models import Report
from gugus.people.models import Identity, Person
from gugus.tasks.models import Task
from gugus.transfers import orphans, queries, succession
from gugus.transfers.jobs import look_at_clocks
from gugus.transfers.leaving import CannotHandOver, hand_over_all, load_of
from gugus.transfers.models import Succession, Transfer

REASON = "Digabung menurut keputusan wali kota nomor 7."


def alarm(at=NOON) -> dict:
    with as_role("gugus_worker"):
        return orphans.raise_alarm(at)


def open_tasks(user, kind: str) -> list[Task]:
    with voice_of(user):
        return list(Task.objects.unscoped(because=BECAUSE).open().filter(kind=kind))


def test_when_all_is_well_there_are_none(world, case):
    assert alarm() == {"case_without_manager": 0, "files_nobody_opens": 0}


def test_a_manager_who_left_becomes_the_agencys_task_until_somebody_is_named(world, case):
    world.rina.is_active = False
    world.rina.save(update_fields=["is_active"])

    assert alarm()["case_without_manager"] == 1 and alarm()["case_without_manager"] == 1
    assert len(open_tasks(world.yusuf, "case_without_manager")) == 1

    with voice_of(world.yusuf):
        hand_over(case=again(case), to=world.ratih, reason="Berhenti.", by=world.yusuf, at=NOON)
    assert alarm()["case_without_manager"] == 0
    assert open_tasks(world.yusuf, "case_without_manager") == []


def close(agency, successor=None) -> None:
    agency.valid_to, agency.successor = NOON.date() - timedelta(days=1), successor
    agency.save(update_fields=["valid_to", "successor"])


def test_files_of_an_agency_that_ended_become_its_successors_task(world, case):
    close(world.unit, world.outside)

    assert alarm()["files_nobody_opens"] == 1
    (task,) = open_tasks(world.sari, "files_nobody_opens")
    assert case.ref not in task.title and world.unit.name in task.title


def test_files_nobody_may_open_become_the_hosting_agencys_task(world, case, settings):
    settings.HOST_AGENCY = world.office.slug
    for user in (world.rina, world.ratih, world.yusuf, world.nadia, world.dewi):
        user.assignments.update(valid_to=NOON.date())

    assert alarm()["files_nobody_opens"] == 1
    assert len(open_tasks(world.wulan, "files_nobody_opens")) == 1


def test_the_command_counts_and_fails_where_files_are_lost(world, case):
    said = StringIO()
    with as_role("gugus_worker"):
        call_command("orphan_files", stdout=said)
        assert "nobody can open: 0" in said.getvalue()
        close(world.unit)
        with pytest.raises(CommandError):
            call_command("orphan_files", stdout=said)
    assert case.ref not in said.getvalue()


def asked(world, at=NOON):
    with voice_of(world.sari):
        return succession.ask_to_succeed(
            agency=world.unit, manager=world.sari, reason=REASON, viewer=world.viewer("sari"), at=at
        )


@pytest.fixture
def second(world):
    """A supervisor of the successor."""
    return cast.user("kartika", world.outside, "supervisor", at=NOON)


def work_off(at=NOON) -> None:
    with as_role("gugus_worker"):
        for one in Succession.objects.unscoped(because=BECAUSE).filter(done_at=None):
            for _ in range(3):
                succession.carry_on(one, at=at, most=1)


def test_a_successor_sees_counts_and_takes_over_everything_when_two_agree(world, case, second):
    close(world.unit, world.outside)
    with voice_of(world.sari):
        (left,) = queries.left_behind(world.viewer("sari"), NOON.date())
        assert (left.cases, left.open_cases, left.reports) == (1, 1, 1)
        assert not Case.objects.unscoped(because=BECAUSE).exists()
    request = asked(world)
    with voice_of(second):
        approve(request=request, by=second, at=NOON)
    work_off()

    with voice_of(world.sari):
        assert (again(case).agency, again(case).manager) == (world.outside, world.sari)
        for model in (Report, Person, Identity):
            assert set(model.objects.unscoped(because=BECAUSE).values_list("agency", flat=True)) == {
                world.outside.pk
            }
        one = Succession.objects.unscoped(because=BECAUSE).get()
        assert one.moved == 1 and one.done_at
        assert Transfer.objects.unscoped(because=BECAUSE).get().kind == "succession"
        assert queries.left_behind(world.viewer("sari"), NOON.date()) == []
    assert alarm()["files_nobody_opens"] == 0


def test_one_person_is_not_enough_and_nobody_else_may(world, case, second):
    close(world.unit, world.outside)
    request = asked(world)
    with voice_of(world.sari), pytest.raises(CannotDecide):
        approve(request=request, by=world.sari, at=NOON)
    with voice_of(world.budi), connection.cursor() as cursor:
        cursor.execute("select count(*) from transfers_left_behind(%s)", [world.unit.pk])
        assert cursor.fetchone() == (0,)
    with voice_of(world.yusuf), pytest.raises(succession.CannotSucceed):
        succession.ask_to_succeed(
            agency=world.unit, manager=world.yusuf, reason=REASON, viewer=world.viewer("yusuf"), at=NOON
        )


def test_numbers_that_changed_are_asked_for_again(world, case, second):
    close(world.unit, world.outside)
    request = asked(world)
    with voice_of(world.rina):
        open_case(agency=world.unit, manager=world.rina, risk="low", summary="Baru.", by=world.rina, at=NOON)
    with voice_of(second), pytest.raises(CannotDecide):
        approve(request=request, by=second, at=NOON)


def test_a_living_agency_is_not_taken_over(world, case, second):
    with pytest.raises((succession.CannotSucceed, CannotAsk)):
        asked(world)


def test_an_open_offer_of_a_merged_agency_is_withdrawn_by_the_succession(world, case, second):
    transfer = offer(world, case, to=world.outside)
    close(world.unit, world.outside)
    request = asked(world)
    with voice_of(second):
        approve(request=request, by=second, at=NOON)
    work_off()

    with voice_of(world.sari):
        assert Transfer.objects.unscoped(because=BECAUSE).get(pk=transfer.pk).code == "succession"
        assert again(case).agency == world.outside


def test_a_succession_goes_on_where_it_stopped(world, case, second, monkeypatch):
    with voice_of(world.rina):
        open_case(agency=world.unit, manager=world.rina, risk="low", summary="Dua.", by=world.rina, at=NOON)
    close(world.unit, world.outside)
    request = asked(world)
    with voice_of(second):
        approve(request=request, by=second, at=NOON)
    with as_role("gugus_worker"):
        one = Succession.objects.unscoped(because=BECAUSE).get()
        succession.carry_on(one, at=NOON, most=1)
        assert Case.objects.unscoped(because=BECAUSE).filter(agency=world.unit).count() == 1
        for _ in range(2):
            succession.carry_on(one, at=NOON, most=1)
        assert Case.objects.unscoped(because=BECAUSE).filter(agency=world.unit).count() == 0
        assert Succession.objects.unscoped(because=BECAUSE).get().done_at


def test_all_files_of_a_colleague_go_in_one_action(world, case):
    with voice_of(world.rina):
        open_case(agency=world.unit, manager=world.rina, risk="low", summary="Dua.", by=world.rina, at=NOON)
    with voice_of(world.yusuf):
        seen = load_of(world.rina)
        done = hand_over_all(
            of=world.rina,
            to=world.ratih,
            reason="Pindah tugas.",
            expected=seen.cases,
            by=world.yusuf,
            at=NOON,
        )
        left = load_of(world.rina)

    assert (seen.cases, done.cases, done.high) == (2, 2, 1)
    assert (left.cases, left.tasks) == (0, 0)


@pytest.mark.parametrize(("more", "code"), [
    ({"expected": 7}, "changed"), ({"reason": " "}, "reason_needed"), ({"to": "sari"}, "not_a_colleague"),
    ({"to": "rina"}, "same_manager"), ({"of": "sari"}, "not_a_colleague"),
])  # fmt: skip
def test_files_of_a_colleague_stay_when_something_is_wrong(world, case, more, code):
    told = {"of": "rina", "to": "ratih", "reason": "Pindah.", "expected": 1} | more
    users = {name: getattr(world, told[name]) for name in ("of", "to")}
    with voice_of(world.yusuf), pytest.raises(CannotHandOver, match=code):
        hand_over_all(**(told | users), by=world.yusuf, at=NOON)
    with voice_of(world.rina):
        assert again(case).manager == world.rina


def test_an_accepted_offer_whose_manager_left_never_strands_the_file(world, case):
    transfer = accept(world, offer(world, case))
    world.sari.is_active = False
    world.sari.save(update_fields=["is_active"])
    with as_role("gugus_worker"):
        look_at_clocks(NOON + timedelta(minutes=2))
    with voice_of(world.rina):
        assert again(case).agency == world.unit
    assert alarm()["files_nobody_opens"] == 0
    assert transfer.state == "accepted"
