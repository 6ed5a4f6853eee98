"""Lists that leave: an empty template, the bad rows to mend, the members as shown. No cell of them runs."""

from collections.abc import Sequence
from io import BytesIO

import rustpy_xlsxwriter
from django.utils.translation import gettext as _

from gugus.groups.codes import Meaning
from gugus.groups.rows import Row
from gugus.kernel.cells import csv_lines, row

BOM = "\ufeff"  # else Excel reads UTF-8 as something older
# Headings of the template. They stay Indonesian whoever asks: missions and immigration fill it in.
HEADINGS = {
    Meaning.NAME: "Nama lengkap",
    Meaning.ALIAS: "Nama lain",
    Meaning.SEX: "Jenis kelamin (L/P)",
    Meaning.BIRTH: "Tanggal lahir",
    Meaning.AGE: "Umur",
    Meaning.NATIONALITY: "Kewarganegaraan",
    Meaning.NIK: "NIK",
    Meaning.PASSPORT: "Nomor paspor",
    Meaning.SPLP: "Nomor SPLP",
    Meaning.PHONE: "Nomor HP",
    Meaning.ADDRESS: "Alamat",
    Meaning.PROVINCE: "Provinsi",
    Meaning.REGENCY: "Kabupaten/Kota",
    Meaning.SEAT: "Nomor kursi",
}
EXPLAINED = {
    Meaning.NAME: "Satu kata cukup. Wajib bila tidak ada dokumen.",
    Meaning.SEX: "L atau P. Boleh kosong.",
    Meaning.BIRTH: "Contoh: 17/05/1998 atau 17 Mei 1998. Tahun saja boleh.",
    Meaning.AGE: "Hanya bila tanggal lahir tidak diketahui.",
    Meaning.NATIONALITY: "Boleh kosong. Contoh: WNI, Kamboja, PH.",
    Meaning.NIK: "Boleh kosong. Format kolom sebagai teks, agar 16 angka tidak berubah.",
    Meaning.SPLP: "Boleh kosong.",
    Meaning.REGENCY: "Contoh: Kab. Lombok Timur atau Kota Bogor.",
}
LIST, HELP = "Daftar", "Petunjuk"


def workbook(sheets: Sequence[tuple[str, Sequence[str], Sequence[Sequence[object]]]]) -> bytes:
    """An XLSX file of sheets (name, headings, rows)."""
    out = BytesIO()
    made = []
    for name, heads, lines in sheets:
        names = _different(heads)
        rows = [dict(zip(names, row(line), strict=True)) for line in lines]
        made.append((name, rows or [dict.fromkeys(names)]))
    rustpy_xlsxwriter.write_worksheets(made, out)
    return out.getvalue()


def template() -> bytes:
    """The empty list with its headings, and a sheet that explains them."""
    helped = [(heading, EXPLAINED.get(meaning, "Boleh kosong.")) for meaning, heading in HEADINGS.items()]
    return workbook([(LIST, list(HEADINGS.values()), []), (HELP, ["Kolom", "Cara mengisi"], helped)])


def bad_rows(headings: Sequence[str], lines: Sequence[Sequence[str]], rows: Sequence[Row]) -> bytes:
    """The rows that do not go in, as they were, with their number and what is wrong in front."""
    said = [
        [row.number, " ".join(f"{_column(one.meaning)}: {one.words}" for one in row.wrong), *line]
        for row, line in zip(rows, lines, strict=True)
    ]
    width = len(headings) + 2
    filled = [[*one[:width], *[""] * (width - len(one))] for one in said]
    return workbook([(LIST, [_("Row"), _("What is wrong"), *headings], filled)])


def text(heads: Sequence[str], lines: Sequence[Sequence[object]]) -> bytes:
    """The same rows as CSV."""
    return (BOM + "".join(csv_lines([list(heads), *lines], separator=";"))).encode()


def _column(meaning: str) -> str:
    return str(Meaning(meaning).label) if meaning else ""


def _different(names: Sequence[object]) -> list[str]:
    seen: list[str] = []
    for name in map(str, row(names)):
        seen.append(name if name and name not in seen else f"{name or '-'} ({len(seen) + 1})")
    return seen
