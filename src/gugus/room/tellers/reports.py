"""Reports of the task force: chapters that are late, chapters and reports that wait for somebody, who still writes."""

from datetime import date, datetime

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.access.codes import Scope, Section, Verb
from gugus.reporting.codes import ENDED, TO_WRITE, ChapterState, State, UpState
from gugus.reporting.models import Chapter, ForceReport, UpwardReport
from gugus.room.parts import SHOWN, Ask, Line, Owed, Pile, Told
from gugus.taskforce.policies import Sight

MOST_OWED = 200


def tell(sight: Sight, at: datetime) -> Told | None:
    """Eleven queries."""
    viewer, day = sight.viewer, timezone.localdate(at)
    if viewer.reach(Section.ACCOUNT, Verb.SEE) < Scope.TASK_FORCE:
        return None
    reports = ForceReport.objects.visible_to(viewer).filter(task_force=sight.force).defer("content")
    chapters = Chapter.objects.visible_to(viewer).filter(report__in=reports, report__state=State.WRITING)
    chapters = chapters.select_related("agency", "report").defer("text", "report__content")
    return Told(
        piles=(
            _late_chapters(chapters, day), _late_reports(sight, reports, day), _to_approve(sight, reports),
            _to_finish(sight, reports), _to_read(sight, chapters), _arrived(sight),
        ),
        owed=_owed(chapters, day),
    )  # fmt: skip


def _late_chapters(chapters: QuerySet[Chapter], day: date) -> Pile:
    late = chapters.filter(state__in=TO_WRITE, due_on__lt=day).order_by("due_on", "number")
    lines = [_chapter(one) for one in late[:SHOWN]]
    return Pile(
        "chapters_late", Ask.LATE, _("Chapters of reports over their deadline"), late.count(),
        reverse("reporting:list"), _("The agency named in each line."), lines,
    )  # fmt: skip


def _late_reports(sight: Sight, reports: QuerySet[ForceReport], day: date) -> Pile:
    late = reports.exclude(state__in=ENDED).filter(due_on__lt=day).order_by("due_on")
    return _reports(
        sight, "reports_late", Ask.LATE, _("Reports over their deadline"), late, _("The secretariat.")
    )


def _to_approve(sight: Sight, reports: QuerySet[ForceReport]) -> Pile:
    """Merged by one person; another approves."""
    rows = reports.filter(state=State.REVIEW).order_by("prepared_at")
    whose = _("Whoever approves for the task force and did not merge it.")
    mine = (
        sight.may(Verb.APPROVE, Section.ACCOUNT) and rows.exclude(prepared_by=sight.viewer.user_id).exists()
    )
    return _reports(sight, "reports_review", Ask.DECIDE, _("Reports to approve"), rows, whose, yours=mine)


def _to_finish(sight: Sight, reports: QuerySet[ForceReport]) -> Pile:
    rows = reports.filter(state=State.APPROVED).order_by("approved_at")
    return _reports(sight, "reports_approved", Ask.DECIDE, _("Approved reports to be made final and sent"), rows,
                    _("The secretariat."))  # fmt: skip


def _reports(
    sight: Sight, key: str, ask: Ask, title: str, rows: QuerySet[ForceReport], whose: str, *, yours: bool | None = None
) -> Pile:  # fmt: skip
    lines = [
        Line(
            one.title,
            reverse("reporting:detail", args=[one.ref]),
            one.get_state_display(),
            one.due_on,
            _("until"),
        )
        for one in rows[:SHOWN]
    ]
    mine = sight.host if yours is None else yours
    return Pile(key, ask, title, rows.count(), reverse("reporting:list"), whose, lines, yours=mine)


def _to_read(sight: Sight, chapters: QuerySet[Chapter]) -> Pile:
    rows = chapters.filter(state=ChapterState.SUBMITTED).order_by("submitted_at")
    lines = [_chapter(one) for one in rows[:SHOWN]]
    return Pile(
        "chapters_submitted", Ask.DECIDE, _("Chapters handed in, to be approved or sent back"), rows.count(),
        reverse("reporting:list"), _("The secretariat."), lines, yours=sight.host,
    )  # fmt: skip


def _arrived(sight: Sight) -> Pile:
    """Reports that came up from a lower level."""
    rows = UpwardReport.objects.visible_to(sight.viewer).filter(task_force=sight.force)
    rows = (
        rows.filter(state__in=[UpState.ARRIVED, UpState.RECEIVED])
        .select_related("from_force")
        .defer("content")
    )
    lines = [
        Line(f"{one.get_kind_display()} {one.report_ref}", reverse("reporting:upward", args=[one.ref]),
             one.from_force.name if one.from_force else one.get_way_display(), timezone.localdate(one.sent_at),
             _("sent on"))
        for one in rows.order_by("sent_at")[:SHOWN]
    ]  # fmt: skip
    return Pile(
        "reports_arrived", Ask.DECIDE, _("Reports from below to be answered"), rows.count(),
        reverse("reporting:inbox"), _("The secretariat."), lines, yours=sight.host,
    )  # fmt: skip


def _chapter(one: Chapter) -> Line:
    url = reverse("reporting:chapter", args=[one.report.ref, one.pk])
    return Line(one.title, url, one.agency.name if one.agency else "", one.due_on, _("until"))


def _owed(chapters: QuerySet[Chapter], day: date) -> list[Owed]:
    rows = chapters.filter(state__in=TO_WRITE, agency__isnull=False)
    rows = rows.order_by(F("due_on").asc(nulls_last=True), "number")
    return [
        Owed(
            one.agency.name, _("Chapter “%(title)s” of %(ref)s") % {"title": one.title, "ref": one.report.ref},
            reverse("reporting:chapter", args=[one.report.ref, one.pk]), one.due_on,
            late=one.due_on is not None and one.due_on < day,
        )
        for one in rows[:MOST_OWED]
    ]  # fmt: skip
