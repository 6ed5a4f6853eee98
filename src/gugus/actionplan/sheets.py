"""The matrix as a file: an empty one for the years of a plan, the plan as it stands, the rows to mend. Nothing runs."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from gugus.actionplan import matrix
from gugus.actionplan.codes import Better, Source
from gugus.actionplan.matrix import Row
from gugus.actionplan.models import Plan, Target
from gugus.actionplan.queries import Matrix, Measure, Work
from gugus.groups.sheets import text, workbook

MATRIX, HELP = "Matriks", "Petunjuk"
# The sheet of help and all headings stay Indonesian, whoever asks: offices fill it in.
EXPLAINED = (
    ("Bidang", "Nama bidang (sub gugus tugas) atau nomornya, 1 sampai 6."),
    ("Strategi, Program, Kegiatan", "Boleh dikosongkan bila sama dengan baris di atasnya."),
    ("Indikator", "Satu baris untuk satu indikator. Wajib diisi."),
    (
        "Arah",
        "“naik” bila makin banyak makin baik, “turun” bila makin sedikit makin baik. Kosong berarti naik.",
    ),
    ("Baseline, Target", "Angka, atau kata bila tidak ada angkanya."),
    ("APBN, APBD, Sumber lain", "Rupiah, misalnya 125.000.000. Kosong bila tidak ada."),
    ("Penanggung Jawab", "Nama anggota gugus tugas, seperti tertulis dalam daftar anggota."),
    ("Pendukung", "Beberapa nama dipisahkan dengan titik koma."),
)
DIRECTION = {Better.MORE: "naik", Better.LESS: "turun"}
REPORTED = ("Realisasi", "Realisasi Anggaran", "Bukti", "Kendala", "Tindak Lanjut", "Kode")


def template(plan: Plan) -> bytes:
    """An empty matrix with its headings, and a sheet that explains them."""
    helped = [list(line) for line in EXPLAINED]
    return workbook([(MATRIX, matrix.headings(plan.years), []), (HELP, ["Kolom", "Cara mengisi"], helped)])


def table(found: Matrix, *, words: bool = True) -> tuple[list[str], list[list]]:
    """Headings and rows of a plan in the usual form; `words` adds what agencies typed in their reports."""
    heads = [*matrix.headings(found.plan.years), *REPORTED]
    rows = [_row(work, measure, found, words) for work in found.works for measure in work.measures]
    return heads, rows


def as_xlsx(found: Matrix) -> bytes:
    """The plan as a workbook that the import reads again."""
    heads, rows = table(found)
    return workbook(
        [(MATRIX, heads, rows), (HELP, ["Kolom", "Cara mengisi"], [list(line) for line in EXPLAINED])]
    )


def as_csv(found: Matrix) -> bytes:
    """The same as CSV."""
    return text(*table(found))


def bad_rows(headings: Sequence[str], lines: Sequence[Sequence[str]], rows: Sequence[Row]) -> bytes:
    """The rows that do not go in, as they were, with their number and what is wrong in front."""
    width = max([len(headings), *(len(lines[row.number - 1]) for row in rows)], default=0)
    filled = [
        [
            row.number,
            " ".join(f"{one.column}: {one.words}" for one in row.wrong),
            *_wide(lines[row.number - 1], width),
        ]
        for row in rows
    ]
    return workbook([(MATRIX, [_("Row"), _("What is wrong"), *_wide(headings, width)], filled)])


def _wide(line: Sequence[str], width: int) -> list[str]:
    return [*line[:width], *[""] * (width - len(line))]


def _row(work: Work, measure: Measure, found: Matrix, words: bool) -> list:
    one, place = work.activity, work.activity.programme
    with override("id"):
        field = str(place.strategy.get_field_display())
    told = measure.indicator
    cells: list = [
        field, place.strategy.name, place.name, one.name, told.name, told.unit, DIRECTION[told.better],
        _figure(told.baseline, told.baseline_words), one.agency.name,
        "; ".join(work.supporting),
    ]  # fmt: skip
    for year in found.plan.years:
        target: Target | None = measure.targets.get(year)
        planned = work.planned(year)
        cells.append(_figure(target.value, target.words) if target else "")
        cells += [planned[source] or "" for source in (Source.APBN, Source.APBD, Source.OTHER)]
    reached, entry = measure.reached, work.entry
    cells.append(_figure(reached.value, reached.words) if reached else "")
    cells.append(sum(work.spent.values()) if entry else "")
    typed = (entry.evidence, entry.obstacle, entry.follow_up) if entry and words else ("", "", "")
    return [*cells, *(each or "" for each in typed), one.ref]


def _figure(value, words: str):
    return value.normalize() if value is not None else words
