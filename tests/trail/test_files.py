"""Who looked at a file: the page, the letter, and who may not."""

from datetime import timedelta

import pytest
from tests.conftest import NOON, voice_of

from gugus.audit.actions import record
from gugus.audit.circumstances import under
from gugus.audit.models import Entry
from gugus.cases.actions import add_party, open_case
from gugus.people.actions import register_person
from gugus.trail.files import visits
from gugus.trail.groups import Group


@pytest.fixture
def case(world):
    with voice_of(world.rina):
        return open_case(
            agency=world.unit, manager=world.rina, risk="high", summary="x", by=world.rina, at=NOON
        )


@pytest.fixture
def person(world, case):
    with voice_of(world.rina):
        made = register_person(
            agency=world.unit, names={"full": "Melati Contoh", "aliases": []}, by=world.rina, at=NOON
        )
        add_party(case=case, person=made, role="survivor", by=world.rina, at=NOON)
        return made


def did(user, verb, case, *, hours=0, about=None) -> None:
    with voice_of(user):
        record(verb, about=about or case, within=case, by=user, at=NOON + timedelta(hours=hours))


def entry_of(user, verb) -> Entry:
    with voice_of(user):
        return Entry.objects.unscoped(because="the test reads the trail").filter(verb=verb).latest("seq")


def test_people_are_grouped_with_what_they_did(case, world):
    did(world.ratih, "case.seen", case)
    did(world.ratih, "case.seen", case, hours=2)
    did(world.ratih, "person.unmasked", case, hours=1)
    did(world.budi, "case.seen", case, hours=3)

    with voice_of(world.rina):
        found = {one.actor: one for one in visits(case, at=NOON)}

    ratih, budi = found["ratih"], found["budi"]
    assert (ratih.times[Group.READ], ratih.times[Group.OPENING]) == (2, 1)
    assert (ratih.first_at, ratih.last_at) == (NOON, NOON + timedelta(hours=2))
    assert ratih.is_ours and ratih.opened and not budi.is_ours
    assert (budi.agency, budi.role != "") == ("Unit PPA Polres", True)


def test_emergency_access_is_told(case, world):
    with under(emergency="E-1"):
        did(world.sari, "case.seen", case)

    with voice_of(world.rina):
        sari = next(one for one in visits(case, at=NOON) if one.actor == "sari")
    assert sari.emergency and "darurat" in sari.basis


@pytest.mark.parametrize("name", ["rina", "yusuf"])
@pytest.mark.parametrize("page", ["", "cetak/"])
def test_the_case_manager_and_the_supervisor_see_it(signed_in, world, case, person, name, page):
    client = signed_in(getattr(world, name))

    assert client.get(f"/kasus/{case.ref}/jejak/{page}").status_code == 200
    assert client.get(f"/orang/{person.ref}/jejak/{page}").status_code == 200


@pytest.mark.parametrize("name", ["sari", "budi", "maya", "arif", "wulan", "eka", "dewi", "ratih", "lestari"])
@pytest.mark.parametrize("page", ["", "cetak/"])
def test_others_do_not(signed_in, world, case, person, name, page):
    client = signed_in(getattr(world, name))

    assert client.get(f"/kasus/{case.ref}/jejak/{page}").status_code in {403, 404}
    assert client.get(f"/orang/{person.ref}/jejak/{page}").status_code in {403, 404}


def test_hidden_and_missing_look_alike(signed_in, world, case):
    client = signed_in(world.sari)

    hidden = client.get(f"/kasus/{case.ref}/jejak/")
    missing = client.get("/kasus/K-0000-0000/jejak/")

    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


def test_looking_and_printing_leave_entries(signed_in, world, case):
    client = signed_in(world.rina)

    client.get(f"/kasus/{case.ref}/jejak/")
    client.get(f"/kasus/{case.ref}/jejak/cetak/?nama=1")

    assert entry_of(world.rina, "trail.file_seen").about_id == case.pk
    assert entry_of(world.rina, "trail.file_printed").changes == {"names": True}


def test_the_letter_names_offices_and_functions_but_no_officer(signed_in, world, case):
    did(world.ratih, "case.seen", case)
    did(world.budi, "case.seen", case)
    client = signed_in(world.yusuf)

    plain = client.get(f"/kasus/{case.ref}/jejak/cetak/").content.decode()
    named = client.get(f"/kasus/{case.ref}/jejak/cetak/?nama=1").content.decode()

    assert "Unit PPA Polres" in plain and "Undang-Undang Nomor 27 Tahun 2022" in plain
    assert "Ratih" not in plain and "Budi" not in plain
    assert "Ratih" in named and "Budi" in named
    assert "case.seen" not in named


def test_the_letter_is_indonesian_whoever_prints_it(signed_in, world, case):
    client = signed_in(world.rina)
    client.cookies["gugus_language"] = "en"

    assert "Hak Anda" in client.get(f"/kasus/{case.ref}/jejak/cetak/").content.decode()


def test_the_number_of_queries_does_not_grow(signed_in, world, case, django_assert_max_num_queries):
    client = signed_in(world.rina)
    client.get(f"/kasus/{case.ref}/jejak/")
    for number in range(30):
        did([world.ratih, world.budi, world.yusuf, world.maya][number % 4], "case.seen", case, hours=number)

    with django_assert_max_num_queries(24):
        client.get(f"/kasus/{case.ref}/jejak/")
