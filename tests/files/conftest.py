"""A person's file of the unit stands in for the case; its gate is this file's."""

from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from PIL import Image
from tests.conftest import NOON

from gugus.files.actions import attach
from gugus.people.models import Person


def paper(text: str = "An invented letter about Mawar.", pages: int = 1) -> bytes:
    """A small PDF as a word processor would write it."""
    made, out = pikepdf.new(), BytesIO()
    for _page in range(pages):
        page = made.add_blank_page(page_size=(300, 200))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(A=made.make_indirect(font)))
        page.obj.Contents = made.make_stream(f"BT /A 12 Tf 20 100 Td ({text}) Tj ET".encode())
    made.save(out)
    return out.getvalue()


PDF = paper()


def words_of(content: bytes) -> bytes:
    """What the first page of a PDF draws."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return pdf.pages[0].Contents.read_bytes()


def gate(viewer, ref, *, section, verb, at):
    """Stands in for a record's own gate: whom the database shows the person; Ratih is refused."""
    found = Person.objects.visible_to(viewer).filter(ref=ref).first()
    if found is None or viewer.user.username == "ratih":
        raise Http404
    return found, found


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    """Contents of this test lie in a folder of its own."""
    settings.DATA_DIR = tmp_path
    settings.FILE_GATES = {"person": "tests.files.conftest.gate"}
    return tmp_path


@pytest.fixture
def person(rina):
    made = Person(agency=rina.agency, created_at=NOON)
    made.save(force_insert=True)
    return made


def upload(content: bytes = PDF, name: str = "surat Mawar.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/x-whatever")


def picture(kind: str = "JPEG", size=(40, 20), **saved) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, format=kind, **saved)
    return out.getvalue()


@pytest.fixture
def letter(person, rina):
    """A letter in the section of the case."""
    return attach(
        about=person, section="case", upload=upload(), by=rina, at=NOON, title="Surat pengantar Mawar"
    )
