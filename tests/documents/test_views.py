"""Pages and API: ask, wait, take; the office's own data; for who may."""

import json
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.conftest import NOON, voice_of
from tests.documents.conftest import HEAD, asked, made

from gugus.documents import actions, gate, views
from gugus.documents.models import Document, Letterhead, Signer

INVITATION = "conference_invitation"


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """The pages live on the day of the test, so that files are still there."""
    monkeypatch.setattr(views, "now", lambda: NOON)
    monkeypatch.setattr("gugus.documents.templatetags.documents.now", lambda: NOON)
    monkeypatch.setattr("gugus.documents.api.now", lambda: NOON)


@pytest.fixture
def rina_client(signed_in, world, conference):
    return signed_in(world.rina)


def only() -> Document:
    return Document.objects.unscoped(because="test").get()


def test_from_the_conference_to_the_file(rina_client, world, conference, office):
    page = rina_client.get(f"/dokumen/buat/{INVITATION}/{conference.ref}/")
    assert page.status_code == 200 and "001/UND/UPT-PPPA/" in page.content.decode()
    form = page.context["form"]
    told = {"key": form.initial["key"], "form": "pdf", "signer": str(form.initial["signer"].pk)}
    answer = rina_client.post(f"/dokumen/buat/{INVITATION}/{conference.ref}/", told)
    with voice_of(world.rina):
        document = only()
    assert answer["Location"] == f"/dokumen/{document.ref}/"
    waiting = rina_client.get(answer["Location"]).content.decode()
    assert "hx-get" in waiting and "Sudah diminta" in waiting
    assert rina_client.post(f"/dokumen/{document.ref}/unduh/")["Location"] == answer["Location"]

    made(document)
    ready = rina_client.get(answer["Location"]).content.decode()
    assert 'hx-get="/dokumen' not in ready and "001/UND/UPT-PPPA/VI/2026" in ready
    got = rina_client.post(f"/dokumen/{document.ref}/unduh/")
    assert got.content.startswith(b"%PDF-") and "no-store" in got["Cache-Control"]
    assert got["Content-Disposition"] == f'attachment; filename="{INVITATION}-{document.ref}.pdf"'
    assert document.ref in rina_client.get("/dokumen/").content.decode()
    assert "001/UND/UPT-PPPA/VI/2026" in rina_client.get("/dokumen/agenda/?tahun=2026").content.decode()


def test_the_record_shows_what_can_be_made_and_what_was(rina_client, world, conference):
    made(asked(world.rina, INVITATION, conference.ref))
    page = rina_client.get(conference_url(conference)).content.decode()

    assert "Surat dan formulir" in page and f"/dokumen/buat/{INVITATION}/{conference.ref}/" in page
    assert "001/UND/" in page


def test_a_colleague_to_whom_the_record_is_open_takes_it(signed_in, world, conference):
    document = made(asked(world.rina, INVITATION, conference.ref))
    client = signed_in(world.yusuf)

    assert f"/dokumen/{document.ref}/" in client.get(conference_url(conference)).content.decode()
    assert "Unduh" in client.get(f"/dokumen/{document.ref}/").content.decode()
    assert client.post(f"/dokumen/{document.ref}/unduh/").content.startswith(b"%PDF-")
    assert client.get(f"/api/v1/documents/{document.ref}/content").content.startswith(b"%PDF-")


def test_a_colleague_who_would_see_other_content_is_told_to_make_an_own_one(signed_in, world, conference):
    document = made(asked(world.rina, INVITATION, conference.ref))
    with voice_of(world.rina):
        conference.place = "Ruang lain"
        conference.save()
    client = signed_in(world.yusuf)

    page = client.get(f"/dokumen/{document.ref}/").content.decode()
    assert "Buat dokumen Anda sendiri" in page and f"/dokumen/{document.ref}/unduh/" not in page
    assert client.post(f"/dokumen/{document.ref}/unduh/").status_code == 302
    assert client.get(f"/api/v1/documents/{document.ref}/content").status_code == 409


def test_who_may_not_open_the_record_finds_no_document(signed_in, world, conference):
    document = made(asked(world.rina, INVITATION, conference.ref))
    client = signed_in(world.ratih)

    assert client.get(f"/dokumen/{document.ref}/").status_code == 404
    assert client.post(f"/dokumen/{document.ref}/unduh/").status_code == 404


def conference_url(conference) -> str:
    return reverse("conferences:detail", args=[conference.ref])


def test_the_invited_agency_is_offered_no_invitation_of_its_own(signed_in, world, conference):
    page = signed_in(world.maya).get(conference_url(conference)).content.decode()

    assert f"/dokumen/buat/{INVITATION}/" not in page


def test_the_gate_is_asked_again_at_the_download(rina_client, world, conference):
    document = made(asked(world.rina, INVITATION, conference.ref))
    world.rina.assignments.update(valid_to=NOON.date())

    assert rina_client.post(f"/dokumen/{document.ref}/unduh/").status_code in {403, 404}


def test_what_cannot_be_made_yet_says_why(rina_client, conference):
    page = rina_client.get(f"/dokumen/buat/conference_minutes/{conference.ref}/").content.decode()

    assert "Notulen belum ditulis." in page


def test_a_failed_one_says_so_and_can_be_asked_again(rina_client, world, conference, monkeypatch):
    document = asked(world.rina, INVITATION, conference.ref)
    with voice_of(world.rina):
        actions.give_up(document=document, at=NOON)

    page = rina_client.get(f"/dokumen/{document.ref}/").content.decode()
    assert "terputus dua kali" in page and f"/dokumen/buat/{INVITATION}/{conference.ref}/" in page


def test_a_number_is_struck_out_on_its_page(rina_client, world, conference):
    document = made(asked(world.rina, INVITATION, conference.ref))

    assert rina_client.post(f"/dokumen/{document.ref}/batal/", {}).status_code == 422
    assert rina_client.post(f"/dokumen/{document.ref}/batal/", {"code": "mistake"}).status_code == 302
    assert "<s>001/UND/" in rina_client.get("/dokumen/agenda/?tahun=2026").content.decode()


def test_a_sheet_is_checked(rina_client, world, conference):
    document = made(asked(world.rina, INVITATION, conference.ref))

    good = rina_client.post("/dokumen/periksa/", {"ref": document.ref, "digest": document.digest[:20]})
    bad = rina_client.post("/dokumen/periksa/", {"ref": document.ref, "digest": "f" * 20})
    assert "Ya: dokumen ini" in good.content.decode() and "Tidak ada dokumen" in bad.content.decode()


def typed(**more) -> dict:
    told = HEAD | {"over": "Pemerintah Contoh\nDinas Contoh", "codes": f"{INVITATION} = 005", "version": ""}
    return told | more


def test_an_official_writes_letterhead_numbers_and_signers(signed_in, world):
    client = signed_in(world.tono)

    assert client.post("/dokumen/kop/", typed()).status_code == 302
    page = client.get("/dokumen/kop/").content.decode()
    assert "001/005/UPT-PPPA/" in page
    bad = client.post("/dokumen/kop/", typed(pattern="{seq}{year}", version="1"))
    assert bad.status_code == 422 and "bukan angka" in bad.content.decode()
    assert client.post("/dokumen/kop/", typed(version="0")).status_code == 409
    signer = {
        "full_name": "Ratih Contoh",
        "position": "Kepala",
        "nip": "00000101 200001 0 001",
        "is_usual": "on",
    }
    assert client.post("/dokumen/penandatangan/", signer).status_code == 302
    with voice_of(world.tono):
        one = Signer.objects.unscoped(because="test").get()
        assert (
            one.nip == "000001012000010001" and Letterhead.objects.unscoped(because="test").get().version == 1
        )
    assert client.get(f"/dokumen/penandatangan/{one.pk}/").status_code == 200
    assert client.post(f"/dokumen/penandatangan/{one.pk}/", {"end": "1"}).status_code == 302
    assert client.post("/dokumen/kop/nomor/", {"last": "41"}).status_code == 302
    assert "042/005/" in client.get("/dokumen/kop/").content.decode()
    assert client.post("/dokumen/kop/nomor/", {"last": "40"}).status_code == 422
    assert client.get("/dokumen/templat/").status_code == 200


@pytest.mark.parametrize("name", ["rina", "dewi", "maya", "arif", "lestari"])
def test_others_do_not_write_how_the_office_writes(signed_in, world, name):
    client = signed_in(getattr(world, name))

    for url in ("/dokumen/kop/", "/dokumen/kop/nomor/", "/dokumen/kop/lambang/", "/dokumen/penandatangan/"):
        assert client.get(url).status_code == client.post(url, typed()).status_code == 403


def test_the_same_by_api(rina_client, world, conference, office):
    kinds = {one["code"]: one for one in rina_client.get("/api/v1/documents/kinds").json()}
    assert kinds[INVITATION]["forms"] == ["pdf", "docx"]
    signers = rina_client.get("/api/v1/documents/signers").json()
    body = {"kind": INVITATION, "ref": conference.ref, "signer": signers[0]["id"]}
    answer = rina_client.post("/api/v1/documents", json.dumps(body), content_type="application/json")
    assert answer.status_code == 202 and answer.json()["state"] == "asked"
    ref = answer.json()["ref"]
    assert rina_client.get(f"/api/v1/documents/{ref}/content").status_code == 409
    with voice_of(world.rina):
        document = only()
    made(document)
    assert rina_client.get(f"/api/v1/documents/{ref}").json()["number"] == "001/UND/UPT-PPPA/VI/2026"
    assert rina_client.get(f"/api/v1/documents/{ref}/content").content.startswith(b"%PDF-")
    assert [one["ref"] for one in rina_client.get("/api/v1/documents").json()] == [ref]
    assert [one["ref"] for one in rina_client.get("/api/v1/documents/register?year=2026").json()] == [ref]
    void = rina_client.post(
        f"/api/v1/documents/{ref}/void", '{"code": "mistake"}', content_type="application/json"
    )
    assert void.json()["void"] == "mistake"


def test_the_office_by_api(signed_in, world):
    client = signed_in(world.tono)
    put = client.put("/api/v1/documents/letterhead", json.dumps(HEAD), content_type="application/json")
    assert put.status_code == 200 and put.json()["next_numbers"][INVITATION].startswith("001/UND/")
    assert client.get("/api/v1/documents/letterhead").json()["version"] == 1
    assert client.put("/api/v1/documents/counter", '{"last": 9}', content_type="application/json").json() == {
        "last": 9
    }
    told = {"full_name": "Ratih Contoh", "position": "Kepala"}
    one = client.post("/api/v1/documents/signers", json.dumps(told), content_type="application/json")
    assert one.status_code == 201
    url = f"/api/v1/documents/signers/{one.json()['id']}"
    changed = client.put(url, json.dumps(told | {"position": "Plt. Kepala"}), content_type="application/json")
    assert changed.json()["position"] == "Plt. Kepala" and client.delete(url).status_code == 204
    assert client.get("/api/v1/documents/signers").json() == []


@pytest.mark.parametrize("name", ["sari", "maya", "ratih"])
def test_by_api_nobody_else_sees_it(signed_in, world, conference, name):
    document = made(asked(world.rina, INVITATION, conference.ref))
    client = signed_in(getattr(world, name))

    for path in ("", "/content"):
        assert client.get(f"/api/v1/documents/{document.ref}{path}").status_code == 404


def test_a_narrow_key_makes_no_more_than_it_sees(world, conference):
    with voice_of(world.rina):
        narrow = world.viewer("rina").narrowed_to(sections=frozenset({"conference", "case"}), read_only=False)
        one = gate.kind_for(narrow, INVITATION)
        subject = gate.subject_for(narrow, one, conference.ref, at=NOON)
        document = actions.ask(kind=one, about=subject.about, within=subject.within, viewer=narrow, at=NOON)

    assert document.sections == ["case", "conference"] and made(document).state == "ready"
    with voice_of(world.rina), pytest.raises(PermissionDenied):
        gate.to_download(replace(narrow, only_sections=frozenset({"conference"})), document.ref, at=NOON)


def test_as_many_queries_for_many_documents_as_for_few(rina_client, world, conference):
    counts = []
    for number in (3, 30):
        with voice_of(world.rina):
            have = Document.objects.unscoped(because="test").count()
        for _ in range(number - have):
            asked(world.rina, INVITATION, conference.ref)
        for url in ("/dokumen/", conference_url(conference), "/dokumen/agenda/"):
            with CaptureQueriesContext(connection) as captured:
                rina_client.get(url)
            counts.append((url, len(captured)))
    assert counts[:3] == counts[3:]
