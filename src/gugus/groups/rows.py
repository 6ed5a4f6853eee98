"""From lines of text to people: which heading means what, what each row says, what is wrong with it. No database."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gugus.groups import cells
from gugus.groups.cells import Doubt, Wrong
from gugus.groups.codes import Meaning
from gugus.groups.reading import Sheet
from gugus.kernel.documents import read_nik
from gugus.people.rules import document_key, one_line
from gugus.places.rules import search_key

HEADS_LOOKED_AT = 15  # a list begins with a letterhead of a few lines at most
PAPERS = (Meaning.NIK, Meaning.PASSPORT, Meaning.SPLP)
# How offices head their columns; the agency's own memory comes first (`Heading`).
KNOWN = {
    Meaning.NAME: "nama|nama lengkap|name|full name|nama pmi|nama wni|nama korban|nama penumpang|passenger name",
    Meaning.ALIAS: "alias|nama lain|nama panggilan|other name|nickname",
    Meaning.SEX: "jk|jenis kelamin|l p|lp|p l|kelamin|sex|gender|jenis kelamin l p",
    Meaning.BIRTH: "tanggal lahir|tgl lahir|lahir|tgl lhr|date of birth|dob|birth date|tanggal kelahiran",
    Meaning.AGE: "umur|usia|age|umur tahun|usia tahun",
    Meaning.NATIONALITY: "kewarganegaraan|warga negara|kebangsaan|nationality|wn|citizenship",
    Meaning.NIK: "nik|no nik|nomor nik|no ktp|ktp|nomor ktp|nomor induk kependudukan",
    Meaning.PASSPORT: "paspor|no paspor|nomor paspor|passport|passport no|passport number|no passport",
    Meaning.SPLP: "splp|no splp|nomor splp",
    Meaning.PHONE: "telepon|no telepon|hp|no hp|nomor hp|telp|no telp|phone|phone number|wa|no wa|kontak",
    Meaning.ADDRESS: "alamat|alamat asal|alamat lengkap|address|alamat sesuai ktp",
    Meaning.PROVINCE: "provinsi|propinsi|provinsi asal|prov|province|daerah asal provinsi",
    Meaning.REGENCY: "kabupaten|kota|kab kota|kabupaten kota|kab|kabupaten kota asal|kab kota asal|regency|city|asal",
    Meaning.SEAT: "kursi|no kursi|nomor kursi|seat|seat no|kamar|no kamar|urutan",
}  # fmt: skip
_BY_HEADING = {word: meaning for meaning, words in KNOWN.items() for word in words.split("|")}
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Said:
    """One remark on one cell: `code` of Wrong or Doubt, the meaning of its column, the other row it speaks of."""

    code: str
    meaning: str = ""
    row: int | None = None

    @property
    def words(self) -> str:
        """In the reader's language."""
        choice = Wrong(self.code) if self.code in Wrong.values else Doubt(self.code)
        return str(choice.label) % {"row": self.row} if self.row is not None else str(choice.label)


@dataclass(slots=True)
class Row:
    """One person as the list tells it. `number` is the row in the file, as a spreadsheet counts."""

    number: int
    name: str = ""
    alias: str = ""
    sex: str = ""
    birth_on: str = ""
    age: int | None = None
    nationality: str = ""
    papers: dict[str, str] = field(default_factory=dict)
    phone: str = ""
    address: str = ""
    province: str = ""
    regency: str = ""
    home_area: str = ""
    seat: str = ""
    wrong: list[Said] = field(default_factory=list)
    doubts: list[Said] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.wrong

    @property
    def same_name(self) -> str:
        """What two rows of one person share beside papers: the name with the birth date or age; "" when too little."""
        when = self.birth_on or (str(self.age) if self.age is not None else "")
        return f"{heading_key(self.name)}|{when}" if self.name and when else ""

    @property
    def keys(self) -> list[str]:
        """Everything by which a second row of the same person is known."""
        found = [f"paper:{document_key(number)}" for number in self.papers.values()]
        return [*found, f"name:{self.same_name}"] if self.same_name else found


def heading_key(text: str) -> str:
    """A heading or name as it is compared: small letters and digits, one space between words."""
    return _NOT_A_LETTER.sub(" ", text.lower()).strip()


def head_of(sheet: Sheet, remembered: Mapping[str, str]) -> int:
    """Number (from 1) of the line with the headings: the one of the first lines that we understand best."""
    best, most = 1, 0
    for number, line in enumerate(sheet.rows[:HEADS_LOOKED_AT], start=1):
        known = sum(bool(meaning_of(text, remembered)) for text in line)
        if known > most:
            best, most = number, known
    if most == 0:
        return next((number for number, line in enumerate(sheet.rows, start=1) if any(line)), 1)
    return best


def meaning_of(heading: str, remembered: Mapping[str, str]) -> str:
    """What a heading means: as the agency said last time, else as most offices mean it, else nothing."""
    key = heading_key(heading)
    return remembered[key] if key in remembered else _BY_HEADING.get(key, "")


def meanings_of(headings: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """Number of a column → meaning; each meaning once, the first column wins."""
    found: dict[str, str] = {}
    for column, heading in enumerate(headings):
        meaning = meaning_of(heading, remembered)
        if meaning and meaning not in found.values():
            found[str(column)] = meaning
    return found


def rows_of(
    sheet: Sheet,
    head: int,
    meanings: Mapping[str, str],
    *,
    today: date,
    home: Callable[[str, str], str],
    in_group: Mapping[str, int] | None = None,
    mark: Callable[[str], str] = str,
) -> list[Row]:
    """Every person of the list with what is wrong. `home(province, regency)` gives an area code or "".

    `in_group`: marked key → number of a member who is there already; `mark` turns a key into what is kept of it.
    Empty lines and the headings repeated are passed over.
    """
    headings = [heading_key(text) for text in sheet.rows[head - 1]] if head <= len(sheet.rows) else []
    found, seen = [], {}
    for place, line in enumerate(sheet.rows[head:], start=head):
        told = {meaning: line[int(column)] for column, meaning in meanings.items() if int(column) < len(line)}
        if not any(told.values()) or [heading_key(text) for text in line] == headings:
            continue
        numeric = {meaning for column, meaning in meanings.items() if (place, int(column)) in sheet.numeric}
        row = read_row(place + 1, told, numeric, today=today)
        row.home_area = home(row.province, row.regency)
        if (row.province or row.regency) and not row.home_area:
            row.doubts.append(Said(Doubt.HOME, Meaning.REGENCY if row.regency else Meaning.PROVINCE))
        _compare(row, seen, in_group or {}, mark)
        found.append(row)
    return found


def read_row(number: int, told: Mapping[str, str], numeric: Iterable[str], *, today: date) -> Row:
    """One row by itself."""
    row = Row(number)
    for name in ("name", "alias", "phone", "address", "province", "regency", "seat"):
        setattr(row, name, one_line(told.get(name, ""), 500 if name == "address" else 200).strip("'"))
    row.seat = row.seat[:12]
    row.birth_on, wrong, doubt = cells.birth(told.get(Meaning.BIRTH, ""), today)
    _say(row, wrong, Meaning.BIRTH)
    if doubt:
        row.doubts.append(Said(doubt, Meaning.BIRTH))
    row.age, wrong = cells.age(told.get(Meaning.AGE, ""))
    _say(row, wrong, Meaning.AGE)
    row.sex, wrong = cells.sex(told.get(Meaning.SEX, ""))
    _say(row, wrong, Meaning.SEX)
    row.nationality, wrong = cells.nationality(told.get(Meaning.NATIONALITY, ""))
    _say(row, wrong, Meaning.NATIONALITY)
    for meaning in PAPERS:
        text = told.get(meaning, "")
        kept, wrong = (
            cells.nik(text, numeric=meaning in numeric) if meaning == Meaning.NIK else cells.paper(text)
        )
        _say(row, wrong, meaning)
        if kept:
            row.papers[meaning.value] = kept
    _whole(row, told)
    return row


def _whole(row: Row, told: Mapping[str, str]) -> None:
    if not row.name and not row.papers and not row.wrong:
        _say(row, Wrong.NOBODY, Meaning.NAME)
    if row.name and not any(letter.isalpha() for letter in row.name):
        _say(row, Wrong.NAME_DIGITS, Meaning.NAME)
    for meaning, text in told.items():
        if cells.looks_like_formula(text):
            row.doubts.append(Said(Doubt.FORMULA, meaning))
    if (number := row.papers.get(Meaning.NIK)) is None:
        return
    nik = read_nik(number)
    if nik.sex and row.sex and nik.sex != row.sex:
        row.doubts.append(Said(Doubt.NIK_SEX, Meaning.NIK))
    if (
        len(row.birth_on) == 10
        and nik.day
        and (nik.day, nik.month) != (int(row.birth_on[8:]), int(row.birth_on[5:7]))
    ):
        row.doubts.append(Said(Doubt.NIK_BIRTH, Meaning.NIK))


def _compare(row: Row, seen: dict[str, Row], in_group: Mapping[str, int], mark: Callable[[str], str]) -> None:
    """Mark a row whose person stands in the list or in the group already; otherwise remember it."""
    for key in row.keys:
        earlier, is_name = seen.get(key), key.startswith("name:")
        there = in_group.get(mark(key)) if in_group else None
        if there is not None and not (is_name and row.papers):
            row.wrong.append(Said(Wrong.IN_GROUP, Meaning.NAME, there))
            return
        if earlier is None:
            continue
        if not is_name:
            row.wrong.append(Said(Wrong.TWICE, _paper_of(row, key), earlier.number))
            return
        if row.papers and earlier.papers:
            row.doubts.append(Said(Doubt.NAMESAKE, Meaning.NAME, earlier.number))
        else:
            row.wrong.append(Said(Wrong.SAME_PERSON, Meaning.NAME, earlier.number))
            return
    for key in row.keys:
        seen.setdefault(key, row)


def _paper_of(row: Row, key: str) -> str:
    return next(kind for kind, number in row.papers.items() if f"paper:{document_key(number)}" == key)


def _say(row: Row, wrong: str, meaning: str) -> None:
    if wrong:
        row.wrong.append(Said(wrong, meaning))


def home_finder(
    areas: Iterable[tuple[str, str, str]], others: Iterable[tuple[str, str]]
) -> Callable[[str, str], str]:
    """A function (province, regency) → code of the regency, else of the province, else "".

    `areas`: (code, name, spoken) of today's provinces and regencies; `others`: (another name, code). A name that two
    areas share counts only where the province says which ("Bogor": the regency, or the city when written so).
    """
    named: dict[str, set[str]] = {}
    for code, name, spoken in areas:
        for text in {name, spoken}:
            named.setdefault(search_key(text), set()).add(code)
    for text, code in others:
        named.setdefault(search_key(text), set()).add(code)

    def codes(text: str, length: int) -> set[str]:
        plain = re.sub(r"^(?:provinsi|propinsi|prov\.?)\s+", "", text.strip(), flags=re.IGNORECASE)
        plain = re.sub(r"^kabupaten\b|^kab\.?(?=\s)", "Kab.", plain, flags=re.IGNORECASE)
        bare = re.sub(r"^(?:kota|kab\.)\s+(?:adm\w*\.?\s+)?", "", plain, flags=re.IGNORECASE)
        for key in (search_key(plain), search_key(bare)):
            if found := {code for code in named.get(key, ()) if len(code) == length}:
                return found
        return set()

    def find(province: str, regency: str) -> str:
        above = codes(province, 2) if province else set()
        within = codes(regency, 5) if regency else set()
        if above:
            within = {code for code in within if code[:2] in above}
        if len(within) == 1:
            return within.pop()
        above = above or (codes(regency, 2) if regency else set())
        return above.pop() if len(above) == 1 else ""

    return find
