"""Hearings: when and where, who is to come, who is beside a child, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.cases.actions import own_row
from gugus.cases.models import Party
from gugus.directory.models import Agency
from gugus.justice import rules
from gugus.justice.actions.heart import (
    CannotPursue,
    changed,
    locked,
    locked_hearing,
    must_be_kept,
    told,
    written,
)
from gugus.justice.codes import HearingState, Presence
from gugus.justice.models import Hearing, Proceeding, Seat
from gugus.kernel.ids import new_id

SHORTEST, LONGEST = 10, 720


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody who is to be heard, how, and who is beside a child. `child` says so for somebody of unknown age."""

    party: Party
    presence: str = Presence.IN_PERSON
    beside: str = ""
    beside_name: str = ""
    child: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    """When (aware), for how many minutes, in which zone, where, for what, and who is to come."""

    starts_at: datetime
    agenda: str
    minutes: int = 60
    zone: str = "wib"
    court: Agency | None = None
    court_name: str = ""
    room: str = ""
    note: str = ""
    places: Sequence[Place] = field(default_factory=tuple)


@transaction.atomic
def plan_hearing(
    *, proceeding: Proceeding, sitting: Sitting, by: User, at: datetime, key: UUID | None = None
) -> Hearing:
    """A hearing was fixed. A child who is heard in the room needs somebody named beside it (arts. 38-40)."""
    fresh = locked(proceeding)
    rows = Hearing.objects.unscoped(because="the same form was sent twice").filter(proceeding=fresh)
    if key and (earlier := own_row(rows, key, written_by=by)):
        return earlier
    must_be_kept(fresh.case)
    if fresh.stage in rules.ENDED:
        raise CannotPursue([Reason("not_from_here", _("This proceeding has ended."))])
    _must_fit(fresh, sitting, at)
    return _put(fresh, sitting, by=by, at=at, key=key)


def _put(
    proceeding: Proceeding, sitting: Sitting, *, by: User, at: datetime, key=None, follows=None
) -> Hearing:
    hearing = Hearing(
        id=key or new_id(), case_id=proceeding.case_id, proceeding=proceeding, follows=follows, written_by=by,
        written_at=at, **_facts(sitting),
    )  # fmt: skip
    hearing.save(force_insert=True)
    _seat(hearing, sitting)
    told(
        "hearing.planned",
        hearing,
        by=by,
        at=at,
        changes={"agenda": sitting.agenda, "starts_at": sitting.starts_at},
    )
    return hearing


def _facts(sitting: Sitting) -> dict:
    return {
        "starts_at": sitting.starts_at, "minutes": sitting.minutes, "zone": sitting.zone, "court": sitting.court,
        "court_name": sitting.court_name.strip() or None, "room": sitting.room.strip() or None,
        "agenda": sitting.agenda, "note": sitting.note.strip() or None,
    }  # fmt: skip


def _seat(hearing: Hearing, sitting: Sitting) -> None:
    day = timezone.localdate(hearing.starts_at)
    for one in sitting.places:
        Seat(
            hearing=hearing, party=one.party, presence=one.presence, child=is_child(one, day), beside=one.beside,
            beside_name=one.beside_name.strip() or None, data_key=hearing.data_key,
        ).save(force_insert=True)  # fmt: skip


def is_child(place: Place, day) -> bool:
    """Is this person heard as a child on a day? The writer may say so; otherwise doubt protects."""
    born = place.party.person.birth_year
    return place.child or rules.child_at(day, birth_year=born, age_at_act=place.party.age_at_act)


@transaction.atomic
def change_hearing(
    *, hearing: Hearing, sitting: Sitting, by: User, at: datetime, seen: int | None = None
) -> Hearing:
    """Another room, other people; the time of a planned hearing too. What was postponed is not changed any more."""
    fresh = locked_hearing(hearing, seen=seen)
    must_be_kept(fresh.case)
    _must_be_planned(fresh)
    _must_fit(fresh.proceeding, sitting, at)
    changed(fresh, **_facts(sitting))
    _reseat(fresh, sitting)
    told("hearing.changed", fresh, by=by, at=at, changes={"starts_at": sitting.starts_at})
    return fresh


def _reseat(hearing: Hearing, sitting: Sitting) -> None:
    # Whom the writer cannot see keeps the seat: another agency put it there.
    seen = Party.objects.unscoped(because="row security shows whom the writer may know").filter(
        case_id=hearing.case_id
    )
    gone = hearing.seats.filter(party__in=seen.values("pk"))
    gone.exclude(party__in=[one.party.pk for one in sitting.places]).delete()
    day, held = timezone.localdate(hearing.starts_at), {one.party_id: one for one in hearing.seats.all()}
    for one in sitting.places:
        seat = held.get(one.party.pk) or Seat(hearing=hearing, party=one.party, data_key=hearing.data_key)
        seat.presence, seat.child, seat.beside = one.presence, is_child(one, day), one.beside
        seat.beside_name = one.beside_name.strip() or None
        seat.save()


def _must_fit(proceeding: Proceeding, sitting: Sitting, at: datetime) -> None:
    day, reasons = timezone.localdate(sitting.starts_at), []
    if not SHORTEST <= sitting.minutes <= LONGEST:
        reasons.append(Reason("length", _("Between 10 minutes and 12 hours."), "minutes"))
    if day < proceeding.moves.first().on:
        reasons.append(Reason("before_report", _("This lies before the report to the police."), "starts_at"))
    seen = set()
    for one in sitting.places:
        if one.party.case_id != proceeding.case_id or one.party.pk in seen:
            reasons.append(Reason("not_in_case", _("This person has no role in the case."), "places"))
        seen.add(one.party.pk)
        alone = not one.beside or not one.beside_name.strip()
        if is_child(one, day) and rules.must_be_accompanied(one.presence) and alone:
            sentence = _(
                "A child is heard with somebody beside it (arts. 38-40). Name who, or choose recording or connection."
            )
            reasons.append(Reason("child_alone", sentence, f"beside_{one.party.pk}"))
    if reasons:
        raise CannotPursue(reasons)


def _must_be_planned(hearing: Hearing) -> None:
    if hearing.state != HearingState.PLANNED:
        raise CannotPursue([Reason("over", _("This hearing is over or was postponed."))])


@transaction.atomic
def close_hearing(
    *, hearing: Hearing, code: str, by: User, at: datetime, came: Sequence[UUID] = (), note: str = "",
    next_at: datetime | None = None, seen: int | None = None,
) -> Hearing:  # fmt: skip
    """It was held: what came of it, who came, when it goes on. A next day makes the next hearing of the chain."""
    fresh = locked_hearing(hearing, seen=seen)
    must_be_kept(fresh.case)
    _must_be_planned(fresh)
    reasons = [] if code else [Reason("no_code", _("Choose a result."), "code")]
    if fresh.starts_at > at:
        reasons.append(Reason("not_yet", _("This hearing has not begun yet.")))
    _refuse_next(fresh, next_at, reasons)
    for seat in fresh.seats.all():
        seat.came = seat.pk in set(came)
        seat.save(update_fields=["came"])
    return _end(fresh, HearingState.HELD, code, note, next_at, by=by, at=at)


@transaction.atomic
def postpone_hearing(
    *, hearing: Hearing, code: str, by: User, at: datetime, next_at: datetime | None = None, note: str = "",
    seen: int | None = None,
) -> Hearing:  # fmt: skip
    """It does not take place on that day, for a coded reason; the next day, if it is known, keeps the same people."""
    fresh = locked_hearing(hearing, seen=seen)
    must_be_kept(fresh.case)
    _must_be_planned(fresh)
    reasons = [] if code else [Reason("no_code", _("Choose a reason."), "code")]
    _refuse_next(fresh, next_at, reasons)
    return _end(fresh, HearingState.POSTPONED, code, note, next_at, by=by, at=at)


@transaction.atomic
def cancel_hearing(
    *, hearing: Hearing, code: str, by: User, at: datetime, seen: int | None = None
) -> Hearing:
    """It will not take place at all, for a coded reason."""
    fresh = locked_hearing(hearing, seen=seen)
    must_be_kept(fresh.case)
    _must_be_planned(fresh)
    if not code:
        raise CannotPursue([Reason("no_code", _("Choose a reason."), "code")])
    return _end(fresh, HearingState.CANCELLED, code, "", None, by=by, at=at)


def _refuse_next(hearing: Hearing, next_at: datetime | None, reasons: list[Reason]) -> None:
    if next_at is not None and next_at <= hearing.starts_at:
        reasons.append(Reason("before_last", _("The next hearing lies before this one."), "next_at"))
    if reasons:
        raise CannotPursue(reasons)


def _end(hearing: Hearing, state: str, code: str, note: str, next_at, *, by: User, at: datetime) -> Hearing:
    changed(hearing, state=state, code=code, note=note.strip() or hearing.note)
    told(f"hearing.{state}", hearing, by=by, at=at, changes={"result": code, "next_at": next_at})
    if next_at is not None:
        _again(hearing, next_at, by=by, at=at)
    return hearing


def _again(hearing: Hearing, next_at: datetime, *, by: User, at: datetime) -> None:
    """The same court, agenda and people on another day; whoever was beside a child is asked for again."""
    sitting = Sitting(
        starts_at=next_at, agenda=hearing.agenda, minutes=hearing.minutes, zone=hearing.zone, court=hearing.court,
        court_name=hearing.court_name or "", room=hearing.room or "",
    )  # fmt: skip
    later = _put(hearing.proceeding, sitting, by=by, at=at, follows=hearing)
    for one in hearing.seats.all():
        Seat(
            hearing=later, party_id=one.party_id, presence=one.presence, child=one.child, beside=one.beside,
            beside_name=one.beside_name, data_key=later.data_key,
        ).save(force_insert=True)  # fmt: skip


def read_hearing(*, hearing: Hearing, by: User, at: datetime) -> None:
    """Somebody read a hearing or took it into a calendar."""
    written("hearing.read", hearing, by=by, at=at)
