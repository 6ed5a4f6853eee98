"""Make a letter from the record, freeze it with its number, write down that it left and arrived."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.privacy import letters, rules
from gugus.privacy.actions.breaches import TASK
from gugus.privacy.codes import Choice, Delivery, LetterKind, SafeToReach
from gugus.privacy.models import Affected, Breach, Letter, SubjectRequest
from gugus.tasks.actions import finish_tasks_about


class CannotWriteLetter(Cannot):
    """The letter cannot be made or sent like this; all reasons at once."""


@transaction.atomic
def write_to_authority(*, breach: Breach, by: User, at: datetime) -> Letter:
    """The notice to the authority: once for a breach, however often it is asked for."""
    breach = _locked(breach)
    if earlier := breach.letters.filter(kind=LetterKind.BREACH_AUTHORITY).first():
        return earlier
    _may_write(breach, breach.tell_authority)
    content = letters.of_breach(breach)
    return _made(
        kind=LetterKind.BREACH_AUTHORITY,
        delivery=Delivery.OFFICIAL,
        content=content,
        breach=breach,
        by=by,
        at=at,
    )


@transaction.atomic
def write_to_person(*, row: Affected, delivery: str, by: User, at: datetime) -> Letter:
    """The notice to one person, or to the guardian of a child. Where contact is unsafe, by hand only."""
    breach = _locked(row.breach)
    if earlier := row.letters.first():
        return earlier
    _may_write(breach, row.tell)
    if delivery not in rules.deliveries(row.reach):
        words = _("Contact is not safe that way: hand the letter over in person.")
        raise CannotWriteLetter([Reason("unsafe", words, "delivery")])
    kind = LetterKind.BREACH_GUARDIAN if row.guardian else LetterKind.BREACH_SUBJECT
    content = letters.of_breach(breach) | {"by_hand": row.reach in {SafeToReach.UNKNOWN, SafeToReach.UNSAFE}}
    return _made(kind=kind, delivery=delivery, content=content, breach=breach, affected=row, by=by, at=at)


def write_answer(
    *, request: SubjectRequest, kind: str, content: Mapping, delivery: str, by: User, at: datetime
) -> Letter:
    """The answer to a request; called by the action that answers it, in the same transaction."""
    return _made(kind=kind, delivery=delivery, content=content, request=request, by=by, at=at)


@transaction.atomic
def send_letter(
    *, letter: Letter, delivery: str, by: User, at: datetime, late_reason: str = "", seen: int | None = None
) -> Letter:
    """It left the house. After the deadline a reason is needed. The last letter owed ends the clock."""
    letter = _fresh(letter, seen)
    reasons = []
    if letter.sent_at:
        reasons.append(Reason("sent_already", _("This letter was already sent.")))
    if letter.affected and delivery not in rules.deliveries(letter.affected.reach):
        words = _("Contact is not safe that way: hand the letter over in person.")
        reasons.append(Reason("unsafe", words, "delivery"))
    late = bool(letter.breach_id) and rules.is_late(letter.breach.due_at, at)
    if late and not late_reason.strip():
        reasons.append(Reason("late_reason_needed", _("The deadline has passed: say why."), "late_reason"))
    if reasons:
        raise CannotWriteLetter(reasons)
    letter.sent_at, letter.sent_by, letter.delivery = at, by, delivery
    letter.late_reason = late_reason.strip() or None
    _save(letter, "sent_at", "sent_by", "delivery", "late_reason")
    record(
        "privacy.letter_sent", about=letter, within=_owner(letter), by=by, at=at,
        changes={"number": letter.written_number, "late": late},
    )  # fmt: skip
    if letter.breach_id and not owed(letter.breach):
        rows = Breach.objects.unscoped(because="its letter came through the gate")
        rows.filter(pk=letter.breach_id).update(settled_at=at, version=F("version") + 1)
        finish_tasks_about(about=letter.breach, kind=TASK, by=by, at=at)
    return letter


@transaction.atomic
def letter_received(
    *, letter: Letter, received_on: date, received_by: str, by: User, at: datetime, seen: int | None = None
) -> Letter:
    """Somebody signed for it."""
    letter = _fresh(letter, seen)
    reasons = []
    if letter.sent_at is None:
        reasons.append(Reason("not_sent", _("This letter was not sent yet.")))
    elif received_on < timezone.localdate(letter.sent_at):
        reasons.append(Reason("before_sent", _("This lies before it was sent."), "received_on"))
    if received_on > timezone.localdate(at):
        reasons.append(Reason("in_the_future", _("This lies in the future."), "received_on"))
    if reasons:
        raise CannotWriteLetter(reasons)
    letter.received_on, letter.received_by = received_on, received_by.strip() or None
    _save(letter, "received_on", "received_by")
    changes = {"received_on": received_on, "received_by": letter.received_by}
    record("privacy.letter_received", about=letter, within=_owner(letter), by=by, at=at, changes=changes)
    return letter


def owed(breach: Breach) -> bool:
    """Is any notice that was decided on still not sent?"""
    authority = breach.letters.filter(kind=LetterKind.BREACH_AUTHORITY, sent_at__isnull=False).exists()
    if breach.tell_authority != Choice.NO and not authority:
        return True
    if breach.tell_persons == Choice.NO:
        return False
    wanted = breach.affected.exclude(tell=Choice.NO)
    return not breach.affected.exists() or wanted.exclude(letters__sent_at__isnull=False).exists()


def _may_write(breach: Breach, choice: str) -> None:
    reasons = []
    if choice != Choice.YES:
        reasons.append(Reason("not_decided", _("Decide first that this notice is sent.")))
    for name, words in letters.PARTS.items():
        if not letters.said(breach, name):
            missing = _("The letter needs: %(part)s") % {"part": words}
            reasons.append(Reason("part_missing", missing, name))
    if reasons:
        raise CannotWriteLetter(reasons)


def _made(*, kind: str, delivery: str, content: Mapping, by: User, at: datetime, **about) -> Letter:
    year = timezone.localdate(at).year
    with connection.cursor() as cursor:  # numbers without gaps: one writer of an agency at a time
        cursor.execute(
            "select pg_advisory_xact_lock(hashtext(%s))", [f"privacy_letter:{by.agency_id}:{year}"]
        )
    rows = Letter.objects.unscoped(because="the agency's own numbers").filter(
        agency_id=by.agency_id, year=year
    )
    number = (rows.aggregate(top=Max("number"))["top"] or 0) + 1
    letter = Letter(
        agency_id=by.agency_id, kind=kind, year=year, number=number, delivery=delivery, made_at=at, made_by=by,
        content=dict(content), **about,
    )  # fmt: skip
    letter.save(force_insert=True)
    record(
        "privacy.letter_made", about=letter, within=_owner(letter), by=by, at=at,
        changes={"number": letter.written_number, "kind": kind},
    )  # fmt: skip
    return letter


def _owner(letter: Letter) -> Breach | SubjectRequest:
    return letter.breach or letter.request


def _locked(breach: Breach) -> Breach:
    rows = Breach.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    return rows.select_related("data_key").get(pk=breach.pk)


def _fresh(letter: Letter, seen: int | None) -> Letter:
    rows = Letter.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "breach__data_key", "request__data_key", "affected").get(
        pk=letter.pk
    )
    check_version(fresh, seen)
    return fresh


def _save(letter: Letter, *fields: str) -> None:
    letter.version += 1
    letter.save(update_fields=[*fields, "version"])
