"""The usual matrix of an action plan as a table: headings, what each cell says, what is wrong with which. Pure.

A row is one indicator of one activity. Cells above that are left empty repeat those of the row before, as in the merged
cells of the usual form. Nothing is computed: a cell that begins like a formula is kept as text.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gugus.actionplan.codes import Better, Source
from gugus.directory.codes import WorkField
from gugus.kernel.telltale import points_to_a_person
from gugus.restitution.rupiah import NotRupiah, read

# Column → heading as it is written, and further ones that are understood. Years stand behind: "Target 2025".
HEADINGS: dict[str, tuple[str, ...]] = {
    "field": ("Bidang", "Sub Gugus Tugas", "Bidang Kerja", "Field"),
    "strategy": ("Strategi", "Strategy"),
    "programme": ("Program", "Programme"),
    "activity": ("Kegiatan", "Aktivitas", "Aksi", "Activity"),
    "indicator": ("Indikator", "Indikator Kinerja", "Indikator Keberhasilan", "Indicator"),
    "unit": ("Satuan", "Unit"),
    "better": ("Arah", "Arah Indikator", "Polaritas", "Direction"),
    "baseline": ("Baseline", "Data Dasar", "Kondisi Awal"),
    "agency": ("Penanggung Jawab", "Instansi Penanggung Jawab", "Instansi Pelaksana", "Responsible Agency"),
    "supporting": ("Pendukung", "Instansi Pendukung", "Instansi Terkait", "Supporting Agencies"),
}
BY_YEAR: dict[str, tuple[str, ...]] = {
    "target": ("Target",),
    Source.APBN: ("APBN", "Anggaran APBN"),
    Source.APBD: ("APBD", "Anggaran APBD"),
    Source.OTHER: ("Sumber lain", "Anggaran Sumber Lain", "Lainnya"),
}
# Of the exported matrix; read over when it comes back, because reports come from the agencies.
REPORTED = (
    "Realisasi", "Realisasi Anggaran", "Bukti", "Kendala", "Tindak Lanjut", "Kode", "No", "Nomor", "Baris", "Row",
    "Apa yang keliru", "What is wrong",
)  # fmt: skip
NEEDED = ("field", "strategy", "programme", "activity", "indicator", "agency")
CARRIED = ("field", "strategy", "programme", "activity", "agency", "supporting")
NAMES = {
    "field": gettext_lazy("Field of work"),
    "strategy": gettext_lazy("Strategy"),
    "programme": gettext_lazy("Programme"),
    "activity": gettext_lazy("Activity"),
    "indicator": gettext_lazy("Indicator"),
    "unit": gettext_lazy("Unit"),
    "better": gettext_lazy("Which way is better"),
    "baseline": gettext_lazy("Baseline"),
    "agency": gettext_lazy("Responsible agency"),
    "supporting": gettext_lazy("Supporting agencies"),
    "target": pgettext_lazy("matrix", "Target"),
    Source.APBN: gettext_lazy("APBN"),
    Source.APBD: gettext_lazy("APBD"),
    Source.OTHER: gettext_lazy("Other sources"),
}
# What stands in the column of the direction; an empty cell means that more is better, as the usual form has it.
DIRECTIONS: dict[str, tuple[str, ...]] = {
    Better.MORE: (
        "naik",
        "lebih banyak lebih baik",
        "positif",
        "maksimalkan",
        "up",
        "more",
        "more is better",
    ),
    Better.LESS: (
        "turun",
        "lebih sedikit lebih baik",
        "negatif",
        "minimalkan",
        "down",
        "less",
        "less is better",
    ),
}
LONGEST = {"strategy": 300, "programme": 300, "activity": 300, "indicator": 300, "unit": 60}
WORDS_LONGEST = 120
FIELDS = list(WorkField)
_NUMBER_FIELD = re.compile(r"(?:bidang|sub gugus tugas)?\s*([1-6])\b")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong in one cell: the heading of its column as in the file, and a sentence."""

    column: str
    words: str


@dataclass(frozen=True, slots=True)
class Column:
    """What a column of the file holds; `year` for those that stand once a year."""

    place: int
    kind: str
    heading: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, or words where there is none."""

    value: Decimal | None = None
    words: str = ""

    def __bool__(self) -> bool:
        return self.value is not None or bool(self.words)


@dataclass(slots=True)
class Row:
    """One indicator as the file says it; `number` is its line there. `known`: it stands in the plan already."""

    number: int
    texts: dict[str, str] = field(default_factory=dict)
    field_code: str = ""
    agency: object = None
    supporting: list = field(default_factory=list)
    better: str = Better.MORE
    baseline: Figure = Figure()
    targets: dict[int, Figure] = field(default_factory=dict)
    budgets: dict[tuple[int, str], Decimal] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    known: bool = False

    @property
    def is_good(self) -> bool:
        return not self.wrong

    @property
    def place(self) -> tuple[str, ...]:
        """Where the row stands in the plan."""
        return (
            self.field_code,
            *(self.texts.get(name, "") for name in ("strategy", "programme", "activity", "indicator")),
        )


@dataclass(frozen=True, slots=True)
class Heads:
    """Which line holds the headings, what they are, which needed ones are missing, which nobody understood."""

    line: int
    columns: tuple[Column, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


def headings(years: Iterable[int]) -> list[str]:
    """The headings of an empty matrix for the years of a plan."""
    yearly = [f"{names[0]} {year}" for year in years for names in BY_YEAR.values()]
    return [*(names[0] for names in HEADINGS.values()), *yearly]


def find_heads(lines: Sequence[Sequence[str]], years: Iterable[int]) -> Heads:
    """The line among the first twenty that reads most like headings."""
    known = list(years)
    best = Heads(0, (), tuple(NEEDED), ())
    for number, line in enumerate(lines[:20], start=1):
        columns, unknown = _columns(line, known)
        if len(columns) > len(best.columns):
            there = {one.kind for one in columns}
            best = Heads(
                number, tuple(columns), tuple(one for one in NEEDED if one not in there), tuple(unknown)
            )
    return best


def rows_of(
    lines: Sequence[Sequence[str]],
    heads: Heads,
    *,
    agencies: Mapping[str, object],
    known: frozenset = frozenset(),
) -> list[Row]:
    """Every row below the headings, each with what is wrong in it. `agencies` by `key_of` their names and slugs."""
    found: list[Row] = []
    carried: dict[str, str] = {}
    seen: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(lines[heads.line :], start=heads.line + 1):
        texts = {(one.kind, one.year): _cell(line, one.place) for one in heads.columns}
        if not any(texts.values()):
            continue
        row = _row(number, texts, heads, carried, agencies)
        _place(row, seen, known, heads)
        found.append(row)
    return found


def key_of(text: str) -> str:
    """A name without case, signs and doubled blanks."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\W_]+", " ", plain).strip()


@lru_cache(maxsize=512)
def field_of(text: str) -> str:
    """The code of a field of work from its name in either language, its number, or the beginning of its name."""
    key = key_of(text)
    if not key:
        return ""
    if match := _NUMBER_FIELD.match(key):
        return FIELDS[int(match[1]) - 1].value
    names = _field_names()
    if key in names:
        return names[key]
    found = {code for name, code in names.items() if name.startswith(key) or key.startswith(name)}
    return found.pop() if len(found) == 1 else ""


def figure_of(text: str) -> Figure:
    """A number where the cell holds one ("75 %" too), otherwise its words."""
    told = text.strip()
    if not told or told in {"-", "–"}:
        return Figure()
    try:
        return Figure(read(told))
    except NotRupiah:
        pass
    if match := re.fullmatch(r"([\d.,]+)\s*%?", told):
        try:
            return Figure(read(match[1]))
        except NotRupiah:
            return Figure(None, told[:WORDS_LONGEST])
    return Figure(None, told[:WORDS_LONGEST])


def _columns(line: Sequence[str], years: Sequence[int]) -> tuple[list[Column], list[str]]:
    columns: list[Column] = []
    unknown: list[str] = []
    for place, text in enumerate(line):
        heading = " ".join(str(text).split())
        if not heading:
            continue
        meant = _meant(heading, years)
        if meant is None:
            unknown.append(heading)
        elif meant[0] and all((one.kind, one.year) != meant for one in columns):
            columns.append(Column(place, meant[0], heading, meant[1]))
    return columns, unknown


def _meant(heading: str, years: Sequence[int]) -> tuple[str, int | None] | None:
    """(column, year); an empty column for what is read over; None for what nobody understands."""
    key = key_of(heading)
    for kind, names in HEADINGS.items():
        if key in {key_of(name) for name in names}:
            return kind, None
    match = re.fullmatch(r"(.*?)\s*((?:19|20)\d\d)", key)
    plain, year = (match[1], int(match[2])) if match else (key, None)
    for kind, names in BY_YEAR.items():
        if year in years and plain in {key_of(name) for name in names}:
            return str(kind), year
    return ("", None) if plain in {key_of(name) for name in REPORTED} else None


def _row(
    number: int, texts: Mapping, heads: Heads, carried: dict[str, str], agencies: Mapping[str, object]
) -> Row:
    row = Row(number)
    said = {one.kind: one.heading for one in heads.columns if one.year is None}
    new_activity = bool(texts.get(("activity", None)))
    for name in HEADINGS:
        text = texts.get((name, None), "")
        if not text and name in CARRIED and not (name in {"agency", "supporting"} and new_activity):
            text = carried.get(name, "")
        if name in CARRIED:
            carried[name] = text
        row.texts[name] = text
    for name in NEEDED:
        if not row.texts.get(name):
            row.wrong.append(Wrong(said.get(name, str(NAMES[name])), _("This cell is empty.")))
    for name, most in LONGEST.items():
        if len(row.texts.get(name, "")) > most:
            row.wrong.append(Wrong(said[name], _("Longer than %(most)d characters.") % {"most": most}))
    for name in (*LONGEST, "baseline"):
        if points_to_a_person(row.texts.get(name, "")):
            row.wrong.append(
                Wrong(said[name], _("This seems to point to a person. Nobody is named in a plan."))
            )
    _direction(row, said)
    _offices(row, said, agencies)
    row.baseline = figure_of(row.texts.get("baseline", ""))
    for one in heads.columns:
        if one.year is not None:
            _yearly(row, one, texts[one.kind, one.year])
    return row


def _direction(row: Row, said: Mapping[str, str]) -> None:
    key = key_of(row.texts.get("better", ""))
    found = next((code for code, names in DIRECTIONS.items() if key in names), "")
    if key and not found:
        words = _("Write “naik” where more is better, “turun” where less is better, or nothing.")
        row.wrong.append(Wrong(said["better"], words))
    row.better = found or Better.MORE


def _offices(row: Row, said: Mapping[str, str], agencies: Mapping[str, object]) -> None:
    row.field_code = field_of(row.texts.get("field", ""))
    if row.texts.get("field") and not row.field_code:
        words = _("This is none of the six fields of work. Write its name or its number from 1 to 6.")
        row.wrong.append(Wrong(said["field"], words))
    if text := row.texts.get("agency"):
        row.agency = agencies.get(key_of(text))
        if row.agency is None:
            row.wrong.append(Wrong(said["agency"], _("No member of the task force has this name.")))
    for part in re.split(r"[;\n]|,(?!\d)", row.texts.get("supporting", "")):
        if not part.strip():
            continue
        office = agencies.get(key_of(part))
        if office is None:
            words = _("No member of the task force is called “%(name)s”. Separate names by a semicolon.")
            row.wrong.append(Wrong(said["supporting"], words % {"name": part.strip()[:60]}))
        elif office not in row.supporting:
            row.supporting.append(office)


def _yearly(row: Row, column: Column, text: str) -> None:
    year = column.year or 0
    if column.kind == "target":
        if target := figure_of(text):
            row.targets[year] = target
        return
    if not text or text in {"-", "–"}:
        return
    try:
        row.budgets[year, column.kind] = read(text)
    except NotRupiah as why:
        row.wrong.append(Wrong(column.heading, _money_words(why.code)))


def _money_words(code: str) -> str:
    return {
        "negative": _("An amount of money cannot be negative."),
        "two_ways": _("This can be read in two ways. Write 1.250 for thousands, or 1,25 for cents."),
        "too_large": _("This amount is too large. Is there a zero too many?"),
    }.get(code, _("Write an amount in rupiah, such as 1.250.000."))


def _place(row: Row, seen: dict[tuple[str, ...], int], known: frozenset, heads: Heads) -> None:
    """The same indicator twice in the file is wrong; one that the plan has already is left out."""
    if not row.is_good:
        return
    place = tuple(key_of(part) for part in row.place)
    said = next((one.heading for one in heads.columns if one.kind == "indicator"), "")
    if place in seen:
        words = _("The same indicator of the same activity stands in row %(row)d already.") % {
            "row": seen[place]
        }
        row.wrong.append(Wrong(said, words))
        return
    seen[place] = row.number
    row.known = place in known


def _cell(line: Sequence[str], place: int) -> str:
    return " ".join(str(line[place]).split()) if place < len(line) else ""


@lru_cache(maxsize=1)
def _field_names() -> dict[str, str]:
    indonesian = {
        WorkField.PREVENTION: "Pencegahan",
        WorkField.HEALTH: "Rehabilitasi kesehatan",
        WorkField.SOCIAL: "Rehabilitasi sosial, pemulangan, dan reintegrasi sosial",
        WorkField.NORMS: "Pengembangan norma hukum",
        WorkField.ENFORCEMENT: "Penegakan hukum",
        WorkField.COOPERATION: "Koordinasi dan kerja sama",
    }
    english = {
        WorkField.PREVENTION: "Prevention",
        WorkField.HEALTH: "Health rehabilitation",
        WorkField.SOCIAL: "Social rehabilitation, repatriation and social reintegration",
        WorkField.NORMS: "Legal norm development",
        WorkField.ENFORCEMENT: "Law enforcement",
        WorkField.COOPERATION: "Coordination and cooperation",
    }
    return {key_of(name): code.value for names in (indonesian, english) for code, name in names.items()}
