"""A return is proposed and prepared: family traced, person asked, risk weighed; paused, stopped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.cases.actions import locked as locked_case
from gugus.cases.actions import must_be_open, own_row
from gugus.cases.models import Case, Party
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.people.models import Person
from gugus.repatriation import rules
from gugus.repatriation.actions.moving import (
    CannotReturn,
    kept,
    locked,
    must_answer_for,
    must_stand_in,
    settled,
    told,
    written,
)
from gugus.repatriation.basis import is_child, will_of
from gugus.repatriation.codes import Kind, Risk, State, Tracing
from gugus.repatriation.models import Repatriation
from gugus.repatriation.stations import Station, goes_nowhere
from gugus.tasks.actions import finish_tasks_about

RETURNS = frozenset({"survivor", "witness", "family"})  # never the accused


@dataclass(frozen=True, slots=True)
class Plan:
    """Where from, where to, who waits there. Words are sealed."""

    kind: str
    origin: Station
    target: Station
    to_agency: Agency | None = None
    mission: Agency | None = None
    mission_name: str = ""
    address: str = ""
    family: str = ""
    guardian: str = ""
    words: str = ""


@transaction.atomic
def propose(
    *, case: Case, person: Person, plan: Plan, by: User, at: datetime, key: UUID | None = None
) -> Repatriation:
    """Somebody is to go home. The same `key` twice (a double click) makes one.

    Each person has an own record, also in a family that travels together. Raises CannotReturn.
    """
    case = locked_case(case)
    if key and (earlier := own_row(case.repatriations, key, written_by=by)):
        return earlier
    must_be_open(case)
    party = case.parties.filter(person=person, until_at=None).select_related("person").first()
    if reasons := [*_hurdles_of_person(case, party), *hurdles_of_plan(plan)]:
        raise CannotReturn(reasons)
    made = Repatriation(
        id=key or new_id(), case=case, person=person, person_ref=person.ref, agency_id=case.agency_id,
        holder_id=case.agency_id, child=is_child(party, at), written_by=by, written_at=at, **_values(plan),
    )  # fmt: skip
    made.save(force_insert=True)
    told(
        "repatriation.proposed", made, of=made, by=by, at=at, changes={"kind": plan.kind, "child": made.child}
    )
    return made


def _hurdles_of_person(case: Case, party: Party | None) -> list[Reason]:
    if party is None:
        return [Reason("not_in_case", _("This person has no role in the case any more."), "person")]
    if (
        case.parties.filter(person=party.person, until_at=None, role="accused").exists()
        or party.role not in RETURNS
    ):
        return [Reason("not_for_this_role", _("A return is for survivors and those with them."), "person")]
    running = case.repatriations.filter(person=party.person).exclude(state__in=rules.ENDED)
    if running.exists():
        return [Reason("runs_already", _("A return of this person is already under way."), "person")]
    return []


def hurdles_of_plan(plan: Plan) -> list[Reason]:
    """Everything that stands against a plan."""
    reasons = []
    if not plan.origin.is_known:
        reasons.append(
            Reason("no_origin", _("Choose a place of the list or an area, not both."), "from_point")
        )
    if not plan.target.is_known:
        reasons.append(Reason("no_target", _("Choose a place of the list or an area, not both."), "to_point"))
    if plan.origin.is_known and goes_nowhere(plan.origin, plan.target):
        reasons.append(Reason("goes_nowhere", _("Both places are the same."), "to_point"))
    abroad = (plan.origin.is_abroad, plan.target.is_abroad)
    fitting = {Kind.FROM_ABROAD: (True, False), Kind.DOMESTIC: (False, False), Kind.TO_ABROAD: (False, True)}
    if plan.origin.is_known and plan.target.is_known and fitting.get(plan.kind) != abroad:
        reasons.append(Reason("other_kind", _("The places do not fit this kind of return."), "kind"))
    if plan.kind == Kind.TO_ABROAD and plan.mission is None and not plan.mission_name.strip():
        sentence = _(
            "Name the mission of the person's country: it helps with the return (UU 21/2007 art. 54)."
        )
        reasons.append(Reason("no_mission", sentence, "mission_name"))
    return reasons


def _values(plan: Plan) -> dict:
    sealed = {
        name: getattr(plan, name) or None
        for name in ("mission_name", "address", "family", "guardian", "words")
    }
    return sealed | {
        "kind": plan.kind, "to_agency": plan.to_agency, "mission": plan.mission, "from_point": plan.origin.point,
        "from_area": plan.origin.area, "to_point": plan.target.point, "to_area": plan.target.area,
    }  # fmt: skip


@transaction.atomic
def change_plan(
    *, repatriation: Repatriation, plan: Plan, by: User, at: datetime, seen: int | None = None
) -> Repatriation:
    """Another place, agency, address. Once under way, places stay and only who waits there may change."""
    fresh = locked(repatriation, seen=seen)
    must_answer_for(fresh, by)
    must_stand_in(fresh, rules.RUNNING)
    reasons = hurdles_of_plan(plan)
    if fresh.departed_at and (plan.kind, plan.origin) != (
        fresh.kind,
        Station(fresh.from_point, fresh.from_area),
    ):
        reasons.append(Reason("left_already", _("The person has left: where from stays."), "from_point"))
    if reasons:
        raise CannotReturn(reasons)
    kept(fresh, **_values(plan))
    written("repatriation.changed", fresh, of=fresh, by=by, at=at, changes={"kind": plan.kind})
    return fresh


@transaction.atomic
def tell_tracing(
    *, repatriation: Repatriation, tracing: str, note: str, by: User, at: datetime, seen: int | None = None
) -> Repatriation:
    """What looking for the family found. May be told anew: families change their mind."""
    fresh = locked(repatriation, seen=seen)
    must_answer_for(fresh, by)
    must_stand_in(fresh, rules.PREPARING | {State.PAUSED})
    reasons = []
    if tracing not in Tracing.values:
        reasons.append(Reason("no_tracing", _("Choose a result."), "tracing"))
    if tracing == Tracing.NOT_NEEDED and fresh.child:
        reasons.append(Reason("child", _("A child returns to somebody: trace the family."), "tracing"))
    if tracing in {Tracing.REFUSES, Tracing.UNSAFE} and not note.strip():
        reasons.append(Reason("words_needed", _("Say what was found and who takes the person in."), "note"))
    if reasons:
        raise CannotReturn(reasons)
    kept(fresh, tracing=tracing, traced_at=at, tracing_note=note or None)
    settled(fresh)
    told("repatriation.traced", fresh, of=fresh, by=by, at=at, changes={"tracing": tracing})
    return fresh


@transaction.atomic
def keep_consent(
    *, repatriation: Repatriation, by: User, at: datetime, seen: int | None = None
) -> Repatriation:
    """The person wants to return: read from the ledger of consent, never typed here. Raises CannotReturn."""
    fresh = locked(repatriation, seen=seen)
    must_answer_for(fresh, by)
    must_stand_in(fresh, rules.PREPARING | {State.PAUSED})
    asked = will_of(fresh.person, at)
    if not asked.holds:
        raise CannotReturn([asked.reason()])
    kept(fresh, ground=asked.ground, consented_at=at)
    settled(fresh)
    told("repatriation.consented", fresh, of=fresh, by=by, at=at, changes={"ground": asked.ground.pk})
    return fresh


@transaction.atomic
def assess_risk(
    *, repatriation: Repatriation, risk: str, note: str, by: User, at: datetime, seen: int | None = None
) -> Repatriation:
    """Is it safe to return? A new assessment ends an override of the old one."""
    fresh = locked(repatriation, seen=seen)
    must_answer_for(fresh, by)
    must_stand_in(fresh, rules.PREPARING | {State.PAUSED})
    reasons = []
    if risk not in Risk.values:
        reasons.append(Reason("no_risk", _("Choose a result."), "risk"))
    if not note.strip():
        reasons.append(Reason("words_needed", _("Say what the result rests on."), "note"))
    if reasons:
        raise CannotReturn(reasons)
    kept(
        fresh, risk=risk, risk_at=at, risk_by=by, risk_note=note, overridden_at=None, overridden_by=None,
        override_words=None,
    )  # fmt: skip
    settled(fresh)
    told("repatriation.assessed", fresh, of=fresh, by=by, at=at, changes={"risk": risk})
    return fresh


@transaction.atomic
def override_risk(
    *, repatriation: Repatriation, words: str, by: User, at: datetime, seen: int | None = None
) -> Repatriation:
    """A supervisor lets an unsafe return go on, knowingly; never the one who assessed it. Kept in the trail."""
    fresh = locked(repatriation, seen=seen)
    must_answer_for(fresh, by)
    must_stand_in(fresh, rules.PREPARING | {State.PAUSED})
    reasons = []
    if fresh.risk != Risk.UNSAFE:
        reasons.append(Reason("not_unsafe", _("The return is not assessed as unsafe.")))
    if fresh.risk_by_id == by.pk:
        reasons.append(Reason("own_assessment", _("Somebody else than who assessed the risk decides this.")))
    if len(words.strip()) < 20:
        reasons.append(
            Reason("words_needed", _("Say in a full sentence why she returns all the same."), "words")
        )
    if reasons:
        raise CannotReturn(reasons)
    kept(fresh, overridden_at=at, overridden_by=by, override_words=words)
    settled(fresh)
    told("repatriation.overridden", fresh, of=fresh, by=by, at=at, words=words)
    return fresh


@transaction.atomic
def travel_together(*, repatriations: Sequence[Repatriation], by: User, at: datetime) -> UUID:
    """These people travel together: a link, nothing more. Each keeps an own record. Returns the link."""
    rows = [locked(one) for one in sorted(repatriations, key=lambda one: one.pk)]
    reasons = []
    if len(rows) < 2:
        reasons.append(Reason("alone", _("Choose at least one other person."), "others"))
    if any(one.agency_id != by.agency_id or one.state in rules.ENDED for one in rows):
        reasons.append(Reason("not_yours", _("Choose returns that your agency prepares."), "others"))
    if reasons:
        raise CannotReturn(reasons)
    link = next((one.together for one in rows if one.together), None) or new_id()
    for one in rows:
        kept(one, together=link)
        written("repatriation.joined", one, of=one, by=by, at=at, changes={"together": link})
    return link


@transaction.atomic
def travel_apart(*, repatriation: Repatriation, by: User, at: datetime) -> Repatriation:
    """This person travels alone after all."""
    fresh = locked(repatriation)
    must_answer_for(fresh, by)
    kept(fresh, together=None)
    written("repatriation.parted", fresh, of=fresh, by=by, at=at)
    return fresh


@transaction.atomic
def pause(
    *, repatriation: Repatriation, code: str, note: str, by: User, at: datetime, seen: int | None = None
) -> Repatriation:
    """It rests for a coded reason; what was recorded stays."""
    if not code:
        raise CannotReturn([Reason("no_code", _("Choose a reason."), "code")])
    fresh = locked(repatriation, seen=seen)
    must_answer_for(fresh, by)
    must_stand_in(fresh, rules.PREPARING | rules.ON_THE_WAY)
    kept(fresh, paused_from=fresh.state, state=State.PAUSED, code=code, state_note=note or None)
    told("repatriation.paused", fresh, of=fresh, by=by, at=at, code=code)
    return fresh


@transaction.atomic
def resume(*, repatriation: Repatriation, by: User, at: datetime, seen: int | None = None) -> Repatriation:
    """It goes on where it stood."""
    fresh = locked(repatriation, seen=seen)
    must_answer_for(fresh, by)
    must_stand_in(fresh, [State.PAUSED])
    kept(fresh, state=fresh.paused_from, paused_from="", code="")
    settled(fresh)
    told("repatriation.resumed", fresh, of=fresh, by=by, at=at)
    return fresh


@transaction.atomic
def stop(
    *, repatriation: Repatriation, code: str, note: str, by: User, at: datetime, seen: int | None = None
) -> Repatriation:
    """There is no return, for a coded reason. Refused while a leg is under way: somebody must say where she is."""
    if not code:
        raise CannotReturn([Reason("no_code", _("Choose a reason."), "code")])
    fresh = locked(repatriation, seen=seen)
    must_answer_for(fresh, by)
    must_stand_in(fresh, rules.RUNNING)
    if fresh.legs.filter(state="under_way").exists():
        sentence = _("The person is on the way. Confirm first where she arrived.")
        raise CannotReturn([Reason("on_the_way", sentence)])
    fresh.legs.filter(state="planned").update(state="cancelled")
    kept(fresh, state=State.STOPPED, code=code, paused_from="", state_note=note or None)
    for kind in ("return_arrival", "return_late"):
        for leg in fresh.legs.all():
            finish_tasks_about(about=leg, kind=kind, by=by, at=at)
    told("repatriation.stopped", fresh, of=fresh, by=by, at=at, code=code)
    return fresh
