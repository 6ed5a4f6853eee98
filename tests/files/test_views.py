"""Attach, open by a link of one minute, take back."""

from unittest import mock

import pytest
from django.core import signing
from tests.conftest import voice_of
from tests.files.conftest import upload, words_of

from gugus.audit.models import Entry
from gugus.files import store
from gugus.files.models import Attachment


def kept(user) -> list[Attachment]:
    with voice_of(user):
        return list(Attachment.objects.unscoped(because="the test looks").select_related("data_key"))


def test_a_file_is_attached_through_the_page(signed_in, world, person):
    client = signed_in(world.rina)
    address = f"/berkas/unggah/person/{person.ref}/case/"

    assert client.get(address).status_code == 200
    answer = client.post(address, {"upload": upload(), "title": "Surat", "back": "/kasus/K-1/"})

    assert (answer.status_code, answer["Location"]) == (302, "/kasus/K-1/")
    assert [row.title for row in kept(world.rina)] == ["Surat"]


@pytest.mark.parametrize(("content", "said"), [(b"MZ\x00", "PDF, JPEG, PNG"), (b"", "kosong")])
def test_a_refused_file_says_why_beside_the_field(signed_in, world, person, content, said):
    answer = signed_in(world.rina).post(
        f"/berkas/unggah/person/{person.ref}/case/", {"upload": upload(content), "title": "Surat"}
    )

    assert answer.status_code == 422
    assert said in str(answer.context["form"].errors["upload"])
    assert 'value="Surat"' in answer.content.decode()


def test_nobody_attaches_to_a_record_behind_a_closed_gate(signed_in, world, person):
    for user in (world.sari, world.ratih):
        client = signed_in(user)
        assert client.get(f"/berkas/unggah/person/{person.ref}/case/").status_code == 404
        assert (
            client.post(f"/berkas/unggah/person/{person.ref}/case/", {"upload": upload()}).status_code == 404
        )


def test_the_content_comes_by_a_link_as_a_download(signed_in, world, letter):
    answer = signed_in(world.rina).get(f"/berkas/{letter.pk}/", follow=True)

    assert answer.content.startswith(b"%PDF-")
    assert b"An invented letter" in words_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="Surat-pengantar-Mawar.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_opening_leaves_one_trace(signed_in, world, letter):
    signed_in(world.rina).get(f"/berkas/{letter.pk}/", follow=True)

    with voice_of(world.rina):
        assert (
            Entry.objects.unscoped(because="the test reads the trail").filter(verb="file.opened").count() == 1
        )


def test_a_link_dies_after_a_minute(signed_in, world, letter):
    client = signed_in(world.rina)
    given = signing.time.time()
    with mock.patch.object(signing.time, "time", return_value=given):
        address = client.get(f"/berkas/{letter.pk}/")["Location"]

    with mock.patch.object(signing.time, "time", return_value=given + 59):
        assert client.get(address).status_code == 200
    with mock.patch.object(signing.time, "time", return_value=given + 62):
        assert client.get(address).status_code == 404


def test_a_link_serves_nobody_else(signed_in, world, letter):
    address = signed_in(world.rina).get(f"/berkas/{letter.pk}/")["Location"]

    assert signed_in(world.yusuf).get(address).status_code == 404


@pytest.mark.parametrize("token", ["nonsense", "a:b:c"])
def test_an_invented_link_is_missing(signed_in, world, token):
    assert signed_in(world.rina).get(f"/berkas/unduh/{token}/").status_code == 404


def test_a_stranger_gets_no_link(signed_in, world, letter):
    assert signed_in(world.sari).get(f"/berkas/{letter.pk}/").status_code == 404
    assert (
        signed_in(world.sari).post(f"/berkas/{letter.pk}/tarik/", {"code": "wrong_file"}).status_code == 404
    )


def test_a_damaged_content_is_told_and_not_given_out(signed_in, world, letter):
    path = store.path_of(letter.pk)
    path.write_bytes(path.read_bytes()[:-1])

    answer = signed_in(world.rina).get(f"/berkas/{letter.pk}/", follow=True)

    assert answer.status_code == 410
    assert letter.ref in answer.content.decode()


def test_a_file_is_taken_back_for_a_reason(signed_in, world, letter):
    client = signed_in(world.rina)

    assert client.post(f"/berkas/{letter.pk}/tarik/", {}).status_code == 422
    assert client.post(f"/berkas/{letter.pk}/tarik/", {"code": "duplicate"}).status_code == 302

    assert kept(world.rina)[0].removal_code == "duplicate"
    assert client.get(f"/berkas/{letter.pk}/").status_code == 404
