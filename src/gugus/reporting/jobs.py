"""What the worker does for reports: tasks and notices, reminders, signed files, comparing what was made again."""

import hashlib
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.timezone import now
from procrastinate.contrib.django import app

from gugus.access.codes import Role
from gugus.audit.actions import record
from gugus.audit.models import Installation
from gugus.audit.signing import NoSigningKey, ensure_key, load
from gugus.directory.models import Agency, TaskForce
from gugus.directory.queries import today_successor
from gugus.documents.codes import State as DocumentState
from gugus.documents.models import Document
from gugus.files import store
from gugus.files.crypt import encrypted
from gugus.notices.actions import notify
from gugus.outbox.models import Event
from gugus.reporting import rules
from gugus.reporting.actions.carrying import PLACE
from gugus.reporting.actions.merging import note_file
from gugus.reporting.actions.succession import follow_heir
from gugus.reporting.codes import TO_WRITE, ChapterState, ParcelState, State
from gugus.reporting.models import Chapter, ForceReport, ReportParcel, UpwardReport
from gugus.reporting.papers import KINDS, CannotLayOut, laid_out_pdf
from gugus.reporting.parcels import packed
from gugus.taskforce.queries import host_on, members_on
from gugus.tasks.actions import finish_tasks_about, start_task

BECAUSE = "the worker hears of every report"
MOST_TRIES = 3
KEEPERS = (Role.SECRETARIAT,)
WRITERS = (Role.LIAISON, Role.SUPERVISOR, Role.PREVENTION_OFFICER, Role.SECRETARIAT)


def on_move(*, event: Event, at: datetime) -> None:
    """A report moved: whoever waits gets a task and a notice. Doing it twice is doing it once."""
    follow = FOLLOW.get(event.topic.partition(".")[2])
    report = _reports().filter(pk=event.about_id).first()
    if follow is None or report is None:
        return
    chapter = _chapters().filter(pk=event.facts["chapter"]).first() if event.facts.get("chapter") else None
    actor = UUID(event.facts["by"]) if event.facts.get("by") else None
    follow(report, chapter, event.at, actor)


def _opened(report: ForceReport, chapter: Chapter | None, at: datetime, actor: UUID | None) -> None:
    """Each agency has one task for each chapter it writes."""
    if report.state != State.WRITING:
        return
    for one in _chapters().filter(report=report, state__in=TO_WRITE, agency__isnull=False):
        _ask(one, at, actor, "report_write")


def _ask(chapter: Chapter, at: datetime, actor: UUID | None, notice: str) -> None:
    agency = _writer(chapter)
    start_task(
        kind="report_chapter", about=chapter, agency=agency, by=None, at=at, due_at=_end_of(chapter.due_on),
        title_params={"chapter": chapter.title},
    )  # fmt: skip
    notify(code=notice, about=chapter.report, at=at, agency=agency, role=WRITERS, but_not=actor)


def _assigned(report: ForceReport, chapter: Chapter | None, at: datetime, actor: UUID | None) -> None:
    """Somebody else writes it, or until another day: the old task goes, the new one comes."""
    if report.state == State.WRITING and chapter is not None and chapter.state in TO_WRITE and chapter.agency:
        finish_tasks_about(about=chapter, kind="report_chapter", by=None, at=at)
        _ask(chapter, at, actor, "report_write")


def _submitted(report: ForceReport, chapter: Chapter | None, at: datetime, actor: UUID | None) -> None:
    if chapter is None:
        return
    finish_tasks_about(about=chapter, kind="report_chapter", by=None, at=at)
    _to_host("report_submitted", report, at, actor)


def _returned(report: ForceReport, chapter: Chapter | None, at: datetime, actor: UUID | None) -> None:
    if chapter is not None and chapter.state == "returned" and chapter.agency:
        _ask(chapter, at, actor, "report_returned")


def _left_out(report: ForceReport, chapter: Chapter | None, at: datetime, actor: UUID | None) -> None:
    if chapter is not None:
        finish_tasks_about(about=chapter, kind="report_chapter", by=None, at=at)


def _merged(report: ForceReport, chapter: Chapter | None, at: datetime, actor: UUID | None) -> None:
    """Whoever may approve in the task force is asked, wherever they sit."""
    if report.state == State.REVIEW:
        for agency in members_on(report.task_force, timezone.localdate(at)):
            notify(code="report_merged", about=report, at=at, agency=agency, role=Role.CHAIR, but_not=actor)


def _sent_back(report: ForceReport, chapter: Chapter | None, at: datetime, actor: UUID | None) -> None:
    _to_host("report_sent_back", report, at, actor)


def _approved(report: ForceReport, chapter: Chapter | None, at: datetime, actor: UUID | None) -> None:
    _to_host("report_approved", report, at, actor)


def _finalised(report: ForceReport, chapter: Chapter | None, at: datetime, actor: UUID | None) -> None:
    for agency in members_on(report.task_force, timezone.localdate(at)):
        notify(code="report_final", about=report, at=at, agency=agency, role=WRITERS, but_not=actor)


def _to_host(code: str, report: ForceReport, at: datetime, actor: UUID | None) -> None:
    host = host_on(report.task_force, timezone.localdate(at)) or report.agency
    notify(code=code, about=report, at=at, agency=host, role=KEEPERS, but_not=actor)


def _passed_on(report: ForceReport, chapter: Chapter | None, at: datetime, actor: UUID | None) -> None:
    """Whoever took over hears of it; the task went along, or comes now."""
    if report.state == State.WRITING and chapter is not None and chapter.state in TO_WRITE and chapter.agency:
        _ask(chapter, at, actor, "report_write")


FOLLOW = {
    "opened": _opened,
    "chapter_assigned": _assigned,
    "chapter_passed_on": _passed_on,
    "chapter_submitted": _submitted,
    "chapter_returned": _returned,
    "chapter_left_out": _left_out,
    "merged": _merged,
    "sent_back": _sent_back,
    "approved": _approved,
    "finalised": _finalised,
}


def on_upward(*, event: Event, at: datetime) -> None:
    """A report arrived above, or was answered there: the other side hears of it."""
    rows = UpwardReport.objects.unscoped(because=BECAUSE).select_related("task_force", "from_force", "report")
    upward = rows.filter(pk=event.about_id).first()
    if upward is None:
        return
    on, actor = timezone.localdate(event.at), UUID(event.facts["by"])
    if event.topic == "upward.arrived":
        host = host_on(upward.task_force, on)
        if host:
            notify(code="report_arrived", about=upward, at=event.at, agency=host, role=KEEPERS, but_not=actor)
    elif upward.from_force is not None and (host := host_on(upward.from_force, on)):
        notify(code="report_answered", about=upward, at=event.at, agency=host, role=KEEPERS, but_not=actor)


def on_document(*, event: Event, at: datetime) -> None:
    """A PDF or DOCX of a final report was made: its bytes are compared with those of before."""
    document = Document.objects.unscoped(because=BECAUSE).filter(pk=event.about_id).first()
    if document is None or document.kind not in KINDS or document.state != DocumentState.READY:
        return
    report = _reports().filter(pk=document.about_id).first()
    if report is not None:
        note_file(
            report=report,
            form=document.form,
            template=document.template_version,
            sha256=document.sha256,
            at=at,
        )


def on_packed(*, event: Event, at: datetime) -> None:
    """A signed file was asked for: it is made in a job of its own."""
    pack.defer(parcel=str(event.about_id))


@app.task(name="reporting.pack")
def pack(parcel: str) -> None:
    """Make one signed file."""
    make_parcel(UUID(parcel), at=now())


def make_parcel(pk: UUID, *, at: datetime) -> ReportParcel | None:
    """Make it once. That it began is counted first, so that one on which the worker dies each time is given up."""
    rows = ReportParcel.objects.unscoped(because=BECAUSE).filter(pk=pk, state=ParcelState.ASKED)
    if not rows.update(tries=F("tries") + 1):
        return None
    return _made(pk, at)


@transaction.atomic
def _made(pk: UUID, at: datetime) -> ReportParcel | None:
    """Lay out, sign, seal and keep it, together or not at all: a worker killed on the way leaves it asked for."""
    rows = ReportParcel.objects.unscoped(because=BECAUSE).select_related("data_key")
    parcel = (
        rows.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, state=ParcelState.ASKED).first()
    )
    if parcel is None:
        return None
    report = _reports().get(pk=parcel.report_id)
    if parcel.tries > MOST_TRIES:
        return _failed(parcel, "broken_off", report, at)
    try:
        ensure_key(at=at)
        content = packed(
            report.content, laid_out_pdf(report.content), private=load(),
            installation=str(Installation.objects.get().pk),
        )  # fmt: skip
    except (NoSigningKey, CannotLayOut) as why:
        return _failed(parcel, "no_signing_key" if isinstance(why, NoSigningKey) else why.code, report, at)
    store.keep(parcel.pk, encrypted([content], parcel.data_key.opened(), parcel.bound_to), PLACE)
    parcel.state, parcel.size, parcel.ready_at = ParcelState.READY, len(content), at
    parcel.sha256 = _sha(content)
    parcel.save(update_fields=["state", "size", "ready_at", "sha256"])
    changes = {"sha256": parcel.sha256, "digest": report.digest}
    record("forcereport.pack_made", about=parcel, within=report, by=None, at=at, changes=changes)
    notify(code="report_packed", about=report, at=at, users=[parcel.asked_by_id])
    return parcel


def _failed(parcel: ReportParcel, code: str, report: ForceReport, at: datetime) -> ReportParcel:
    parcel.state, parcel.problem_code = ParcelState.FAILED, code[:40]
    parcel.save(update_fields=["state", "problem_code"])
    record("forcereport.pack_failed", about=parcel, within=report, by=None, at=at, reason=code)
    return parcel


@app.periodic(cron="* * * * *")
@app.task(name="reporting.take_up", queueing_lock="reporting.take_up", lock="reporting.take_up")
def take_up(timestamp: int) -> None:
    """Each minute: signed files whose job was lost or whose worker died."""
    late = ReportParcel.objects.unscoped(because=BECAUSE).filter(
        state=ParcelState.ASKED, asked_at__lte=now() - timedelta(minutes=1)
    )  # fmt: skip
    for pk in late.values_list("pk", flat=True)[:5]:
        make_parcel(pk, at=now())


@app.periodic(cron="10 0 * * *")  # UTC: in the morning in Jakarta
@app.task(name="reporting.remind", queueing_lock="reporting.remind", lock="reporting.remind")
def remind(timestamp: int) -> None:
    """Each morning: chapters that are due soon or late; agencies that were replaced."""
    hand_on(now())
    look_for_late(now())


def on_seat_left(*, event: Event, at: datetime) -> None:
    """A seat ended or was taken by another agency: on its day its chapters go along. Twice is once."""
    hand_on(at)


def hand_on(at: datetime) -> int:
    """Chapters that were not approved, of agencies that sit there no more, go to their heirs; returns how many."""
    today, passed = timezone.localdate(at), 0
    rows = _chapters().filter(report__state__in=[State.DRAFT, State.WRITING], agency__isnull=False)
    rows = rows.exclude(state=ChapterState.APPROVED)
    for force in TaskForce.objects.filter(pk__in=rows.order_by().values("task_force")):
        gone = rows.filter(task_force=force).exclude(agency__in=members_on(force, today))
        passed += sum(follow_heir(chapter=one, at=at) for one in gone)
    return passed


def look_for_late(at: datetime) -> int:
    """Remind the writers a week before and on each Monday after; returns how many chapters were told of."""
    today, count = timezone.localdate(at), 0
    rows = _chapters().filter(
        report__state=State.WRITING, state__in=TO_WRITE, due_on__isnull=False, agency__isnull=False
    )
    for one in rows[:2000]:
        left = one.due_on - today
        if left == rules.REMIND_BEFORE or (left.days < 0 and today.weekday() == 0):
            notify(code="report_due" if left.days >= 0 else "report_late", about=one.report, at=at, agency=_writer(one),
                   role=WRITERS)  # fmt: skip
            if left.days < 0:
                _to_host("report_late", one.report, at, None)
            count += 1
    return count


def _sha(content: bytes) -> str:
    """SHA-256 of a file, in hex."""
    return hashlib.sha256(content).hexdigest()


def _writer(chapter: Chapter) -> Agency:
    """The agency that writes it today: the office itself, or the one that followed it."""
    return today_successor(chapter.agency)


def _end_of(day) -> datetime:
    next_day = datetime.combine(day + timedelta(days=1), time.min)
    return timezone.make_aware(next_day, timezone.get_default_timezone())


def _reports():
    return ForceReport.objects.unscoped(because=BECAUSE).select_related("task_force", "agency", "data_key")


def _chapters():
    rows = Chapter.objects.unscoped(because=BECAUSE)
    return rows.select_related("report__task_force", "report__agency", "agency", "data_key")
