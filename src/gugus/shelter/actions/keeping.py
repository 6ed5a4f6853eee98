"""What the house writes down while somebody stays: notes, house rules, belongings, the night, the handover."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.cases.models import Case
from gugus.kernel.ids import new_id
from gugus.outbox.actions import announce
from gugus.providers.codes import Language
from gugus.shelter.actions.placing import BECAUSE, CannotStay, locked, must_stand_in, save, say
from gugus.shelter.codes import NoteKind, Seen, Shift, State
from gugus.shelter.feeding import feed
from gugus.shelter.models import Belonging, Check, Handover, House, Stay
from gugus.tasks.actions import finish_tasks_about


@transaction.atomic
def write_note(*, stay: Stay, words: str, by: User, at: datetime) -> Stay:
    """What the house wants to remember about a stay; only the house reads it."""
    if not words.strip():
        raise CannotStay([Reason("nothing_written", _("Write something."), "words")])
    say(stay, NoteKind.STAY, words, by=by, at=at)
    return _written("stay.noted", stay, by=by, at=at)


@transaction.atomic
def tell_rules(*, stay: Stay, language: str, by: User, at: datetime, seen: int | None = None) -> Stay:
    """The rules of the house were told, in a language the person understands."""
    stay = locked(stay, seen=seen)
    must_stand_in(stay, State.APPROVED, State.IN)
    if language not in Language.values:
        raise CannotStay([Reason("no_language", _("Choose the language."), "language")])
    stay.rules_told_at, stay.rules_language = at, language
    save(stay, "rules_told_at", "rules_language")
    return _written("stay.rules_told", stay, by=by, at=at, language=language)


@transaction.atomic
def take_in(
    *, stay: Stay, what: str, signed: bool, by: User, at: datetime, key: UUID | None = None
) -> Belonging:
    """The house keeps something for the person. `signed`: the list was signed on paper. The same `key` twice is one."""
    if key and (earlier := stay.belongings.filter(pk=key).first()):
        return earlier
    must_stand_in(locked(stay), State.APPROVED, State.IN)
    if not what.strip():
        raise CannotStay([Reason("nothing_written", _("Write what was handed in."), "what")])
    made = Belonging(
        id=key or new_id(), stay=stay, agency_id=stay.agency_id, what=what, taken_at=at, taken_by=by,
        taken_signed=signed,
    )  # fmt: skip
    made.save(force_insert=True)
    _written("stay.thing_taken_in", stay, by=by, at=at, signed=signed)
    return made


@transaction.atomic
def give_back(*, belonging: Belonging, signed: bool, by: User, at: datetime) -> Belonging:
    """Given back, whatever the state of the stay. Twice is refused."""
    rows = Belonging.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    one = rows.select_related("stay").get(pk=belonging.pk)
    if one.returned_at is not None:
        raise CannotStay([Reason("returned_already", _("This was already given back."))])
    one.returned_at, one.returned_by, one.returned_signed = at, by, signed
    one.save(update_fields=["returned_at", "returned_by", "returned_signed"])
    if not one.stay.belongings.filter(returned_at=None).exists():
        finish_tasks_about(about=one.stay, kind="stay_belongings", by=by, at=at)
    _written("stay.thing_given_back", one.stay, by=by, at=at, signed=signed)
    return one


@transaction.atomic
def count_night(*, house: House, seen: Mapping[UUID, str], by: User, at: datetime) -> House:
    """The evening round: each who stays is here, away or missing. Whoever is missing sets off the alarm at once.

    It is the daily check, and makes the count of free places fresh. Somebody who came or left meanwhile: Cannot.
    """
    rows = House.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    house = rows.select_related("offering", "agency").get(pk=house.pk)
    stays = Stay.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    here = list(stays.filter(house=house, state=State.IN).order_by("pk"))
    if {one.pk for one in here} != set(seen) or not set(seen.values()) <= set(Seen.values):
        words = _("Say of each who stays here tonight where she or he is.")
        raise CannotStay([Reason("not_all", words)])
    for one in here:
        Check(stay=one, agency_id=one.agency_id, seen=seen[one.pk], by=by, at=at).save(force_insert=True)
        _follow(one, seen[one.pk], by, at)
    house.checked_at = at
    house.save(update_fields=["checked_at"])
    feed(house, by=by, at=at, looked=True)
    finish_tasks_about(about=house, kind="house_check", by=by, at=at)
    counted = Counter(seen.values())
    record(
        "house.night_counted", about=house, by=by, at=at, changes={one: counted[one] for one in Seen.values}
    )
    return house


def _follow(stay: Stay, seen: str, by: User, at: datetime) -> None:
    """Missing: since now, unless it was said before. Here again: found."""
    if (seen == Seen.MISSING) == (stay.missing_at is not None):
        return
    stay.missing_at = at if seen == Seen.MISSING else None
    save(stay, "missing_at")
    if seen != Seen.MISSING:
        for kind in ("stay_missing", "stay_missing_house"):
            finish_tasks_about(about=stay, kind=kind, by=by, at=at)
    announce(
        "stay.missing" if seen == Seen.MISSING else "stay.found", about=stay, at=at, by=str(by.pk), code=""
    )


@transaction.atomic
def hand_over(*, house: House, shift: str, words: str, by: User, at: datetime) -> Handover:
    """What the next shift must know about the house. About one person: a note of the stay."""
    reasons = []
    if shift not in Shift.values:
        reasons.append(Reason("no_shift", _("Choose the shift."), "shift"))
    if not words.strip():
        reasons.append(Reason("nothing_written", _("Write something."), "words"))
    if reasons:
        raise CannotStay(reasons)
    made = Handover(house=house, agency_id=house.agency_id, shift=shift, by=by, at=at, text=words)
    made.save(force_insert=True)
    record("house.handed_over", about=house, by=by, at=at, changes={"shift": shift})
    return made


def read_stay(*, stay: Stay, by: User, at: datetime) -> None:
    """Somebody opened a stay."""
    record("stay.read", about=stay, within=Case(pk=stay.case_id), by=by, at=at)


def read_house(*, house: House, by: User, at: datetime) -> None:
    """Somebody opened a house or who sleeps there."""
    record("house.read", about=house, by=by, at=at)


def _written(verb: str, stay: Stay, *, by: User, at: datetime, **changes) -> Stay:
    record(verb, about=stay, within=Case(pk=stay.case_id), by=by, at=at, changes=changes)
    return stay
