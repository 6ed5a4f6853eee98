"""The usual matrix of an action plan as a table: headings, what each cell says, what is wrong with which. Pure.

A row is one indicator of one activity. Cells above that are left empty repeat those of the row before, as in the merged
cells of the usual form. Nothing is computed: a cell that begins like a formula is kept as text.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from gugus.actionplan.codes import Better, Source
from gugus.directory.codes import WorkField
from gugus.kernel.rupiah import CENT, NotRupiah, read, written
from gugus.kernel.telltale import points_to_a_person

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
NOBODY = gettext_lazy("This seems to point to a person. Nobody is named in a plan.")
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


@dataclass(frozen=True, slots=True)
class Named:
    """An activity as the plan, or a row above, has it: one more indicator changes neither its office nor its money.

    `agencies`: who is named, and who follows them; empty `supporting` of a further row says nothing.
    """

    agencies: tuple
    supporting: frozenset = frozenset()
    budgets: dict[tuple[int, str], Decimal] = field(default_factory=dict)


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
    """The line among the first twenty that reads most like headings; if none does, what stands first is named."""
    known = list(years)
    first = next((line for line in lines[:20] if any(line)), ())
    best = Heads(0, (), tuple(NEEDED), tuple(" ".join(str(one).split()) for one in first if str(one).strip()))
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
    activities: Mapping[tuple[str, ...], Named] | None = None,
) -> list[Row]:
    """Every row below the headings, each with what is wrong in it. `agencies` by `key_of` their names and slugs;
    `activities` of the plan by the `key_of` their place.
    """
    found: list[Row] = []
    named = dict(activities or {})
    carried: dict[str, str] = {}
    seen: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(lines[heads.line :], start=heads.line + 1):
        texts = {(one.kind, one.year): _cell(line, one.place) for one in heads.columns}
        if not any(texts.values()):
            continue
        row = _row(number, texts, heads, carried, agencies)
        _place(row, seen, known, heads)
        _join(row, named, heads)
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


def typed(text: str) -> str:
    """A number that a spreadsheet kept, as a person writes it: a comma, and no more than two decimals behind it.

    12.345 is twelve and a bit there; read as text it would be twelve thousand.
    """
    if "." not in text and "e" not in text:
        return text
    try:
        return f"{Decimal(text).quantize(CENT, ROUND_HALF_UP).normalize():f}".replace(".", ",")
    except InvalidOperation:
        return text


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
            return Figure(None, told)
    return Figure(None, told)


def _columns(line: Sequence[str], years: Sequence[int]) -> tuple[list[Column], list[str]]:
    columns: list[Column] = []
    unknown: list[str] = []
    for place, text in enumerate(line):
        heading = " ".join(str(text).split())
        if not heading:
            continue
        meant = _meant(heading, years)
        if meant is None or any((one.kind, one.year) == meant for one in columns):
            unknown.append(heading)
        elif meant[0]:
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
    for name in LONGEST:
        if points_to_a_person(row.texts.get(name, "")):
            row.wrong.append(Wrong(said[name], str(NOBODY)))
    _direction(row, said)
    _offices(row, said, agencies)
    row.baseline = _figure(row, said.get("baseline", ""), row.texts.get("baseline", ""))
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


def _figure(row: Row, heading: str, text: str) -> Figure:
    """What a cell holds; too many words, a person and a share that looks like a percentage are wrong there."""
    found = figure_of(text)
    if len(found.words) > WORDS_LONGEST:
        row.wrong.append(Wrong(heading, _("Longer than %(most)d characters.") % {"most": WORDS_LONGEST}))
    if points_to_a_person(found.words):
        row.wrong.append(Wrong(heading, str(NOBODY)))
    share = found.value is not None and 0 < found.value <= 1 and "%" not in text
    if share and "%" in row.texts.get("unit", ""):
        words = _("The unit is %%. Is this %(share)s %%? Write 95 %%, not 0.95 or the cell of a percentage.")
        row.wrong.append(Wrong(heading, words % {"share": text}))
    return found


def _yearly(row: Row, column: Column, text: str) -> None:
    year = column.year or 0
    if column.kind == "target":
        if target := _figure(row, column.heading, text):
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


def _join(row: Row, named: dict[tuple[str, ...], Named], heads: Heads) -> None:
    """A further indicator of an activity cannot give it another office or another sum without saying so."""
    if not row.is_good or row.known:
        return
    first = Named((row.agency,), frozenset(row.supporting))
    there = named.setdefault(tuple(key_of(part) for part in row.place[:-1]), first)
    said = {(one.kind, one.year): one.heading for one in heads.columns}
    for kind, year, words in against(there, row.agency, row.supporting, row.budgets):
        row.wrong.append(Wrong(said.get((kind, year), str(NAMES[kind])), words))
    if row.is_good:
        there.budgets.update(row.budgets)


def against(
    there: Named, agency: object, supporting: Iterable, budgets: Mapping[tuple[int, str], Decimal]
) -> list[tuple[str, int | None, str]]:
    """What a further indicator says differently of its activity: column, year, a sentence."""
    found: list[tuple[str, int | None, str]] = []
    if agency not in there.agencies:
        words = _("This activity has another responsible agency already: %(name)s. Change that on its page.")
        found.append(("agency", None, words % {"name": there.agencies[0]}))
    if set(supporting) - there.supporting - set(there.agencies):
        words = _("This activity has other supporting agencies already. Change that on its page.")
        found.append(("supporting", None, words))
    for (year, source), amount in budgets.items():
        planned = there.budgets.get((year, source))
        if amount and planned and planned != amount:
            words = _("The activity has %(amount)s already for this year and source. Money is written once for an "
                      "activity.")  # fmt: skip
            found.append((source, year, words % {"amount": written(planned, get_language())}))
    return found


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
