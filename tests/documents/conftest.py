"""A conference of the unit to which the shelter is invited; documents lie in a folder of the test."""

import re
from io import BytesIO

import pikepdf
import pytest
from tests.conferences.conftest import accepted, invited
from tests.conftest import NOON, as_role, voice_of

from gugus.access.viewer import viewer_of
from gugus.documents import actions
from gugus.documents.gate import kind_for, subject_for
from gugus.documents.models import Document
from gugus.documents.office import write_letterhead, write_signer

HEAD = {
    "over": ["Pemerintah Provinsi Contoh", "Dinas Contoh"],
    "name": "UPT PPPA Kota Contoh",
    "address": "Jalan Contoh 0",
    "phone": "0800-0000-77001",
    "email": "",
    "place": "Kota Contoh",
    "pattern": "{seq:03}/{code}/{unit}/{month_roman}/{year}",
    "unit": "UPT-PPPA",
    "codes": {},
}


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def conference(world):
    return invited(world, accepted(world))


@pytest.fixture
def office(world):
    """The unit's letterhead and the official who usually signs."""
    with voice_of(world.tono):
        write_letterhead(facts=HEAD, by=world.tono, at=NOON)
        facts = {
            "full_name": "Yusuf Contoh, S.Sos.", "nip": "000001012000010001", "rank": "Pembina, IV/a",
            "position": "Kepala UPT PPPA", "is_usual": True,
        }  # fmt: skip
        return write_signer(facts=facts, by=world.tono, at=NOON)


def viewer(user):
    return viewer_of(user, on=NOON.date(), at=NOON)


def asked(user, kind: str, ref: str, **more) -> Document:
    """What the page does when somebody asks."""
    with voice_of(user):
        one = kind_for(viewer(user), kind)
        subject = subject_for(viewer(user), one, ref, at=NOON)
        return actions.ask(
            kind=one, about=subject.about, within=subject.within, viewer=viewer(user), at=NOON, **more
        )


def made(document: Document, at=NOON) -> Document:
    """What the worker does with it."""
    with as_role("gugus_worker"):
        return actions.make(document=document, at=at)


def content(document: Document) -> bytes:
    with voice_of(document.asked_by):
        return actions.give_out(document=document, by=document.asked_by, at=NOON)


def text_of(pdf: bytes) -> str:
    """Every text of a PDF in the order in which it was set, without spaces: lines break anywhere."""
    with pikepdf.open(BytesIO(pdf)) as book:
        return "".join(_page_text(page) for page in book.pages)


def _page_text(page) -> str:
    fonts = {name: _glyphs(font) for name, font in page.Resources.get("/Font", {}).items()}
    said, font = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            font = fonts[str(operands[0])]
        elif str(operator) in {"Tj", "TJ"}:
            parts = operands[0] if str(operator) == "TJ" else [operands[0]]
            raw = b"".join(bytes(one) for one in parts if isinstance(one, pikepdf.String))
            said += [font.get(raw[i : i + 2].hex(), "") for i in range(0, len(raw), 2)]
    return re.sub(r"\s|\u200b", "", "".join(said))


def _glyphs(font) -> dict[str, str]:
    told, found = font.ToUnicode.read_bytes().decode("latin-1"), {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", told, re.S):
        for glyph, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[glyph.lower()] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", told, re.S):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int(text, 16)
            for number, glyph in enumerate(range(int(first, 16), int(last, 16) + 1)):
                found[f"{glyph:04x}"] = chr(start + number)
    return found
