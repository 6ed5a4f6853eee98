"""The crest on the letterhead: drawn anew, never more than pixels, printed, taken off."""

from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as Word
from PIL import Image
from tests.conftest import NOON, as_role, voice_of
from tests.documents.conftest import HEAD, asked, content, made

from gugus.audit.models import Entry
from gugus.base.versions import Stale
from gugus.documents.crests import LARGEST, BadCrest, drawn
from gugus.documents.models import Letterhead
from gugus.documents.office import CannotWrite, write_crest, write_letterhead

INVITATION = "conference_invitation"
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><script>alert(1)</script>'
    b'<circle cx="5" cy="5" r="4" fill="#14507a"/></svg>'
)


def picture(form: str, **more) -> bytes:
    held = BytesIO()
    Image.new("RGB", (30, 20), "red").save(held, form, **more)
    return held.getvalue()


def head(user) -> Letterhead:
    with voice_of(user):
        return Letterhead.objects.unscoped(because="test").get()


@pytest.mark.parametrize("given", [SVG, picture("PNG"), picture("JPEG", comment=b"secret words")])
def test_only_pixels_of_one_size_are_kept(given):
    made = drawn(given)

    with Image.open(BytesIO(made)) as one:
        assert (one.format, one.size, one.mode) == ("PNG", (472, 472), "RGBA")
    assert b"script" not in made and b"secret words" not in made and made != given


@pytest.mark.parametrize(("given", "code"), [
    (b"%PDF-1.4", "no_picture"), (b"<svg", "no_picture"), (b"\x89PNG\r\n\x1a\nbroken", "no_picture"),
    (b"x" * (LARGEST + 1), "too_large"),
    (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&x;</svg>',
     "no_picture"),
])  # fmt: skip
def test_what_is_no_picture_is_refused(given, code):
    with pytest.raises(BadCrest, match=code):
        drawn(given)


@pytest.mark.parametrize("way", ["file://{}", "{}"])
def test_a_drawing_shows_no_file_of_the_machine(tmp_path, way):
    beside = tmp_path / "red.png"
    beside.write_bytes(picture("PNG"))
    href = way.format(beside).encode()
    wanted = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="%s" width="9" height="9"/></svg>'

    try:
        made = drawn(wanted % href)
    except BadCrest:
        return
    with Image.open(BytesIO(made)) as one:
        assert one.convert("RGBA").getextrema()[3] == (0, 0)  # nothing was painted


def test_a_letter_carries_it_and_its_digest_changes(world, conference, office):
    before = made(asked(world.rina, INVITATION, conference.ref))
    with voice_of(world.tono):
        write_crest(content=SVG, by=world.tono, at=NOON, seen=1)
    after = made(asked(world.rina, INVITATION, conference.ref))

    assert [pictures(content(one)) for one in (before, after)] == [0, 1]
    assert before.digest != after.digest
    word = made(asked(world.rina, INVITATION, conference.ref, form="docx"))
    assert len(Word(BytesIO(content(word))).inline_shapes) == 1


def pictures(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as book:
        return len(list(book.pages[0].get_images()))


def test_it_is_kept_when_the_names_change_and_taken_off_by_itself(world, office):
    with voice_of(world.tono):
        write_crest(content=SVG, by=world.tono, at=NOON, seen=1)
        write_letterhead(facts=HEAD | {"name": "Kantor Baru"}, by=world.tono, at=NOON, seen=2)
        assert head(world.tono).crest
        with pytest.raises(Stale):
            write_crest(content=b"", by=world.tono, at=NOON, seen=2)
        write_crest(content=b"", by=world.tono, at=NOON, seen=3)
        assert not head(world.tono).crest
    with as_role("gugus_worker"):
        told = Entry.objects.unscoped(because="test").filter(verb="letterhead.crest_changed").order_by("seq")
        assert [bool(one.changes["sha256"]) for one in told] == [True, False]


def test_an_office_without_letterhead_may_begin_with_the_crest(world):
    with voice_of(world.tono):
        assert write_crest(content=SVG, by=world.tono, at=NOON).version == 1
        with pytest.raises(CannotWrite, match="no_picture"):
            write_crest(content=b"-", by=world.tono, at=NOON, seen=1)


def test_an_administrator_puts_it_on_by_page(signed_in, world):
    client, url = signed_in(world.tono), "/dokumen/kop/lambang/"

    assert client.get("/dokumen/kop/lambang.png").status_code == 302
    assert "Pilih gambarnya" in client.post(url, {"version": ""}).content.decode()
    bad = client.post(url, {"version": "", "upload": SimpleUploadedFile("a.png", b"no picture")})
    assert bad.status_code == 422 and "Lambang tidak dapat digambar" in bad.content.decode()
    assert client.post(url, {"version": "", "upload": SimpleUploadedFile("a.svg", SVG)}).status_code == 302
    shown = client.get("/dokumen/kop/lambang.png")
    assert shown["Content-Type"] == "image/png" and shown.content.startswith(b"\x89PNG")
    assert "Lambang kantor Anda" in client.get("/dokumen/kop/").content.decode()
    assert client.post(url, {"version": "0", "remove": "1"}).status_code == 409
    assert client.post(url, {"version": "1", "remove": "1"}).status_code == 302
    assert client.get("/dokumen/kop/lambang.png").status_code == 302


def test_and_by_api(signed_in, world):
    client, url = signed_in(world.tono), "/api/v1/documents/letterhead/crest"

    answer = client.post(url, {"upload": SimpleUploadedFile("a.svg", SVG)})
    assert answer.status_code == 200 and answer.json()["crest"] is True
    assert client.delete(url, headers={"If-Match": "1"}).json()["crest"] is False
    assert signed_in(world.rina).post(url, {"upload": SimpleUploadedFile("a.svg", SVG)}).status_code == 403
