"""Minutes of a hand-over (BAST): written, offered to the receiving agency, accepted or declined, corrected."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.actions import close_because, open_to, take_up
from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.base.versions import check_version
from gugus.cases.models import Case
from gugus.consent import queries as ledger
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.law.ages import age_on
from gugus.outbox.actions import announce
from gugus.people.models import Person
from gugus.repatriation import rules
from gugus.repatriation.actions.moving import BECAUSE, CannotReturn, locked, must_handle
from gugus.repatriation.basis import basis_to_tell, open_basis
from gugus.repatriation.codes import MinuteCode, MinuteState, Receiver
from gugus.repatriation.models import HandedPerson, Handover, Leg, Repatriation
from gugus.repatriation.stations import Station

REPLACEABLE = frozenset({MinuteState.SIGNED})


@dataclass(frozen=True, slots=True)
class Handed:
    """One person as she is handed over. Every word is sealed. `name` only where the register knows none."""

    repatriation: Repatriation
    leg: Leg | None = None
    name: str = ""
    guardian: str = ""
    items: str = ""
    papers: str = ""
    health: str = ""
    services: str = ""


@dataclass(frozen=True, slots=True)
class Minutes:
    """Who hands over to whom, where and when. `handing`, `receiving`, each witness: {name, nip, position, office}."""

    receiver: str
    happened_at: datetime
    station: Station
    to_agency: Agency | None = None
    number: str = ""
    place: str = ""
    handing: dict = field(default_factory=dict)
    receiving: dict = field(default_factory=dict)
    witnesses: Sequence[dict] = ()
    words: str = ""


@transaction.atomic
def write_handover(
    *, persons: Sequence[Handed], minutes: Minutes, by: User, at: datetime, key: UUID | None = None,
    corrects: Handover | None = None, code: str = "",
) -> Handover:  # fmt: skip
    """A draft of minutes about one or many people; nobody else sees it yet. The same `key` twice makes one.

    `corrects`: signed minutes that these replace once both sides have signed them, for a coded reason. Raises
    CannotReturn.
    """
    if key and (earlier := _own(key, by)):
        return earlier
    persons = _as_they_stand(persons)
    reasons = [*_hurdles(persons, minutes, by), *_hurdles_of_correction(corrects, code, by)]
    if reasons:
        raise CannotReturn(reasons)
    owners = {one.repatriation.agency_id for one in persons}
    made = Handover(
        id=key or new_id(), agency_id=by.agency_id, corrects=corrects, code=code if corrects else "", written_by=by,
        written_at=at, parties=_parties(owners, minutes, by), size=len(persons), **_values(minutes),
    )  # fmt: skip
    made.save(force_insert=True)
    _put_persons(made, persons, at)
    told("handover.written", made, by=by, at=at, code=made.code, changes={"persons": len(persons)})
    return made


def _as_they_stand(persons: Sequence[Handed]) -> list[Handed]:
    """The same with their returns locked, in one order for everybody, and their legs read anew."""
    held = {one.repatriation.pk: one.repatriation for one in persons}
    fresh = {pk: locked(held[pk]) for pk in sorted(held)}
    rows = Leg.objects.unscoped(because=BECAUSE)
    legs = rows.in_bulk([one.leg.pk for one in persons if one.leg is not None])
    return [
        replace(
            one,
            repatriation=fresh[one.repatriation.pk],
            leg=legs.get(one.leg.pk) if one.leg is not None else None,
        )
        for one in persons
    ]


def _own(key: UUID, by: User) -> Handover | None:
    rows = Handover.objects.unscoped(because="the row that the same form made a moment ago")
    return rows.filter(pk=key, written_by=by).first()


@transaction.atomic
def change_handover(
    *,
    handover: Handover,
    persons: Sequence[Handed],
    minutes: Minutes,
    by: User,
    at: datetime,
    seen: int | None = None,
) -> Handover:
    """Other words or people, until the first signature. After an answer the receiving agency stays the same."""
    fresh = locked_handover(handover, seen=seen)
    must_be_unsigned(fresh)
    _must_write(fresh, by)
    persons = _as_they_stand(persons)
    reasons = _hurdles(persons, minutes, by)
    if fresh.state != MinuteState.DRAFT and minutes.to_agency != fresh.to_agency:
        sentence = _(
            "This agency was asked already. Cancel these minutes and write new ones for another agency."
        )
        reasons.append(Reason("asked_already", sentence, "to_agency"))
    before = set(_people_of(fresh).values_list("repatriation_id", flat=True))
    if fresh.state != MinuteState.DRAFT and before != {one.repatriation.pk for one in persons}:
        sentence = _(
            "The agency was asked for these people. Cancel these minutes and write new ones for others."
        )
        reasons.append(Reason("asked_for_others", sentence, "persons"))
    if reasons:
        raise CannotReturn(reasons)
    owners = {one.repatriation.agency_id for one in persons}
    values = _values(minutes)
    if fresh.state == MinuteState.ACCEPTED and not any(minutes.receiving.values()):
        values.pop("receiving")
    kept_handover(fresh, parties=_parties(owners, minutes, by), size=len(persons), **values)
    _people_of(fresh).delete()
    _put_persons(fresh, persons, at)
    told("handover.changed", fresh, by=by, at=at, changes={"persons": len(persons)})
    return fresh


@transaction.atomic
def add_person(*, handover: Handover, person: Handed, by: User, at: datetime) -> Handover:
    """One person more in a draft, for minutes that are written person by person. Raises CannotReturn."""
    fresh = locked_handover(handover)
    must_be_unsigned(fresh)
    _must_write(fresh, by)
    [person] = _as_they_stand([person])
    reasons = _hurdles_of_person(person, _said_in(fresh), by)
    if fresh.state != MinuteState.DRAFT:
        reasons.append(Reason("not_from_here", _("These minutes are no draft any more.")))
    if fresh.size >= rules.MOST_PERSONS:
        reasons.append(Reason("too_many", _("Minutes hold 200 people at most."), "persons"))
    if _people_of(fresh).filter(repatriation=person.repatriation).exists():
        reasons.append(Reason("twice", _("Somebody stands there twice."), "persons"))
    if reasons:
        raise CannotReturn(reasons)
    _put_persons(fresh, [person], at)
    owner = person.repatriation.agency_id
    kept_handover(fresh, size=fresh.size + 1, parties=sorted({*fresh.parties, owner}))
    within = Case(pk=person.repatriation.case_id)
    record("handover.person_added", about=fresh, within=within, by=by, at=at, changes={"persons": fresh.size})
    return fresh


def _said_in(handover: Handover) -> Minutes:
    """The open facts of minutes as they stand."""
    return Minutes(
        receiver=handover.receiver, happened_at=handover.happened_at, to_agency=handover.to_agency,
        station=Station(point=handover.point, area=handover.area),
    )  # fmt: skip


def _people_of(handover: Handover):
    return HandedPerson.objects.unscoped(because=BECAUSE).filter(handover=handover)


def _parties(owners: set[UUID], minutes: Minutes, by: User) -> list[UUID]:
    known = {by.agency_id, *owners, *([minutes.to_agency.pk] if minutes.to_agency else [])}
    return sorted(known)


def _values(minutes: Minutes) -> dict:
    sealed = {
        name: getattr(minutes, name) or None for name in ("number", "place", "handing", "receiving", "words")
    }
    return sealed | {
        "witnesses": [one for one in minutes.witnesses if one.get("name")] or None, "receiver": minutes.receiver,
        "to_agency": minutes.to_agency, "happened_at": minutes.happened_at, "point": minutes.station.point,
        "area": minutes.station.area, "zone": minutes.station.zone,
    }  # fmt: skip


def _hurdles(persons: Sequence[Handed], minutes: Minutes, by: User) -> list[Reason]:
    reasons = []
    if not persons:
        reasons.append(Reason("nobody", _("Choose who is handed over."), "persons"))
    if len(persons) > rules.MOST_PERSONS:
        reasons.append(Reason("too_many", _("Minutes hold 200 people at most."), "persons"))
    if len({one.repatriation.pk for one in persons}) < len(persons):
        reasons.append(Reason("twice", _("Somebody stands there twice."), "persons"))
    if minutes.receiver not in Receiver.values:
        reasons.append(Reason("no_receiver", _("Say who receives."), "receiver"))
    if (minutes.receiver == Receiver.AGENCY) != (minutes.to_agency is not None):
        reasons.append(
            Reason("no_agency", _("Choose the receiving agency, or another kind of receiver."), "to_agency")
        )
    if minutes.to_agency is not None and minutes.to_agency.pk == by.agency_id:
        reasons.append(Reason("same_agency", _("Choose another agency than your own."), "to_agency"))
    if not minutes.station.is_known:
        reasons.append(Reason("no_place", _("Choose a place of the list or an area, not both."), "point"))
    if len(minutes.witnesses) > 2:
        reasons.append(Reason("too_many_witnesses", _("Minutes have two witnesses at most."), "witnesses"))
    return reasons + [reason for one in persons for reason in _hurdles_of_person(one, minutes, by)]


def _hurdles_of_person(one: Handed, minutes: Minutes, by: User) -> list[Reason]:
    of, reasons = one.repatriation, []
    must_handle(of, by)
    if of.departed_at is None or of.state in {"paused", "stopped"}:
        sentence = _("%(ref)s has not left yet: nobody is handed over before departure.")
        reasons.append(Reason("not_left", sentence % {"ref": of.ref}, "persons"))
    elif minutes.happened_at < of.departed_at:
        sentence = _("%(ref)s left later than this moment.")
        reasons.append(Reason("before_departure", sentence % {"ref": of.ref}, "happened_at"))
    if one.leg is not None and one.leg.repatriation_id != of.pk:
        reasons.append(Reason("another_leg", _("The leg belongs to another return."), "persons"))
    if one.leg is not None and one.leg.departed_at is not None and minutes.happened_at < one.leg.departed_at:
        reasons.append(Reason("before_departure", _("The leg began later than this moment."), "happened_at"))
    if of.child and minutes.receiver != Receiver.AGENCY and not (one.guardian or of.guardian or "").strip():
        sentence = _("%(ref)s is a child: name the guardian or official who receives the child.")
        reasons.append(Reason("no_guardian", sentence % {"ref": of.ref}, "persons"))
    return reasons


def _hurdles_of_correction(corrects: Handover | None, code: str, by: User) -> list[Reason]:
    if corrects is None:
        return []
    reasons = []
    if corrects.agency_id != by.agency_id or corrects.state not in REPLACEABLE:
        reasons.append(
            Reason("nothing_to_correct", _("Only signed minutes of your own agency are corrected."))
        )
    if code not in MinuteCode.values:
        reasons.append(Reason("no_code", _("Choose a reason."), "code"))
    return reasons


def _put_persons(handover: Handover, persons: Sequence[Handed], at: datetime) -> None:
    for one in persons:
        facts = _person_facts(one, at)
        HandedPerson(handover=handover, repatriation=one.repatriation, leg=one.leg, **facts).save(
            force_insert=True
        )


def _person_facts(one: Handed, at: datetime) -> dict:
    """As the register knows her at this moment; a holder without the register keeps what earlier minutes said."""
    of = one.repatriation
    rows = Person.objects.unscoped(because="row security gives what this agency may know")
    person = rows.filter(pk=of.person_id).first()
    last = of.handed.select_related("data_key").order_by("-handover__written_at").first()
    found = {"sex": last.sex, "age": last.age, "name": last.name} if last else {}
    if person is not None:
        found |= {"sex": person.sex, "age": _age(person, at), "name": _name(person) or found.get("name")}
    return {
        "person_ref": of.person_ref, "child": of.child, "sex": found.get("sex", ""), "age": found.get("age"),
        "name": one.name or found.get("name"), "guardian": one.guardian or of.guardian, "items": one.items or None,
        "papers": one.papers or None, "health": one.health or None, "services": one.services or None,
    }  # fmt: skip


def _age(person: Person, at: datetime) -> int | None:
    born, today = ledger.born_of(person), timezone.localdate(at)
    if born and len(born) == 10:
        return max(age_on(datetime.fromisoformat(born).date(), today), 0)
    return max(today.year - person.birth_year, 0) if person.birth_year else None


def _name(person: Person) -> str:
    identity = getattr(person, "identity", None)
    names = (identity.names if identity else None) or {}
    return names.get("full") or next(iter(names.get("aliases", ())), "")


@transaction.atomic
def offer(*, handover: Handover, by: User, at: datetime, seen: int | None = None) -> Handover:
    """Ask the receiving agency. It reads about the return only when it says yes, and only with a basis of the ledger.

    Who answers for a return offers at once; for the next hop of somebody else's the worker asks the ledger of that
    agency. Raises CannotReturn.
    """
    fresh = locked_handover(handover, seen=seen)
    must_be_unsigned(fresh)
    _must_write(fresh, by)
    if fresh.state != MinuteState.DRAFT or fresh.receiver != Receiver.AGENCY:
        raise CannotReturn(
            [Reason("not_from_here", _("Only a draft for an agency with an account is sent."))]
        )
    rows = [one.repatriation for one in _people_of(fresh).select_related("repatriation__agency")]
    own = [one for one in rows if one.agency_id == by.agency_id]
    grounds = {one.pk: _ground(one, fresh, at) for one in own}
    kept_handover(fresh, state=MinuteState.OFFERED, offered_at=at)
    for one in own:
        offer_one(one, fresh, grounds[one.pk], by=by, at=at)
    told(
        "handover.offered",
        fresh,
        by=by,
        at=at,
        changes={"persons": len(rows)},
        elsewhere=len(rows) - len(own),
    )
    return fresh


def _ground(repatriation: Repatriation, handover: Handover, at: datetime) -> str:
    """The basis on which this agency may read. Raises CannotReturn."""
    if already := open_basis(repatriation, handover.to_agency, at):
        return already
    found = basis_to_tell(repatriation.person, handover.to_agency, at, lock=True)
    if not found.holds:
        raise CannotReturn([found.reason("to_agency")])
    return found.ground.basis


def offer_one(
    repatriation: Repatriation, handover: Handover, basis: str, *, by: User | None, at: datetime
) -> None:
    """What opens of one return when the receiving agency says yes."""
    open_to(
        kind="repatriation", about=repatriation, agency=handover.to_agency, sections=["repatriation"], basis=basis,
        because=handover, by=by, at=at, offered=True, giver=repatriation.agency if by is None else None,
    )  # fmt: skip


@transaction.atomic
def accept(*, handover: Handover, by: User, at: datetime, seen: int | None = None) -> Handover:
    """The receiving agency says yes: what was offered opens, and it signs its side when the person is there."""
    fresh = _asked(handover, by, seen)
    kept_handover(fresh, state=MinuteState.ACCEPTED, accepted_at=at, accepted_by=by)
    take_up(because=fresh, by=by, at=at)
    if _people_of(fresh).count() != fresh.size:
        sentence = _(
            "The agency that answers for the person has not opened the return to you yet. Try again later."
        )
        raise CannotReturn([Reason("not_open_yet", sentence)])
    told("handover.accepted", fresh, by=by, at=at)
    return fresh


@transaction.atomic
def decline(*, handover: Handover, code: str, by: User, at: datetime, seen: int | None = None) -> Handover:
    """The receiving agency says no, for a coded reason; nothing opens."""
    if code not in MinuteCode.values:
        raise CannotReturn([Reason("no_code", _("Choose a reason."), "code")])
    fresh = _asked(handover, by, seen)
    kept_handover(fresh, state=MinuteState.DECLINED, code=code)
    close_because(because=fresh, by=by, at=at)
    told("handover.declined", fresh, by=by, at=at, code=code)
    return fresh


def _asked(handover: Handover, by: User, seen: int | None) -> Handover:
    fresh = locked_handover(handover, seen=seen)
    if fresh.to_agency_id != by.agency_id or fresh.state != MinuteState.OFFERED:
        raise CannotReturn(
            [Reason("not_from_here", _("These minutes do not wait for your answer any more."))]
        )
    return fresh


@transaction.atomic
def cancel_handover(
    *, handover: Handover, code: str, by: User, at: datetime, seen: int | None = None
) -> Handover:
    """No hand-over took place. Signed by somebody already: it stays and is corrected by new minutes."""
    if code not in MinuteCode.values:
        raise CannotReturn([Reason("no_code", _("Choose a reason."), "code")])
    fresh = locked_handover(handover, seen=seen)
    must_be_unsigned(fresh)
    _must_write(fresh, by)
    kept_handover(fresh, state=MinuteState.CANCELLED, code=code)
    close_because(because=fresh, by=by, at=at)
    told("handover.cancelled", fresh, by=by, at=at, code=code)
    return fresh


def must_be_unsigned(handover: Handover) -> None:
    """Refuse every change after the first signature."""
    if handover.digest:
        sentence = _("Somebody has signed: nothing changes any more. Write new minutes that correct these.")
        raise CannotReturn([Reason("signed_already", sentence)])
    if handover.state not in rules.OPEN_MINUTES:
        raise CannotReturn([Reason("not_from_here", _("These minutes are closed."))])


def _must_write(handover: Handover, by: User) -> None:
    if handover.agency_id != by.agency_id:
        raise CannotReturn([Reason("not_yours", _("Who hands over writes the minutes."))])


def locked_handover(handover: Handover, *, seen: int | None = None) -> Handover:
    """The minutes, locked; Stale when somebody changed them since version `seen`."""
    rows = Handover.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "agency", "to_agency").get(pk=handover.pk)
    check_version(fresh, seen)
    return fresh


def kept_handover(handover: Handover, **values) -> None:
    """Save these values of minutes and let open forms notice."""
    for name, value in values.items():
        setattr(handover, name, value)
    handover.version += 1
    handover.save(update_fields=[*values, "version"])


def told(
    verb: str, handover: Handover, *, by: User | None, at: datetime, code: str = "", changes=None, **facts
) -> None:
    """Into the trail of every case that the minutes tell of, and to whoever waits."""
    recorded(verb, handover, by=by, at=at, code=code, changes=changes)
    announce(verb, about=handover, at=at, by=str(by.pk) if by else "", **facts)


def recorded(
    verb: str, handover: Handover, *, by: User | None, at: datetime, code: str = "", changes=None
) -> None:
    """One line within the first case; the others are named in the same line, so that each file finds it."""
    rows = Repatriation.objects.unscoped(because=BECAUSE).filter(handed__handover=handover)
    cases = list(rows.order_by("case_id").values_list("case_id", flat=True).distinct())
    more = {"cases": [str(one) for one in cases[1:]]} if len(cases) > 1 else {}
    within = Case(pk=cases[0]) if cases else None
    record(
        verb, about=handover, within=within, by=by, at=at, reason=code, changes={**(changes or {}), **more}
    )
