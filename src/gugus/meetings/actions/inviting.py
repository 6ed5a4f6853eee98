"""Invite, answer, postpone, cancel, begin."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.directory.models import Agency
from gugus.directory.queries import of_office
from gugus.meetings import rules, secrets
from gugus.meetings.actions.moving import (
    MOVED_ON,
    CannotMeet,
    kept,
    locked,
    moved,
    must_stand_in,
    told,
    written,
)
from gugus.meetings.actions.planning import must_tell_of_nobody
from gugus.meetings.codes import Answer, State
from gugus.meetings.models import Invitation, Meeting
from gugus.tasks.actions import finish_tasks_about, start_task


@transaction.atomic
def invite(
    *, meeting: Meeting, agencies: Iterable[Agency], by: User, at: datetime, offices: Sequence[str] = (),
    seen: int | None = None,
) -> Meeting:  # fmt: skip
    """Tell the agencies, name offices outside the directory. More may follow later. Raises CannotMeet, Stale."""
    wanted, others = list(agencies), [one.strip() for one in offices if one.strip()]
    fresh = locked(meeting, seen=seen)
    must_stand_in(fresh, State.DRAFT, State.INVITED)
    _must_invite(fresh, wanted, others, at)
    if fresh.state == State.DRAFT:
        kept(fresh, state=State.INVITED, code="")
        start_task(
            kind="meeting_prepare", about=fresh, agency=by.agency, by=by, at=at, assignee=by,
            due_at=max(at, fresh.starts_at - rules.REMIND_BEFORE),
        )  # fmt: skip
    else:
        kept(fresh)
    known = set(fresh.invitations.filter(agency__isnull=False).values_list("agency_id", flat=True))
    for agency in wanted:
        if agency.pk not in known:
            _put(fresh, by, at, agency=agency)
    for office in others:
        _put(fresh, by, at, office=office)
    changes = {"agencies": [one.slug for one in wanted], "offices": len(others)}
    return told("meeting.invited", fresh, by=by, at=at, changes=changes)


def _must_invite(meeting: Meeting, wanted: list[Agency], others: list[str], at: datetime) -> None:
    reasons = must_tell_of_nobody(offices="\n".join(others))
    if not wanted and not others:
        reasons.append(Reason("nobody", _("Choose who is invited."), "agencies"))
    if meeting.starts_at <= at:
        reasons.append(Reason("in_the_past", _("Choose a moment in the future."), "starts_at"))
    if not meeting.items.exists():
        reasons.append(Reason("no_agenda", _("Put at least one line on the agenda first.")))
    if reasons:
        raise CannotMeet(reasons)


def _put(meeting: Meeting, by: User, at: datetime, **who) -> Invitation:
    one = Invitation(
        meeting=meeting, task_force_id=meeting.task_force_id, written_by=by, written_at=at, **who
    )
    one.save(force_insert=True)
    return one


@transaction.atomic
def make_answer_link(*, invitation: Invitation, by: User, at: datetime) -> str:
    """A new answer link for one invited office; an earlier one opens nothing more. Returns the secret, shown once."""
    rows = Invitation.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.select_related("meeting").get(pk=invitation.pk)
    must_stand_in(fresh.meeting, State.INVITED)
    secret = secrets.new_key()
    fresh.link_digest = secrets.answer_digest(secret)
    fresh.save(update_fields=["link_digest"])
    written("meeting.link_made", fresh.meeting, by=by, at=at)
    return secret


@transaction.atomic
def make_answer_links(*, meeting: Meeting, by: User, at: datetime) -> list[tuple[Invitation, str]]:
    """A first answer link for every invited office that has not answered and has none: no link in a letter dies.

    Returns the invitations with their secrets, shown once; none when everybody has one or has answered.
    """
    fresh = locked(meeting)
    must_stand_in(fresh, State.INVITED)
    rows = Invitation.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    rows = rows.filter(meeting=fresh, answer=Answer.WAITING, link_digest="")
    made = []
    for one in rows.select_related("agency", "data_key"):
        secret = secrets.new_key()
        one.link_digest = secrets.answer_digest(secret)
        one.save(update_fields=["link_digest"])
        made.append((one, secret))
    if made:
        written("meeting.links_made", fresh, by=by, at=at, changes={"number": len(made)})
    return made


@transaction.atomic
def answer_invitation(
    *, meeting: Meeting, answer: str, by: User | None, at: datetime, people: str = "", words: str = "",
    persons: int | None = None, invitation: Invitation | None = None,
) -> Invitation:  # fmt: skip
    """An invited office says whether it comes and who. It may say so again until the meeting. Raises CannotMeet.

    `by` is None for a holder of the answer link; then `invitation` is the one that the link opens.
    """
    rows = Invitation.objects.unscoped(because="one's own invitation").select_for_update(of=("self",))
    if invitation is None:
        rows = rows.filter(of_office(by.agency_id, timezone.localdate(at)), meeting=meeting)
    else:
        rows = rows.filter(pk=invitation.pk)
    mine = rows.select_related("data_key").first()
    if mine is None:
        raise CannotMeet([Reason("not_invited", _("Your agency is not invited to this meeting."))])
    stands = Meeting.objects.unscoped(because="came through the gate").get(pk=mine.meeting_id)
    _must_answer(stands, answer, people, words, at)
    comes = answer in {Answer.COMES, Answer.SUBSTITUTE}
    mine.answer, mine.people, mine.words = answer, people.strip() or None, words.strip() or None
    mine.persons = persons if comes else None
    mine.answered_by, mine.answered_at, mine.by_link = by, at, by is None
    mine.save(update_fields=["answer", "people", "words", "persons", "answered_by", "answered_at", "by_link"])
    if by is not None:
        finish_tasks_about(about=stands, kind="meeting_answer", by=by, at=at, agency=by.agency)
    told("meeting.answered", stands, by=by, at=at, changes={"answer": answer})
    return mine


def _must_answer(meeting: Meeting, answer: str, people: str, words: str, at: datetime) -> None:
    reasons = must_tell_of_nobody(people=people, words=words)
    if meeting.state != State.INVITED or meeting.starts_at <= at:
        reasons.append(Reason("too_late", _("This meeting no longer waits for answers.")))
    if answer not in {Answer.COMES, Answer.SUBSTITUTE, Answer.DECLINES}:
        reasons.append(Reason("no_answer", _("Choose an answer."), "answer"))
    if answer in {Answer.COMES, Answer.SUBSTITUTE} and not people.strip():
        reasons.append(Reason("nobody", _("Say who comes, with the position."), "people"))
    if answer == Answer.DECLINES and not words.strip():
        reasons.append(Reason("no_reason", _("Say why, in a few words."), "words"))
    if reasons:
        raise CannotMeet(reasons)


@transaction.atomic
def postpone(
    *, meeting: Meeting, code: str, by: User, at: datetime, words: str = "", seen: int | None = None
) -> Meeting:
    """It does not take place on that day, for a coded reason; another day follows."""
    return _called_off("meeting.postponed", meeting, State.POSTPONED, code, words, by, at, seen)


@transaction.atomic
def cancel(
    *, meeting: Meeting, code: str, by: User, at: datetime, words: str = "", seen: int | None = None
) -> Meeting:
    """It does not take place, for a coded reason; what was written stays."""
    return _called_off("meeting.cancelled", meeting, State.CANCELLED, code, words, by, at, seen)


def _called_off(
    verb: str, meeting: Meeting, to: State, code: str, words: str, by: User, at: datetime, seen: int | None
) -> Meeting:
    reasons = must_tell_of_nobody(words=words)
    if not code:
        reasons.append(Reason("no_code", _("Choose a reason."), "code"))
    if reasons:
        raise CannotMeet(reasons)
    fresh = moved(meeting, to, seen=seen, code=code, roll_digest="", roll_until=None)
    if words.strip():
        kept(fresh, words=words.strip())
    for kind in ("meeting_prepare", "meeting_answer"):
        finish_tasks_about(about=fresh, kind=kind, by=by, at=at)
    return told(verb, fresh, by=by, at=at, code=code)


@transaction.atomic
def invite_again(
    *, meeting: Meeting, starts_at: datetime, minutes: int, by: User, at: datetime, seen: int | None = None
) -> Meeting:
    """A postponed meeting has a new day: everybody who was invited is asked anew."""
    reasons = []
    if starts_at <= at:
        reasons.append(Reason("in_the_past", _("Choose a moment in the future."), "starts_at"))
    if not rules.SHORTEST <= minutes <= rules.LONGEST:
        reasons.append(Reason("length", _("Between 15 minutes and 3 days."), "minutes"))
    if reasons:
        raise CannotMeet(reasons)
    fresh = locked(meeting, seen=seen)
    if fresh.state != State.POSTPONED:
        raise CannotMeet([MOVED_ON])
    fresh = moved(fresh, State.INVITED, seen=None, code="", starts_at=starts_at, minutes=minutes)
    fresh.invitations.update(
        answer=Answer.WAITING, answered_at=None, answered_by=None, persons=None, by_link=False
    )
    start_task(
        kind="meeting_prepare", about=fresh, agency=by.agency, by=by, at=at, assignee=by,
        due_at=max(at, starts_at - rules.REMIND_BEFORE),
    )  # fmt: skip
    return told("meeting.moved", fresh, by=by, at=at, changes={"starts_at": starts_at})


@transaction.atomic
def begin(*, meeting: Meeting, by: User, at: datetime, seen: int | None = None) -> Meeting:
    """The meeting is (being) held: its minutes wait. On its day at the earliest; there is no way back from here."""
    early = at < meeting.starts_at - rules.ROLL_OPENS
    if early and timezone.localdate(at) < timezone.localdate(meeting.starts_at):
        sentence = _(
            "This meeting is on a later day. Postpone it and name the new day, or begin it on its day."
        )
        raise CannotMeet([Reason("not_its_day", sentence)])
    fresh = moved(meeting, State.HELD, seen=seen, held_at=at)
    for kind in ("meeting_prepare", "meeting_answer"):
        finish_tasks_about(about=fresh, kind=kind, by=by, at=at)
    start_task(
        kind="meeting_minutes", about=fresh, agency=by.agency, by=by, at=at, due_at=at + rules.WRITE_WITHIN
    )
    return told("meeting.held", fresh, by=by, at=at)
