"""The desk for programs: the same doors, versions and silence."""

import pytest
from tests.conftest import NOON, voice_of
from tests.privacy.conftest import a_breach, a_request, told

from gugus.privacy.actions.processing import take_over_shipped
from gugus.privacy.models import Breach

BODY = {
    "source": "lost_device", "kind": "lost", "found_at": NOON.isoformat(), "known_at": NOON.isoformat(),
    "what_happened": "Laptop hilang.",
}  # fmt: skip


def test_a_program_opens_a_breach_and_writes_facts_against_a_version(signed_in, world):
    client = signed_in(world.lestari)
    made = client.post("/api/v1/breaches", BODY, content_type="application/json")
    ref, tag = made.json()["ref"], made["ETag"]
    url = f"/api/v1/breaches/{ref}/facts"

    assert made.status_code == 201 and made.json()["due_at"] == "2026-06-18T05:00:00Z"
    assert client.post(url, {"risk": "high"}, content_type="application/json").status_code == 428
    good = client.post(url, {"risk": "high"}, content_type="application/json", headers={"If-Match": tag})
    assert good.json()["risk"] == "high"
    stale = client.post(url, {"risk": "low"}, content_type="application/json", headers={"If-Match": tag})
    assert stale.status_code == 412


def test_a_program_cannot_set_deadline_agency_or_decision(signed_in, world):
    wish = BODY | {"due_at": "2030-01-01T00:00:00Z", "agency_id": str(world.outside.pk), "tell_persons": "no"}
    ref = (
        signed_in(world.lestari).post("/api/v1/breaches", wish, content_type="application/json").json()["ref"]
    )

    with voice_of(world.lestari):
        breach = Breach.objects.unscoped(because="test").get(ref=ref)
    assert (breach.agency_id, breach.tell_persons, breach.due_at.year) == (world.unit.pk, "", 2026)


def test_a_name_is_no_code(signed_in, world):
    wish = BODY | {"source_ref": "Kirana Wulandari"}

    answer = signed_in(world.lestari).post("/api/v1/breaches", wish, content_type="application/json")
    assert answer.status_code == 422 and "Kirana" not in answer.content.decode()


def test_the_auditor_reads_the_register_without_what_happened(signed_in, world):
    breach = told(a_breach(world.lestari), world.lestari)

    answer = signed_in(world.hasan).get(f"/api/v1/breaches/{breach.ref}")

    assert answer.status_code == 200 and answer.json()["what_happened"] == ""


def test_records_and_inventory(signed_in, world):
    with voice_of(world.lestari):
        take_over_shipped(by=world.lestari, at=NOON)
    client = signed_in(world.lestari)
    rows = client.get("/api/v1/processing-records").json()

    assert client.get(f"/api/v1/processing-records/{rows[0]['ref']}").json() == rows[0]
    assert any(
        row["column"] == "names" and row["encrypted"] for row in client.get("/api/v1/data-inventory").json()
    )


@pytest.mark.parametrize("name", ["sari", "rina", "arif", "maya"])
def test_hidden_and_missing_look_alike_for_others(signed_in, world, name):
    breach, asked = a_breach(world.lestari), a_request(world.lestari)
    client = signed_in(getattr(world, name))

    for path in (
        f"breaches/{breach.ref}",
        "breaches/KP-0000-0000",
        f"subject-requests/{asked.ref}",
        "data-inventory",
    ):
        assert client.get(f"/api/v1/{path}").status_code in {403, 404}
