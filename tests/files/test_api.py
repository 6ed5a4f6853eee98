"""Programs attach, list, open and take back through the same gates."""

from datetime import UTC, datetime

import pytest
from tests.files.conftest import PDF, upload, words_of

from gugus.access.models import IdempotentWrite
from gugus.files.models import Attachment


@pytest.fixture
def address(person):
    return f"/api/v1/files/person/{person.ref}/case"


def count() -> int:
    return Attachment.objects.unscoped(because="test").count()


def test_a_program_attaches_lists_opens_and_takes_back(signed_in, world, address):
    client = signed_in(world.rina)

    made = client.post(address, {"upload": upload(), "title": "Surat Mawar"})
    assert made.status_code == 201
    told = made.json()
    assert (told["title"], told["media_type"], told["scan"]) == (
        "Surat Mawar",
        "application/pdf",
        "not_scanned",
    )
    assert [one["id"] for one in client.get(address).json()] == [told["id"]]

    got = client.get(f"/api/v1/files/{told['id']}/content")
    assert b"Mawar" in words_of(got.content)
    assert "attachment" in got["Content-Disposition"] and "no-store" in got["Cache-Control"]

    gone = client.post(
        f"/api/v1/files/{told['id']}/remove", {"code": "duplicate"}, content_type="application/json"
    )
    assert gone.status_code == 204
    assert client.get(f"/api/v1/files/{told['id']}/content").status_code == 404


def test_twice_with_one_key_is_once(signed_in, world, address):
    client, key = signed_in(world.rina), {"headers": {"Idempotency-Key": "one"}}

    first = client.post(address, {"upload": upload(), "title": "a"}, **key)
    again = client.post(address, {"upload": upload(), "title": "a"}, **key)
    other = client.post(address, {"upload": upload(PDF + b" "), "title": "a"}, **key)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert first.json() == again.json() and again["Idempotency-Replayed"] == "true"
    assert count() == 1 and IdempotentWrite.objects.unscoped(because="test").count() == 1


@pytest.mark.parametrize("name", ["sari", "ratih"])
def test_who_has_no_business_finds_nothing(signed_in, world, address, letter, name):
    client = signed_in(getattr(world, name))

    assert client.get(address).status_code == 404
    assert client.post(address, {"upload": upload()}).status_code == 404
    assert client.get(f"/api/v1/files/{letter.pk}/content").status_code == 404
    told = client.post(
        f"/api/v1/files/{letter.pk}/remove", {"code": "duplicate"}, content_type="application/json"
    )
    assert told.status_code == 404


def test_a_stranger_is_not_let_in(client, db, address):
    assert client.get(address).status_code == 401


@pytest.mark.parametrize(
    ("content", "code"), [(b"MZ\x00", "not_accepted"), (b"", "empty"), (b"%PDF-", "unreadable")]
)
def test_what_is_not_kept_says_why(signed_in, world, address, content, code):
    answer = signed_in(world.rina).post(address, {"upload": upload(content)})

    assert answer.status_code == 409 or answer.status_code == 422
    assert [one["code"] for one in answer.json()["errors"]] == [code]
    assert count() == 0


def test_fields_that_a_program_may_not_set_are_ignored(signed_in, world, address):
    told = {
        "upload": upload(),
        "scan": "clean",
        "agency": str(world.outside.pk),
        "uploaded_at": "2000-01-01",
        "section": "health",
    }

    signed_in(world.rina).post(address, told)

    made = Attachment.objects.unscoped(because="test").get()
    assert (made.scan, made.section, made.agency_id) == ("not_scanned", "case", world.unit.pk)
    assert made.uploaded_at > datetime(2020, 1, 1, tzinfo=UTC)


def test_a_file_that_waits_is_not_given_out(signed_in, world, address, settings):
    settings.CLAMAV = "127.0.0.1:1"
    client = signed_in(world.rina)
    told = client.post(address, {"upload": upload()}).json()

    answer = client.get(f"/api/v1/files/{told['id']}/content")

    assert (answer.status_code, answer.json()["code"]) == (409, "waiting")


def test_an_unknown_kind_or_section_is_missing(signed_in, world, person):
    client = signed_in(world.rina)

    for address in (f"/api/v1/files/planet/{person.ref}/case", f"/api/v1/files/person/{person.ref}/planet"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"upload": upload()}).status_code == 404
