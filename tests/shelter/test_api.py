"""Machines do what pages do, behind the same gates; no answer carries an address."""

import json

import pytest
from tests.conftest import NOON, voice_of
from tests.shelter.conftest import ADDRESS, NOTE, beds, inside, proposed, referred

API = "/api/v1"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setattr("gugus.shelter.api.now", lambda: NOON)


def post(client, path, body=None, etag=""):
    headers = {"If-Match": etag} if etag else {}
    return client.post(
        f"{API}{path}", json.dumps(body or {}), content_type="application/json", headers=headers
    )


def test_a_stay_from_referral_to_exit(signed_in, world, melati):
    referral, client = referred(world), signed_in(world.maya)
    with voice_of(world.rina):
        person = referral.person.ref
    body = {
        "house": melati.ref,
        "person": person,
        "ground": "danger",
        "from_at": NOON.isoformat(),
    }

    made = post(client, f"/referrals/{referral.ref}/stays", body)
    assert made.status_code == 201, made.content
    path, bed = f"/stays/{made.json()['ref']}", str(beds(melati)["Kenanga 01"].pk)
    assert post(client, f"{path}/approve", {"bed": bed}).status_code == 428
    given = post(client, f"{path}/approve", {"bed": bed}, made["ETag"])
    assert (given.status_code, given.json()["bed"]) == (200, "Kenanga · 01"), given.content
    came = post(client, f"{path}/admit", {"in_at": NOON.isoformat()}, given["ETag"])
    assert came.json()["state"] == "in"
    plan = client.get(f"{API}/houses/{melati.ref}").json()
    assert [one["state"] for room in plan["rooms"] if room["name"] == "Kenanga" for one in room["beds"]] == [
        "occupied",
        "free",
    ]
    left = post(client, f"{path}/leave", {"code": "reunion", "out_at": NOON.isoformat()}, came["ETag"])
    assert (left.json()["state"], left.json()["code"]) == ("out", "reunion")


def test_a_refusal_names_its_field(signed_in, world, melati):
    stay, client = proposed(world, melati, sex="male", born=2016), signed_in(world.maya)

    answer = post(client, f"/stays/{stay.ref}/approve", {"bed": str(beds(melati)["Dahlia 01"].pk)}, '"1"')

    assert answer.status_code in {409, 412, 422}


def test_the_sender_reads_state_and_dates_and_writes_nothing(signed_in, world, melati):
    stay, client = inside(world, melati, "Kenanga 01"), signed_in(world.rina)

    told = client.get(f"{API}/stays/{stay.ref}")
    assert told.status_code == 200
    assert (told.json()["house_name"], told.json()["bed"], told.json()["who"]) == ("Melati", "", "")
    assert post(client, f"/stays/{stay.ref}/missing", {}, told["ETag"]).status_code == 403
    assert client.get(f"{API}/houses/{melati.ref}").status_code == 404
    assert client.get(f"{API}/stays").json() == []


@pytest.mark.parametrize("name", ["sari", "budi", "arif"])
def test_others_find_nothing(signed_in, world, melati, name):
    stay, client = inside(world, melati, "Kenanga 01"), signed_in(getattr(world, name))

    assert client.get(f"{API}/stays/{stay.ref}").status_code in {403, 404}
    assert client.get(f"{API}/houses/{melati.ref}").status_code in {403, 404}


def test_no_answer_carries_an_address(signed_in, world, melati):
    stay, client = inside(world, melati, "Kenanga 01"), signed_in(world.maya)

    for path in (
        "/houses",
        f"/houses/{melati.ref}",
        "/stays",
        f"/stays/{stay.ref}",
        "/providers",
        "/openapi.json",
    ):
        said = client.get(f"{API}{path}").content.decode()
        assert ADDRESS not in said and NOTE not in said, path
