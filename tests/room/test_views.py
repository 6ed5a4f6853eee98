"""The chair's page and its twin for machines: who opens it, what it shows, what it leaves in the trail."""

import re

import pytest
from tests.conftest import voice_of
from tests.forces import settle_force

from gugus.audit.models import Entry

URL, API = "/ruang/", "/api/v1/room"
TOKEN = re.compile(rb"[A-Za-z0-9]{64}")


@pytest.mark.parametrize("name", ["arif", "wulan"])
def test_chair_and_secretariat_see_decisions(world, waiting, signed_in, name):
    client = signed_in(getattr(world, name))
    page, api = client.get(URL), client.get(API).json()

    assert page.status_code == 200 and 'id="decide"' in page.content.decode()
    assert {one["key"] for one in api["decide"]} == {
        "recommendations_waiting",
        "minutes_unsigned",
        "publications",
    }
    assert api["task_force"] == waiting.ref and api["failed"] == []


@pytest.mark.parametrize("name", ["budi", "maya", "rina"])
def test_members_see_the_page_without_decisions(world, waiting, signed_in, name):
    client = signed_in(getattr(world, name))
    page, api = client.get(URL), client.get(API).json()

    assert page.status_code == 200 and 'id="decide"' not in page.content.decode()
    assert api["decide"] is None
    assert {one["key"] for one in api["late"]} >= {"recommendations_late"}


def test_every_number_leads_to_its_list(world, waiting, signed_in):
    client = signed_in(world.wulan)
    api = client.get(API).json()
    urls = {one["url"] for one in [*api["late"], *api["decide"]]} | {
        one["url"] for one in api["not_reported"]
    }

    assert urls and {client.get(url).status_code for url in urls} == {200}


def test_who_is_outside_learns_nothing(world, waiting, signed_in):
    client = signed_in(world.sari)

    page = client.get(URL).content.decode()
    assert waiting.name not in page and world.police.name not in page
    hidden, unknown = (
        client.get(f"{URL}?gugus={ref}").content.replace(ref.encode(), b"what-was-asked")
        for ref in (waiting.ref, "GT-0000-0000")
    )
    assert TOKEN.sub(b"", hidden) == TOKEN.sub(b"", unknown)
    assert client.get(API).status_code == client.get(f"{API}?task_force={waiting.ref}").status_code == 404


def test_who_has_no_right_and_strangers_stay_outside(world, waiting, signed_in, client):
    assert client.get(URL)["Location"] == f"/akun/login/?next={URL}"
    assert client.get(API).status_code == 401
    assert signed_in(world.tono).get(URL).status_code == 403


def test_one_of_several_task_forces_is_chosen_by_its_reference(world, force, signed_in):
    other = settle_force(
        world, name="Gugus Tugas Provinsi", host=world.police, members=[world.office], level="province"
    )
    strange = settle_force(world, name="Gugus Tugas Lain", host=world.outside, members=[], area="32.01")
    client = signed_in(world.wulan)

    assert client.get(URL).context["force"] == force  # the one whose secretariat she keeps
    assert client.get(f"{URL}?gugus={other.ref}").context["force"] == other
    assert client.get(f"{URL}?gugus={strange.ref}").status_code == 404
    assert client.get(f"{API}?task_force={other.ref}").json()["name"] == other.name


def test_looking_is_written_to_the_trail(world, waiting, signed_in):
    client = signed_in(world.arif)
    client.get(URL)
    client.get(API)

    with voice_of(world.arif):
        rows = Entry.objects.unscoped(because="the test looks").filter(verb="room.read", about_id=waiting.pk)
        assert rows.count() == 2


def test_an_empty_room_says_what_to_do_next(world, force, signed_in):
    page = signed_in(world.wulan).get(URL).content.decode()

    assert "Tidak ada yang terlambat" in page and "Semua sudah melapor" in page and "/rapat/baru/" in page


def test_a_new_meeting_is_offered_to_whom_may_write_one(world, force, signed_in):
    page = signed_in(world.eka).get(URL).content.decode()

    assert "Tidak ada yang terlambat" in page and "/rapat/baru/" not in page


def test_my_day_has_a_card_for_who_decides(world, waiting, signed_in):
    keys = {
        name: {one.key for one in signed_in(getattr(world, name)).get("/").context["sections"]}
        for name in ("arif", "wulan", "budi")
    }

    assert "room" in keys["arif"] & keys["wulan"] and "room" not in keys["budi"]
