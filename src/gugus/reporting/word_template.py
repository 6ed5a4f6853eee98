"""Write the Word template of reports anew: `python -m gugus.reporting.word_template`, from src. The file is committed.

Change it here, raise its version, run this, look at the result in a word processor, commit both.
"""

from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

VERSION = "1"
WHERE = Path(__file__).parent / "letters" / "laporan.docx"
FONT = "Times New Roman"
SHOWN = "values.figures[block.figure]"
INK = RGBColor(0x1D, 0x35, 0x57)


def main() -> None:
    """Write the file."""
    built().save(str(WHERE))


def built() -> Document:
    """Cover, contents, chapters with tables, pictures as lines of blocks, and the foot."""
    document = Document()
    core, section = document.core_properties, document.sections[0]
    core.version, core.author, core.title = VERSION, "gugus", ""
    core.created = core.modified = datetime(2026, 1, 1, tzinfo=UTC)
    section.page_height, section.page_width = Cm(29.7), Cm(21.0)
    section.top_margin = section.bottom_margin = Cm(2.5)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.4)
    section.different_first_page_header_footer = True
    _styles(document)
    _cover(document)
    _contents(document)
    _chapters(document)
    _foot(section)
    return document


def _styles(document) -> None:
    for name, size, before in (
        ("Normal", 11, 0),
        ("Heading 1", 18, 0),
        ("Heading 2", 13, 14),
        ("Heading 3", 11.5, 10),
    ):
        style = document.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FONT)
        for mark in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{mark}"), None)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(6)
        if name != "Normal":
            style.font.color.rgb = INK
            style.paragraph_format.keep_with_next = True
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    document.styles["Caption"].font.name, document.styles["Caption"].font.size = FONT, Pt(9.5)
    document.styles["Caption"].font.color.rgb = RGBColor(0, 0, 0)


def _p(document, text: str, style: str = "Normal", *, size: float = 0, bold=False, centre=False, before=0, after=6,
       grey=False):  # fmt: skip
    paragraph = document.add_paragraph(style=style)
    run = paragraph.add_run(text)
    if bold:
        run.bold = True
    if size:
        run.font.size = Pt(size)
    if grey:
        run.font.color.rgb = RGBColor(0x60, 0x60, 0x60)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _tag(document, text: str) -> None:
    """A line that only the template engine reads."""
    _p(document, text, after=0)


def _cover(document) -> None:
    _p(document, "{{ values.content.force.name|upper }}", size=13, bold=True, centre=True, before=20)
    _p(
        document,
        "Pencegahan dan Penanganan Tindak Pidana Perdagangan Orang",
        size=10.5,
        centre=True,
        after=150,
    )
    _p(document, "{{ values.kind_words }}", size=28, bold=True, centre=True)
    _p(document, "{{ values.content.period_words }}", size=18, centre=True, after=24)
    _p(document, "{{ values.content.title }}", size=12, centre=True, after=150)
    _tag(document, "{%p if values.content.edition > 1 %}")
    _p(document, "Edisi {{ values.content.edition }}, menggantikan edisi {{ values.content.replaces.edition }}"
       " ({{ values.content.replaces.ref }}). {{ values.content.correction }}", bold=True, centre=True)  # fmt: skip
    _tag(document, "{%p endif %}")
    _tag(document, "{%p if values.content.to %}")
    _p(document, "Disampaikan kepada {{ values.content.to }}", centre=True)
    _tag(document, "{%p endif %}")
    _p(document, "{{ values.content.office }}", centre=True, after=0)
    _p(document, "Sekretariat gugus tugas", centre=True, after=10)
    _p(document, "Naskah disatukan {{ values.content.merged_words }} · {{ values.content.ref }}, edisi"
       " {{ values.content.edition }}", size=9, centre=True, grey=True)  # fmt: skip
    _p(document, "SHA-256 {{ values.digest }}", size=7, centre=True, grey=True)


def _contents(document) -> None:
    """A field that a word processor fills with page numbers; until then the chapters stand there without."""
    _p(document, "Daftar Isi", size=18, bold=True, after=12).paragraph_format.page_break_before = True
    first = _p(document, "", after=0)
    for kind, text in (("begin", ""), ("", ' TOC \\o "1-2" \\h \\z \\u '), ("separate", "")):
        _field(first, kind, text)
    _tag(document, "{%p for chapter in values.chapters if not chapter.more %}")
    _p(
        document,
        "{{ 'Lampiran' if chapter.annex else 'Bab' }} {{ chapter.label }}. {{ chapter.title }}",
        after=3,
    )
    _tag(document, "{%p endfor %}")
    _field(_p(document, "", after=6), "end", "")
    _p(document, "Nomor halaman muncul setelah daftar ini diperbarui di pengolah kata (klik kanan, Perbarui bidang).",
       size=8.5, grey=True)  # fmt: skip


def _field(paragraph, kind: str, text: str) -> None:
    run = paragraph.add_run()
    if kind:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        if kind == "begin":
            mark.set(qn("w:dirty"), "true")
    else:
        mark = OxmlElement("w:instrText")
        mark.set(qn("xml:space"), "preserve")
        mark.text = text
    run._r.append(mark)


def _chapters(document) -> None:
    _tag(document, "{%p for chapter in values.chapters %}")
    _tag(document, "{%p if not chapter.more %}")
    _p(
        document,
        "{{ 'Lampiran' if chapter.annex else 'Bab' }} {{ chapter.label }}. {{ chapter.title }}",
        "Heading 1",
    )
    _tag(document, "{%p if chapter.by %}")
    _p(document, "Disusun oleh {{ chapter.by }}", size=9, grey=True, after=8)
    _tag(document, "{%p endif %}")
    _tag(document, "{%p endif %}")
    _tag(document, "{%p for block in chapter.blocks %}")
    for level, style in ((1, "Heading 2"), (2, "Heading 3")):
        _when(document, f"block.kind == 'heading' and block.level == {level}", "{{ block.text }}", style)
    _when(document, "block.kind == 'para'", "{{ block.text }}", "Normal", justify=True)
    for kind, style in (("list", "List Bullet"), ("numbered", "List Number")):
        _each(document, f"block.kind == '{kind}'", "{{ line }}", style)
    _each(document, "block.kind == 'terms'", "{{ line[0] }}: {{ line[1] }}", "Normal")
    _picture(document)
    _table(document, "block.kind == 'table'", f"{SHOWN}.columns", f"{SHOWN}.rows", lead=True)
    _table(document, "block.kind == 'list_table'", "block.columns", "block.rows", lead=False)
    _tag(document, "{%p endfor %}")
    _tag(document, "{%p endfor %}")


def _when(document, condition: str, text: str, style: str, *, justify: bool = False) -> None:
    _tag(document, f"{{%p if {condition} %}}")
    paragraph = document.add_paragraph(text, style=style)
    if justify:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _tag(document, "{%p endif %}")


def _each(document, condition: str, text: str, style: str) -> None:
    _tag(document, f"{{%p if {condition} %}}")
    _tag(document, "{%p for line in block.lines %}")
    document.add_paragraph(text, style=style)
    _tag(document, "{%p endfor %}")
    _tag(document, "{%p endif %}")


SOURCE = (
    "Sumber: {{ values.figures[block.figure].source }}. Dihitung sampai {{ values.figures[block.figure].date_words }}."
    " Angka beku {{ values.figures[block.figure].ref }}."
)


def _picture(document) -> None:
    _tag(document, "{%p if block.kind == 'picture' %}")
    _p(document, "Gambar {{ block.number }}. {{ block.caption }}", "Caption", bold=True, before=8)
    table = document.add_table(rows=3, cols=3)
    _fill(table.rows[0], ("{%tr for bar in values.figures[block.figure].bars %}", "", ""))
    _fill(table.rows[1], ("{{ bar[0] }}", "{{ bar[1] }}", "{{ bar[2] }}"), size=8)
    _fill(table.rows[2], ("{%tr endfor %}", "", ""))
    for row in table.rows:
        for cell, width in zip(row.cells, (5.4, 8.2, 2.2), strict=True):
            cell.width = Cm(width)
    _p(document, SOURCE, size=8, grey=True, after=10)
    _tag(document, "{%p endif %}")


def _table(document, condition: str, columns: str, rows: str, *, lead: bool) -> None:
    """A table whose columns and rows are counted by the template. `lead`: the rows have a label before the columns."""
    _tag(document, f"{{%p if {condition} %}}")
    _p(document, "Tabel {{ block.number }}. {{ block.caption }}", "Caption", bold=True, before=8)
    table = document.add_table(rows=4, cols=3 + lead)
    table.style = document.styles["Table Grid"]
    head = (f"{{%tc for column in {columns} %}}", "{{ column }}", "{%tc endfor %}")
    body = ("{%tc for cell in row[1:] %}" if lead else "{%tc for cell in row %}", "{{ '–' if cell is none else cell }}",
            "{%tc endfor %}")  # fmt: skip
    _fill(table.rows[0], ("", *head) if lead else head, size=9, bold=True)
    _fill(table.rows[1], (f"{{%tr for row in {rows} %}}",) + ("",) * (2 + lead))
    _fill(table.rows[2], ("{{ row[0] }}", *body) if lead else body, size=9)
    _fill(table.rows[3], ("{%tr endfor %}",) + ("",) * (2 + lead))
    _p(document, SOURCE if lead else "{{ block.source }}", size=8, grey=True, before=3, after=10)
    _tag(document, "{%p endif %}")


def _fill(row, texts, *, size: float = 9, bold=False) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.font.size, run.bold = Pt(size), bold
        cell.paragraphs[0].paragraph_format.space_after = Pt(1)


def _foot(section) -> None:
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run = foot.add_run(
        "{{ values.kind_words }} {{ values.content.period_words }} · {{ values.content.ref }} · "
    )
    run.font.size = Pt(8.5)
    for kind, text in (("begin", ""), ("", " PAGE "), ("end", "")):
        _field(foot, kind, text)


if __name__ == "__main__":
    main()
