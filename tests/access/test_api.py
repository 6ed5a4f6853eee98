"""Keys, problems and repeated writes at the API's door."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from gugus.access.api import digest_of, new_secret
from gugus.access.models import ApiKey


@pytest.fixture
def key_of(world):
    """A function that gives a user's new key."""

    def make(user, **fields):
        secret = new_secret()
        now = timezone.now()
        defaults = {"created_at": now, "expires_at": now + timedelta(days=1), "read_only": False}
        ApiKey.objects.create(
            user=user, name="test", digest=digest_of(secret), hint=secret[:6], **defaults | fields
        )
        return {"Authorization": f"Bearer {secret}"}

    return make


def test_a_stranger_gets_a_problem_not_a_page(client, db):
    answer = client.get("/api/v1/me")

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "not_signed_in"


def test_a_key_speaks_for_its_user(client, world, key_of):
    answer = client.get("/api/v1/me", headers=key_of(world.rina))

    assert answer.status_code == 200
    assert answer.json()["username"] == "rina"
    assert answer.json()["roles"] == ["case_manager"]


@pytest.mark.parametrize(
    "fields",
    [{"revoked_at": timezone.now()}, {"expires_at": timezone.now() - timedelta(seconds=1)}],
    ids=["revoked", "expired"],
)
def test_a_dead_key_opens_nothing(client, world, key_of, fields):
    assert client.get("/api/v1/me", headers=key_of(world.rina, **fields)).status_code == 401


def test_an_unknown_key_beside_a_live_session_opens_nothing(signed_in, world):
    answer = signed_in(world.rina).get("/api/v1/me", headers={"Authorization": "Bearer gk_wrong"})

    assert answer.status_code == 401


def test_an_inactive_user_is_nobody_through_a_key_too(client, world, key_of):
    headers = key_of(world.rina)
    world.rina.is_active = False
    world.rina.save()

    assert client.get("/api/v1/me", headers=headers).status_code == 401


def test_too_long_an_idempotency_key_is_a_problem(client, world, key_of):
    headers = key_of(world.rina) | {"Idempotency-Key": "k" * 81}

    answer = client.post("/api/v1/me", json.dumps({"a": str(uuid4())}), "application/json", headers=headers)

    assert answer.status_code == 400
