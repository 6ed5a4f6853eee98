"""Write the Word templates anew: `python -m gugus.documents.word_templates`, from src. The files are committed.

Change a letter here, raise its version, run this, look at the result in a word processor, commit both. An office that
edits a letter edits the document that was made, never the template.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

SOURCE = Path(__file__).resolve().parents[2]
FONT = "Times New Roman"
DOTS = "……………………………………"
TO_CLOSE = "Demikian kami sampaikan. Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih."

# Path below src, version, body. A line is a paragraph; a pair is a fact; a list of pairs is a table of facts.
# Papers carry their title and number in the middle, as orders, reports and statements do; all others are letters.
PAPERS = {
    "gugus/cases/letters/keterangan.docx",
    "gugus/care/letters/tugas.docx",
    "gugus/care/letters/penjangkauan.docx",
}
LETTERS: dict[str, tuple[str, list]] = {
    "gugus/conferences/letters/undangan.docx": (
        "2",
        [
            "Dengan hormat, kami mengundang Saudara untuk menghadiri rapat koordinasi mengenai penanganan sebuah kasus"
            " yang ditangani bersama oleh instansi kita, yang akan diselenggarakan pada:",
            [
                ("Waktu", "{{ values.starts_at }}"),
                ("Lama rapat", "{{ values.minutes }} menit"),
                ("Tempat", "{{ values.place or '–' }}"),
                ("Pemimpin rapat", "{{ values.chair }}"),
            ],
            "{%p if values.questions %}",
            "Pokok bahasan:",
            "{%p for one in values.questions %}",
            "{{ loop.index }}. {{ one }}",
            "{%p endfor %}",
            "{%p endif %}",
            "Mohon menugaskan petugas yang menangani kasus ini. Nama korban tidak disebutkan dalam undangan ini;"
            " identitas korban wajib dirahasiakan oleh semua peserta.",
            TO_CLOSE,
        ],
    ),
    "gugus/meetings/letters/undangan.docx": (
        "1",
        [
            "Dengan hormat, sehubungan dengan pelaksanaan tugas {{ values.task_force }}, kami mengundang Saudara untuk"
            " hadir pada:",
            [
                ("Acara", "{{ values.kind }}: {{ values.topic }}"),
                ("Waktu", "{{ values.starts_at }} sampai {{ values.ends }}"),
                ("Tempat", "{{ values.room or '–' }}"),
                ("Pimpinan rapat", "{{ values.chaired_by or '–' }}"),
                ("Dasar", "{{ values.legal_basis or '–' }}"),
            ],
            "Susunan acara:",
            "{%p for one in values.agenda %}",
            "{{ loop.index }}. {{ one }}",
            "{%p endfor %}",
            "{%p if values.speakers %}",
            "Narasumber:",
            "{%p for one in values.speakers %}",
            "{{ one[0] }}{% if one[1] %}, {{ one[1] }}{% endif %}: {{ one[2] }}",
            "{%p endfor %}",
            "{%p endif %}",
            "{%p if values.invited %}",
            "Daftar undangan:",
            "{%p for one in values.invited %}",
            "{{ loop.index }}. {{ one }}",
            "{%p endfor %}",
            "{%p endif %}",
            "Mohon Saudara hadir atau menugaskan pejabat yang membidangi, dan menyampaikan nama yang hadir kepada"
            " sekretariat. Rapat ini tidak membahas nama atau identitas orang yang ditangani.",
            TO_CLOSE,
        ],
    ),
    "gugus/taskforce/letters/lampiran.docx": (
        "1",
        [
            "Susunan keanggotaan {{ values.force }} per tanggal {{ values.day }}.",
            "{%p for one in values.bases %}",
            "{{ one }}",
            "{%p endfor %}",
            "{%tr pairs values.rows %}",
            "Instansi anggota dan nomor bidangnya:",
            "{%tr pairs values.members %}",
        ],
    ),
    "gugus/referrals/letters/rujukan.docx": (
        "2",
        [
            "Dengan hormat, bersama ini {{ values.sender }} merujuk orang yang diterangkan di bawah ini kepada"
            " {{ values.receiver }} untuk mendapatkan layanan dimaksud.",
            "{%tr pairs values.rows %}",
            "{%p if values.answer_due %}",
            "Mohon jawaban paling lambat {{ values.answer_due }}. Layanan tidak memungut biaya dari korban.",
            "{%p endif %}",
            TO_CLOSE,
        ],
    ),
    "gugus/care/letters/tugas.docx": (
        "1",
        [
            [
                ("Dasar", "1. Tugas dan fungsi kantor dalam penjangkauan dan pendampingan korban"),
                ("", "2. Kasus {{ values.case }}, layanan {{ values.ref }}"),
            ],
            "MENUGASKAN",
            [
                ("1. Nama", "{{ values.officer or '" + DOTS + "' }}"),
                ("    NIP", DOTS),
                ("    Jabatan", "{{ values.position or '" + DOTS + "' }}"),
                ("2. Nama", DOTS),
                ("    NIP", DOTS),
                ("    Jabatan", DOTS),
            ],
            "Untuk:",
            "1. menjangkau orang dengan kode {{ values.person }} dengan cara dan di tempat yang disepakati dengan yang"
            " bersangkutan dan aman baginya;",
            "2. memeriksa keamanan, kebutuhan mendesak, dan kesediaannya menerima layanan, tanpa memaksa dan tanpa"
            " mengulang pertanyaan yang sudah dijawab;",
            "3. bila ada bahaya, mendahulukan keselamatan dan menghubungi kepolisian serta layanan kesehatan;",
            "4. melaporkan hasilnya secara tertulis kepada pemberi tugas segera setelah kembali.",
            [
                ("Waktu", "{{ values.starts_at or '" + DOTS + "' }}"),
                ("Selambat-lambatnya", "{{ values.due_at or '" + DOTS + "' }}"),
                ("Tempat", "Disampaikan lisan oleh manajer kasus; tidak ditulis di surat ini."),
                ("Kendaraan, biaya", DOTS),
            ],
            "Baca peringatan dalam berkas kasus sebelum berangkat. Surat tugas ini tidak diperlihatkan kepada tetangga,"
            " majikan, atau orang lain di tempat tujuan.",
        ],
    ),
    "gugus/care/letters/penjangkauan.docx": (
        "1",
        [
            [
                ("Kode layanan", "{{ values.ref }}"),
                ("Kasus", "{{ values.case }}"),
                ("Kode orang", "{{ values.person }}"),
                ("Surat tugas", "{{ values.order or '" + DOTS + "' }}"),
                ("Dilaksanakan", "{{ values.done_on }}"),
                ("Hasil", "{{ values.result }}"),
                ("Petugas", "{{ values.officer or '" + DOTS + "' }}"),
            ],
            "Pelaksanaan:",
            "{%p for one in values.visits %}",
            "– {{ one[0] }}: {{ one[1] }}. {{ one[2] }}",
            "{%p endfor %}",
            "Kebutuhan yang mendasari penjangkauan: {{ values.need or '–' }}",
            "Yang ditemui dan dilakukan: {{ values.found or '–' }}",
            "Keadaan saat ditemui: " + DOTS,
            "Usul tindak lanjut: " + DOTS,
        ],
    ),
    "gugus/care/letters/visum.docx": (
        "1",
        [
            "{%p if values.police %}",
            "Untuk kepentingan penanganan perkara, kami meminta dilakukan pemeriksaan atas orang yang diterangkan di"
            " bawah ini dan dibuatkan {{ values.examination }}.",
            "{%p else %}",
            "Untuk penanganan kasus yang kami dampingi, kami meminta dilakukan pemeriksaan atas orang yang diterangkan"
            " di bawah ini, dan agar hasilnya dituangkan dalam {{ values.examination }} atas permintaan penyidik."
            " Permintaan penyidik terlampir atau segera disusulkan; mohon pemeriksaan tidak ditunda menunggunya.",
            "{%p endif %}",
            [
                ("Kode orang", "{{ values.person }}"),
                ("Jenis kelamin", "{{ values.sex }}"),
                ("Nama dan umur", "Diserahkan langsung oleh pendamping kepada dokter pemeriksa"),
                ("Kode kasus, layanan", "{{ values.case }}, {{ values.ref }}"),
                ("Pemeriksaan", "{{ values.service }}"),
                ("Waktu", "{{ values.appointment_at or '" + DOTS + "' }}"),
                ("Nomor laporan polisi", DOTS),
                ("Penyidik", DOTS),
            ],
            "Mohon pemeriksaan dilakukan dengan persetujuan yang bersangkutan atau walinya dan dapat dihentikan kapan"
            " saja; yang bersangkutan didampingi orang yang dipilihnya; temuan dicatat sekali dengan lengkap agar"
            " pemeriksaan tidak diulang; hasil diserahkan tersegel kepada penyidik; yang bersangkutan tidak dipungut"
            " biaya.",
            TO_CLOSE,
        ],
    ),
    "gugus/cases/letters/keterangan.docx": (
        "2",
        [
            "Yang bertanda tangan di bawah ini menerangkan bahwa orang dengan kode {{ values.person }} ditangani oleh"
            " {{ values.office }} dalam berkas {{ values.ref }} sejak {{ values.since }}.",
            "{%tr pairs values.rows %}",
            "Surat keterangan ini dibuat untuk dipergunakan sebagaimana mestinya dan tidak menetapkan status hukum"
            " seseorang. Nama orang yang bersangkutan hanya ditulis oleh pejabat yang berwenang setelah dasar"
            " pengungkapannya diperiksa: ……………………………………………",
        ],
    ),
}


def main() -> None:
    """Write every file."""
    for path, (version, body) in LETTERS.items():
        whole = SOURCE / path
        whole.parent.mkdir(exist_ok=True)
        built(version, body, is_paper=path in PAPERS).save(str(whole))


def built(version: str, body: Iterable, *, is_paper: bool = False) -> Document:
    """One letter or paper with letterhead, number, body, signature and foot."""
    document = Document()
    core, section = document.core_properties, document.sections[0]
    core.version, core.author, core.title = version, "gugus", ""
    core.created = core.modified = datetime(2026, 1, 1, tzinfo=UTC)
    section.page_height, section.page_width = Cm(29.7), Cm(21.0)
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(2.2)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2.2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    style.paragraph_format.space_after = Pt(6)
    _letterhead(document)
    _title(document) if is_paper else _number(document)
    for part in body:
        _add(document, part)
    _signature(document, dated=is_paper)
    _copies(document)
    _foot(section)
    return document


def _line(document, text: str, *, size: float = 11, bold=False, centre=False, right=False, after: float = 6):
    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    paragraph.paragraph_format.space_after = Pt(after)
    if centre or right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.RIGHT
    return paragraph


def _letterhead(document) -> None:
    _line(document, "{%p if office.crest %}", after=0)
    _line(document, "{{ crest }}", centre=True, after=4)
    _line(document, "{%p endif %}", after=0)
    _line(document, "{%p for line in office.over %}", after=0)
    _line(document, "{{ line|upper }}", centre=True, after=0)
    _line(document, "{%p endfor %}", after=0)
    _line(document, "{{ office.name|upper }}", size=14, bold=True, centre=True, after=0)
    last = _line(document, "{{ office.contact }}", size=8.5, centre=True, after=8)
    border, edge = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "thickThinSmallGap"), ("sz", "18"), ("space", "4"), ("color", "000000")):
        edge.set(qn(f"w:{name}"), value)
    border.append(edge)
    last._p.get_or_add_pPr().append(border)
    _line(document, "{{ (values.nature or 'Rahasia')|upper }}", size=9, bold=True, right=True, after=4)


def _title(document) -> None:
    _line(document, "{{ (values.subject or title)|upper }}", size=13, bold=True, centre=True, after=0)
    _line(document, "{%p if number %}", after=0)
    _line(document, "Nomor: {{ number }}", centre=True, after=10)
    _line(document, "{%p endif %}", after=0)


def _number(document) -> None:
    _line(document, "{% if place %}{{ place }}, {% endif %}{{ date }}", right=True)
    _facts(document, [
        ("Nomor", "{{ number or '-' }}"), ("Sifat", "{{ values.nature or 'Rahasia' }}"),
        ("Lampiran", "{{ values.attachment or '-' }}"), ("Hal", "{{ values.subject or title }}"),
    ], 2.2)  # fmt: skip
    _line(document, "{%p if values.to %}", after=0)
    _line(document, "Yth.", after=0)
    _line(document, "{%p for line in values.to %}", after=0)
    _line(document, "{{ line }}", after=0)
    _line(document, "{%p endfor %}", after=0)
    _line(document, "di tempat", after=10)
    _line(document, "{%p endif %}", after=0)


def _add(document, part) -> None:
    if isinstance(part, list):
        _facts(document, part)
    elif part.startswith("{%tr pairs "):
        _pairs(document, part.split()[2])
    else:
        paragraph = _line(document, part, bold=part.isupper(), after=0 if part.startswith("{%p") else 6)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if part.isupper() else WD_ALIGN_PARAGRAPH.JUSTIFY


def _facts(document, pairs: Iterable[tuple[str, str]], width: float = 4.2) -> None:
    table = document.add_table(rows=0, cols=3)
    for label, value in pairs:
        _fill(table.add_row().cells, (label, ":", value))
    _widths(table, width)


def _pairs(document, name: str) -> None:
    """A table of facts whose lines are counted by the template."""
    table = document.add_table(rows=0, cols=3)
    _fill(table.add_row().cells, (f"{{%tr for pair in {name} %}}", "", ""))
    _fill(table.add_row().cells, ("{{ pair[0] }}", ":", "{{ pair[1] or '–' }}"))
    _fill(table.add_row().cells, ("{%tr endfor %}", "", ""))
    _widths(table, 4.2)


def _fill(cells, texts: Iterable[str]) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.paragraphs[0].add_run(text)
        cell.paragraphs[0].paragraph_format.space_after = Pt(2)


def _widths(table, first: float) -> None:
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.LEFT
    for row in table.rows:
        for cell, width in zip(row.cells, (first, 0.5, 16.3 - first - 0.5), strict=True):
            cell.width = Cm(width)


def _signature(document, *, dated: bool) -> None:
    if dated:
        _indented(document, "{% if place %}{{ place }}, {% endif %}{{ date }}", before=14)
    before = 0 if dated else 14
    _indented(document, "{{ signer.position or 'Pejabat yang menandatangani' }},", before=before, after=54)
    _indented(document, "{{ signer.name or '……………………………………' }}", bold=True, after=0)
    _indented(document, "{{ signer.rank }}", after=0)
    _indented(document, "NIP {{ signer.nip or '……………………………………' }}", after=10)


def _indented(document, text: str, *, bold=False, before: float = 0, after: float = 0) -> None:
    paragraph = _line(document, text, bold=bold, after=after)
    paragraph.paragraph_format.left_indent = Cm(9)
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.keep_with_next = True


def _copies(document) -> None:
    _line(document, "{%p if values.copies %}", after=0)
    _line(document, "Tembusan:", size=9.5, after=0)
    _line(document, "{%p for one in values.copies %}", after=0)
    _line(document, "{{ loop.index }}. {{ one }}", size=9.5, after=0)
    _line(document, "{%p endfor %}", after=0)
    _line(document, "{%p endif %}", after=0)


def _foot(section) -> None:
    foot = section.footer.paragraphs[0]
    run = foot.add_run(
        "{{ secret }}\n{{ ref }} · templat {{ kind }} {{ version }} · dibuat {{ made_at }}\n"
        "Sidik isi saat dibuat (SHA-256): {{ digest }}"
    )
    run.font.size = Pt(7)


if __name__ == "__main__":
    main()
