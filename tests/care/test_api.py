"""The API of services: same gates, versions as ETags."""

from datetime import datetime

import pytest
from django.utils import timezone
from tests.conftest import NOON, voice_of
from tests.referrals.conftest import settle_case

from gugus.care.actions import write_line


@pytest.fixture
def case(world):
    return settle_case(world)


def post(client, url, body, *, tag=None):
    headers = {"If-Match": tag} if tag else {}
    return client.post(f"/api/v1/{url}", body, content_type="application/json", headers=headers)


def test_a_service_is_written_and_brought_to_a_result(signed_in, world, case):
    client = signed_in(world.rina)
    with voice_of(world.rina):
        party = case.parties.get(role="survivor")

    made = post(client, f"cases/{case.ref}/services", {"party": str(party.pk), "service": "counselling"})
    url = f"services/{made.json()['ref']}"
    done_on = timezone.localdate(datetime.fromisoformat(made.json()["asked_at"])).isoformat()
    result = {"done_on": done_on, "result": "reached"}

    assert made.status_code == 201
    assert post(client, f"{url}/result", result).status_code == 428
    assert post(client, f"{url}/result", result, tag=made["ETag"]).json()["state"] == "done"
    assert post(client, f"{url}/result", result, tag=made["ETag"]).status_code == 412


@pytest.mark.parametrize("name", ["sari", "maya"])
def test_others_find_nothing(signed_in, world, case, name):
    with voice_of(world.rina):
        party = case.parties.select_related("person").get(role="survivor")
        line = write_line(case=case, party=party, service="counselling", by=world.rina, at=NOON)
    client = signed_in(getattr(world, name))

    assert client.get(f"/api/v1/services/{line.ref}").status_code == 404
    assert client.get("/api/v1/services").json() == []


def test_the_police_have_no_way_to_services(signed_in, world):
    """The ceiling of a police agency leaves the section out, whatever a liaison's role says."""
    assert signed_in(world.budi).get("/api/v1/services").status_code == 403
