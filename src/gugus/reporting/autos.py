"""What a chapter gets by itself when the report is merged: blocks and tables of what other contexts know."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from gugus.documents.plain import day_words
from gugus.followup.models import Recommendation
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


def table(caption: str, columns: list[str], rows: list[list[str]], source: str = "") -> Block:
    """A table that is numbered with the others."""
    told = {
        "kind": "list_table",
        "caption": caption,
        "columns": columns,
        "rows": rows[:MOST],
        "source": source,
    }
    return told | {"left_out": max(0, len(rows) - MOST)}


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
        made.append(table("Dasar hukum gugus tugas", ["Nomor", "Tentang", "Ditetapkan"], told))
    if members:
        made.append(table(
            f"Instansi anggota per {day_words(report.last_on)}", ["No.", "Instansi", "Bidang (koordinator ditandai *)"],
            members,
        ))  # fmt: skip
    return made


FIELDS = {
    "prevention": "Pencegahan", "health": "Rehabilitasi kesehatan",
    "social": "Rehabilitasi sosial, pemulangan, reintegrasi",
    "norms": "Norma hukum", "enforcement": "Penegakan hukum", "cooperation": "Koordinasi dan kerja sama",
}  # fmt: skip


def _fields(seat) -> str:
    named = [FIELDS.get(one, one) + ("*" if one in seat.leads else "") for one in seat.fields]
    return ", ".join(named) or ("Sekretariat" if seat.secretariat else "–")


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
    return [table("Rapat gugus tugas dalam periode", ["Hari", "Jenis", "Tentang", "Nomor notulen"], told)]


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
    return [table("Tindak lanjut rekomendasi gugus tugas", columns, told)]


def _method(report: ForceReport) -> list[Block]:
    return markup.blocks_of(skeletons.method_text())


def _glossary(report: ForceReport) -> list[Block]:
    return [{"kind": "terms", "items": [list(one) for one in skeletons.glossary()]}]


MAKES: dict[str, Callable[[ForceReport], list[Block]]] = {
    Auto.BASIS: _basis,
    Auto.ACTIVITIES: _activities,
    Auto.FOLLOWUP: _followup,
    Auto.METHOD: _method,
    Auto.GLOSSARY: _glossary,
}


def add_auto(auto: str, make: Callable[[ForceReport], list[Block]]) -> None:
    """Say what a kind of chapter gets by itself. Named once, by a room of this context."""
    MAKES[auto] = make
