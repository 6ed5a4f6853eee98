"""Reports as lists and pages show them: a fixed number of queries, however many chapters."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.access.viewer import Viewer
from gugus.audit.models import SigningKey
from gugus.base.pictures import CaseEvent, CaseSpan
from gugus.directory.queries import seats_of
from gugus.directory.queries import today as seats_today
from gugus.reporting import rules
from gugus.reporting.codes import DONE, ENDED, ChapterState, State
from gugus.reporting.models import Chapter, ForceReport, KnownSender, ReportParcel, UpwardReport
from gugus.reporting.snapshots import revised_since
from gugus.taskforce.policies import Sight as ForceSight


def listed(viewer: Viewer) -> QuerySet[ForceReport]:
    """Reports within reach, newest period first, with how many chapters are done."""
    there = ~Q(chapters__state=ChapterState.LEFT_OUT)
    return (
        ForceReport.objects.visible_to(viewer)
        .select_related("task_force")
        .annotate(
            all_chapters=Count("chapters", filter=there),
            done_chapters=Count("chapters", filter=there & Q(chapters__state__in=DONE)),
        )
        .defer("content")
        .order_by("-first_on", "-edition", "-pk")
    )


def arrived(viewer: Viewer) -> QuerySet[UpwardReport]:
    """What reached a task force of the viewer, or went up from one, newest first."""
    rows = UpwardReport.objects.visible_to(viewer).select_related("task_force", "from_force", "data_key")
    return rows.defer("content").order_by("-sent_at", "-pk")


@dataclass(frozen=True, slots=True)
class Line:
    """One chapter on the page of its report."""

    chapter: Chapter
    late: bool
    mine: bool
    days: int | None


def chapters_of(report: ForceReport, *, today: date, writes) -> list[Line]:
    """The chapters in order. `writes(agency)` says whether the viewer's office owes the chapters of that agency."""
    rows = list(
        report.chapters.select_related("agency", "agency__successor").defer("text").order_by("number")
    )
    mine = {one.agency_id: writes(one.agency) for one in rows if one.agency_id}
    asked = report.state != State.DRAFT
    return [
        Line(
            one, rules.is_late(one.state, one.due_on, today, asked=asked), mine.get(one.agency_id, False),
            (one.due_on - today).days if one.due_on else None,
        )
        for one in rows
    ]  # fmt: skip


KINDS = {"approved": "safe", "submitted": "info", "returned": "high", "writing": "medium", "open": ""}


def picture_of(report: ForceReport, lines: Iterable[Line], today: date) -> dict[str, Any] | None:
    """The way of each chapter from the first day to its end or that of the report; late ones in their own kind."""
    there = [one for one in lines if one.chapter.state != ChapterState.LEFT_OUT and one.chapter.due_on]
    if report.opened_at is None or not there:
        return None
    start = timezone.localdate(report.opened_at)
    spans, events = [], []
    for one in there:
        chapter = one.chapter
        ended = chapter.decided_at if chapter.state == ChapterState.APPROVED else chapter.submitted_at
        over = ended and chapter.state in {*DONE, ChapterState.SUBMITTED}
        end = max(timezone.localdate(ended), start) if over else None
        spans.append(
            CaseSpan(chapter.title, start, end, "late" if one.late else KINDS.get(chapter.state, ""))
        )
    if report.due_on:
        events.append(CaseEvent(_("Report due"), report.due_on, "high"))
    until = timezone.localdate(report.final_at) if report.final_at else today
    return {"spans": spans, "events": events, "until": max([until, *(one.chapter.due_on for one in there)])}


def late_agencies(lines: Iterable[Line]) -> list[tuple[str, int]]:
    """Who is late with how many chapters, most first."""
    found: dict[str, int] = {}
    for one in lines:
        if one.late and one.chapter.agency:
            found[one.chapter.agency.name] = found.get(one.chapter.agency.name, 0) + 1
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))


def revisions_of(report: ForceReport) -> list[tuple[str, str]]:
    """Figures of a report that were revised after it showed them: (reference, that of the newer one)."""
    shown = dict(report.figures.values_list("snapshot", "snapshot_ref"))
    return sorted((shown[old], new) for old, new in revised_since(shown).items())


def parcel_of(report: ForceReport) -> ReportParcel | None:
    """The signed file of a report, if one was asked for."""
    if report.state not in ENDED:
        return None
    rows = ReportParcel.objects.unscoped(because="of a report that came through its gate")
    return rows.filter(report=report).first()


def sendings_of(report: ForceReport) -> list[UpwardReport]:
    """Where a report went and what was answered."""
    rows = UpwardReport.objects.unscoped(because="of a report that came through its gate")
    return list(rows.select_related("task_force", "data_key").defer("content").filter(report=report))


def senders_of(sight: ForceSight) -> list[KnownSender]:
    """Installations whose signed reports the task force takes."""
    rows = KnownSender.objects.visible_to(sight.viewer).select_related("added_by")
    return list(rows.filter(task_force=sight.force, ended_at=None))


def keeps(viewer: Viewer, force) -> bool:
    """Does the viewer's agency keep the secretariat of this task force today?"""
    return seats_of(viewer.agency_id, seats_today()).filter(task_force=force, secretariat=True).exists()


def own_key() -> SigningKey | None:
    """The public half of the key that signs here: what the other side compares and adds."""
    return SigningKey.objects.order_by("-since").first()


def content_of(upward: UpwardReport) -> dict[str, Any]:
    """What stands in a report that went up; empty when its key was destroyed."""
    return json.loads(upward.content) if upward.content else {}
