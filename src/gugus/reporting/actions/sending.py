"""Send a final report to the next higher task force, answer what arrived, take in a signed file."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.base.versions import check_version
from gugus.directory.models import TaskForce
from gugus.kernel.anchors import key_name
from gugus.outbox.actions import announce
from gugus.places.queries import paths
from gugus.reporting import composition
from gugus.reporting.actions.moving import (
    BECAUSE,
    TOO_LATE,
    CannotReport,
    about_nobody,
    locked,
    must_be,
    save,
    told,
)
from gugus.reporting.codes import ENDED, ReturnCode, State, UpState, Way
from gugus.reporting.models import ForceReport, KnownSender, ReportParcel, UpwardReport
from gugus.reporting.parcels import BadParcel, Parcel, unpacked
from gugus.reporting.wording import PARCEL_FAULTS

NO_HIGHER = Reason("no_higher", _("No higher task force uses this installation. Send a signed file instead."))
UNKNOWN_SENDER = Reason(
    "unknown_sender",
    _(
        "The signature is whole, but nobody here vouches for this key. Compare it with the sender, then add it."
    ),
    "file",
)
FROM = {
    UpState.RECEIVED: (UpState.ARRIVED,),
    UpState.ACKNOWLEDGED: (UpState.ARRIVED, UpState.RECEIVED),
    UpState.RETURNED: (UpState.ARRIVED, UpState.RECEIVED),
}
VERBS = {
    UpState.RECEIVED: "upward.received",
    UpState.ACKNOWLEDGED: "upward.acknowledged",
    UpState.RETURNED: "upward.returned",
}


@transaction.atomic
def send_up(*, report: ForceReport, by: User, at: datetime, seen: int | None = None) -> UpwardReport:
    """A copy with its digest for the next higher task force. Twice is once. Raises CannotReport, Stale."""
    fresh = locked(report, seen=seen)
    must_be(fresh, State.FINAL, State.SENT)
    higher = fresh.task_force.parent
    if higher is None:
        raise CannotReport([NO_HIGHER])
    rows = UpwardReport.objects.unscoped(because=BECAUSE)
    if earlier := rows.filter(report=fresh, task_force=higher).first():
        return earlier
    made = UpwardReport(
        task_force=higher, from_force=fresh.task_force, report=fresh, way=Way.INSIDE, report_ref=fresh.ref,
        kind=fresh.kind, edition=fresh.edition, first_on=fresh.first_on, last_on=fresh.last_on, digest=fresh.digest,
        content=fresh.content, sender=fresh.agency.name, sent_by=by, sent_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    _sent(fresh, at)
    told(
        "forcereport.sent_up",
        fresh,
        by=by,
        at=at,
        changes={"to": higher.ref, "digest": fresh.digest, "copy": made.ref},
    )
    announce("upward.arrived", about=made, at=at, by=str(by.pk))
    return made


@transaction.atomic
def answer_upward(
    *,
    upward: UpwardReport,
    state: str,
    by: User,
    at: datetime,
    code: str = "",
    words: str = "",
    seen: int | None = None,
) -> UpwardReport:
    """The higher task force confirms, acknowledges or sends back with a reason. Raises CannotReport, Stale."""
    rows = UpwardReport.objects.unscoped(because=BECAUSE).select_related("task_force", "data_key")
    fresh, state = rows.select_for_update(of=("self",)).get(pk=upward.pk), UpState(state)
    check_version(fresh, seen)
    reasons = [] if fresh.state in FROM[state] else [TOO_LATE]
    if state == UpState.RETURNED and not (code and words.strip()):
        reasons.append(Reason("no_words", _("Say what is to be changed."), "words"))
    reasons += about_nobody(words=words)
    if composition.digest_of(fresh.content or "") != fresh.digest:
        reasons.append(Reason("altered", _("The copy is not what was sent: its digest differs.")))
    if reasons:
        raise CannotReport(reasons)
    fresh.state, fresh.answered_by, fresh.answered_at = state, by, at
    fresh.return_code = ReturnCode(code).value if state == UpState.RETURNED else ""
    fresh.words = words.strip()[:2000] or None
    fresh.version += 1
    fresh.save(update_fields=["state", "answered_by", "answered_at", "return_code", "words", "version"])
    record(VERBS[state], about=fresh, by=by, at=at, reason=fresh.return_code, words=words)
    announce("upward.answered", about=fresh, at=at, by=str(by.pk), state=state.value)
    return fresh


@transaction.atomic
def ask_parcel(*, report: ForceReport, by: User, at: datetime) -> ReportParcel:
    """Have the signed file of a final report made by the worker. Twice is once; one that failed is tried again."""
    fresh = locked(report)
    must_be(fresh, State.FINAL, State.SENT)
    rows = ReportParcel.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    parcel = rows.filter(report=fresh).first()
    if parcel is not None and parcel.state != "failed":
        return parcel
    if parcel is None:
        parcel = ReportParcel(report=fresh, task_force=fresh.task_force, asked_by=by, asked_at=at)
        parcel.save(force_insert=True)
    else:
        parcel.state, parcel.tries, parcel.problem_code, parcel.asked_by, parcel.asked_at = (
            "asked",
            0,
            "",
            by,
            at,
        )
        parcel.save(update_fields=["state", "tries", "problem_code", "asked_by", "asked_at"])
    record("forcereport.packed", about=parcel, within=fresh, by=by, at=at)
    announce("forcereport.packed", about=parcel, at=at)
    return parcel


def examined(content: bytes, *, force: TaskForce) -> tuple[Parcel, KnownSender, list[Reason]]:
    """The dry run: what the file is and from whom, and what stands against taking it in. Raises CannotReport."""
    try:
        parcel = unpacked(content)
    except BadParcel as fault:
        raise CannotReport([Reason(fault.code, PARCEL_FAULTS[fault.code], "file")]) from None
    sender = KnownSender.objects.unscoped(because=BECAUSE).filter(
        task_force=force, key_name=parcel.key_name, public=parcel.public, ended_at=None
    ).first()  # fmt: skip
    if sender is None:
        raise CannotReport([UNKNOWN_SENDER])
    reasons = []
    if sender.area_codes and parcel.content["force"].get("area") not in sender.area_codes:
        words = _("This sender does not report for that area.")
        reasons.append(Reason("other_area", words, "file"))
    if _there(force, parcel) is not None:
        reasons.append(
            Reason("there_already", _("This report arrived before; nothing is taken in twice."), "file")
        )
    return parcel, sender, reasons


@transaction.atomic
def take_in(*, content: bytes, force: TaskForce, by: User, at: datetime) -> UpwardReport:
    """Take a signed report in. The same file twice is once. Raises CannotReport."""
    parcel, sender, reasons = examined(content, force=force)
    if earlier := _there(force, parcel):
        return earlier
    if reasons:
        raise CannotReport(reasons)
    made = UpwardReport(
        task_force=force, way=Way.FILE, report_ref=parcel.ref, kind=parcel.kind, edition=parcel.edition,
        first_on=parcel.first_on, last_on=parcel.last_on, digest=parcel.digest, content=parcel.text,
        sender=f"{sender.name}: {parcel.office}", key_name=parcel.key_name, parcel_sha256=parcel.sha256, sent_by=by,
        sent_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # somebody took it in at this moment
        return _there(force, parcel)
    changes = {"digest": parcel.digest, "key": parcel.key_name, "ref": parcel.ref}
    record("upward.imported", about=made, by=by, at=at, changes=changes)
    announce("upward.arrived", about=made, at=at, by=str(by.pk))
    return made


@transaction.atomic
def add_sender(
    *, force: TaskForce, name: str, public: str, by: User, at: datetime, area_codes: Sequence[str] = ()
) -> KnownSender:
    """Somebody compared the key with the sender and vouches for it. The same again (a double click) is once.

    `area_codes`: what the sender reports for, none means any. Raises CannotReport.
    """
    public = "".join(public.split())
    try:
        named = key_name(public)
        fits = len(public) == 44
    except ValueError:
        named, fits = "", False
    reasons = (
        []
        if fits
        else [Reason("no_key", _("This is no public key: 44 characters, the last one “=”."), "public")]
    )
    if not name.strip():
        reasons.append(Reason("no_name", _("Say whose key this is."), "name"))
    if len(paths(area_codes)) != len(set(area_codes)):
        reasons.append(Reason("no_area", _("The list of areas does not know this code."), "area_codes"))
    rows = KnownSender.objects.unscoped(because=BECAUSE).filter(task_force=force, ended_at=None)
    if fits and (earlier := rows.filter(key_name=named).first()):
        if (earlier.name, sorted(earlier.area_codes)) == (name.strip()[:160], sorted(set(area_codes))):
            return earlier
        known = _("This key is known already: %(name)s. Take no more from it before you add it anew.")
        reasons.append(Reason("known_key", known % {"name": earlier.name}, "public"))
    if reasons:
        raise CannotReport(reasons)
    made = KnownSender(
        task_force=force, name=name.strip()[:160], public=public, key_name=named, area_codes=sorted(set(area_codes)),
        added_by=by,
        added_at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    record("sender.added", about=made, by=by, at=at, changes={"key": named})
    return made


@transaction.atomic
def end_sender(*, sender: KnownSender, by: User, at: datetime) -> KnownSender:
    """Reports signed by this key are not taken any more; what arrived stays."""
    fresh = KnownSender.objects.unscoped(because=BECAUSE).select_for_update().get(pk=sender.pk)
    if fresh.ended_at is None:
        fresh.ended_at = at
        fresh.save(update_fields=["ended_at"])
        record("sender.ended", about=fresh, by=by, at=at, changes={"key": fresh.key_name})
    return fresh


def _sent(report: ForceReport, at: datetime) -> None:
    if report.state in ENDED and report.state != State.SENT:
        report.state, report.sent_at = State.SENT, at
        save(report, "state", "sent_at")


def _there(force: TaskForce, parcel: Parcel) -> UpwardReport | None:
    rows = UpwardReport.objects.unscoped(because=BECAUSE).filter(task_force=force)
    return rows.filter(digest=parcel.digest).first()
