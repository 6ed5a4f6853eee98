"""What a chapter gets by itself when the report is merged: blocks and tables of what other contexts know."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from gugus.actionplan.codes import Better, PlanState
from gugus.actionplan.forms import said_plainly
from gugus.actionplan.models import Plan
from gugus.actionplan.queries import Matrix, Measure, matrix
from gugus.documents.plain import day_words
from gugus.followup.models import Recommendation
from gugus.kernel.rupiah import number
from gugus.meetings.codes import State as MeetingState
from gugus.meetings.models import Meeting
from gugus.reporting import markup, skeletons
from gugus.reporting.codes import Auto
from gugus.reporting.models import ForceReport
from gugus.taskforce.models import LegalBasis
from gugus.taskforce.queries import seats_on

Block = dict[str, Any]
MOST = 400  # lines of one table


def blocks_for(auto: str, report: ForceReport) -> list[Block]:
    """The blocks of a chapter's own, in Indonesian; nothing where it has none or nothing is there."""
    make = MAKES.get(auto)
    return make(report) if make else []


def table(caption: str, columns: list[str], rows: list[list[str]], weights: tuple[int, ...] = ()) -> Block:
    """A table that is numbered with the others. `weights`: how wide its columns are to each other."""
    return {
        "kind": "list_table", "caption": caption, "columns": columns, "rows": rows[:MOST], "source": "",
        "weights": list(weights) or [1] * len(columns), "left_out": max(0, len(rows) - MOST),
    }  # fmt: skip


def _basis(report: ForceReport) -> list[Block]:
    rows = LegalBasis.objects.unscoped(because="the legal basis of the report's own task force")
    found = (
        rows.filter(task_force=report.task_force).valid_on(report.last_on).order_by("valid_from", "number")
    )
    told = [[one.number, one.title, day_words(one.signed_on)] for one in found]
    seats = seats_on(report.task_force, report.last_on)
    members = [[str(place), seat.agency.name, _fields(seat)] for place, seat in enumerate(seats, 1)]
    made = []
    if told:
        made.append(table("Dasar hukum gugus tugas", ["Nomor", "Tentang", "Ditetapkan"], told, (3, 5, 2)))
    if members:
        made.append(table(
            f"Instansi anggota per {day_words(report.last_on)}", ["No.", "Instansi", "Bidang (koordinator ditandai *)"],
            members, (1, 6, 7)))  # fmt: skip
    return made


FIELDS = {
    "prevention": "Pencegahan", "health": "Rehabilitasi kesehatan",
    "social": "Rehabilitasi sosial, pemulangan, reintegrasi",
    "norms": "Norma hukum", "enforcement": "Penegakan hukum", "cooperation": "Koordinasi dan kerja sama",
}  # fmt: skip


def _fields(seat) -> str:
    named = [FIELDS.get(one, one) + ("*" if one in seat.leads else "") for one in seat.fields]
    return ", ".join(named) or ("Sekretariat" if seat.secretariat else "–")


def _matrix(report: ForceReport) -> list[Block]:
    """The plan in force, a table for each year of the report: what was aimed at, what agencies handed in."""
    rows = Plan.objects.unscoped(because="plans of the report's own task force; row-level security holds")
    made = []
    for year in range(report.first_on.year, report.last_on.year + 1):
        plan = rows.filter(
            task_force=report.task_force, state__in=[PlanState.IN_FORCE, PlanState.CLOSED], first_year__lte=year,
            last_year__gte=year,
        ).order_by("-edition").first()  # fmt: skip
        if plan is not None:
            caption = f"Realisasi rencana aksi tahun {year} ({plan.title})"
            made.append(
                table(caption, MATRIX, _matrix_rows(matrix(plan, year), year), (8, 9, 8, 8, 4, 5, 6, 6))
            )
    return made


MATRIX = [
    "Bidang",
    "Kegiatan",
    "Penanggung jawab",
    "Indikator",
    "Target",
    "Realisasi",
    "Anggaran (Rp)",
    "Terpakai (Rp)",
]


def _matrix_rows(found: Matrix, year: int) -> list[list[str]]:
    """A row for each indicator; field, activity and money stand in the first one of an activity."""
    told = []
    for _code, field, works in found.fields:
        for work in works:
            lead = [field, work.activity.name, work.activity.agency.name]
            money = [_rupiah(sum(work.planned(year).values())), _rupiah(sum(work.spent.values()))]
            for measure in work.measures or [None]:
                told.append([*lead, *_measured(measure), *money])
                lead, money = ["", "", ""], ["", ""]
    return told


def _measured(measure: Measure | None) -> list[str]:
    if measure is None:
        return ["–", "–", "–"]
    way = " (makin sedikit makin baik)" if measure.indicator.better == Better.LESS else ""
    return [measure.indicator.name + way, *(_figure(one) for one in (measure.target, measure.reached))]


def _figure(one) -> str:
    """The value as it would be typed, or the words where there is none."""
    return (said_plainly(one.value, one.words) if one else "") or "–"


def _rupiah(amount) -> str:
    return number(amount) if amount else "–"


def _activities(report: ForceReport) -> list[Block]:
    """Meetings of the task force whose minutes were approved; neither what was said nor who was there."""
    rows = Meeting.objects.unscoped(
        because="meetings of the report's own task force; row-level security holds"
    )
    found = rows.filter(
        task_force=report.task_force, state=MeetingState.APPROVED, starts_at__date__gte=report.first_on,
        starts_at__date__lte=report.last_on,
    ).order_by("starts_at", "pk")  # fmt: skip
    told = [
        [
            day_words(timezone.localdate(one.starts_at)),
            str(one.get_kind_display()),
            one.title or "–",
            one.number,
        ]
        for one in found
    ]
    return [
        table(
            "Rapat gugus tugas dalam periode",
            ["Hari", "Jenis", "Tentang", "Nomor notulen"],
            told,
            (4, 4, 8, 5),
        )
    ]


def _followup(report: ForceReport) -> list[Block]:
    """Recommendations said in the period, with who carries them out until when and how far they are."""
    rows = Recommendation.objects.unscoped(because="of the report's own task force; row-level security holds")
    found = rows.filter(
        task_force=report.task_force, said_on__gte=report.first_on, said_on__lte=report.last_on
    ).select_related("owner", "data_key").order_by("said_on", "ref")  # fmt: skip
    told = [
        [one.ref, one.text or "–", one.owner.name, day_words(one.due_on), str(one.get_state_display())]
        for one in found
    ]
    if not told:
        return []
    columns = ["Kode", "Rekomendasi", "Penanggung jawab", "Tenggat", "Status"]
    return [table("Tindak lanjut rekomendasi gugus tugas", columns, told, (4, 9, 5, 4, 3))]


def _method(report: ForceReport) -> list[Block]:
    return markup.blocks_of(skeletons.method_text())


def _glossary(report: ForceReport) -> list[Block]:
    return [{"kind": "terms", "items": [list(one) for one in skeletons.glossary()]}]


MAKES: dict[str, Callable[[ForceReport], list[Block]]] = {
    Auto.BASIS: _basis,
    Auto.MATRIX: _matrix,
    Auto.ACTIVITIES: _activities,
    Auto.FOLLOWUP: _followup,
    Auto.METHOD: _method,
    Auto.GLOSSARY: _glossary,
}
