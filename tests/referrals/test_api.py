"""The API of referrals and services: same gates, versions as ETags."""

import pytest
from tests.referrals.conftest import read_again

SECRETS = ("Kirana", "Wulandari")


def move(client, referral, to, *, tag=None, **words):
    headers = {"If-Match": tag} if tag else {}
    url = f"/api/v1/referrals/{referral.ref}/moves"
    return client.post(url, {"to": to, **words}, content_type="application/json", headers=headers)


def test_the_receiver_gets_the_preview_without_case_and_person(signed_in, world, case, referral):
    answer = signed_in(world.maya).get(f"/api/v1/referrals/{referral.ref}")

    assert answer.status_code == 200
    body = answer.json()
    assert (body["case"], body["person"], body["preview"]["minor"]) == (None, None, True)
    assert case.ref not in answer.content.decode()
    assert not any(word in answer.content.decode() for word in SECRETS)


def test_an_answer_needs_the_version_that_was_read(signed_in, world, case, referral):
    client = signed_in(world.maya)
    tag = client.get(f"/api/v1/referrals/{referral.ref}")["ETag"]

    assert move(client, referral, "accepted").status_code == 428
    assert move(client, referral, "accepted", tag=f'"{referral.ref}:1"').status_code == 412
    accepted = move(client, referral, "accepted", tag=tag, answer="Siap.")

    assert accepted.status_code == 200
    assert accepted.json()["case"] == case.ref
    assert move(client, referral, "declined", tag=tag, code="no_capacity").status_code == 409


@pytest.mark.parametrize("name", ["sari", "budi"])
def test_others_find_nothing(signed_in, world, referral, name):
    client = signed_in(getattr(world, name))

    assert client.get(f"/api/v1/referrals/{referral.ref}").status_code == 404
    assert client.get("/api/v1/referrals").json() == []
    assert move(client, referral, "accepted", tag="*").status_code == 404
    assert read_again(referral, world.rina).state == "sent"


def test_the_list_is_the_in_tray(signed_in, world, referral):
    assert [one["ref"] for one in signed_in(world.maya).get("/api/v1/referrals").json()] == [referral.ref]
