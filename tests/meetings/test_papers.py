"""Every paper of a meeting, from the record to the page: whole, and never in another office's hands."""

from io import BytesIO

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import Image
from tests.conftest import voice_of
from tests.documents.conftest import asked, content, made, text_of
from tests.meetings.conftest import LATER, SOON, approved, draft

from gugus.base.refusals import Cannot
from gugus.meetings.actions import keeping

PAPERS = {
    "meeting_invitation": ["Undanganrapatpleno", "Pemaparan", "RuangDirgantara"],
    "meeting_minutes": ["001/NOT/GT-PPTPPO", "Dibukapukul09.00", "UPTPPPA"],
    "meeting_recommendations": ["Menambahpospengaduan", "44pos"],
    "meeting_report": ["Laporankegiatan", "Perluparalegal", "Fotohanyamemperlihatkanpeserta"],
    "meeting_attendance": ["Daftarhadir", "Tandatangan"],
}


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def meeting(world, force):
    done = approved(world, force)
    out = BytesIO()
    Image.new("RGB", (2400, 1200), "navy").save(out, format="JPEG")
    with voice_of(world.wulan):
        keeping.keep_paper(
            meeting=done, kind="photo", upload=SimpleUploadedFile("foto.jpg", out.getvalue()), title="Peserta",
            by=world.wulan, at=LATER, no_person=True,
        )  # fmt: skip
    return done


@pytest.mark.parametrize("code", PAPERS)
def test_each_paper_is_made(world, meeting, code):
    document = made(asked(world.wulan, code, meeting.ref))

    assert (document.state, document.problem_code) == ("ready", "")
    said = text_of(content(document)).lower()
    assert [words for words in PAPERS[code] if words.lower() not in said] == []


def test_the_report_shows_the_photo_small(world, meeting):
    document = made(asked(world.wulan, "meeting_report", meeting.ref))

    with pikepdf.open(BytesIO(content(document))) as pdf:
        widths = [int(image.Width) for page in pdf.pages for image in page.get_images().values()]
    assert widths == [1200]


def test_the_invitation_is_a_word_file_too(world, meeting):
    assert content(made(asked(world.wulan, "meeting_invitation", meeting.ref, form="docx"))).startswith(b"PK")


@pytest.mark.parametrize("code", ["meeting_invitation", "meeting_report", "meeting_attendance"])
def test_a_member_makes_no_paper_of_the_secretariat(world, meeting, code):
    with pytest.raises(PermissionDenied):
        asked(world.budi, code, meeting.ref)


@pytest.mark.parametrize("code", PAPERS)
def test_a_stranger_makes_none_at_all(world, meeting, code):
    with pytest.raises((Http404, PermissionDenied)):
        asked(world.sari, code, meeting.ref)


@pytest.mark.parametrize("code", ["meeting_minutes", "meeting_recommendations", "meeting_report"])
def test_what_was_not_said_yet_is_no_paper(world, force, code):
    with pytest.raises(Cannot):
        asked(world.wulan, code, draft(world, force, starts_at=SOON).ref)
