"""Groups for machines: the whole way, the doors, versions."""

from base64 import b64encode

import pytest
from tests.groups.conftest import csv_of, line

from gugus.base.api import etag_of


@pytest.fixture
def api(signed_in, rina):
    client = signed_in(rina)

    def call(method, path, body=None, **more):
        return getattr(client, method)(f"/api/v1{path}", body, content_type="application/json", **more)

    return call


def test_the_whole_way_through_the_api(api, rina):
    made = api(
        "post", "/groups", {"name": "Teratai", "source": "mission", "arrives_at": "2026-11-29T05:00:00Z"}
    )
    assert made.status_code == 201, made.content
    ref = made.json()["ref"]
    content = b64encode(csv_of([line(1), line(2), line(3, nik="12")])).decode()

    load = api("post", f"/groups/{ref}/lists", {"content": content, "file_name": "a.csv"}).json()
    assert (load["rows"], load["good"], load["wrong"][0]["code"]) == (3, 2, "nik_length")
    assert api("post", f"/groups/{ref}/lists/{load['id']}/import").json()["added"] == 2
    assert api("get", f"/groups/{ref}/lists/{load['id']}").json()["state"] == "done"
    people = api("get", f"/groups/{ref}/members").json()
    said = {"act": "recruitment", "means": "deception", "purpose": "online_scam", "age_band": "age_25_44"}

    blind = api("put", f"/groups/{ref}/members/1/line", said)
    written = api("put", f"/groups/{ref}/members/1/line", said, HTTP_IF_MATCH=people[0]["etag"])
    late = api(
        "put", f"/groups/{ref}/members/1/line", said | {"act": "sending"}, HTTP_IF_MATCH=people[0]["etag"]
    )
    assert (blind.status_code, written.status_code, late.status_code) == (428, 200, 412)
    decided = api(
        "post",
        f"/groups/{ref}/members/1/decision",
        {"result": "indicated"},
        HTTP_IF_MATCH=written.json()["etag"],
    )
    assert decided.json()["stage"] == "decided" and people[1]["stage"] == "waiting"
    assert [one["number"] for one in api("get", f"/groups/{ref}/hurdles").json()] == [1, 2]
    assert api("post", f"/groups/{ref}/destinations/by-home").json()[0]["people"] == 2
    assert api("get", f"/groups/{ref}").json()["stages"]["placed"] == 1
    assert api("post", f"/groups/{ref}/members/2/aside", {"words": "Disebut."}).status_code == 204
    assert len(api("get", f"/groups/{ref}/members").json()) == 1
    assert api("post", f"/groups/{ref}/lists/{load['id']}/undo").status_code in {409, 422}


def test_another_agency_finds_nothing(signed_in, imported, world):
    (one,) = imported(1)
    group, etag = one.group, etag_of(one)
    client = signed_in(world.sari)

    for path in ("", "/members", "/destinations", "/hurdles"):
        assert client.get(f"/api/v1/groups/{group.ref}{path}").status_code == 404
    answer = client.put(
        f"/api/v1/groups/{group.ref}/members/1/line", {"act": "sending"}, content_type="application/json",
        HTTP_IF_MATCH=etag,
    )  # fmt: skip
    assert answer.status_code == 404
