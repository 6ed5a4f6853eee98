"""Propose a stay, say yes with a bed, say no, take it back; a family is one decision with several beds."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus import law
from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.cases.actions import must_be_open
from gugus.cases.models import Case
from gugus.kernel.ids import new_id
from gugus.law.lists import UnknownCode
from gugus.people.models import Person
from gugus.providers.capacity import take_from_hold
from gugus.providers.models import CapacityHold
from gugus.providers.queries import family as family_of
from gugus.referrals.models import Referral
from gugus.referrals.queries import RUNNING
from gugus.shelter import rules
from gugus.shelter.actions import placing
from gugus.shelter.actions.placing import (
    CannotStay,
    constraints_as_reasons,
    locked,
    must_stand_in,
    save,
    say,
    told,
)
from gugus.shelter.codes import NoteKind, State, Use
from gugus.shelter.feeding import feed
from gugus.shelter.models import Bed, House, Stay
from gugus.tasks.actions import finish_tasks_about, start_task

SERVICE = "shelter"
CLOCK = "shelter_decision"


def is_code(list_name: str, stored: str) -> bool:
    """Does the list know the code?"""
    try:
        return bool(stored and law.code(list_name, stored))
    except UnknownCode:
        return False


@transaction.atomic
def propose(
    *,
    house: House,
    case: Case,
    person: Person,
    ground: str,
    from_at: datetime,
    by: User,
    at: datetime,
    until_at: datetime | None = None,
    words: str = "",
    referral: Referral | None = None,
    key: UUID | None = None,
) -> Stay:
    """Somebody is to stay in a house of one's own agency: of one's own case, or by an accepted referral for a shelter.

    The head of the house decides within the clock. The same `key` twice is one stay. Raises CannotStay.
    """
    rows = Stay.objects.unscoped(because="one's own double click")
    if key and (earlier := rows.filter(pk=key, proposed_by=by).first()):
        return earlier
    must_be_open(case)
    referral = _as_it_stands(referral)
    if reasons := _hurdles(house, case, person, ground, from_at, until_at, referral, by, at):
        raise CannotStay(reasons)
    stay = Stay(
        id=key or new_id(), agency=house.agency, sender_id=case.agency_id, case=case, person=person, referral=referral,
        house=house, ground=ground, from_at=from_at, until_at=until_at, proposed_by=by, proposed_at=at,
        who=rules.who_of(person.sex, person.birth_year, timezone.localdate(from_at)),
    )  # fmt: skip
    with constraints_as_reasons():
        stay.save(force_insert=True)
    let_know(house, case.agency_id)
    say(stay, NoteKind.PROPOSAL, words, by=by, at=at)
    start_task(
        kind="stay_decide", about=stay, agency=house.agency, assignee=house.head, clock=CLOCK, by=by, at=at, risk="high"
    )  # fmt: skip
    return told("stay.proposed", stay, by=by, at=at, house=house.ref, ground=ground)


def _hurdles(
    house, case, person, ground, from_at, until_at, referral, by: User, at: datetime
) -> list[Reason]:
    found = []
    if house.agency_id != by.agency_id or house.closed_at is not None:
        found.append(Reason("not_yours", _("Choose a house of your own agency that is open."), "house"))
    if not is_code("admission_grounds", ground):
        found.append(Reason("no_ground", _("Choose a ground of admission."), "ground"))
    if referral is None and case.agency_id != by.agency_id:
        found.append(
            Reason("no_referral", _("Somebody of another agency's case comes by an accepted referral."))
        )
    if referral is not None and not _rests_on(referral, case, person, by):
        found.append(
            Reason("other_referral", _("This referral does not ask your agency for a place to stay."))
        )
    if not case.parties.filter(person=person, until_at=None).exists():
        found.append(Reason("not_in_case", _("This person has no role in the case."), "person"))
    return found + hurdles_of_times(from_at, until_at, at)


def hurdles_of_times(from_at: datetime, until_at: datetime | None, at: datetime) -> list[Reason]:
    """Expected times that cannot be."""
    found = []
    if from_at < at - rules.EARLY:
        found.append(Reason("in_the_past", _("This lies in the past."), "from_at"))
    if from_at > at + rules.FURTHEST:
        found.append(Reason("too_far", _("A bed is held for 60 days ahead at most."), "from_at"))
    if until_at is not None and until_at <= max(from_at, at):
        found.append(Reason("ends_too_early", _("The end lies before the beginning."), "until_at"))
    return found


def _as_it_stands(referral: Referral | None) -> Referral | None:
    """The referral as the database knows it now: it may have been revoked meanwhile."""
    rows = Referral.objects.unscoped(because=placing.BECAUSE)
    return rows.filter(pk=referral.pk).first() if referral else None


def _rests_on(referral: Referral, case: Case, person: Person, by: User) -> bool:
    """Is it an accepted question for a place to stay, about this person, to the proposer's agency?"""
    fits = referral.case_id == case.pk and referral.person_id == person.pk
    asked = referral.to_agency_id == by.agency_id and referral.state in RUNNING
    return fits and asked and SERVICE in family_of(referral.service)


def let_know(house: House, agency_id: UUID) -> None:
    """The agency of the case may read the code name from now on."""
    if agency_id != house.agency_id and agency_id not in house.known_to:
        house.known_to = [*house.known_to, agency_id]
        house.save(update_fields=["known_to"])


@transaction.atomic
def approve(
    *,
    stay: Stay,
    bed: Bed,
    by: User,
    at: datetime,
    words: str = "",
    knowingly: bool = False,
    hold: CapacityHold | None = None,
    seen: int | None = None,
) -> Stay:
    """Yes, with a bed that is held from the expected beginning on. `hold`: of those on their way who were announced.

    Two who give the last bed at once: the database lets one through, the other reads so at its field (CannotStay).
    """
    return _approve(locked(stay, seen=seen), bed, by=by, at=at, words=words, knowingly=knowingly, hold=hold)


def _approve(stay: Stay, bed: Bed, *, by: User, at: datetime, words: str, knowingly: bool, hold=None) -> Stay:
    must_stand_in(stay, State.PROPOSED)
    if stay.until_at is not None and stay.until_at <= at:
        raise CannotStay(
            [Reason("plan_over", _("The expected time has passed. Take it back, propose anew."))]
        )
    against = placing.must_suit(stay, bed, stay.from_at, knowingly=knowingly, words=words)
    stay.state, stay.decided_by, stay.decided_at, stay.against = State.APPROVED, by, at, against
    with constraints_as_reasons():
        save(stay, "state", "decided_by", "decided_at", "against")
        placing.take(stay, bed, Use.RESERVED, stay.from_at, by=by, at=at)
    if hold is not None:
        take_from_hold(hold=hold, by=by, at=at)
    feed(stay.house, by=by, at=at)
    say(stay, NoteKind.AGAINST if against else NoteKind.DECISION, words, by=by, at=at)
    finish_tasks_about(about=stay, kind="stay_decide", by=by, at=at)
    return told("stay.approved", stay, by=by, at=at, against=[one.value for one in against])


@transaction.atomic
def approve_family(
    *, places: Sequence[tuple[Stay, Bed]], by: User, at: datetime, words: str = "", knowingly: bool = False
) -> list[Stay]:
    """A family comes together: one decision, a bed for each, all or nobody. Each stay has its own line in the trail."""
    stays = [locked(stay) for stay, _bed in sorted(places, key=lambda pair: pair[0].pk)]
    if (
        len(stays) < 2
        or len({stay.case_id for stay in stays}) > 1
        or len({stay.house_id for stay in stays}) > 1
    ):
        raise CannotStay([Reason("no_family", _("Choose two or more of one case for one house."))])
    together, beds = new_id(), {stay.pk: bed for stay, bed in places}
    for stay in stays:
        must_stand_in(stay, State.PROPOSED)
        stay.family = together
        save(stay, "family")
    return [_approve(stay, beds[stay.pk], by=by, at=at, words=words, knowingly=knowingly) for stay in stays]


@transaction.atomic
def decline(
    *, stay: Stay, code: str, by: User, at: datetime, words: str = "", seen: int | None = None
) -> Stay:
    """No, for a coded reason; what is written stays in the house."""
    stay = locked(stay, seen=seen)
    must_stand_in(stay, State.PROPOSED)
    if not is_code("stay_decline_reasons", code):
        raise CannotStay([Reason("no_code", _("Choose a reason."), "code")])
    stay.state, stay.code, stay.decided_by, stay.decided_at = State.DECLINED, code, by, at
    save(stay, "state", "code", "decided_by", "decided_at")
    say(stay, NoteKind.DECISION, words, by=by, at=at)
    finish_tasks_about(about=stay, kind="stay_decide", by=by, at=at)
    return told("stay.declined", stay, by=by, at=at, code=code)


@transaction.atomic
def withdraw(
    *, stay: Stay, code: str, by: User, at: datetime, words: str = "", seen: int | None = None
) -> Stay:
    """It will not happen (did not come, found another place); a held bed is free at once."""
    stay = locked(stay, seen=seen)
    must_stand_in(stay, State.PROPOSED, State.APPROVED)
    if not is_code("stay_withdrawal_reasons", code):
        raise CannotStay([Reason("no_code", _("Choose a reason."), "code")])
    stay.state, stay.code = State.WITHDRAWN, code
    save(stay, "state", "code")
    if placing.give_back(stay, at):
        feed(stay.house, by=by, at=at)
    say(stay, NoteKind.EXIT, words, by=by, at=at)
    finish_tasks_about(about=stay, kind="stay_decide", by=by, at=at)
    return told("stay.withdrawn", stay, by=by, at=at, code=code)
