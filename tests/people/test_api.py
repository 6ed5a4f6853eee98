"""The doors for machines."""

import json

import pytest
from django.utils.timezone import now

from gugus.people.actions import register_person
from tests.conftest import voice_of
from tests.people.conftest import NIK, PHONE


@pytest.fixture
def laila(world):
    with voice_of(world.rina):
        return register_person(
            agency=world.unit, sex="female", birth_year=2009, names={"full": "Laila Wulansari"},
            documents=[{"kind": "nik", "number": NIK}], phones=[PHONE], by=world.rina, at=now(),
        )  # fmt: skip


@pytest.fixture
def call(signed_in):
    """A function that calls the API as a signed-in user and gives status, body and ETag."""

    def send(user, method: str, path: str, body: dict | None = None, **headers):
        client = signed_in(user)
        answer = client.generic(
            method, f"/api/v1{path}", json.dumps(body or {}), "application/json", headers=headers
        )
        return answer.status_code, answer.json(), answer.headers.get("ETag", "")

    return send


def test_a_person_comes_masked_with_its_version(call, world, laila):
    status, body, etag = call(world.rina, "GET", f"/persons/{laila.ref}")

    assert (status, etag) == (200, f'"{laila.ref}:1"')
    assert body["identity"]["name"] == "L*** W***"
    assert NIK not in str(body) and body["identity"]["open_until"] is None


@pytest.mark.parametrize("name", ["sari", "arif", "tono", "ratih"])
def test_hidden_and_missing_look_alike(call, world, laila, name):
    user = getattr(world, name)

    assert call(user, "GET", f"/persons/{laila.ref}") == call(user, "GET", "/persons/P-0000-0000")
    assert call(user, "GET", f"/persons/{laila.ref}")[0] == 404


def test_unmasking_needs_a_known_reason(call, world, laila):
    assert call(world.rina, "POST", f"/persons/{laila.ref}/unmask", {"reason": "curious"})[0] == 422
    assert call(world.rina, "POST", f"/persons/{laila.ref}/unmask", {})[0] == 422

    status, body, _etag = call(world.rina, "POST", f"/persons/{laila.ref}/unmask", {"reason": "other"})

    assert (status, body["errors"][0]["code"]) == (409, "note_needed")


def test_unmasking_opens_the_values(call, world, laila):
    status, body, _etag = call(world.rina, "POST", f"/persons/{laila.ref}/unmask", {"reason": "contact"})

    assert (status, body["identity"]["name"]) == (200, "Laila Wulansari")
    assert body["identity"]["documents"] == [{"kind": "nik", "number": NIK}]
    assert call(world.rina, "GET", f"/persons/{laila.ref}")[1]["identity"]["name"] == "Laila Wulansari"


def test_a_search_is_posted_and_answers_masked(call, world, laila):
    status, body, _etag = call(world.rina, "POST", "/persons/search", {"text": "wulansari laila 2009"})

    assert status == 200
    assert [hit["ref"] for hit in body["inside"]] == [laila.ref]
    assert body["inside"][0]["why"] == {"name": "agree", "birth_year": "agree"}
    assert "Laila" not in str(body)


def test_an_outsider_gets_a_pointer_only(call, world, laila):
    body = call(world.sari, "POST", "/persons/search", {"text": NIK})[1]

    assert body == {"inside": [], "outside": [{"agency": "UPT PPPA", "phone": "", "email": ""}]}


def test_an_endless_search_text_is_refused(call, world):
    assert call(world.rina, "POST", "/persons/search", {"text": "x" * 10_000})[0] == 422


def test_a_change_needs_the_version_that_was_read(call, world, laila):
    path, body = f"/persons/{laila.ref}", {"language": "Sasak"}

    assert call(world.rina, "PATCH", path, body)[0] == 428
    status, changed, etag = call(world.rina, "PATCH", path, body, **{"If-Match": f'"{laila.ref}:1"'})
    assert (status, changed["language"], etag) == (200, "Sasak", f'"{laila.ref}:2"')
    assert call(world.rina, "PATCH", path, body, **{"If-Match": f'"{laila.ref}:1"'})[0] == 412


def test_an_identity_is_replaced_in_parts(call, world, laila):
    headers = {"If-Match": f'"{laila.ref}:1"'}
    status, body, _etag = call(
        world.rina, "PATCH", f"/persons/{laila.ref}/identity", {"names": {"full": "Suminten"}}, **headers
    )

    assert (status, body["identity"]["name"]) == (200, "S***")
    assert body["identity"]["phones"] == ["***501"]


def test_facts_that_cannot_be_true_are_named(call, world, laila):
    headers = {"If-Match": f'"{laila.ref}:1"'}
    status, body, _etag = call(world.rina, "PATCH", f"/persons/{laila.ref}", {"birth_year": 1800}, **headers)

    assert (status, body["errors"][0]["field"]) == (409, "birth_year")


@pytest.mark.parametrize("name", ["maya", "arif", "lestari"])
def test_roles_without_the_right_may_not_write(call, world, laila, name):
    headers = {"If-Match": f'"{laila.ref}:1"'}

    assert call(getattr(world, name), "PATCH", f"/persons/{laila.ref}", {"sex": "male"}, **headers)[0] == 403
