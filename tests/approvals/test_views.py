"""Pages and API of requests, as the asker, the second person and others meet them."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from gugus.access.api import digest_of, new_secret
from gugus.access.models import ApiKey
from gugus.approvals.models import Request
from tests.approvals import things
from tests.approvals.conftest import REASON, asked_by
from tests.conftest import as_role

API = "/api/v1/approvals"


@pytest.fixture
def asked(world):
    """Rina asked a minute ago: pages read the clock."""
    return asked_by(world.rina, at=now() - timedelta(minutes=1))


def state_of(request) -> str:
    with as_role("gugus_worker"):
        return Request.objects.unscoped(because="test").get(pk=request.pk).state


def test_the_second_person_finds_it_in_the_queue_and_says_yes(signed_in, world, asked):
    client = signed_in(world.yusuf)

    listed = client.get(reverse("approvals:list"))
    page = client.get(reverse("approvals:detail", args=[asked.ref]))
    answer = client.post(reverse("approvals:approve", args=[asked.ref]), {"digest": asked.digest})

    assert asked.ref in listed.content.decode()
    assert REASON in page.content.decode() and page.context["may_approve"]
    assert answer.status_code == 302 and state_of(asked) == "approved" and len(things.done) == 1


def test_the_asker_sees_it_but_no_button_and_a_post_of_their_own_is_refused(signed_in, world):
    own = asked_by(world.yusuf, at=now())
    client = signed_in(world.yusuf)

    page = client.get(reverse("approvals:detail", args=[own.ref]))
    answer = client.post(reverse("approvals:approve", args=[own.ref]), {"digest": own.digest})

    assert not page.context["may_approve"] and page.context["may_withdraw"]
    assert answer.status_code == 422 and state_of(own) == "asked" and things.done == []


def test_a_request_changed_meanwhile_is_read_again(signed_in, world, asked):
    answer = signed_in(world.yusuf).post(reverse("approvals:approve", args=[asked.ref]), {"digest": "0" * 32})

    assert answer.status_code == 422 and things.done == []


def test_what_was_typed_stays_when_no_is_refused(signed_in, world, asked):
    answer = signed_in(world.yusuf).post(reverse("approvals:refuse", args=[asked.ref]), {"reason": ""})

    assert answer.status_code == 422 and state_of(asked) == "asked"


@pytest.mark.parametrize("name", ["sari", "maya", "budi", "arif", "wulan", "ratih", "dewi"])
def test_hidden_and_missing_requests_look_alike(signed_in, world, asked, name):
    client = signed_in(getattr(world, name))

    for step in ("detail", "approve", "refuse", "withdraw"):
        act = client.get if step == "detail" else client.post
        hidden = act(reverse(f"approvals:{step}", args=[asked.ref]))
        missing = act(reverse(f"approvals:{step}", args=["SP-0000-0000"]))
        assert hidden.status_code == missing.status_code == 404
    assert client.get(f"{API}/{asked.ref}").content == client.get(f"{API}/SP-0000-0000").content


def post(client, path, **body):
    return client.post(f"{API}/{path}", json.dumps(body), content_type="application/json")


def test_the_api_is_no_way_around(signed_in, world, asked):
    own = asked_by(world.yusuf, at=now())
    client = signed_in(world.yusuf)

    itself = post(client, f"{own.ref}/approve", digest=own.digest)
    assigned = post(
        client, f"{own.ref}/approve", digest=own.digest, asked_by="rina", decided_by="lestari", state="approved"
    )  # fmt: skip
    other = post(client, f"{asked.ref}/approve", digest=asked.digest)
    again = post(client, f"{asked.ref}/approve", digest=asked.digest)

    assert itself.status_code == assigned.status_code == 409 and state_of(own) == "asked"
    assert other.status_code == 200 and other.json()["state"] == "approved"
    assert again.status_code == 409 and len(things.done) == 1


def test_a_program_is_never_the_second_person(client, world, asked):
    secret = key_of(world.yusuf)

    answer = client.post(
        f"{API}/{asked.ref}/approve", json.dumps({"digest": asked.digest}), content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip

    assert answer.status_code == 403 and answer.json()["code"] == "needs_a_person"
    assert state_of(asked) == "asked"


def key_of(user) -> str:
    secret = new_secret()
    ApiKey.objects.create(
        user=user, name="uji", digest=digest_of(secret), hint="x", read_only=False, created_at=now(),
        expires_at=now() + timedelta(days=1),
    )  # fmt: skip
    return secret


def test_the_queue_costs_the_same_for_three_and_thirty(signed_in, world):
    client = signed_in(world.yusuf)

    def queries(number: int) -> int:
        for _ in range(number):
            asked_by(world.rina, at=now())
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get(reverse("approvals:list"))
        return len(seen)

    queries(1)
    assert queries(2) == queries(20)


def test_a_yes_needs_somebody_who_just_proved_who_they_are(signed_in, world, asked):
    client = signed_in(world.yusuf)
    session = client.session
    session["fresh_at"] = 0
    session.save()

    page = client.post(reverse("approvals:approve", args=[asked.ref]), {"digest": asked.digest})
    program = post(client, f"{asked.ref}/approve", digest=asked.digest)

    assert page.status_code == 302 and "reauthenticate" in page["Location"]
    assert program.status_code == 403 and program.json()["code"] == "not_fresh"
    assert state_of(asked) == "asked" and things.done == []
