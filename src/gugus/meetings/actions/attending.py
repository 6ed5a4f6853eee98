"""Who was there: by the code of the room, signed in or as a guest, or from a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.context import speaking_for
from gugus.base.refusals import Reason
from gugus.directory.models import Agency
from gugus.meetings import rules, secrets
from gugus.meetings.actions.moving import CannotMeet, kept, locked, must_stand_in, written
from gugus.meetings.actions.planning import must_tell_of_nobody
from gugus.meetings.codes import Sex, State, StrikeCode, Way
from gugus.meetings.models import Attendee, Meeting

THERE = (State.INVITED, State.HELD, State.MINUTED)
OVER = Reason("roll_closed", _("The list of who is here is not open (any more)."))


@dataclass(frozen=True, slots=True)
class Present:
    """One line of the list. `agency` or, for an office outside the directory, `office`."""

    name: str
    position: str = ""
    agency: Agency | None = None
    office: str = ""
    sex: str = Sex.UNKNOWN


@transaction.atomic
def open_roll(*, meeting: Meeting, by: User, at: datetime) -> str:
    """A new code of the room, until some hours after the end; an earlier one opens nothing more. Shown, not kept."""
    fresh = locked(meeting)
    must_stand_in(fresh, State.INVITED, State.HELD)
    if at < fresh.starts_at - rules.ROLL_OPENS:
        raise CannotMeet([Reason("too_early", _("The code of the room opens two hours before the meeting."))])
    until = max(at, rules.ends_at(fresh.starts_at, fresh.minutes)) + rules.ROLL_STAYS
    code = secrets.new_code()
    kept(fresh, roll_digest=secrets.roll_digest(code), roll_until=until)
    written("meeting.roll_opened", fresh, by=by, at=at)
    return code


@transaction.atomic
def close_roll(*, meeting: Meeting, by: User | None, at: datetime) -> None:
    """The code of the room opens nothing any more."""
    fresh = locked(meeting)
    if fresh.roll_digest:
        kept(fresh, roll_digest="", roll_until=None)
        written("meeting.roll_closed", fresh, by=by, at=at)


def meeting_of_room(code: str, at: datetime) -> Meeting | None:
    """The meeting whose room shows this code now; None for a guess and for one that is over."""
    digests = secrets.roll_digests(secrets.read_code(code))
    with speaking_for(guest=f"roll:{','.join(digests)}"):
        rows = Meeting.objects.unscoped(because="the code of the room opens exactly this meeting")
        found = (
            rows.filter(roll_digest__in=digests).select_related("agency", "task_force", "data_key").first()
        )
        if found is None or not rules.roll_is_open(opened=True, until=found.roll_until, at=at):
            return None
        str(found.title)  # opened while the database answers for the room
    return found


@transaction.atomic
def confirm_presence(*, meeting: Meeting, by: User, at: datetime, sex: str = Sex.UNKNOWN) -> Attendee:
    """A colleague who is signed in says: I am here. Twice is once. The name is that of the account."""
    rows = Attendee.objects.unscoped(because="one's own line").filter(
        meeting=meeting, user=by, struck_at=None
    )
    if earlier := rows.first():
        return earlier
    line = Attendee(
        meeting=meeting, task_force_id=meeting.task_force_id, agency_id=by.agency_id, user=by, sex=sex,
        name=by.full_name, position=by.title or None, way=Way.STAFF, at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            line.save(force_insert=True)
    except IntegrityError:  # the same finger, twice
        return rows.get()
    written("meeting.was_there", meeting, by=by, at=at, changes={"way": line.way})
    return line


@transaction.atomic
def sign_in_as_guest(
    *, code: str, present: Present, at: datetime, key: UUID | None = None
) -> Attendee | None:
    """Somebody without an account says "I am here", with the code of the room. None when it opens nothing.

    The key is made by the page: the same line sent twice is one, another line from the same page is another. Raises
    CannotMeet for what is missing. Nobody reads the list with the code.
    """
    meeting = meeting_of_room(code, at)
    if meeting is None:
        return None
    reasons = _hurdles(present)
    if not present.office.strip():
        reasons.append(Reason("no_office", _("Say from which office."), "office"))
    if reasons:
        raise CannotMeet(reasons)
    with speaking_for(guest=f"roll:{','.join(secrets.roll_digests(secrets.read_code(code)))}"):
        line = _line(meeting, present, Way.CODE, at)
        if key is not None:
            line.id = uuid5(key, "\n".join((line.name, line.position or "", line.office, line.sex)))
        try:
            with transaction.atomic():
                line.save(force_insert=True)
        except IntegrityError:  # the same finger, twice
            return line
        written("meeting.was_there", meeting, by=None, at=at, changes={"way": line.way})
    return line


@transaction.atomic
def add_present(
    *, meeting: Meeting, lines: Iterable[Present], by: User, at: datetime, way: str = Way.LIST
) -> list[Attendee]:
    """Lines from the paper list or from a file. All or none. Raises CannotMeet."""
    fresh = locked(meeting)
    must_stand_in(fresh, *THERE)
    wanted = list(lines)
    there = Attendee.objects.unscoped(because="came through the gate").filter(meeting=fresh).count()
    reasons = [reason for one in wanted for reason in _hurdles(one)]
    if there + len(wanted) > rules.MOST_ON_A_LIST:
        reasons.append(Reason("too_many", _("A list holds at most 1,000 lines.")))
    if reasons:
        raise CannotMeet(reasons)
    made = [_line(fresh, one, way, at) for one in wanted]
    for one in made:
        one.save(force_insert=True)
    written("meeting.list_typed", fresh, by=by, at=at, changes={"number": len(made), "way": way})
    return made


@transaction.atomic
def strike(*, meeting: Meeting, line: Attendee, code: str, by: User, at: datetime) -> Attendee:
    """A line does not count; it stays, with the reason."""
    fresh = locked(meeting)
    must_stand_in(fresh, *THERE)
    rows = Attendee.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    line = rows.get(pk=line.pk, meeting=fresh)
    if line.struck_at is None:
        line.struck_code, line.struck_at, line.struck_by = StrikeCode(code), at, by
        line.save(update_fields=["struck_code", "struck_at", "struck_by"])
        written("meeting.line_struck", fresh, by=by, at=at, code=code)
    return line


def _hurdles(present: Present) -> list[Reason]:
    reasons = must_tell_of_nobody(name=present.name, position=present.position, office=present.office)
    if not present.name.strip():
        reasons.append(Reason("no_name", _("Write the name."), "name"))
    if present.sex not in Sex.values:
        reasons.append(Reason("sex", _("Choose one of the answers."), "sex"))
    return reasons


def _line(meeting: Meeting, present: Present, way: str, at: datetime) -> Attendee:
    return Attendee(
        meeting=meeting, task_force_id=meeting.task_force_id, agency=present.agency, sex=present.sex, way=way,
        at=at, name=present.name.strip()[:160], position=present.position.strip()[:160] or None,
        office=present.office.strip()[:200] or None,
    )  # fmt: skip
