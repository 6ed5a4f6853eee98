"""Reports of the city's task force: the annual report of 2024, final and sent; a six-monthly one being written.

All texts and numbers are invented; the figures are those of the demo, frozen.
"""

import tomllib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.utils import timezone

from gugus.demo.enacting import Stage
from gugus.directory.models import TaskForce
from gugus.figures.freezing import CannotFreeze, freeze
from gugus.kernel.periods import Period
from gugus.reporting.actions import merging, planning, sending, writing
from gugus.reporting.actions.planning import Wish
from gugus.reporting.models import Chapter, ForceReport
from gugus.reporting.skeletons import expected_figures
from gugus.reporting.snapshots import Frozen, opened

JAKARTA = ZoneInfo("Asia/Jakarta")
CHAPTERS: dict[str, str] = tomllib.loads(
    Path(__file__).with_name("year_2024.toml").read_text(encoding="utf-8")
)
HALVES = {1: ((1, 1), (6, 30)), 2: ((7, 1), (12, 31))}
BEGUN = "# Pelaksanaan\nUraian ini contoh rekaan dan masih disusun oleh instansi penulis."


def account_for(stage: Stage, *, at: datetime) -> None:
    """The year 2024 as it was reported in spring 2025, and the half-year that is being written now."""
    force = TaskForce.objects.get(level="city", area_code="31.74")
    if at.date() > date(2025, 4, 1):
        _annual(stage, force)
    _six_monthly(stage, force, at)


def _moment(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), JAKARTA)


def _annual(stage: Stage, force: TaskForce) -> None:
    wulan, arif = stage.users["wulan"], stage.users["arif"]
    begun, handed = _moment(date(2025, 1, 6)), _moment(date(2025, 2, 3))
    wish = Wish("annual", date(2024, 1, 1), date(2024, 12, 31))
    report = planning.begin_report(force=force, wish=wish, by=wulan, at=begun)
    report = planning.open_for_writing(report=report, by=wulan, at=begun + timedelta(days=1))
    frozen = _frozen(stage, force, _moment(date(2025, 1, 20)))
    for chapter in _chapters(report):
        text = CHAPTERS.get(chapter.code, "")
        by = stage.someone_of(chapter.agency, wulan)
        writing.write_chapter(chapter=chapter, text=text, by=by, at=handed)
        for code in expected_figures("annual", chapter.code):
            if code in frozen:
                writing.show_figure(chapter=chapter, frozen=frozen[code], by=by, at=handed)
        writing.submit_chapter(chapter=chapter, by=by, at=handed + timedelta(hours=1))
        writing.approve_chapter(chapter=chapter, by=wulan, at=handed + timedelta(days=4))
    report = merging.merge_report(report=report, by=wulan, at=_moment(date(2025, 2, 12)))
    report = merging.approve_report(
        report=report, digest=report.digest, by=arif, at=_moment(date(2025, 2, 18))
    )
    report = merging.finalise_report(report=report, by=wulan, at=_moment(date(2025, 2, 19)))
    sending.send_up(report=report, by=wulan, at=_moment(date(2025, 2, 20)))


def _frozen(stage: Stage, force: TaskForce, at: datetime) -> dict[str, Frozen]:
    """Figures of 2024 by their code; one that cannot be shown for that year is left out."""
    wanted = {code for one in CHAPTERS for code in expected_figures("annual", one)}
    found = {}
    for code in sorted(wanted):
        try:
            made = freeze(
                force=force, figures=[code], period=Period.parse("2024"), by=stage.users["wulan"], at=at
            )
        except CannotFreeze:
            continue
        found[code] = opened(made[0])
    return found


def _six_monthly(stage: Stage, force: TaskForce, at: datetime) -> None:
    """Two chapters handed in, one sent back, the others being written or late."""
    wulan = stage.users["wulan"]
    today = timezone.localdate(at)
    year, half = (today.year, 1) if today.month > 6 else (today.year - 1, 2)
    first, last = (date(year, *day) for day in HALVES[half])
    begun = min(_moment(last + timedelta(days=3)), at - timedelta(days=2))
    report = planning.begin_report(force=force, wish=Wish("six_monthly", first, last), by=wulan, at=begun)
    report = planning.open_for_writing(report=report, by=wulan, at=begun + timedelta(hours=2))
    for place, chapter in enumerate(_chapters(report)):
        if place > 3:
            break
        by = stage.someone_of(chapter.agency, wulan)
        writing.write_chapter(chapter=chapter, text=BEGUN, by=by, at=begun + timedelta(hours=5))
        if place < 3:
            writing.submit_chapter(chapter=chapter, by=by, at=begun + timedelta(hours=6))
        if place == 0:
            writing.approve_chapter(chapter=chapter, by=wulan, at=begun + timedelta(hours=7))
        if place == 2:
            writing.return_chapter(
                chapter=chapter, code="incomplete", words="Angka layanan belum ditampilkan.", by=wulan,
                at=begun + timedelta(hours=8),
            )  # fmt: skip


def _chapters(report: ForceReport) -> Iterable[Chapter]:
    rows = Chapter.objects.unscoped(because="the demo's own report").select_related(
        "report", "agency", "data_key"
    )
    return list(rows.filter(report=report).order_by("number"))
