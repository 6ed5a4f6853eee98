"""From bytes to lines: encodings, separators, sheets, bombs."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from tests.groups.conftest import HEADS, csv_of, line, xlsx_of

from gugus.groups import reading
from gugus.groups.codes import Encoding, Separator
from gugus.groups.reading import CannotRead, Reading

TEXT = "Nama;JK\r\nRené Contohwati;P\r\n"


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf_8"),
        ("utf-8-sig", "utf_8_sig"),
        ("utf-16", "utf_16"),
        ("cp1252", "cp1252"),
        ("latin-1", "cp1252"),
    ],
)
def test_each_encoding_is_recognised(encoding, found):
    content = TEXT.encode(encoding)

    how = reading.look(content)

    # ISO 8859-1 and Windows-1252 agree on letters: either is right for these bytes.
    assert how.encoding == found or {how.encoding, found} <= {"cp1252", "latin_1"}
    assert reading.read(content, how).rows[1][0] == "René Contohwati"


def test_who_knows_better_chooses_the_encoding():
    content = TEXT.encode("utf-8")

    read = reading.read(content, Reading("csv", Encoding.CP1252, Separator.SEMICOLON))

    assert read.rows[1][0] == "RenÃ© Contohwati"


def test_an_encoding_that_cannot_be_says_so():
    with pytest.raises(CannotRead, match="encoding"):
        reading.read(TEXT.encode("cp1252"), Reading("csv", Encoding.UTF_8, Separator.SEMICOLON))


@pytest.mark.parametrize(("sign", "name"), [(";", "semicolon"), (",", "comma"), ("\t", "tab"), ("|", "bar")])
def test_each_separator_is_recognised(sign, name):
    content = csv_of([line(1)], separator=sign)

    how = reading.look(content)

    assert how.separator == name and reading.read(content, how).rows[0] == HEADS


def test_a_quoted_cell_keeps_its_separators_and_line_breaks_in_one_row():
    content = b'Nama;Alamat\r\n"Melati; Contohwati";"Jalan Satu\r\nRT 1"\r\n'

    assert reading.read(content, reading.look(content)).rows[1] == ["Melati; Contohwati", "Jalan Satu RT 1"]


def test_a_quote_that_is_never_closed_names_the_line():
    content = b'Nama;JK\r\n"Melati;P\r\nKenanga;P\r\n'

    with pytest.raises(CannotRead, match="broken"):
        reading.read(content, reading.look(content))


def test_a_spreadsheet_gives_texts_days_and_numbers():
    content = xlsx_of([line(1), line(2)])

    sheet = reading.read(content, reading.look(content))

    assert sheet.rows[0] == HEADS and sheet.rows[1][1].startswith("Kenanga")
    assert reading.sheet_names(content) == ["Daftar"]


def test_a_formula_is_text_of_its_last_value_and_never_runs():
    content = packed({"xl/worksheets/sheet1.xml": SHEET % '<c r="A1" t="str"><f>1+1</f><v>dua</v></c>'})

    assert reading.read(content, reading.look(content)).rows == [["dua"]]


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 x", b"\x89PNG....", b"\xd0\xcf\x11\xe0rest", b"   ", b"PK\x03\x04rest"]
)
def test_what_is_no_list_is_told_what_to_do(content):
    with pytest.raises(CannotRead):
        reading.read(content, reading.look(content))


def test_a_file_of_fifty_megabytes_is_refused_unread():
    with pytest.raises(CannotRead, match="too_large"):
        reading.look(b"a;b\n" * 13_000_000)


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    content = packed({"xl/worksheets/sheet1.xml": "<x>" + "0" * (reading.UNPACKED + 1)})
    assert len(content) < 200_000

    with pytest.raises(CannotRead, match="too_large"):
        reading.read(content, reading.look(content))


def test_a_zip_that_lies_about_its_size_is_counted():
    content = bytearray(packed({"xl/worksheets/sheet1.xml": "<x>" + "0" * (reading.UNPACKED + 1)}))
    there = content.rindex(b"PK\x01\x02")  # the last entry of the directory says "10 bytes"
    content[there + 24 : there + 28] = (10).to_bytes(4, "little")

    with pytest.raises(CannotRead):
        reading.read(bytes(content), reading.look(bytes(content)))


@pytest.mark.parametrize("cell", ['<c r="XFD1048576" t="str"><v>x</v></c>', '<c r="A900000" t="str"><v>x</v></c>',
                                  '<c s="1" r="ZZZ1" t="str"><v>x</v></c>'])  # fmt: skip
def test_one_cell_far_away_does_not_become_a_field_of_seventeen_thousand_million(cell):
    content = packed({"xl/worksheets/sheet1.xml": SHEET % cell})

    with pytest.raises(CannotRead, match="too_large"):
        reading.read(content, reading.look(content))


def test_five_thousand_rows_are_read_and_more_are_not():
    assert len(reading.read(csv_of([["1", "A"]] * 5000), Reading("csv", "utf_8", "semicolon")).rows) == 5001

    with pytest.raises(CannotRead, match="too_many_rows"):
        reading.read(csv_of([["1", "A"]] * 5100), Reading("csv", "utf_8", "semicolon"))


SHEET = (
    '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    "<row>%s</row></sheetData></worksheet>"
)


def packed(parts: dict[str, str]) -> bytes:
    """A spreadsheet with one sheet, written by hand."""
    office = "http://schemas.openxmlformats.org"
    whole = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{office}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{office}/package/2006/relationships"><Relationship '
        f'Id="r1" Type="{office}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'<?xml version="1.0"?><workbook xmlns="{office}/spreadsheetml/2006/main" '
        f'xmlns:r="{office}/officeDocument/2006/relationships"><sheets>'
        '<sheet name="A" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<?xml version="1.0"?><Relationships '
        f'xmlns="{office}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{office}/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
    } | parts  # fmt: skip
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name, text in whole.items():
            file.writestr(name, text)
    return out.getvalue()
