"""A report on paper: the same bytes each time, nothing cut off, nothing read as markup. No database."""

import json
import time
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from docx import Document as Word
from tests.documents.conftest import text_of

from gugus.documents.letter_files import template_at
from gugus.documents.plain import plain
from gugus.documents.press import laid_out
from gugus.reporting import papers

JAKARTA = ZoneInfo("Asia/Jakarta")
FIGURE = {
    "ref": "AB-7F3Q-9M2X", "digest": "ab" * 32, "caption": "Korban", "source": "gugus", "date": "2024-12-31",
    "date_words": "31 Desember 2024", "query": "1", "definition": "Orang.", "columns": ["Jumlah"], "shape": "bars",
    "rows": [["Perempuan", 1234], ["Laki-laki", "<5"], ["Tidak diketahui", None]],
}  # fmt: skip
SHAPES = [
    FIGURE,
    FIGURE | {"shape": "trend", "rows": [["Jan", 1], ["Feb", None], ["Mar", 9], ["Apr", "<5"]]},
    FIGURE | {"shape": "stacked", "columns": ["A", "B", "C"], "rows": [["x", 1, 2, 3], ["y", "<5", None, 0]]},
    FIGURE | {"shape": "pyramid", "columns": ["Perempuan", "Laki-laki"], "rows": [["0–5", 1, 2], ["6–12", "<5", 0]]},
    FIGURE | {"shape": "bars", "rows": [["Nol", 0], ["Nol juga", 0]]},
]  # fmt: skip


def content(*blocks, **more) -> str:
    told = {
        "format": 1, "ref": "LT-7F3Q-9M2X", "kind": "annual", "title": "Laporan Tahunan Kota Contoh 2024", "edition": 1,
        "force": {"ref": "GT-1", "name": "Gugus Tugas Kota Contoh", "level": "city", "area": "31.74"},
        "office": "Suku Dinas Contoh", "period": {"first": "2024-01-01", "last": "2024-12-31"}, "period_words": "2024",
        "merged_on": "2025-01-20", "merged_words": "20 Januari 2025", "to": "Gubernur", "basis": "Perpres",
        "replaces": None, "correction": "", "figures": SHAPES,
        "chapters": [{"label": "1", "code": "a", "title": "Situasi", "annex": False, "by": "Kantor",
                      "blocks": list(blocks)}],
    }  # fmt: skip
    return json.dumps(told | more, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def shown() -> list[dict]:
    return [
        {"kind": kind, "number": place + 1, "figure": place, "caption": f"Angka {place}"}
        for place in range(len(SHAPES)) for kind in ("picture", "table")
    ]  # fmt: skip


def word(text: str) -> bytes:
    values = plain(papers.values_of(text), JAKARTA)
    return laid_out(
        "docx", {"main.docx": template_at(papers.WORDS).content}, {"values": values}, papers.LIMITS
    )


TERMS = {"kind": "terms", "items": [["TPPO", "Tindak pidana."]]}
LISTED = {"kind": "list_table", "number": 6, "caption": "Anggota", "columns": ["No.", "Instansi"],
          "rows": [["1", "Kantor"]],
          "source": "", "left_out": 2}  # fmt: skip
ALL = [
    {"kind": "heading", "level": 1, "text": "Rencana"}, {"kind": "para", "text": "Isi."},
    {"kind": "list", "items": ["a", "b"]}, {"kind": "numbered", "items": ["x"]}, TERMS, LISTED,
]  # fmt: skip


def test_a_pdf_made_again_later_is_the_same_file():
    text = content(*ALL, *shown())
    first = papers.laid_out_pdf(text)
    time.sleep(1.1)

    assert papers.laid_out_pdf(text) == first
    assert papers.laid_out_pdf(content(*ALL, *shown(), title="Lain")) != first


def test_a_word_file_made_again_later_is_the_same_file():
    text = content(*ALL, *shown())
    first = word(text)
    time.sleep(2.1)  # times in a box have steps of two seconds

    assert word(text) == first


def test_contents_lists_tables_pictures_and_annexes_stand_in_the_pdf():
    annex = {"label": "A", "code": "z", "title": "Daftar Istilah", "annex": True, "by": "", "blocks": [TERMS]}
    chapter = {
        "label": "1",
        "code": "a",
        "title": "Situasi",
        "annex": False,
        "by": "Kantor",
        "blocks": [*ALL, *shown()],
    }
    said = text_of(papers.laid_out_pdf(content(chapters=[chapter, annex])))

    for words in (
        "DaftarIsi",
        "DaftarTabel",
        "DaftarGambar",
        "Bab1.Situasi",
        "LampiranA.DaftarIstilah",
        "1.234",
        "AB-7F3Q-9M2X",
    ):
        assert words in said, words


def test_a_word_file_has_the_same_chapters_and_numbers():
    document = Word(BytesIO(word(content(*ALL, *shown()))))
    said = [one.text for one in document.paragraphs]

    assert "Bab 1. Situasi" in said and "Tabel 3. Angka 2" in said and "Gambar 2. Angka 1" in said
    assert any(cell.text == "1234" for table in document.tables for row in table.rows for cell in row.cells)


def test_what_somebody_typed_is_never_markup():
    sign = "#panic() *x* @y <z> {{ 7*7 }} {% x %} <w:br/> [isi]"
    text = content({"kind": "para", "text": sign}, {"kind": "heading", "level": 1, "text": sign})

    assert text_of(papers.laid_out_pdf(text)).count("#panic()") >= 2
    assert [one.text for one in Word(BytesIO(word(text))).paragraphs].count(sign) == 2


@pytest.mark.parametrize("many", [1, 400, 401, 1200])
def test_no_list_of_a_document_cuts_a_long_chapter_off(many):
    values = papers.values_of(content(*[{"kind": "para", "text": str(one)} for one in range(many)]))
    again = plain(values, JAKARTA)

    assert [block["text"] for part in again["chapters"] for block in part["blocks"]] == [
        str(one) for one in range(many)
    ]
    assert [part["more"] for part in again["chapters"]] == [False] + [True] * (len(again["chapters"]) - 1)


def test_a_report_without_figures_has_no_empty_lists():
    said = text_of(papers.laid_out_pdf(content({"kind": "para", "text": "Isi."}, figures=[])))

    assert "DaftarTabel" not in said and "DaftarGambar" not in said and "DaftarIsi" in said


def test_a_new_edition_says_on_its_cover_what_it_replaces():
    before = {"ref": "LT-AAAA-BBBB", "edition": 1, "digest": "0" * 64}
    text = content(edition=2, replaces=before, correction="angka direvisi", chapters=[])

    assert "LT-AAAA-BBBB" in text_of(papers.laid_out_pdf(text))
