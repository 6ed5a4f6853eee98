"""Write a chapter, hand it in, send it back, approve it; show frozen figures in it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.reporting import markup, rules
from gugus.reporting.actions.moving import (
    TOO_LATE,
    CannotReport,
    about_nobody,
    locked_chapter,
    must_be_open,
    save,
    told,
)
from gugus.reporting.codes import TO_WRITE, ChapterState, ReturnCode
from gugus.reporting.models import Chapter, ChapterDraft, ChapterFigure, ChapterWording, ForceReport
from gugus.reporting.snapshots import Frozen


@transaction.atomic
def write_chapter(*, chapter: Chapter, text: str, by: User, at: datetime, seen: int | None = None) -> Chapter:
    """Keep what stands in a chapter. Of two at once the second hears Stale, its draft stays. Raises CannotReport."""
    fresh = locked_chapter(chapter, seen=seen)
    _must_be_writable(fresh)
    text = text.replace("\r\n", "\n").strip()
    if reasons := faults(text):
        raise CannotReport(reasons)
    if text != (fresh.text or ""):
        _kept(fresh, text, by, at)
        told(
            "forcereport.chapter_written",
            fresh.report,
            by=by,
            at=at,
            about=fresh,
            changes={"words": fresh.words},
        )
    _drafts(fresh, by).delete()
    return fresh


@transaction.atomic
def submit_chapter(*, chapter: Chapter, by: User, at: datetime, seen: int | None = None) -> Chapter:
    """The agency has written its chapter. Raises CannotReport, Stale."""
    fresh = locked_chapter(chapter, seen=seen)
    _must_be_writable(fresh)
    if not fresh.words and not fresh.auto:
        raise CannotReport([Reason("empty", _("Nothing is written in this chapter yet."), "text")])
    fresh.state, fresh.submitted_by, fresh.submitted_at = ChapterState.SUBMITTED, by, at
    save(fresh, "state", "submitted_by", "submitted_at")
    told(
        "forcereport.chapter_submitted",
        fresh.report,
        by=by,
        at=at,
        about=fresh,
        changes={"chapter": fresh.code},
    )
    return fresh


@transaction.atomic
def return_chapter(
    *, chapter: Chapter, code: str, words: str, by: User, at: datetime, seen: int | None = None
) -> Chapter:
    """The secretariat gives a chapter back and says why. Raises CannotReport, Stale."""
    fresh = locked_chapter(chapter, seen=seen)
    must_be_open(fresh.report)
    reasons = [] if fresh.state in {ChapterState.SUBMITTED, ChapterState.APPROVED} else [TOO_LATE]
    if not words.strip():
        reasons.append(Reason("no_words", _("Say what is to be changed."), "words"))
    reasons += about_nobody(words=words)
    if reasons:
        raise CannotReport(reasons)
    fresh.state, fresh.return_code, fresh.return_words = (
        ChapterState.RETURNED,
        ReturnCode(code),
        words.strip()[:2000],
    )
    fresh.decided_by, fresh.decided_at = by, at
    save(fresh, "state", "return_code", "return_words", "decided_by", "decided_at")
    told("forcereport.chapter_returned", fresh.report, by=by, at=at, about=fresh, reason=code, words=words)
    return fresh


@transaction.atomic
def approve_chapter(*, chapter: Chapter, by: User, at: datetime, seen: int | None = None) -> Chapter:
    """The secretariat takes a chapter into the report. Raises CannotReport, Stale."""
    fresh = locked_chapter(chapter, seen=seen)
    must_be_open(fresh.report)
    if fresh.state != ChapterState.SUBMITTED:
        raise CannotReport([TOO_LATE])
    fresh.state, fresh.decided_by, fresh.decided_at, fresh.return_code = ChapterState.APPROVED, by, at, ""
    save(fresh, "state", "decided_by", "decided_at", "return_code")
    told(
        "forcereport.chapter_approved",
        fresh.report,
        by=by,
        at=at,
        about=fresh,
        changes={"chapter": fresh.code},
    )
    return fresh


@transaction.atomic
def show_figure(
    *, chapter: Chapter, frozen: Frozen, by: User, at: datetime, caption: str = "", table: bool = True,
    picture: bool = True,
) -> ChapterFigure:  # fmt: skip
    """Show a frozen figure in a chapter, as a table, a picture or both. Twice is once. Raises CannotReport."""
    fresh = locked_chapter(chapter)
    _must_be_writable(fresh)
    if earlier := fresh.figures.filter(snapshot=frozen.id).first():
        return earlier
    reasons = [] if table or picture else [Reason("not_shown", _("Choose table, picture or both."), "table")]
    if fresh.report.figures.count() >= rules.MOST_FIGURES:
        reasons.append(Reason("many", _("A report shows at most 200 figures.")))
    reasons += about_nobody(caption=caption)
    if reasons:
        raise CannotReport(reasons)
    made = ChapterFigure(
        report=fresh.report, chapter=fresh, task_force=fresh.task_force, snapshot=frozen.id, snapshot_ref=frozen.ref,
        digest=frozen.digest, number=fresh.figures.count() + 1, caption=caption.strip()[:200], table=table,
        picture=picture, added_by=by, added_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    changes = {"figure": frozen.ref, "digest": frozen.digest}
    told("forcereport.figure_shown", fresh.report, by=by, at=at, about=fresh, changes=changes)
    return made


@transaction.atomic
def take_figure_out(*, figure: ChapterFigure, by: User, at: datetime) -> None:
    """A chapter no longer shows a figure; the frozen figure itself stays. Raises CannotReport."""
    fresh = locked_chapter(figure.chapter)
    _must_be_writable(fresh)
    told(
        "forcereport.figure_removed",
        fresh.report,
        by=by,
        at=at,
        about=fresh,
        changes={"figure": figure.snapshot_ref},
    )
    figure.delete()


@transaction.atomic
def keep_draft(*, chapter: Chapter, text: str, seen: int, by: User, at: datetime) -> None:
    """Keep unfinished words for their writer. Not an action on the report: it leaves no trace in the trail."""
    draft = _drafts(chapter, by).select_for_update(of=("self",)).first()
    text = text[: markup.LONGEST]
    if not text.strip() or text.strip() == (chapter.text or ""):
        _drafts(chapter, by).delete()
    elif draft:
        draft.text, draft.updated_at, draft.seen = text, at, seen
        draft.save(update_fields=["text", "updated_at", "seen"])
    else:
        ChapterDraft(chapter=chapter, user=by, text=text, updated_at=at, seen=seen).save(force_insert=True)


def draft_of(chapter: Chapter, user: User) -> ChapterDraft | None:
    """What this user was typing when the page was left."""
    return _drafts(chapter, user).first()


def read_report(*, report: ForceReport, by: User, at: datetime) -> None:
    """Somebody opened a report."""
    record("forcereport.read", about=report, by=by, at=at, changes={"state": report.state})


def faults(text: str) -> list[Reason]:
    """What is wrong with the words of a chapter."""
    reasons = about_nobody(text=text)
    if len(text) > markup.LONGEST:
        reasons.append(Reason("too_long", _("A chapter has at most 60,000 characters. Divide it."), "text"))
    elif any(markup.is_too_big(one) for one in markup.blocks_of(text)):
        words = _("A paragraph has at most 15,000 characters and a list 400 lines. Divide it.")
        reasons.append(Reason("too_big", words, "text"))
    elif len(markup.blocks_of(text)) > markup.MOST_BLOCKS:
        reasons.append(Reason("too_many", _("A chapter has at most 2,000 paragraphs. Divide it."), "text"))
    return reasons


def _kept(chapter: Chapter, text: str, by: User, at: datetime) -> None:
    chapter.text, chapter.words = text, markup.words_in(text)
    chapter.written_by, chapter.written_at = by, at
    names = ["text", "words", "written_by", "written_at"]
    if chapter.state in TO_WRITE:
        chapter.state = ChapterState.WRITING
        names.append("state")
    save(chapter, *names)
    ChapterWording(
        chapter=chapter, task_force=chapter.task_force, number=chapter.version, text=text, by=by, at=at
    ).save(force_insert=True)


def _must_be_writable(chapter: Chapter) -> None:
    """An agency writes until it handed in, the secretariat until the report is merged."""
    must_be_open(chapter.report)
    if chapter.state == ChapterState.LEFT_OUT:
        raise CannotReport([TOO_LATE])


def _drafts(chapter: Chapter, user: User):
    rows = ChapterDraft.objects.unscoped(because="one's own unfinished words on a chapter from the gate")
    return rows.filter(chapter=chapter, user=user)
