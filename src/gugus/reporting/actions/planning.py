"""Begin a report from its skeleton, change the copy of the skeleton, ask the agencies to write."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.directory.models import Agency, TaskForce
from gugus.reporting import rules
from gugus.reporting.actions.moving import (
    BECAUSE,
    CannotReport,
    about_nobody,
    locked,
    locked_chapter,
    must_be,
    must_be_open,
    save,
    told,
)
from gugus.reporting.codes import ChapterState, CorrectionCode, Kind, State
from gugus.reporting.composition import period_words
from gugus.reporting.models import Chapter, ChapterFigure, ForceReport
from gugus.reporting.skeletons import skeleton, usual_due
from gugus.reporting.wording import TITLES
from gugus.taskforce.queries import host_on, members_on, seats_on

UNFIT_PERIOD = Reason(
    "unfit_period", _("These days do not fit this kind of report. Both days are included."), "last_on"
)
NOT_A_MEMBER = Reason("not_a_member", _("This agency has no seat in the task force."), "agency")
OPENING_WORDS = {
    "no_chapters": _("The report has no chapter."),
    "unassigned": _("Say for each chapter which agency writes it, or leave it out."),
    "no_deadline": _("Say for each chapter until when it is written."),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """What a report is about. Days are included; `title` may be empty: the kind and the period name it then."""

    kind: str
    first_on: date
    last_on: date
    title: str = ""
    due_on: date | None = None


@transaction.atomic
def begin_report(
    *, force: TaskForce, wish: Wish, by: User, at: datetime, key: UUID | None = None
) -> ForceReport:
    """A report with its own copy of the skeleton. The same `key` is the same report. Raises CannotReport."""
    if not rules.is_period(wish.kind, wish.first_on, wish.last_on):
        raise CannotReport([UNFIT_PERIOD])
    report = ForceReport(
        task_force=force, agency_id=by.agency_id, kind=Kind(wish.kind), first_on=wish.first_on, last_on=wish.last_on,
        title=wish.title.strip()[:200] or title_of(wish, force), written_by=by, written_at=at, key=key,
        due_on=wish.due_on or usual_due(wish.kind, force.level, wish.last_on),
    )  # fmt: skip
    _must_hold_nobody(title=report.title)
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        if key and (earlier := _earlier(key, by)):
            return earlier
        raise
    _copy_skeleton(report)
    changes = {
        "kind": report.kind,
        "first_on": report.first_on,
        "last_on": report.last_on,
        "due_on": report.due_on,
    }
    told("forcereport.begun", report, by=by, at=at, changes=changes)
    return report


def title_of(wish: Wish, force: TaskForce) -> str:
    """Laporan Tahunan Gugus Tugas … Tahun 2024: the official title, in Indonesian."""
    return f"{TITLES[wish.kind]} {force.name} {period_words(wish.first_on, wish.last_on)}"[:200]


@transaction.atomic
def change_report(
    *, report: ForceReport, title: str, due_on: date | None, by: User, at: datetime, seen: int | None = None
):
    """Another title or another day on which it is due. Raises CannotReport, Stale."""
    fresh = locked(report, seen=seen)
    must_be_open(fresh)
    if not title.strip():
        raise CannotReport([Reason("no_title", _("A report needs a title."), "title")])
    _must_hold_nobody(title=title)
    fresh.title, fresh.due_on = title.strip()[:200], due_on
    save(fresh, "title", "due_on")
    told("forcereport.changed", fresh, by=by, at=at, changes={"title": fresh.title, "due_on": due_on})
    return fresh


@transaction.atomic
def assign_chapter(
    *, chapter: Chapter, agency: Agency | None, due_on: date | None, by: User, at: datetime, title: str | None = None,
    seen: int | None = None,
) -> Chapter:  # fmt: skip
    """Who writes a chapter until when, and what it is called. Raises CannotReport, Stale."""
    fresh = locked_chapter(chapter, seen=seen)
    must_be_open(fresh.report)
    reasons = []
    if agency is not None and agency not in members_on(fresh.report.task_force, timezone.localdate(at)):
        reasons.append(NOT_A_MEMBER)
    whole = fresh.report.due_on
    if due_on is not None and whole is not None and due_on > whole >= timezone.localdate(at):
        words = _("The report itself is due before this day.")
        reasons.append(Reason("after_the_report", words, "due_on"))
    if title is not None and not title.strip():
        reasons.append(Reason("no_title", _("A chapter needs a title."), "title"))
    if reasons:
        raise CannotReport(reasons)
    _must_hold_nobody(title=title or "")
    before = fresh.agency_id
    fresh.agency, fresh.due_on = agency, due_on
    if title is not None:
        fresh.title = title.strip()[:160]
    save(fresh, "agency", "due_on", "title")
    changes = {
        "chapter": fresh.code,
        "agency": agency.slug if agency else None,
        "due_on": due_on,
        "before": before,
    }
    told("forcereport.chapter_assigned", fresh.report, by=by, at=at, about=fresh, changes=changes)
    return fresh


@transaction.atomic
def add_chapter(
    *, report: ForceReport, title: str, annex: bool, by: User, at: datetime, hint: str = ""
) -> Chapter:
    """One more chapter; chapters stand before annexes. Raises CannotReport."""
    fresh = locked(report)
    must_be_open(fresh)
    rows = list(fresh.chapters.order_by("number"))
    reasons = [] if title.strip() else [Reason("no_title", _("A chapter needs a title."), "title")]
    if len(rows) >= rules.MOST_CHAPTERS:
        reasons.append(Reason("many", _("A report has at most 60 chapters and annexes.")))
    if reasons:
        raise CannotReport(reasons)
    _must_hold_nobody(title=title, hint=hint)
    place = len(rows) + 1 if annex else len([one for one in rows if not one.annex]) + 1
    for one in reversed([row for row in rows if row.number >= place]):
        one.number += 1
        save(one, "number")
    made = Chapter(
        report=fresh, task_force=fresh.task_force, number=place, code=f"own-{len(rows) + 1}-{fresh.version}",
        title=title.strip()[:160], hint=hint.strip()[:400], annex=annex,
    )  # fmt: skip
    made.save(force_insert=True)
    save(fresh)
    told(
        "forcereport.chapter_added",
        fresh,
        by=by,
        at=at,
        about=made,
        changes={"title": made.title, "annex": annex},
    )
    return made


@transaction.atomic
def move_chapter(*, chapter: Chapter, up: bool, by: User, at: datetime, seen: int | None = None) -> Chapter:
    """One place up or down among chapters, or among annexes. At the end nothing happens. Raises CannotReport, Stale."""
    report = locked(chapter.report)
    fresh = locked_chapter(chapter, seen=seen)
    must_be_open(report)
    beside = {"number__lt": fresh.number} if up else {"number__gt": fresh.number}
    other = (
        report.chapters.filter(annex=fresh.annex, **beside).order_by("-number" if up else "number").first()
    )
    if other is None:
        return fresh
    fresh.number, other.number = other.number, fresh.number
    save(fresh, "number")
    save(other, "number")
    told("forcereport.chapter_moved", report, by=by, at=at, about=fresh, changes={"number": fresh.number})
    return fresh


@transaction.atomic
def leave_out(*, chapter: Chapter, by: User, at: datetime, seen: int | None = None) -> Chapter:
    """This chapter is not part of the report; what was written into it is kept. Called again it comes back."""
    fresh = locked_chapter(chapter, seen=seen)
    must_be_open(fresh.report)
    out = fresh.state != ChapterState.LEFT_OUT
    fresh.state = ChapterState.LEFT_OUT if out else ChapterState.WRITING if fresh.text else ChapterState.OPEN
    save(fresh, "state")
    verb = "forcereport.chapter_left_out" if out else "forcereport.chapter_taken_back"
    told(verb, fresh.report, by=by, at=at, about=fresh, changes={"chapter": fresh.code})
    return fresh


@transaction.atomic
def open_for_writing(*, report: ForceReport, by: User, at: datetime, seen: int | None = None) -> ForceReport:
    """Every agency learns what it writes until when. Raises CannotReport, Stale."""
    fresh = locked(report, seen=seen)
    must_be(fresh, State.DRAFT)
    if missing := rules.to_open(standing_of(fresh.chapters.all())):
        raise CannotReport([Reason(code, OPENING_WORDS[code]) for code in missing])
    fresh.state, fresh.opened_at = State.WRITING, at
    save(fresh, "state", "opened_at")
    told("forcereport.opened", fresh, by=by, at=at)
    return fresh


@transaction.atomic
def correct_report(*, report: ForceReport, code: str, words: str, by: User, at: datetime) -> ForceReport:
    """A new edition of a final report, which names the one it replaces and why. Raises CannotReport."""
    before = locked(report)
    reasons = [] if before.state in {State.FINAL, State.SENT} else [TOO_EARLY]
    if ForceReport.objects.unscoped(because=BECAUSE).filter(replaces=before).exists():
        reasons.append(Reason("corrected", _("There is a newer edition of this report already.")))
    if not words.strip():
        reasons.append(Reason("no_words", _("Say what is corrected."), "words"))
    if reasons := reasons + about_nobody(words=words):
        raise CannotReport(reasons)
    made = ForceReport(
        task_force=before.task_force, agency_id=by.agency_id, kind=before.kind, title=before.title,
        first_on=before.first_on, last_on=before.last_on, due_on=None, edition=before.edition + 1, replaces=before,
        correction=CorrectionCode(code), correction_words=words.strip()[:2000], written_by=by, written_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    for chapter in before.chapters.select_related("data_key").order_by("number"):
        _copy_chapter(chapter, made, by, at)
    told(
        "forcereport.corrected",
        made,
        by=by,
        at=at,
        reason=code,
        words=words,
        changes={"replaces": before.ref},
    )
    return made


TOO_EARLY = Reason(
    "too_early", _("Only a final report is corrected by a new edition; this one can still be changed.")
)


def standing_of(chapters: Iterable[Chapter]) -> list[rules.Stands]:
    """Chapters as the rules see them."""
    return [
        rules.Stands(one.number, one.title, one.state, one.agency_id is not None, one.due_on, not one.words)
        for one in chapters
    ]


def _copy_skeleton(report: ForceReport) -> None:
    leads = _leads(report.task_force, timezone.localdate(report.written_at))
    host = host_on(report.task_force, timezone.localdate(report.written_at))
    day = rules.chapter_day(report.due_on, timezone.localdate(report.written_at))
    english = (get_language() or "id").startswith("en")
    for number, one in enumerate(skeleton(report.kind), 1):
        Chapter(
            report=report, task_force=report.task_force, number=number, code=one.code, title=one.title,
            hint=(one.hint_en if english else one.hint)[:400], annex=one.annex, field=one.field, auto=one.auto,
            agency=leads.get(one.field) or host, due_on=day,
        ).save(force_insert=True)  # fmt: skip


def _leads(force: TaskForce, day: date) -> dict[str, Agency]:
    """Who coordinates each field of work."""
    return {field: seat.agency for seat in seats_on(force, day) for field in seat.leads}


def _copy_chapter(chapter: Chapter, report: ForceReport, by: User, at: datetime) -> None:
    made = Chapter(
        report=report, task_force=report.task_force, number=chapter.number, code=chapter.code, title=chapter.title,
        hint=chapter.hint, annex=chapter.annex, field=chapter.field, auto=chapter.auto, agency=chapter.agency,
        text=chapter.text, words=chapter.words, written_by=by, written_at=at,
        state=chapter.state if chapter.state == ChapterState.LEFT_OUT else ChapterState.APPROVED,
        decided_by=by, decided_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    for row in chapter.figures.all():
        ChapterFigure(
            report=report, chapter=made, task_force=report.task_force, snapshot=row.snapshot, caption=row.caption,
            snapshot_ref=row.snapshot_ref, digest=row.digest, number=row.number, table=row.table, picture=row.picture,
            added_by=by, added_at=at,
        ).save(force_insert=True)  # fmt: skip


def _must_hold_nobody(**texts: str) -> None:
    if found := about_nobody(**texts):
        raise CannotReport(found)


def _earlier(key: UUID, by: User) -> ForceReport | None:
    rows = ForceReport.objects.unscoped(because="one's own double press")
    return rows.filter(key=key, written_by=by).first()
