"""The heart of every move: lock the stay, ask the rules, take or give back a bed, say so."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.cases.models import Case
from gugus.outbox.actions import announce
from gugus.shelter import rules
from gugus.shelter.codes import Misfit, NoteKind, State, Use
from gugus.shelter.models import Bed, House, Note, Placement, Stay
from gugus.shelter.rules import Sleeper

BECAUSE = "came through the gate"
WORDS = {
    "no_two_in_one_bed": Reason("bed_taken", _("This bed is taken at that time. Choose another one."), "bed"),
    "one_person_in_a_bed_now": Reason(
        "bed_occupied", _("Somebody still sleeps in this bed. Move one of the two."), "bed"
    ),
    "one_person_sleeps_in_one_place": Reason(
        "stays_elsewhere", _("This person has another place to stay at that time."), "from_at"
    ),
    "nobody_is_in_twice": Reason(
        "is_elsewhere", _("This person still stays in another place."), "in_at"
    ),
    "one_open_stay_of_a_referral": Reason(
        "asked_already", _("A stay was already proposed for this referral.")
    ),
}  # fmt: skip


class CannotStay(Cannot):
    """The stay cannot be moved like this; all reasons at once, nothing was changed."""


@contextmanager
def constraints_as_reasons() -> Iterator[None]:
    """What the database refuses (two in one bed, one person in two places) is said at its field."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if name not in WORDS:
            raise
        raise CannotStay([WORDS[name]]) from None


def locked(stay: Stay, *, seen: int | None = None) -> Stay:
    """The stay, locked for this transaction; Stale when somebody changed it since version `seen`."""
    rows = Stay.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("house__data_key", "house__offering", "house__head", "agency").get(pk=stay.pk)
    check_version(fresh, seen)
    return fresh


def must_stand_in(stay: Stay, *states: State) -> None:
    """Somebody was faster: the stay is in another state already."""
    if stay.state not in states:
        raise CannotStay([Reason("moved_on", _("This stay has already moved to another state."))])


def save(stay: Stay, *fields: str) -> None:
    """Save these fields and let everybody's open forms notice."""
    stay.version += 1
    stay.save(update_fields=[*fields, "version"])


def told(verb: str, stay: Stay, *, by: User | None, at: datetime, code: str = "", **changes: Any) -> Stay:
    """One entry in the trail, and the event for whoever must know."""
    record(verb, about=stay, within=Case(pk=stay.case_id), by=by, at=at, reason=code, changes=changes)
    announce(verb, about=stay, at=at, by=str(by.pk) if by else "", code=code)
    return stay


def say(stay: Stay, kind: NoteKind, words: str, *, by: User, at: datetime) -> None:
    """Keep what the house wrote, sealed; nothing where nothing was written."""
    if words.strip():
        Note(stay=stay, agency_id=stay.agency_id, kind=kind, by=by, at=at, text=words).save(force_insert=True)


def sleepers(bed: Bed, stay: Stay, from_at: datetime, until_at: datetime | None) -> list[Sleeper]:
    """Who sleeps or will sleep in the room of a bed within a time, the stay itself left out."""
    rows = Placement.objects.unscoped(because="the rules ask who shares the room")
    rows = rows.filter(bed__room_id=bed.room_id, use__in=[Use.RESERVED, Use.OCCUPIED]).exclude(stay=stay)
    rows = rows.filter(Q(use=Use.OCCUPIED) | Q(until_at=None) | Q(until_at__gt=from_at))
    if until_at is not None:
        rows = rows.filter(Q(use=Use.OCCUPIED) | Q(from_at__lt=until_at))
    found = rows.values_list("stay__who", "stay__family")
    return [Sleeper(who, str(family or "")) for who, family in found]


def misfits_of(stay: Stay, bed: Bed, from_at: datetime) -> list[Misfit]:
    """What speaks against this bed for this person."""
    one = Sleeper(stay.who, str(stay.family or ""))
    others = sleepers(bed, stay, from_at, _end(stay, from_at))
    return rules.misfits(one, bed.room.group, others)


def must_suit(stay: Stay, bed: Bed, from_at: datetime, *, knowingly: bool, words: str) -> list[Misfit]:
    """Refuse what speaks against the bed, unless its head decides so knowingly and says why; what was overruled."""
    if bed.room.house_id != stay.house_id or bed.retired_at is not None:
        raise CannotStay([Reason("not_this_house", _("Choose a bed of this house."), "bed")])
    against = misfits_of(stay, bed, from_at)
    if against and not knowingly:
        raise CannotStay([Reason(one.value, one.label, "bed") for one in against])
    if against and not words.strip():
        raise CannotStay([Reason("say_why", _("Write why this is decided against the rule."), "words")])
    return against


def take(stay: Stay, bed: Bed, use: Use, from_at: datetime, *, by: User, at: datetime) -> Placement:
    """Put the stay into a bed from a moment on. The database refuses a bed that is taken (see `WORDS`)."""
    made = Placement(
        bed=bed, agency_id=stay.agency_id, stay=stay, use=use, from_at=from_at, until_at=_end(stay, from_at), by=by,
        at=at,
    )  # fmt: skip
    made.save(force_insert=True)
    return made


def placement_of(stay: Stay) -> Placement | None:
    """The bed that is held for or occupied by a stay, locked."""
    rows = Placement.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    rows = rows.select_related("bed__room__house__offering")
    return rows.filter(stay=stay, use__in=[Use.RESERVED, Use.OCCUPIED]).first()


def give_back(stay: Stay, moment: datetime) -> House | None:
    """The bed is free from a moment on; what was only held counts for nothing. The house it was in, or None."""
    held = placement_of(stay)
    if held is None:
        return None
    if held.use == Use.RESERVED:
        held.use = Use.RELEASED
    else:
        _push_back(held, moment)
        held.use, held.until_at = Use.ENDED, max(moment, held.from_at)
    held.save(update_fields=["use", "until_at"])
    return held.bed.room.house


def _push_back(held: Placement, moment: datetime) -> None:
    """Whoever stayed longer than planned lay there: what was held for others began only afterwards."""
    rows = Placement.objects.unscoped(because=BECAUSE).filter(bed=held.bed_id, from_at__lt=moment)
    later = rows.filter(from_at__gte=held.from_at, use__in=[Use.RESERVED, Use.OUT_OF_USE]).exclude(pk=held.pk)
    later.filter(until_at__lte=moment).update(use=Use.RELEASED)
    later.filter(use__in=[Use.RESERVED, Use.OUT_OF_USE]).update(from_at=moment)


def _end(stay: Stay, from_at: datetime) -> datetime | None:
    """The expected end, as far as it lies ahead of a beginning."""
    return stay.until_at if stay.until_at and stay.until_at > from_at else None
