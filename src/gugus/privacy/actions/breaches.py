"""Open a breach, write down what is known, correct the start of its clock with a reason, decide, close."""

from collections.abc import Mapping
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
from gugus.privacy import queries, rules
from gugus.privacy.codes import Choice, KnownReason, LetterKind, NoteKind
from gugus.privacy.models import Affected, Breach, BreachNote
from gugus.tasks.actions import finish_tasks_about, start_task
from gugus.tasks.clocks import NoClock, clock_on, runs_out

CLOCK = TASK = "breach_notice"
FACTS = (
    *("kind", "happened_at", "data", "persons_count", "count_is_known", "risk", "what_happened"),
    *("consequences", "measures", "risk_reason", "told_how", "told_handling", "told_recovery"),
)
TOLD = ("told_how", "told_handling", "told_recovery")
MOMENTS = {
    "in_the_future": Reason("in_the_future", _("This lies in the future."), "known_at"),
    "known_before_found": Reason(
        "known_before_found", _("It cannot be known before it was found."), "known_at"
    ),
}
OPEN_ENDS = {
    "not_decided": Reason("not_decided", _("Nobody decided yet whether to notify.")),
    "persons_undecided": Reason("persons_undecided", _("Decide for every affected person first.")),
    "letters_unsent": Reason("letters_unsent", _("Letters to persons are not all sent.")),
    "authority_not_told": Reason("authority_not_told", _("The letter to the authority was not sent.")),
}


class CannotKeepBreach(Cannot):
    """The breach cannot be opened, changed or closed like this; all reasons at once."""


@transaction.atomic
def open_breach(*, facts: Mapping, by: User, at: datetime, key: UUID | None = None) -> Breach:
    """Something went wrong. The clock of 3×24 hours runs from `known_at`, nights and weekends included."""
    if key and (earlier := _mine(by, key)):
        return earlier
    hurdles = rules.hurdles_to_knowing(facts["found_at"], facts["known_at"], at)
    reasons = [MOMENTS[one] for one in hurdles] + _revealing(facts)
    if reasons:
        raise CannotKeepBreach(reasons)
    breach = Breach(id=new_id(), agency_id=by.agency_id, opened_at=at, opened_by=by, key=key)
    for name in ("source", "source_ref", "found_at", "known_at", *FACTS):
        if name in facts:
            setattr(breach, name, facts[name])
    breach.due_at = _due(by, facts["known_at"])
    breach.save(force_insert=True)
    _note(breach, NoteKind.OPENED, by=by, at=at, facts={"known_at": facts["known_at"].isoformat()})
    start_task(
        kind=TASK, about=breach, agency=by.agency, assignee=by, clock=CLOCK, due_at=breach.due_at, risk="high",
        by=by, at=facts["known_at"],
    )  # fmt: skip
    changes = {"source": breach.source, "known_at": breach.known_at, "due_at": breach.due_at}
    record("privacy.breach_opened", about=breach, by=by, at=at, changes=changes)
    return breach


@transaction.atomic
def write_facts(*, breach: Breach, facts: Mapping, by: User, at: datetime, seen: int | None = None) -> Breach:
    """What is known by now. The journal keeps which fields were written, the trail too."""
    breach = _locked(breach, seen)
    _must_be_open(breach)
    wanted = {name: facts[name] for name in FACTS if name in facts}
    if reasons := _revealing(wanted):
        raise CannotKeepBreach(reasons)
    changed = [name for name, value in wanted.items() if (getattr(breach, name) or None) != (value or None)]
    for name in changed:
        setattr(breach, name, wanted[name])
    _save(breach, *changed)
    _note(breach, NoteKind.FACTS, by=by, at=at, facts={"fields": changed})
    changes = {name: wanted[name] for name in changed}
    record("privacy.breach_facts", about=breach, by=by, at=at, changes=changes)
    return breach


@transaction.atomic
def correct_known(
    *,
    breach: Breach,
    known_at: datetime,
    code: str,
    text: str,
    by: User,
    at: datetime,
    seen: int | None = None,
) -> Breach:
    """The clock began at another moment. Needs a coded reason and words; the old moment stays in the journal."""
    breach = _locked(breach, seen)
    _must_be_open(breach)
    reasons = [MOMENTS[one] for one in rules.hurdles_to_knowing(breach.found_at, known_at, at)]
    if code not in KnownReason.values:
        reasons.append(Reason("reason_needed", _("Choose a reason."), "code"))
    if not text.strip():
        reasons.append(Reason("words_needed", _("Say what shows it."), "text"))
    if known_at == breach.known_at:
        reasons.append(Reason("same_moment", _("This is the moment that stands there."), "known_at"))
    if reasons:
        raise CannotKeepBreach(reasons)
    facts = {"from": breach.known_at.isoformat(), "to": known_at.isoformat()}
    # The journal first: the database moves the clock only when this line stands.
    _note(breach, NoteKind.KNOWN, by=by, at=at, code=code, text=text, facts=facts)
    breach.known_at, breach.due_at = known_at, _due(by, known_at)
    _save(breach, "known_at", "due_at")
    if breach.decided_at is None:
        finish_tasks_about(about=breach, kind=TASK, by=by, at=at)
        start_task(
            kind=TASK, about=breach, agency=by.agency, assignee=by, clock=CLOCK, due_at=breach.due_at,
            risk="high", by=by, at=known_at,
        )  # fmt: skip
    changes = {"known_at": known_at, "due_at": breach.due_at}
    record("privacy.breach_known_corrected", about=breach, by=by, at=at, reason=code, changes=changes)
    return breach


@transaction.atomic
def decide_notices(
    *, breach: Breach, tell_persons: str, tell_authority: str, reason: str, by: User, at: datetime,
    late_reason: str = "", seen: int | None = None,
) -> Breach:  # fmt: skip
    """Whom to notify, and why (not). After the deadline a reason for being late is needed."""
    breach = _locked(breach, seen)
    _must_be_open(breach)
    reasons = []
    if not breach.risk:
        reasons.append(Reason("risk_needed", _("Judge the risk first.")))
    for name, value in (("tell_persons", tell_persons), ("tell_authority", tell_authority)):
        if value not in Choice.values:
            reasons.append(Reason("choice_needed", _("Choose yes or no."), name))
    if not reason.strip():
        reasons.append(Reason("words_needed", _("Give the reason."), "reason"))
    late = rules.is_late(breach.due_at, at)
    if late and not late_reason.strip():
        reasons.append(Reason("late_reason_needed", _("The deadline has passed: say why."), "late_reason"))
    if reasons:
        raise CannotKeepBreach(reasons)
    breach.tell_persons, breach.tell_authority, breach.decision_reason = tell_persons, tell_authority, reason
    breach.decided_at = at
    breach.settled_at = None if Choice.YES in {tell_persons, tell_authority} else at
    _save(breach, "tell_persons", "tell_authority", "decision_reason", "decided_at", "settled_at")
    told = {"tell_persons": tell_persons, "tell_authority": tell_authority}
    _note(breach, NoteKind.DECIDED, by=by, at=at, text=reason, facts=told)
    if late:
        _note(breach, NoteKind.LATE, by=by, at=at, text=late_reason)
    if Choice.YES not in told.values():
        finish_tasks_about(about=breach, kind=TASK, by=by, at=at)
    record("privacy.breach_decided", about=breach, by=by, at=at, changes=told | {"late": late})
    return breach


@transaction.atomic
def add_affected(*, breach: Breach, person: Person, reach: str, is_child: bool, by: User, at: datetime):
    """One more person whose data were touched. Twice is once."""
    breach = _locked(breach, None)
    _must_be_open(breach)
    if earlier := breach.affected.filter(person=person).first():
        return earlier
    # A data key of its own: forgetting this person must not make the breach unreadable.
    row = Affected(breach=breach, person=person, reach=reach, guardian=is_child, added_at=at, added_by=by)
    row.save(force_insert=True)
    record("privacy.affected_added", about=person, within=breach, by=by, at=at, changes={"reach": reach})
    return row


@transaction.atomic
def decide_affected(
    *, row: Affected, tell: str, guardian: bool, reason: str, by: User, at: datetime, seen: int | None = None
) -> Affected:
    """Notify this person or not; "not" needs a reason. A letter that was made is not taken back."""
    rows = Affected.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    row = rows.select_related("breach__data_key", "data_key", "person").get(pk=row.pk)
    check_version(row, seen)
    _must_be_open(row.breach)
    reasons = []
    if tell not in Choice.values:
        reasons.append(Reason("choice_needed", _("Choose yes or no."), "tell"))
    if tell == Choice.NO and not reason.strip():
        reasons.append(Reason("words_needed", _("Give the reason."), "reason"))
    if row.letters.exists():
        reasons.append(Reason("letter_made", _("A letter to this person was already made.")))
    if reasons:
        raise CannotKeepBreach(reasons)
    row.tell, row.guardian, row.reason, row.decided_at = tell, guardian, reason or None, at
    row.version += 1
    row.save(update_fields=["tell", "guardian", "reason", "decided_at", "version"])
    record(
        "privacy.affected_decided", about=row.person, within=row.breach, by=by, at=at, changes={"tell": tell}
    )
    return row


@transaction.atomic
def add_remark(*, breach: Breach, text: str, by: User, at: datetime) -> None:
    """A line in the journal, also after the breach was closed."""
    if not text.strip():
        raise CannotKeepBreach([Reason("words_needed", _("Write something."), "text")])
    breach = _locked(breach, None)
    _note(breach, NoteKind.REMARK, by=by, at=at, text=text)
    record("privacy.breach_remark", about=breach, by=by, at=at)


@transaction.atomic
def close_breach(*, breach: Breach, lessons: str, by: User, at: datetime, seen: int | None = None) -> Breach:
    """Everything was decided and sent; what was learned stays."""
    breach = _locked(breach, seen)
    _must_be_open(breach)
    hurdles = rules.hurdles_to_closing(
        decided=breach.decided_at is not None, tell_persons=breach.tell_persons,
        tell_authority=breach.tell_authority, undecided=breach.affected.filter(tell="").count(),
        unsent=queries.unsent_persons(breach),
        authority_sent=breach.letters.filter(kind=LetterKind.BREACH_AUTHORITY, sent_at__isnull=False).exists(),
    )  # fmt: skip
    reasons = [OPEN_ENDS[one] for one in hurdles]
    if not lessons.strip():
        reasons.append(Reason("words_needed", _("Say what was learned."), "lessons"))
    if reasons:
        raise CannotKeepBreach(reasons)
    breach.lessons, breach.closed_at = lessons, at
    _save(breach, "lessons", "closed_at")
    _note(breach, NoteKind.CLOSED, by=by, at=at)
    finish_tasks_about(about=breach, kind=TASK, by=by, at=at)
    record("privacy.breach_closed", about=breach, by=by, at=at)
    return breach


def _revealing(facts: Mapping) -> list[Reason]:
    """Letters are read by strangers too: no word in them may tell what kind of service wrote."""
    reasons = []
    for name in TOLD:
        if found := rules.revealing_words(facts.get(name) or ""):
            words = _("A letter must not say: %(words)s") % {"words": ", ".join(found)}
            reasons.append(Reason("revealing", words, name))
    return reasons


def _due(by: User, known_at: datetime) -> datetime:
    try:
        clock = clock_on(CLOCK, timezone.localdate(known_at), area_code=by.agency.area_code)
    except NoClock as missing:
        sentence = _("No deadline was in force on this day.")
        raise CannotKeepBreach([Reason("no_clock", sentence, "known_at")]) from missing
    return runs_out(clock, known_at, area_code=by.agency.area_code)


def _mine(by: User, key: UUID) -> Breach | None:
    rows = Breach.objects.unscoped(because="the same form was sent twice")
    return rows.filter(key=key, agency_id=by.agency_id).first()


def _locked(breach: Breach, seen: int | None) -> Breach:
    rows = Breach.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.select_related("data_key").get(pk=breach.pk)
    check_version(fresh, seen)
    return fresh


def _must_be_open(breach: Breach) -> None:
    if breach.closed_at:
        raise CannotKeepBreach([Reason("closed", _("This breach was closed."))])


def _save(breach: Breach, *fields: str) -> None:
    breach.version += 1
    breach.save(update_fields=[*fields, "version"])


def _note(
    breach: Breach,
    kind: str,
    *,
    by: User,
    at: datetime,
    code: str = "",
    text: str = "",
    facts: dict | None = None,
) -> None:
    note = BreachNote(
        breach=breach, kind=kind, code=code, at=at, by=by, facts=facts or {}, text=text.strip() or None,
        data_key=breach.data_key,
    )  # fmt: skip
    note.save(force_insert=True)
