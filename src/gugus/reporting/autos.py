"""What a chapter gets by itself when the report is merged: blocks and tables of what other contexts know."""

from collections.abc import Callable
from typing import Any

from gugus.documents.plain import day_words
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


def _method(report: ForceReport) -> list[Block]:
    return markup.blocks_of(skeletons.method_text())


def _glossary(report: ForceReport) -> list[Block]:
    return [{"kind": "terms", "items": [list(one) for one in skeletons.glossary()]}]


MAKES: dict[str, Callable[[ForceReport], list[Block]]] = {
    Auto.BASIS: _basis,
    Auto.METHOD: _method,
    Auto.GLOSSARY: _glossary,
}


def add_auto(auto: str, make: Callable[[ForceReport], list[Block]]) -> None:
    """Say what a kind of chapter gets by itself. Named once, by a room of this context."""
    MAKES[auto] = make
