"""A request from its arrival to its answer: who asks, what is decided on each right and each file."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.kernel.ids import new_id
from gugus.people.models import Person
from gugus.privacy import letters, queries, rules
from gugus.privacy.actions.letters import write_answer
from gugus.privacy.codes import (
    Check,
    Exemption,
    LetterKind,
    RequestKind,
    RequestState,
    Verdict,
)
from gugus.privacy.models import Letter, RequestFile, RequestItem, SubjectRequest
from gugus.tasks.actions import finish_tasks_about, start_task
from gugus.tasks.clocks import NoClock, clock_on, runs_out

TASK = "subject_request"
CLOCKS = {kind: f"subject_{kind}" for kind in RequestKind} | {RequestKind.WITHDRAWAL: "consent_withdrawal"}
LABELS = {"proof": _("a proof of who it is")} | {check.value: check.label for check in Check}


class CannotAnswer(Cannot):
    """The request cannot be kept, checked or answered like this; all reasons at once."""


@transaction.atomic
def open_request(
    *, kinds: Iterable[str], facts: Mapping, by: User, at: datetime, key: UUID | None = None
) -> SubjectRequest:
    """Somebody asks. The clock of each right runs from `received_at`; the earliest is the request's."""
    if key and (earlier := _mine(by, key)):
        return earlier
    wanted = [kind for kind in RequestKind if kind in set(kinds)]
    received = facts["received_at"]
    reasons = []
    if not wanted:
        reasons.append(Reason("nothing_asked", _("Choose what is asked for."), "kinds"))
    if received > at + rules.LONGEST_FUTURE:
        reasons.append(Reason("in_the_future", _("This lies in the future."), "received_at"))
    if reasons:
        raise CannotAnswer(reasons)
    dues = {kind: _due(by, kind, received) for kind in wanted}
    request = SubjectRequest(
        id=new_id(), agency_id=by.agency_id, opened_at=at, opened_by=by, key=key, due_at=min(dues.values()),
        **{name: facts[name] for name in ("received_at", "channel", "asker", "capacity")},
    )  # fmt: skip
    for name in ("asker_name", "asker_contact", "wish"):
        setattr(request, name, (facts.get(name) or "").strip() or None)
    request.save(force_insert=True)
    for kind in wanted:
        RequestItem(request=request, kind=kind, due_at=dues[kind], data_key=request.data_key).save(
            force_insert=True
        )
    start_task(
        kind=TASK, about=request, agency=by.agency, assignee=by, clock=CLOCKS[min(wanted, key=dues.get)],
        due_at=request.due_at, by=by, at=received,
    )  # fmt: skip
    changes = {"kinds": [kind.value for kind in wanted], "due_at": request.due_at}
    record("privacy.request_opened", about=request, by=by, at=at, changes=changes)
    return request


@transaction.atomic
def verify(
    *, request: SubjectRequest, person: Person | None, checks: Iterable[str], note: str, by: User, at: datetime,
    seen: int | None = None,
) -> SubjectRequest:  # fmt: skip
    """It is certain who asks, and that asking is no danger. Only now a person stands on the request."""
    request = _locked(request, seen)
    _must_be(request, RequestState.RECEIVED)
    ticked = [check.value for check in Check if check in set(checks)]
    reasons = [
        Reason("check_missing", _("Still missing: %(what)s") % {"what": LABELS[one]}, "checks")
        for one in rules.hurdles_to_certainty(ticked, request.asker)
    ]
    if person is None:
        reasons.append(Reason("unknown", _("No person of your agency has this code."), "ref"))
    if reasons:
        raise CannotAnswer(reasons)
    request.person, request.checks, request.check_note = person, ticked, note.strip() or None
    request.state, request.verified_at, request.verified_by = RequestState.VERIFIED, at, by
    _save(request, "person", "checks", "check_note", "state", "verified_at", "verified_by")
    record("privacy.request_verified", about=request, by=by, at=at, changes={"checks": ticked})
    return request


@transaction.atomic
def refuse_unproven(
    *, request: SubjectRequest, checks: Iterable[str], note: str, delivery: str, by: User, at: datetime,
    seen: int | None = None,
) -> Letter:  # fmt: skip
    """Not certain who asks, or asking is a danger. The letter is the same whether or not we know anybody."""
    request = _locked(request, seen)
    _must_be(request, RequestState.RECEIVED)
    request.checks, request.check_note = list(checks), note.strip() or None
    request.state, request.answered_at = RequestState.REFUSED, at
    _save(request, "checks", "check_note", "state", "answered_at")
    content = letters.of_refusal(list(request.items.values_list("kind", flat=True)))
    letter = write_answer(
        request=request, kind=LetterKind.REFUSAL, content=content, delivery=delivery, by=by, at=at
    )
    finish_tasks_about(about=request, kind=TASK, by=by, at=at)
    record("privacy.request_refused", about=request, by=by, at=at)
    return letter


@transaction.atomic
def decide_item(
    *, request: SubjectRequest, kind: str, verdict: str, exemptions: Iterable[str], reason: str, by: User,
    at: datetime, seen: int | None = None,
) -> RequestItem:  # fmt: skip
    """One right: granted, granted in part, refused. A limit names its exemption and says why."""
    request = _locked(request, seen)
    _must_be(request, RequestState.VERIFIED)
    item = request.items.select_related("data_key").get(kind=kind)
    named = [one.value for one in Exemption if one in set(exemptions)]
    reasons = []
    if verdict not in Verdict.values:
        reasons.append(Reason("choice_needed", _("Choose a decision."), "verdict"))
    if verdict in {Verdict.PARTLY, Verdict.REFUSED}:
        if not named:
            reasons.append(Reason("exemption_needed", _("Name the exemption of the law."), "exemptions"))
        if not reason.strip():
            reasons.append(Reason("words_needed", _("Give the reason."), "reason"))
    if item.done_at:
        reasons.append(Reason("done", _("This was already carried out.")))
    if reasons:
        raise CannotAnswer(reasons)
    item.verdict, item.exemptions = verdict, [] if verdict == Verdict.GRANTED else named
    item.reason, item.decided_at, item.decided_by = reason.strip() or None, at, by
    item.save(update_fields=["verdict", "exemptions", "reason", "decided_at", "decided_by"])
    _save(request)
    changes = {"kind": kind, "verdict": verdict, "exemptions": item.exemptions}
    record("privacy.item_decided", about=request, by=by, at=at, changes=changes)
    return item


@transaction.atomic
def decide_file(
    *, request: SubjectRequest, file_kind: str, file_id: UUID, included: bool, exemption: str, reason: str,
    by: User, at: datetime,
) -> RequestFile:  # fmt: skip
    """Is this file part of the copy? One from beyond the wall never is: that needs a request of its own."""
    request = _locked(request, None)
    _must_be(request, RequestState.VERIFIED)
    found = [one for one in queries.files_of(request.person_id) if one[:2] == (file_kind, file_id)]
    if not found:
        raise CannotAnswer([Reason("no_file", _("The person does not appear in this file."))])
    roles = {role for *_rest, role in found}
    reasons = []
    if included and not all(rules.same_side(request.capacity, role) for role in roles):
        words = _(
            "This file lies beyond the wall between survivor and accused. It needs a request of its own."
        )
        reasons.append(Reason("beyond_the_wall", words, "included"))
    if not included and exemption not in Exemption.values:
        reasons.append(Reason("exemption_needed", _("Name the exemption of the law."), "exemption"))
    if reasons:
        raise CannotAnswer(reasons)
    row = request.files.select_related("data_key").filter(file_kind=file_kind, file_id=file_id).first()
    row = row or RequestFile(request=request, file_kind=file_kind, file_id=file_id, data_key=request.data_key)
    row.file_ref, row.role, row.included = found[0][2], found[0][3], included
    row.exemption = "" if included else exemption
    row.reason, row.decided_at, row.decided_by = reason.strip() or None, at, by
    row.save()
    changes = {"file": row.file_ref, "included": included, "exemption": row.exemption}
    record("privacy.file_decided", about=request, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def mark_done(*, request: SubjectRequest, kind: str, done_ref: str, by: User, at: datetime) -> RequestItem:
    """What was granted was carried out: corrected, erased, handed over."""
    request = _locked(request, None)
    item = request.items.get(kind=kind)
    if item.verdict not in {Verdict.GRANTED, Verdict.PARTLY}:
        raise CannotAnswer([Reason("not_granted", _("This was not granted."))])
    item.done_at, item.done_ref = at, done_ref or item.done_ref
    item.save(update_fields=["done_at", "done_ref"])
    record("privacy.item_done", about=request, by=by, at=at, changes={"kind": kind})
    return item


@transaction.atomic
def answer_request(
    *, request: SubjectRequest, answer: str, delivery: str, by: User, at: datetime, seen: int | None = None
) -> Letter:
    """Every right is decided: the letter is made, the clock ends."""
    request = _locked(request, seen)
    _must_be(request, RequestState.VERIFIED)
    reasons = [
        Reason("undecided", _("Not yet decided: %(what)s") % {"what": item.get_kind_display()})
        for item in request.items.filter(verdict="")
    ]
    if _gives_copy(request) and queries.undecided_files(request):
        reasons.append(Reason("files_undecided", _("Decide on every file first.")))
    if found := rules.revealing_words(answer):
        words = _("A letter must not say: %(words)s") % {"words": ", ".join(found)}
        reasons.append(Reason("revealing", words, "answer"))
    reach = queries.reach_of(request.person, timezone.localdate(at)).reach
    if delivery not in rules.deliveries(reach):
        words = _("Contact is not safe that way: hand the letter over in person.")
        reasons.append(Reason("unsafe", words, "delivery"))
    if reasons:
        raise CannotAnswer(reasons)
    request.answer, request.state, request.answered_at = answer.strip() or None, RequestState.ANSWERED, at
    _save(request, "answer", "state", "answered_at")
    letter = write_answer(
        request=request,
        kind=LetterKind.ANSWER,
        content=letters.of_answer(request),
        delivery=delivery,
        by=by,
        at=at,
    )
    finish_tasks_about(about=request, kind=TASK, by=by, at=at)
    late = rules.is_late(request.due_at, at)
    record("privacy.request_answered", about=request, by=by, at=at, changes={"late": late})
    return letter


@transaction.atomic
def close_request(
    *, request: SubjectRequest, by: User, at: datetime, seen: int | None = None
) -> SubjectRequest:
    """The letter arrived or was sent, what was granted was done."""
    request = _locked(request, seen)
    reasons = []
    if request.state not in {RequestState.ANSWERED, RequestState.REFUSED}:
        reasons.append(Reason("not_answered", _("Answer the request first.")))
    if request.letters.filter(sent_at=None).exists():
        reasons.append(Reason("letter_unsent", _("The letter was not sent yet.")))
    for item in request.items.filter(verdict__in=[Verdict.GRANTED, Verdict.PARTLY], done_at=None):
        words = _("Not yet carried out: %(what)s") % {"what": item.get_kind_display()}
        reasons.append(Reason("not_done", words))
    if reasons:
        raise CannotAnswer(reasons)
    request.state, request.closed_at = RequestState.CLOSED, at
    _save(request, "state", "closed_at")
    record("privacy.request_closed", about=request, by=by, at=at)
    return request


def _gives_copy(request: SubjectRequest) -> bool:
    granted = [Verdict.GRANTED, Verdict.PARTLY]
    return request.items.filter(kind=RequestKind.COPY, verdict__in=granted).exists()


def _due(by: User, kind: str, received: datetime) -> datetime:
    area = by.agency.area_code
    try:
        clock = clock_on(CLOCKS[RequestKind(kind)], timezone.localdate(received), area_code=area)
    except NoClock as missing:
        sentence = _("No deadline was in force on this day.")
        raise CannotAnswer([Reason("no_clock", sentence, "received_at")]) from missing
    return runs_out(clock, received, area_code=area)


def _mine(by: User, key: UUID) -> SubjectRequest | None:
    rows = SubjectRequest.objects.unscoped(because="the same form was sent twice")
    return rows.filter(key=key, agency_id=by.agency_id).first()


def _locked(request: SubjectRequest, seen: int | None) -> SubjectRequest:
    rows = SubjectRequest.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "person").get(pk=request.pk)
    check_version(fresh, seen)
    return fresh


def _must_be(request: SubjectRequest, state: str) -> None:
    if request.state != state:
        raise CannotAnswer([Reason("other_state", _("The request stands elsewhere by now."))])


def _save(request: SubjectRequest, *fields: str) -> None:
    request.version += 1
    request.save(update_fields=[*fields, "version"])
