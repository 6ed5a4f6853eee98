"""The pages of houses and stays: who gets in, what is shown to whom, what bad input leaves standing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.conftest import NOON, voice_of
from tests.shelter.conftest import ADDRESS, NOTE, approved, beds, house_of, inside, proposed, referred

from gugus.shelter.models import Stay

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def clock(monkeypatch):
    for module in ("views", "housing"):
        monkeypatch.setattr(f"gugus.shelter.{module}.now", lambda: NOON)


def text_of(answer) -> str:
    return answer.content.decode()


def test_the_head_decides_with_a_bed_and_lets_her_in(signed_in, world, melati):
    stay = proposed(world, melati)
    client = signed_in(world.maya)
    page = text_of(client.get(f"/tinggal/{stay.ref}/setujui/"))
    assert "Kenanga" in page and "01" in page

    answer = client.post(
        f"/tinggal/{stay.ref}/setujui/", {"bed": str(beds(melati)["Kenanga 01"].pk), "version": 1}
    )
    assert answer.status_code == 302
    answer = client.post(f"/tinggal/{stay.ref}/masuk/", {"in_at": "2026-06-15T12:00", "version": 2})
    assert answer.status_code == 302
    assert "Kenanga · 01" in text_of(client.get(f"/tinggal/{stay.ref}/"))


def test_a_rule_that_speaks_against_a_bed_is_said_at_the_field_and_nothing_typed_is_lost(
    signed_in, world, melati
):
    stay = proposed(world, melati, sex="male", born=2016)
    client = signed_in(world.maya)
    typed = {"bed": str(beds(melati)["Dahlia 01"].pk), "words": "Satu malam saja.", "version": 1}

    answer = client.post(f"/tinggal/{stay.ref}/setujui/", typed)

    assert answer.status_code == 422
    assert "Kamar ini untuk kelompok lain." in text_of(answer) and "Satu malam saja." in text_of(answer)
    assert client.post(f"/tinggal/{stay.ref}/setujui/", typed | {"knowingly": "on"}).status_code == 302


def test_somebody_was_faster(signed_in, world, melati):
    stay = approved(world, melati, "Kenanga 01")

    answer = signed_in(world.maya).post(
        f"/tinggal/{stay.ref}/tolak/", {"code": "no_bed", "words": "Penuh sekali."}
    )

    assert answer.status_code == 409 and "Penuh sekali." in text_of(answer)


def test_a_stay_is_proposed_from_the_page_of_the_referral(signed_in, world, melati):
    referral = referred(world)
    client = signed_in(world.maya)
    assert f"/rujukan/{referral.ref}/tinggal/usul/" in text_of(client.get(f"/rujukan/{referral.ref}/"))

    facts = {
        "person": str(referral.person_id),
        "house": melati.ref,
        "ground": "danger",
        "from_at": "2026-06-15T12:00",
    }
    assert client.post(f"/rujukan/{referral.ref}/tinggal/usul/", facts | {"ground": ""}).status_code == 422
    assert client.post(f"/rujukan/{referral.ref}/tinggal/usul/", facts).status_code == 302
    page = text_of(client.get(f"/rujukan/{referral.ref}/"))
    assert "Melati" in page and "tinggal/usul" not in page


def test_the_plan_says_in_words_what_is_free_held_and_occupied(signed_in, world, melati):
    inside(world, melati, "Kenanga 01")
    approved(world, melati, "Kenanga 02")

    page = text_of(signed_in(world.maya).get(f"/rumah/{melati.ref}/"))

    for words in ("terisi", "ditahan", "kosong", "1 dari 3 tempat tidur"):
        assert words in page, words


def test_the_evening_round_on_the_page(signed_in, world, melati):
    here, gone = inside(world, melati, "Kenanga 01"), inside(world, melati, "Kenanga 02")
    client = signed_in(world.maya)

    assert client.post(f"/rumah/{melati.ref}/malam/", {f"s_{here.pk}": "present"}).status_code == 422
    answer = client.post(
        f"/rumah/{melati.ref}/malam/", {f"s_{here.pk}": "present", f"s_{gone.pk}": "missing"}
    )

    assert answer.status_code == 302
    assert "tidak ada di tempat" in text_of(client.get(f"/tinggal/{gone.ref}/"))


def test_the_sender_sees_state_dates_and_whom_to_call_and_nothing_of_the_house(signed_in, world, melati):
    stay = inside(world, melati, "Kenanga 01")
    client = signed_in(world.rina)
    with voice_of(world.rina):
        case = Stay.objects.unscoped(because="test").select_related("case").get(pk=stay.pk).case

    for url in (f"/tinggal/{stay.ref}/", f"/kasus/{case.ref}/"):
        page = text_of(client.get(url))
        assert "Melati" in page and "0800-0000-77009" in page, url
        for hidden in (ADDRESS, NOTE, "Kenanga", "Ia dicari pelaku"):
            assert hidden not in page, (url, hidden)
    for url in (f"/rumah/{melati.ref}/", f"/rumah/{melati.ref}/alamat/", f"/rumah/{melati.ref}/malam/"):
        assert client.get(url).status_code == 404, url
    assert client.post(f"/tinggal/{stay.ref}/keluar/", {"code": "reunion"}).status_code == 403


@pytest.mark.parametrize("name", ["sari", "budi", "arif", "ratih"])
def test_nobody_else_learns_that_a_stay_is_there(signed_in, world, melati, name):
    stay = inside(world, melati, "Kenanga 01")
    client = signed_in(getattr(world, name))

    for url in (f"/tinggal/{stay.ref}/", f"/rumah/{melati.ref}/", f"/tinggal/{stay.ref}/keluar/"):
        assert client.get(url).status_code in {403, 404}
        there = client.get(url)
        missing = client.get(url.replace(stay.ref, "TG-0000-0000").replace(melati.ref, "RA-0000-0000"))
        assert there.status_code == missing.status_code


def test_the_address_is_shown_once_for_a_reason_to_the_houses_own_people(signed_in, world, melati):
    client = signed_in(world.maya)
    before = text_of(client.get(f"/rumah/{melati.ref}/")) + text_of(
        client.get(f"/rumah/{melati.ref}/alamat/")
    )
    assert ADDRESS not in before and NOTE not in before
    assert client.post(f"/rumah/{melati.ref}/alamat/", {"reason": ""}).status_code == 422

    shown = client.post(f"/rumah/{melati.ref}/alamat/", {"reason": "transport"})
    assert ADDRESS in text_of(shown) and shown["Cache-Control"] == "no-store"
    assert ADDRESS not in text_of(client.get(f"/rumah/{melati.ref}/alamat/tulis/"))


def test_furnishing_a_house(signed_in, world):
    client = signed_in(world.maya)
    facts = {"name": "Teratai", "kind": "safe_house", "head": str(world.maya.pk), "phone": "0800-0000-77008"}
    assert client.post("/rumah/baru/", facts | {"kind": ""}).status_code == 422
    url = client.post("/rumah/baru/", facts)["Location"]
    assert (
        client.post(f"{url}kamar/", {"name": "Mawar", "group": "girls", "beds": 0, "cots": 0}).status_code
        == 422
    )
    assert (
        client.post(f"{url}kamar/", {"name": "Mawar", "group": "girls", "beds": 2, "cots": 1}).status_code
        == 302
    )
    page = text_of(client.get(url))
    assert "Mawar" in page and "ranjang bayi" in page and "3 dari 3" in page


def asked(client, url) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_three_and_thirty_beds_ask_the_database_equally_often(signed_in, world):
    house = house_of(world.maya, rooms=tuple((f"K{n}", "women", 2) for n in range(6)))
    client = signed_in(world.maya)
    urls = (f"/rumah/{house.ref}/", f"/rumah/{house.ref}/malam/", "/tinggal/?tab=here", "/rumah/")
    for number in range(3):
        inside(world, house, f"K{number} 01")
    few = [asked(client, url) for url in urls]
    for number in range(3, 6):
        inside(world, house, f"K{number} 01")
        inside(world, house, f"K{number} 02")

    assert [asked(client, url) for url in urls] == few
