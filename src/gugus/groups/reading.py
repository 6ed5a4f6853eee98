"""From the bytes of a list to lines of text. Nothing is computed, opened or guessed beyond letters and separators.

A spreadsheet's formula is never run: what stands in the cell when the file was saved is taken as text. Before a
spreadsheet is unpacked its true size and its farthest cell are read, so that a small file cannot become a large one.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO
from zipfile import BadZipFile, ZipFile

import charset_normalizer
from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from gugus.base.refusals import Cannot, Reason
from gugus.groups.codes import Encoding, Form, Separator

LARGEST = 5 * 1024 * 1024  # bytes of a list
MOST_ROWS = 5000
MOST_COLUMNS = 60
LONGEST_CELL = 2000  # characters; what is longer is no cell of a list of people
UNPACKED = 60 * 1024 * 1024  # bytes of a spreadsheet without its packing
MOST_PARTS = 400  # files within a spreadsheet
FARTHEST = (MOST_ROWS + 1000, 256)  # row and column beyond which nothing is unpacked
SIGNS = {Separator.SEMICOLON: ";", Separator.COMMA: ",", Separator.TAB: "\t", Separator.BAR: "|"}
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_CELL = re.compile(rb'<(?:\w+:)?(?:c|row|dimension)\b[^>]{0,200}?\br(?:ef)?="(?:[A-Z]+\d+:)?([A-Z]*)(\d+)"')
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class CannotRead(Cannot):
    """This file is no list that we can read; the reason says what to do."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How the file is to be read: what we found, or what the officer said."""

    form: str
    encoding: str = ""
    separator: str = ""
    sheet: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Lines of text as in the file. `numeric` holds (row, column) of cells that a spreadsheet kept as numbers."""

    rows: Sequence[Sequence[str]]
    numeric: frozenset[tuple[int, int]] = field(default_factory=frozenset)


def look(content: bytes) -> Reading:
    """What kind of file this is, and for text its encoding and separator. Raises CannotRead."""
    if not content.strip():
        raise _cannot("empty", _("The file is empty."))
    if len(content) > LARGEST:
        raise _cannot("too_large", _("The file is larger than 5 MB. Split the list and import the parts."))
    if content.startswith(_OLD_EXCEL):
        raise _cannot(
            "old_excel", _("This is an old or a locked Excel file. Save it as XLSX without a password.")
        )
    if content.startswith(b"PK"):
        return Reading(Form.XLSX)
    if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise _cannot("no_table", _("This is no table. Ask for the list as XLSX or CSV."))
    encoding = encoding_of(content)
    return Reading(Form.CSV, encoding, separator_of(decoded(content, encoding)))


def encoding_of(content: bytes) -> str:
    """The likeliest of the encodings that offices here use."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Encoding.UTF_16
    if content.startswith(b"\xef\xbb\xbf"):
        return Encoding.UTF_8_SIG
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        found = charset_normalizer.from_bytes(
            content[:200_000], cp_isolation=["utf_16", "cp1252", "latin_1"]
        ).best()
        return found.encoding if found and found.encoding in Encoding.values else Encoding.CP1252
    return Encoding.UTF_8


def decoded(content: bytes, encoding: str) -> str:
    """The text. Raises CannotRead when the bytes cannot be of this encoding."""
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        raise _cannot(
            "encoding", _("The letters cannot be read like this. Choose another encoding."), "encoding"
        ) from None
    if "\x00" in text:
        raise _cannot(
            "encoding", _("The letters cannot be read like this. Choose another encoding."), "encoding"
        )
    return text.removeprefix("\ufeff")


def separator_of(text: str) -> str:
    """The sign that separates most in the first lines, outside quotes."""
    head = re.sub(r'"[^"]*"', "", "\n".join(text.splitlines()[:10]))
    counts = {name: head.count(sign) for name, sign in SIGNS.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else Separator.SEMICOLON


def sheet_names(content: bytes) -> list[str]:
    """The names of a spreadsheet's visible sheets, in order; a text file has none. Raises CannotRead."""
    if not content.startswith(b"PK"):
        return []
    return [name for _place, name in _sheets(_workbook(content))]


def read(content: bytes, how: Reading, *, columns: int = MOST_COLUMNS) -> Sheet:
    """All lines of the file, each up to so many columns. Raises CannotRead."""
    sheet = _spreadsheet(content, how, columns) if how.form == Form.XLSX else _text(content, how, columns)
    if sum(any(row) for row in sheet.rows) > MOST_ROWS + 20:
        raise _cannot("too_many_rows", _("The list has more than 5,000 rows. Split it and import the parts."))
    if not any(any(row) for row in sheet.rows):
        raise _cannot("empty", _("There is nothing on this sheet."), "sheet")
    return sheet


def _text(content: bytes, how: Reading, columns: int) -> Sheet:
    text = decoded(content, how.encoding or Encoding.UTF_8)
    lines = csv.reader(StringIO(text, newline=""), delimiter=SIGNS[Separator(how.separator)], strict=True)
    rows: list[list[str]] = []
    try:
        for line in lines:
            rows.append([_tidy(cell) for cell in line[:columns]])
            if len(rows) > FARTHEST[0]:
                raise _cannot(
                    "too_many_rows", _("The list has more than 5,000 rows. Split it and import the parts.")
                )
    except csv.Error:
        words = _("The file breaks off or a quotation mark is never closed, near line %(line)d.")
        raise _cannot("broken", words % {"line": lines.line_num}) from None
    return Sheet(rows)


def _spreadsheet(content: bytes, how: Reading, columns: int) -> Sheet:
    workbook = _workbook(content)
    places = _sheets(workbook)
    if how.sheet >= len(places):
        raise _cannot("no_sheet", _("There is no such sheet."), "sheet")
    cells = workbook.get_sheet_by_index(places[how.sheet][0]).to_python(skip_empty_area=False)
    numeric = frozenset(
        (down, along)
        for down, line in enumerate(cells)
        for along, value in enumerate(line[:columns])
        if isinstance(value, int | float) and not isinstance(value, bool)
    )
    return Sheet([[_tidy(_as_text(value)) for value in line[:columns]] for line in cells], numeric)


def _workbook(content: bytes) -> CalamineWorkbook:
    _fits(content)
    try:
        return CalamineWorkbook.from_filelike(BytesIO(content))
    except (CalamineError, ValueError, OSError):
        raise _cannot(
            "broken", _("The spreadsheet cannot be opened. Save it once more as XLSX, without a password.")
        ) from None


def _sheets(workbook: CalamineWorkbook) -> list[tuple[int, str]]:
    tables = [
        (place, one.name)
        for place, one in enumerate(workbook.sheets_metadata)
        if one.typ == SheetTypeEnum.WorkSheet
    ]
    if not tables:
        raise _cannot("no_sheet", _("There is no sheet with a table in this file."))
    return tables


def _fits(content: bytes) -> None:
    """Refuse what would unpack to more than a list of people can be, before anything is unpacked into memory."""
    try:
        with ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > UNPACKED:
                raise _bomb()
            left = UNPACKED
            for one in parts:
                left -= _walked(packed, one.filename, left)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise _cannot(
            "broken", _("The spreadsheet cannot be opened. Save it once more as XLSX, without a password.")
        ) from None


def _walked(packed: ZipFile, name: str, left: int) -> int:
    """Read a part piece by piece: its size is counted, not believed, and the farthest cell of a sheet is looked at."""
    size, tail, sheet = 0, b"", "worksheets/" in name
    with packed.open(name) as part:
        for piece in _pieces(part):
            size += len(piece)
            if size > left:
                raise _bomb()
            if sheet:
                text = tail + piece
                if any(_far(letters, digits) for letters, digits in _CELL.findall(text)):
                    raise _bomb()
                tail = text[-300:]
    return size


def _pieces(part) -> Iterator[bytes]:
    while piece := part.read(262_144):
        yield piece


def _far(letters: bytes, digits: bytes) -> bool:
    column = 0
    for letter in letters[:4]:
        column = column * 26 + letter - 64
    return len(digits) > 7 or int(digits) > FARTHEST[0] or column > FARTHEST[1]


def _as_text(value: object) -> str:
    """A cell as a person reads it. Days in ISO form; whole numbers without their point."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None or isinstance(value, time | timedelta) else str(value)


def _tidy(text: str) -> str:
    """Without control characters and doubled spaces; line breaks within a cell become spaces."""
    return " ".join(_CONTROL.sub(" ", text[:LONGEST_CELL]).split())


def _bomb() -> CannotRead:
    return _cannot(
        "too_large",
        _("This spreadsheet unpacks to far more than a list of people. Copy the list into a new file."),
    )


def _cannot(code: str, words, name: str = "file") -> CannotRead:
    return CannotRead([Reason(code, words, name)])
