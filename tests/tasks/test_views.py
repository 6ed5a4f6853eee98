"""The pages of tasks and clocks."""

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.conftest import voice_of

from gugus.tasks.actions import start_task
from gugus.tasks.models import Clock, Holiday, Task


@pytest.fixture
def todo(file, rina):
    """A task of Rina's that is due in six hours from now."""
    return start_task(
        kind="triage", about=file, within=file, agency=rina.agency, assignee=rina, clock="triage_medium",
        risk="medium", by=rina, at=timezone.now(),
    )  # fmt: skip


def fresh(todo, user):
    with voice_of(user):
        return Task.objects.unscoped(because="the test looks").get(pk=todo.pk)


def test_my_open_tasks_are_the_first_thing(signed_in, world, todo):
    page = signed_in(world.rina).get("/tugas/").content.decode()

    assert f"Nilai risiko laporan {todo.about_ref}" in page


def test_the_list_asks_the_database_a_fixed_number_of_times(
    signed_in, world, todo, file, rina, django_assert_max_num_queries
):
    client = signed_in(world.rina)
    for number in range(10):
        start_task(
            kind=f"k{number}", about=file, agency=rina.agency, assignee=rina, by=rina, at=timezone.now()
        )

    with django_assert_max_num_queries(16):
        assert client.get("/tugas/").status_code == 200


@pytest.mark.parametrize("query", ["who=nonsense", "state=x&risk=y", "page=999", "who=agency&state=done"])
def test_wrong_filters_are_no_error(signed_in, world, todo, query):
    assert signed_in(world.rina).get(f"/tugas/?{query}").status_code == 200


def test_people_without_casework_see_only_their_own(signed_in, world, todo):
    page = signed_in(world.lestari).get("/tugas/?who=agency").content.decode()

    assert todo.ref not in page


def test_another_agency_does_not_know_the_task(signed_in, world, todo):
    client = signed_in(world.sari)

    assert client.get(f"/tugas/{todo.ref}/").status_code == 404
    assert client.post(f"/tugas/{todo.ref}/selesai/").status_code == 404
    assert fresh(todo, world.rina).done_at is None


def test_a_task_shows_its_clock_and_legal_basis(signed_in, world, todo):
    page = signed_in(world.rina).get(f"/tugas/{todo.ref}/").content.decode()

    assert "6 jam" in page
    assert todo.clock.basis_in("id") in page


def test_done_leads_back_to_where_one_was(signed_in, world, todo):
    answer = signed_in(world.rina).post(
        f"/tugas/{todo.ref}/selesai/", {"back": "/kasus/K-1/", "note": "called"}
    )

    assert (answer.status_code, answer["Location"]) == (302, "/kasus/K-1/")
    assert fresh(todo, world.rina).note == "called"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_no_address_of_another_site_is_followed(signed_in, world, todo, elsewhere):
    answer = signed_in(world.rina).post(f"/tugas/{todo.ref}/selesai/", {"back": elsewhere})

    assert answer["Location"] == "/tugas/"


def test_doing_it_twice_is_told_and_changes_nothing(signed_in, world, todo):
    client = signed_in(world.rina)
    client.post(f"/tugas/{todo.ref}/selesai/")

    page = client.post(f"/tugas/{todo.ref}/selesai/", follow=True).content.decode()

    assert "sudah selesai" in page


def test_putting_off_needs_a_reason_and_keeps_what_was_typed(signed_in, world, todo):
    until = timezone.localtime() + timedelta(hours=2)
    typed = {"until": until.strftime("%Y-%m-%dT%H:%M"), "reason": ""}

    answer = signed_in(world.rina).post(f"/tugas/{todo.ref}/tunda/", typed)

    assert answer.status_code == 422
    assert typed["until"] in answer.content.decode()
    assert fresh(todo, world.rina).snoozed_until is None


def test_a_refusal_of_the_rule_stands_beside_its_field(signed_in, world, todo):
    typed = {"until": "2020-01-01T10:00", "reason": "because"}

    answer = signed_in(world.rina).post(f"/tugas/{todo.ref}/tunda/", typed)

    assert answer.status_code == 422
    assert "until" in answer.context["snooze_form"].errors


def test_a_task_sleeps(signed_in, world, todo):
    until = timezone.localtime() + timedelta(hours=2)

    signed_in(world.rina).post(
        f"/tugas/{todo.ref}/tunda/",
        {"until": until.strftime("%Y-%m-%dT%H:%M"), "reason": "waits for the clinic"},
    )

    assert fresh(todo, world.rina).snooze_reason == "waits for the clinic"


def test_a_colleague_takes_it_and_gives_it_back(signed_in, world, todo):
    signed_in(world.ratih).post(f"/tugas/{todo.ref}/ambil/")
    assert fresh(todo, world.ratih).assignee == world.ratih

    signed_in(world.ratih).post(f"/tugas/{todo.ref}/serahkan/", {"to": str(world.rina.pk)})
    assert fresh(todo, world.rina).assignee == world.rina


def test_nobody_of_another_agency_is_on_offer(signed_in, world, todo):
    answer = signed_in(world.rina).post(f"/tugas/{todo.ref}/serahkan/", {"to": str(world.budi.pk)})

    assert answer.status_code == 422


def test_everybody_reads_the_clocks(signed_in, world):
    page = signed_in(world.budi).get("/tugas/jam/").content.decode()

    assert "Risiko sedang: layani dalam 6 jam" in page
    assert "perlu dikonfirmasi" in page


CHANGE = {
    "amount": "4",
    "unit": "hours",
    "hours": "round_the_clock",
    "legal_basis": "SK 1",
    "reason": "SK 1/2026",
}


def test_an_administrator_changes_a_clock(signed_in, world):
    today = timezone.localdate().isoformat()

    answer = signed_in(world.tono).post("/tugas/jam/triage_medium/", CHANGE | {"valid_from": today})

    assert answer.status_code == 302
    assert Clock.objects.get(code="triage_medium", valid_to=None).amount == 4


def test_a_change_for_the_past_is_refused_beside_its_field(signed_in, world):
    answer = signed_in(world.tono).post("/tugas/jam/triage_medium/", CHANGE | {"valid_from": "2020-01-01"})

    assert answer.status_code == 422
    assert "valid_from" in answer.context["form"].errors


def test_others_change_nothing(signed_in, world):
    client = signed_in(world.rina)

    assert client.post("/tugas/jam/triage_medium/", CHANGE | {"valid_from": "2030-01-01"}).status_code == 403
    assert client.post("/tugas/libur/", {"day": "2030-01-02", "name": "x"}).status_code == 403
    assert 'name="amount"' not in client.get("/tugas/jam/triage_medium/").content.decode()


def test_a_clock_nobody_knows_is_missing(signed_in, world):
    assert signed_in(world.rina).get("/tugas/jam/nonsense/").status_code == 404


def test_an_administrator_keeps_the_days_off(signed_in, world):
    client = signed_in(world.tono)

    answer = client.post("/tugas/libur/", {"day": "2030-01-02", "name": "Pilkada", "closed": "on"})

    assert answer["Location"] == "/tugas/libur/?year=2030"
    assert Holiday.objects.get(day="2030-01-02").closed
    assert "Pilkada" in client.get("/tugas/libur/?year=2030").content.decode()


@pytest.mark.parametrize("year", ["2026", "nonsense", "99999999"])
def test_any_year_may_be_asked_for(signed_in, world, year):
    assert signed_in(world.budi).get(f"/tugas/libur/?year={year}").status_code == 200
