"""Refer a person to another agency, answer, serve, report back, end. Every referral ends in a state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.actions import close_because, open_to, take_up
from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.cases.actions import locked as locked_case
from gugus.cases.actions import must_be_open, own_row, share_person
from gugus.cases.models import Case, Party
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.law.ages import age_group
from gugus.outbox.actions import announce
from gugus.referrals import rules
from gugus.referrals.clocks import STANDING, start_clock
from gugus.referrals.codes import Basis, State, Urgency
from gugus.referrals.models import Move, Referral
from gugus.tasks.actions import finish_tasks_about
from gugus.tasks.clocks import clock_on, runs_out


class CannotRefer(Cannot):
    """The referral cannot be written or sent like this; all reasons at once."""


class CannotMove(Cannot):
    """The referral cannot go into this state now, or not by this side."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of whom, and on what basis."""

    to_agency: Agency
    service: str
    urgency: Urgency
    sections: Sequence[str]
    basis: Basis
    message: str = ""
    basis_note: str = ""
    basis_on: date | None = None
    language: str = ""
    accessibility: str = ""


@transaction.atomic
def write_referral(
    *, case: Case, party: Party, wish: Wish, by: User, at: datetime, key: UUID | None = None
) -> Referral:
    """A draft: nobody else sees it, nothing opens. The preview is taken from the person's open facts.

    The same `key` twice (a double click) gives the same referral.
    """
    case = locked_case(case)
    if key and (earlier := own_row(case.referrals, key, written_by=by)):
        return earlier
    must_be_open(case)
    if reasons := hurdles_to_referring(case, party, wish):
        raise CannotRefer(reasons)
    person = party.person
    age = party.age_at_act if person.birth_year is None else at.year - person.birth_year
    referral = Referral(
        id=key or new_id(), case=case, person=person, agency=case.agency, to_agency=wish.to_agency,
        service=wish.service, urgency=wish.urgency, sections=sorted(set(wish.sections)), basis=wish.basis,
        basis_on=wish.basis_on, basis_note=wish.basis_note, message=wish.message,
        age_band=age_group(age).code if age is not None else "",
        sex=person.sex, language=wish.language or person.language, area_code=case.area_code[:5],
        accessibility=wish.accessibility or person.disability, minor=age < 18 if age is not None else None,
        written_by=by, written_at=at, state_at=at,
    )  # fmt: skip
    referral.save(force_insert=True)
    record("referral.written", about=referral, within=case, by=by, at=at, changes={"to": wish.to_agency.slug})
    return referral


def hurdles_to_referring(case: Case, party: Party, wish: Wish) -> list[Reason]:
    """Everything that stands against this referral."""
    hurdles = []
    if wish.to_agency.pk == case.agency_id:
        hurdles.append(Reason("same_agency", _("Choose another agency than your own."), "to_agency"))
    if not wish.to_agency.receives_referrals:
        hurdles.append(Reason("takes_none", _("This agency does not take referrals."), "to_agency"))
    if party.case_id != case.pk or party.until_at is not None:
        hurdles.append(Reason("not_in_case", _("This person has no role in the case any more."), "party"))
    if wish.basis == Basis.CONSENT and wish.basis_on is None:
        hurdles.append(Reason("consent_undated", _("Say on which day consent was given."), "basis_on"))
    if wish.basis != Basis.CONSENT and not wish.basis_note.strip():
        sentence = _("Without consent, write down which duty or danger is the reason.")
        hurdles.append(Reason("basis_needs_words", sentence, "basis_note"))
    twin = case.referrals.filter(person=party.person, to_agency=wish.to_agency, service=wish.service)
    if twin.exclude(state__in=rules.ENDED).exists():
        hurdles.append(Reason("asked_already", _("This agency was already asked for this."), "to_agency"))
    return hurdles


@transaction.atomic
def send_referral(*, referral: Referral, by: User, at: datetime, seen: int | None = None) -> Referral:
    """Ask. The receiver sees the preview; what opens on acceptance is offered now, by its owner."""
    due_at = runs_out(clock_on(rules.ANSWER_CLOCK[referral.urgency], timezone.localdate(at)), at)
    also = {"sent_at": at, "answer_due_at": due_at}
    referral = _moved(referral, State.SENT, side=rules.SENDER, by=by, at=at, seen=seen, **also)
    case, receiver = referral.case, referral.to_agency  # the sender's own case, so it may be read
    open_to(
        kind="case", about=case, agency=receiver, sections=referral.sections, basis=referral.basis,
        because=referral, by=by, at=at, offered=True,
    )  # fmt: skip
    share_person(
        case=case, person=referral.person, agency=receiver, basis=referral.basis, because=referral, by=by, at=at,
        offered=True,
    )  # fmt: skip
    return _told("referral.sent", referral, by=by, at=at)


@transaction.atomic
def accept_referral(
    *, referral: Referral, answer: str, by: User, at: datetime, seen: int | None = None
) -> Referral:
    """Yes. Identity and the offered sections open for the receiving agency from now on."""
    also = {"answered_at": at, "answered_by": by, "answer": answer or None}
    referral = _moved(referral, State.ACCEPTED, side=rules.RECEIVER, by=by, at=at, seen=seen, **also)
    take_up(because=referral, by=by, at=at)
    return _told("referral.accepted", referral, by=by, at=at)


@transaction.atomic
def decline_referral(
    *,
    referral: Referral,
    code: str,
    answer: str,
    by: User,
    at: datetime,
    proposed: Agency | None = None,
    seen: int | None = None,
) -> Referral:
    """No, for a coded reason, if possible with a proposal of whom to ask instead. Nothing was opened."""
    also = {"answered_at": at, "answered_by": by, "answer": answer or None, "proposed_agency": proposed}
    referral = _moved(
        referral, State.DECLINED, side=rules.RECEIVER, by=by, at=at, code=code, seen=seen, **also
    )
    close_because(because=referral, by=by, at=at)
    return _told("referral.declined", referral, by=by, at=at, code=code)


@transaction.atomic
def start_service(*, referral: Referral, by: User, at: datetime, seen: int | None = None) -> Referral:
    """The receiving agency has begun."""
    referral = _moved(referral, State.IN_SERVICE, side=rules.RECEIVER, by=by, at=at, seen=seen)
    return _told("referral.in_service", referral, by=by, at=at)


@transaction.atomic
def give_feedback(
    *, referral: Referral, feedback: str, by: User, at: datetime, seen: int | None = None
) -> Referral:
    """The receiving agency reports what was done."""
    if not feedback.strip():
        raise CannotMove([Reason("feedback_needed", _("Write what was done."), "feedback")])
    also = {"feedback": feedback}
    referral = _moved(referral, State.FEEDBACK, side=rules.RECEIVER, by=by, at=at, seen=seen, **also)
    return _told("referral.feedback", referral, by=by, at=at)


@transaction.atomic
def continue_service(*, referral: Referral, by: User, at: datetime, seen: int | None = None) -> Referral:
    """The sender has read the feedback and asks the receiver to go on."""
    referral = _moved(referral, State.IN_SERVICE, side=rules.SENDER, by=by, at=at, seen=seen)
    return _told("referral.in_service", referral, by=by, at=at)


@transaction.atomic
def return_referral(
    *, referral: Referral, code: str, answer: str, by: User, at: datetime, seen: int | None = None
) -> Referral:
    """Accepted, but it cannot go on here: back to the sender with a coded reason."""
    also = {"answer": answer or None}
    referral = _moved(
        referral, State.RETURNED, side=rules.RECEIVER, by=by, at=at, code=code, seen=seen, **also
    )
    _close_with_grace(referral, by=by, at=at)
    return _told("referral.returned", referral, by=by, at=at, code=code)


@transaction.atomic
def finish_referral(*, referral: Referral, by: User, at: datetime, seen: int | None = None) -> Referral:
    """The sender has read the feedback and it is enough. Access ends after the grace for the final report."""
    referral = _moved(referral, State.DONE, side=rules.SENDER, by=by, at=at, seen=seen)
    _close_with_grace(referral, by=by, at=at)
    return _told("referral.done", referral, by=by, at=at)


@transaction.atomic
def revoke_referral(
    *, referral: Referral, code: str, by: User, at: datetime, seen: int | None = None
) -> Referral:
    """The sender takes the question back before it was answered."""
    was_sent = referral.state == State.SENT
    referral = _moved(referral, State.REVOKED, side=rules.SENDER, by=by, at=at, code=code, seen=seen)
    if was_sent:
        close_because(because=referral, by=by, at=at)
    return _told("referral.revoked", referral, by=by, at=at, code=code)


@transaction.atomic
def expire_referral(*, referral: Referral, at: datetime) -> Referral:
    """Nobody answered in time. The job calls this; the sender gets a task the same minute."""
    referral = _moved(referral, State.EXPIRED, side=rules.CLOCK, by=None, at=at, code="no_answer")
    close_because(because=referral, by=None, at=at)
    return _told("referral.expired", referral, by=None, at=at)


def not_from_here() -> Reason:
    """The reason when somebody was faster, or the other side must move."""
    return Reason("not_from_here", _("The referral has already moved to another state."))


def read_referral(*, referral: Referral, by: User, at: datetime) -> None:
    """Somebody read what is written in a referral; the trail of the case keeps it."""
    record("referral.read", about=referral, within=Case(pk=referral.case_id), by=by, at=at)


def print_letter(*, referral: Referral, named: bool, by: User, at: datetime) -> None:
    """A letter was drawn, with the person's name or without."""
    changes = {"named": named}
    record(
        "referral.printed", about=referral, within=Case(pk=referral.case_id), by=by, at=at, changes=changes
    )


def _moved(
    referral: Referral,
    to: State,
    *,
    side: str,
    by: User | None,
    at: datetime,
    code: str = "",
    seen: int | None = None,
    **also,
) -> Referral:
    """Lock, ask, change: the heart of every move. Two at once: one moves, the other hears CannotMove."""
    rows = Referral.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.select_related("data_key").get(pk=referral.pk)
    check_version(fresh, seen)
    if rules.who_moves(fresh.state, to) != side or (by is not None and not _is_on(side, fresh, by)):
        raise CannotMove([not_from_here()])
    if to in rules.NEEDS_CODE and not code:
        raise CannotMove([Reason("no_code", _("Choose a reason."), "code")])
    Move(referral=fresh, at=at, by=by, from_state=fresh.state, to_state=to, code=code).save(force_insert=True)
    before, fresh.state, fresh.code = fresh.state, to, code
    fresh.ended_at = at if to in rules.ENDED else None
    fresh.version += 1
    for name, value in also.items():
        setattr(fresh, name, value)
    start_clock(fresh, before, at)
    fresh.save(update_fields=["state", "code", "ended_at", "version", *STANDING, *also])
    for kind in rules.work_over(before, to):
        finish_tasks_about(about=fresh, kind=kind, by=by, at=at)
    return fresh


def _is_on(side: str, referral: Referral, by: User) -> bool:
    mine = {rules.SENDER: referral.agency_id, rules.RECEIVER: referral.to_agency_id}
    return mine[side] == by.agency_id


def _close_with_grace(referral: Referral, *, by: User | None, at: datetime) -> None:
    close_because(because=referral, by=by, at=at, until=at + timedelta(days=rules.GRACE_DAYS))


def _told(verb: str, referral: Referral, *, by: User | None, at: datetime, code: str = "") -> Referral:
    # The case may be hidden from the receiver until it accepts, so the trail is given the key alone.
    record(verb, about=referral, within=Case(pk=referral.case_id), by=by, at=at, reason=code)
    announce(verb, about=referral, at=at, code=code)
    return referral
