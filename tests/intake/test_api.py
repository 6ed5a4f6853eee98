"""Reports for machines: same gates, same actions, versions as ETags."""

from uuid import uuid4

import pytest
from django.utils.timezone import now

from gugus.intake.models import Report
from tests.conftest import voice_of

TOLD = {
    "channel": "phone", "risk": "high", "narrative": "Anak itu dikunci.", "area_code": "31.74.01",
    "mentions": [{"role": "survivor", "age": 15, "name": "Melati Contoh"}],
}  # fmt: skip


@pytest.fixture
def dewi(signed_in, world):
    return signed_in(world.dewi)


def post(client, path, body=None, **headers):
    return client.post(f"/api/v1/reports{path}", body or {}, content_type="application/json", headers=headers)


def test_a_report_is_kept_once_and_names_come_masked(dewi, world):
    told = TOLD | {"key": str(uuid4())}

    first, second = post(dewi, "", told), post(dewi, "", told)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["ref"] == second.json()["ref"]
    assert first.json()["mentions"][0]["name"] == "M*** C***"
    with voice_of(world.dewi):
        assert Report.objects.unscoped(because="the test asks the database itself").count() == 1


def test_an_unknown_channel_is_refused_with_a_reason(dewi):
    answer = post(dewi, "", TOLD | {"channel": "pigeon"})

    assert answer.status_code == 409
    assert answer.json()["errors"][0]["code"] == "unknown_channel"


def test_triage_with_an_old_version_is_refused(dewi, report):
    read = dewi.get(f"/api/v1/reports/{report.ref}")
    tag = {"If-Match": read["ETag"]}

    assert post(dewi, f"/{report.ref}/triage", {"risk": "high"}, **tag).status_code == 200
    assert post(dewi, f"/{report.ref}/triage", {"risk": "high"}, **tag).status_code == 412


def test_the_list_pages_and_filters(dewi, note_down):
    high = note_down(risk="high", at=now())
    note_down(risk="low", at=now())

    found = dewi.get("/api/v1/reports", {"risk": "high"}).json()

    assert [one["ref"] for one in found["items"]] == [high.ref]
    assert found["after"] == ""


def test_it_goes_to_another_agency_and_back(signed_in, dewi, report, world):
    assert post(dewi, f"/{report.ref}/send-on", {"to": world.police.slug}).status_code == 200
    budi = signed_in(world.budi)

    assert post(budi, f"/{report.ref}/return", {"note": "Bukan kami"}).status_code == 204
    assert budi.get(f"/api/v1/reports/{report.ref}").status_code == 404


def test_taking_over_answers_with_the_report(signed_in, dewi, report, world):
    post(dewi, f"/{report.ref}/send-on", {"to": world.police.slug})

    taken = post(signed_in(world.budi), f"/{report.ref}/accept")

    assert (taken.status_code, taken.json()["agency"]) == (200, world.police.slug)


def test_it_ends_declined_or_as_no_case_or_merged(dewi, report, note_down):
    other, third = note_down(), note_down()

    assert post(dewi, f"/{report.ref}/merge", {"into": other.ref}).json()["ref"] == other.ref
    assert post(dewi, f"/{other.ref}/not-a-case", {"code": "test"}).json()["outcome"] == "not_a_case"
    assert post(dewi, f"/{third.ref}/decline", {"code": "outside_mandate"}).json()["outcome"] == "declined"
    assert post(dewi, f"/{third.ref}/decline", {"code": "outside_mandate"}).status_code == 409


def test_a_fact_is_added_once(dewi, report, world):
    fact = {"text": "Pintunya digembok.", "key": str(uuid4())}

    assert [post(dewi, f"/{report.ref}/facts", fact).status_code for _ in range(2)] == [201, 201]

    with voice_of(world.dewi):
        assert report.additions.count() == 1


@pytest.mark.parametrize(
    "path", ["triage", "facts", "decline", "not-a-case", "send-on", "accept", "return", "merge"]
)
def test_a_stranger_finds_nothing(signed_in, world, report, path):
    body = {"risk": "low", "text": "x", "code": "x", "to": "x", "note": "x", "into": report.ref}

    assert post(signed_in(world.sari), f"/{report.ref}/{path}", body).status_code == 404


def test_who_is_not_signed_in_gets_nothing(client, world, report):
    assert client.get(f"/api/v1/reports/{report.ref}").status_code == 401
