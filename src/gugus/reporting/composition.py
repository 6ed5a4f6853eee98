"""Put a report together: chapters in order, figures numbered, everything in one fixed spelling with its digest.

What comes out is all that PDF, DOCX, the copy for the higher level and the signed file are made from. No clock, no
chance: the same chapters and figures give the same bytes.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils import translation

from gugus.documents.plain import day_words
from gugus.reporting import autos, markup
from gugus.reporting.codes import ChapterState
from gugus.reporting.models import Chapter, ChapterFigure, ForceReport
from gugus.reporting.skeletons import duty_of
from gugus.reporting.snapshots import Frozen, by_id

FORMAT = 1
LANGUAGE = "id"
Content = dict[str, Any]


def spelled(content: Mapping) -> str:
    """The one way to write a report down: keys in order, no blanks, letters as they are."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def composed(report: ForceReport, *, on: date) -> Content:
    """The whole report as it stands on a day. Two calls on the same rows and day give the same content."""
    chapters = list(
        report.chapters.exclude(state=ChapterState.LEFT_OUT)
        .select_related("agency", "data_key")
        .order_by("number")
    )
    shown = list(report.figures.order_by("chapter__number", "number", "pk"))
    numbers = Numbers(by_id(one.snapshot for one in shown))
    with translation.override(LANGUAGE):  # whoever merges may read English
        parts = [
            numbers.part(one, [row for row in shown if row.chapter_id == one.pk], report) for one in chapters
        ]
        return facts(report, on) | {"chapters": parts, "figures": numbers.figures}


def facts(report: ForceReport, on: date) -> Content:
    """What stands on the cover."""
    force, before = report.task_force, report.replaces
    duty = duty_of(report.kind, force.level)
    return {
        "format": FORMAT, "ref": report.ref, "kind": report.kind, "title": report.title, "edition": report.edition,
        "force": {"ref": force.ref, "name": force.name, "level": force.level, "area": force.area_code},
        "office": report.agency.name,
        "period": {"first": report.first_on.isoformat(), "last": report.last_on.isoformat()},
        "period_words": period_words(report.first_on, report.last_on), "merged_on": on.isoformat(),
        "merged_words": day_words(on), "to": duty.recipient if duty else "", "basis": duty.basis if duty else "",
        "replaces": {"ref": before.ref, "edition": before.edition, "digest": before.digest} if before else None,
        "correction": report.get_correction_display() if report.correction else "",
    }  # fmt: skip


def period_words(first: date, last: date) -> str:
    """2024, 2020–2024, or the two days."""
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    if whole:
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if first.year == last.year and (first.month, first.day, last.month, last.day) in HALVES:
        return f"Semester {HALVES[(first.month, first.day, last.month, last.day)]} {first.year}"
    return f"{day_words(first)} – {day_words(last)}"


HALVES = {(1, 1, 6, 30): "I", (7, 1, 12, 31): "II"}


class Numbers:
    """Numbers tables and pictures through the whole report, in the order in which they stand."""

    def __init__(self, frozen: Mapping[Any, Frozen]):
        self.frozen, self.figures = frozen, []
        self.tables = self.pictures = self.chapters = self.annexes = 0

    def part(self, chapter: Chapter, rows: list[ChapterFigure], report: ForceReport) -> Content:
        """One chapter. Figures that the text does not place stand at its end."""
        blocks, waiting = [], {row.snapshot_ref: row for row in rows}
        for block in markup.blocks_of(chapter.text):
            if block["kind"] != "figure":
                blocks.append(block)
            elif row := waiting.pop(block["ref"], None):
                blocks += self._shown(row)
        for row in waiting.values():
            blocks += self._shown(row)
        for block in autos.blocks_for(chapter.auto, report):
            blocks += self._numbered(block)
        return {
            "label": self._label(chapter), "code": chapter.code, "title": chapter.title, "annex": chapter.annex,
            "by": chapter.agency.name if chapter.agency else "", "blocks": blocks,
        }  # fmt: skip

    def _label(self, chapter: Chapter) -> str:
        if chapter.annex:
            self.annexes += 1
            return lettered(self.annexes)
        self.chapters += 1
        return str(self.chapters)

    def _shown(self, row: ChapterFigure) -> Iterable[Content]:
        one = self.frozen[row.snapshot]
        caption = row.caption or f"{one.title}, {one.period}"
        told = {
            "ref": one.ref, "digest": one.digest, "caption": caption, "source": one.source, "date": one.counted_on,
            "date_words": day_words(date.fromisoformat(one.counted_on)), "query": one.query_version,
            "definition": one.definition, "columns": one.columns, "rows": one.rows, "shape": one.picture,
        }  # fmt: skip
        if row.picture and one.has_picture:
            self.pictures += 1
            yield {
                "kind": "picture",
                "number": self.pictures,
                "figure": len(self.figures),
                "caption": caption,
            }
        if row.table or not one.has_picture:
            self.tables += 1
            yield {"kind": "table", "number": self.tables, "figure": len(self.figures), "caption": caption}
        self.figures.append(told)

    def _numbered(self, block: Content) -> Iterable[Content]:
        if block["kind"] == "list_table":
            self.tables += 1
            block = block | {"number": self.tables}
        yield block


def lettered(place: int) -> str:
    """A, B … Z, AA."""
    first, last = divmod(place - 1, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)
