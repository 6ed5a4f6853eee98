"""The annex of the decree: made for the secretariat alone, as PDF and for Word."""

from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from docx import Document as Word
from tests.conftest import NOON, voice_of
from tests.documents.conftest import asked, content, made, text_of

from gugus.taskforce.actions.head import Post, appoint


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.fixture
def chair(world, force):
    with voice_of(world.wulan):
        post = Post("chair", "Sekretaris Kota Contoh", NOON.date(), holder="Pejabat Rekaan")
        return appoint(force=force, post=post, by=world.wulan, at=NOON)


def test_the_annex_names_head_fields_and_members(world, force, chair):
    document = made(asked(world.wulan, "taskforce_annex", force.ref))

    assert (document.state, document.problem_code) == ("ready", "")
    said = text_of(content(document))
    for words in (
        "SekretarisKotaContoh",
        "PejabatRekaan",
        "UnitPPAPolres",
        "RumahAmanMelati",
        "Biasa".upper(),
    ):
        assert words in said
    assert "RAHASIA" not in said


def test_the_annex_can_be_edited_in_word(world, force, chair):
    document = made(asked(world.wulan, "taskforce_annex", force.ref, form="docx"))

    assert document.state == "ready"
    tables = Word(BytesIO(content(document))).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert any("Sekretaris Kota Contoh" in text for text in cells)


def test_nobody_else_has_it_made(world, force, chair):
    with pytest.raises(PermissionDenied):
        asked(world.budi, "taskforce_annex", force.ref)
    with pytest.raises(Http404):
        asked(world.sari, "taskforce_annex", force.ref)
