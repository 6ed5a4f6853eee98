"""Come in, move, stay longer, be missed and found, leave."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.referrals.answering import start_service
from gugus.referrals.codes import State as ReferralState
from gugus.referrals.models import Referral
from gugus.shelter import rules
from gugus.shelter.actions import placing
from gugus.shelter.actions.deciding import is_code, let_know
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

LONGEST = "shelter_longest"
KINDS = ("stay_review", "stay_longer", "stay_end", "stay_missing", "stay_missing_house", "stay_decide")


@transaction.atomic
def admit(*, stay: Stay, in_at: datetime, by: User, at: datetime, seen: int | None = None) -> Stay:
    """The person came in and lies in the bed that was held. Never before the yes, never into a bed that is occupied.

    A referral it rests on is in service from now on.
    """
    stay = locked(stay, seen=seen)
    must_stand_in(stay, State.APPROVED)
    if reasons := _hurdles_to_admitting(stay, in_at, at):
        raise CannotStay(reasons)
    stay.state, stay.in_at = State.IN, in_at
    with constraints_as_reasons():
        save(stay, "state", "in_at")
        held = placing.placement_of(stay)
        held.use, held.from_at = Use.OCCUPIED, in_at
        held.save(update_fields=["use", "from_at"])
    feed(stay.house, by=by, at=at)
    _begin_service(stay, by, at)
    start_task(
        kind="stay_review", about=stay, agency=stay.agency, assignee=stay.house.head, clock=LONGEST, by=by, at=in_at
    )  # fmt: skip
    return told("stay.admitted", stay, by=by, at=at, in_at=in_at)


def _hurdles_to_admitting(stay: Stay, in_at: datetime, at: datetime) -> list[Reason]:
    found = []
    if in_at > at:
        found.append(Reason("in_the_future", _("This lies in the future."), "in_at"))
    if in_at < stay.decided_at:
        found.append(Reason("before_the_yes", _("Nobody comes in before the yes of the house."), "in_at"))
    if in_at < stay.from_at - rules.EARLY:
        found.append(
            Reason("too_early", _("The bed is held for a later day. Move the stay or decide anew."), "in_at")
        )
    if stay.until_at is not None and in_at >= stay.until_at:
        found.append(
            Reason("plan_over", _("The expected time has passed. Take it back, propose anew."), "in_at")
        )
    return found


def _begin_service(stay: Stay, by: User, at: datetime) -> None:
    rows = Referral.objects.unscoped(because="the referral on which the stay rests")
    referral = rows.filter(pk=stay.referral_id, state=ReferralState.ACCEPTED).first()
    if referral is not None:
        start_service(referral=referral, by=by, at=at)


@transaction.atomic
def move(
    *,
    stay: Stay,
    bed: Bed,
    by: User,
    at: datetime,
    words: str = "",
    knowingly: bool = False,
    seen: int | None = None,
) -> Stay:
    """Another bed, in this house or another one of the same agency; the old bed is free at once."""
    stay = locked(stay, seen=seen)
    must_stand_in(stay, State.APPROVED, State.IN)
    before, use = stay.house, Use.OCCUPIED if stay.state == State.IN else Use.RESERVED
    target = _house_of(bed)
    if target.agency_id != stay.agency_id or target.closed_at is not None:
        raise CannotStay([Reason("not_yours", _("Choose a house of your own agency that is open."), "bed")])
    stay.house = target
    from_at = at if stay.state == State.IN else max(stay.from_at, at)
    against = placing.must_suit(stay, bed, from_at, knowingly=knowingly, words=words)
    stay.against = sorted({*stay.against, *against})
    with constraints_as_reasons():
        placing.give_back(stay, at)
        placing.take(stay, bed, use, from_at, by=by, at=at)
        save(stay, "house", "against")
    let_know(target, stay.sender_id)
    for house in sorted({before, target}, key=lambda one: one.pk):
        feed(house, by=by, at=at)
    say(stay, NoteKind.AGAINST if against else NoteKind.MOVE, words, by=by, at=at)
    other = "" if before.pk == target.pk else target.ref
    return told("stay.moved", stay, by=by, at=at, house=other, against=[one.value for one in against])


def _house_of(bed: Bed) -> House:
    rows = House.objects.unscoped(because=placing.BECAUSE).select_related("offering", "agency")
    return rows.get(pk=bed.room.house_id)


@transaction.atomic
def ask_longer(
    *,
    stay: Stay,
    until_at: datetime,
    code: str,
    by: User,
    at: datetime,
    words: str = "",
    seen: int | None = None,
) -> Stay:
    """Somebody of the house asks for a longer stay, with a coded reason; the head decides."""
    stay = locked(stay, seen=seen)
    must_stand_in(stay, State.IN)
    reasons = []
    if not is_code("stay_extension_reasons", code):
        reasons.append(Reason("no_code", _("Choose a reason."), "code"))
    if until_at <= max(at, stay.until_at or at):
        reasons.append(Reason("not_longer", _("Choose a later end than now expected."), "until_at"))
    if reasons:
        raise CannotStay(reasons)
    stay.asked_until_at, stay.asked_code, stay.asked_by = until_at, code, by
    save(stay, "asked_until_at", "asked_code", "asked_by")
    say(stay, NoteKind.EXTENSION, words, by=by, at=at)
    start_task(
        kind="stay_longer", about=stay, agency=stay.agency, assignee=stay.house.head, clock="shelter_decision", by=by,
        at=at,
    )  # fmt: skip
    return told("stay.longer_asked", stay, by=by, at=at, code=code, until_at=until_at)


@transaction.atomic
def decide_longer(
    *, stay: Stay, yes: bool, by: User, at: datetime, words: str = "", seen: int | None = None
) -> Stay:
    """The head says yes or no to a longer stay. A bed that is promised to somebody else meanwhile is refused."""
    stay = locked(stay, seen=seen)
    must_stand_in(stay, State.IN)
    if stay.asked_until_at is None:
        raise CannotStay([Reason("nothing_asked", _("Nobody asked for a longer stay."))])
    code, until_at = stay.asked_code, stay.asked_until_at
    if yes:
        stay.until_at = until_at
    stay.asked_until_at, stay.asked_code, stay.asked_by = None, "", None
    with constraints_as_reasons():
        save(stay, "until_at", "asked_until_at", "asked_code", "asked_by")
        held = placing.placement_of(stay)
        if yes and held is not None:
            held.until_at = until_at
            held.save(update_fields=["until_at"])
    say(stay, NoteKind.EXTENSION, words, by=by, at=at)
    for kind in ("stay_longer", "stay_end", "stay_review"):
        finish_tasks_about(about=stay, kind=kind, by=by, at=at)
    start_task(
        kind="stay_review", about=stay, agency=stay.agency, assignee=stay.house.head, clock=LONGEST, by=by, at=at
    )  # fmt: skip
    verb = "stay.longer" if yes else "stay.not_longer"
    return told(verb, stay, by=by, at=at, code=code, until_at=stay.until_at)


@transaction.atomic
def miss(*, stay: Stay, by: User, at: datetime, words: str = "", seen: int | None = None) -> Stay:
    """Nobody knows where the person is: the manager of the case is told at once. The bed stays hers or his."""
    stay = locked(stay, seen=seen)
    must_stand_in(stay, State.IN)
    if stay.missing_at is not None:
        raise CannotStay([Reason("missing_already", _("This was said already."))])
    stay.missing_at = at
    save(stay, "missing_at")
    say(stay, NoteKind.MISSING, words, by=by, at=at)
    return told("stay.missing", stay, by=by, at=at)


@transaction.atomic
def find(*, stay: Stay, by: User, at: datetime, words: str = "", seen: int | None = None) -> Stay:
    """The person is back."""
    stay = locked(stay, seen=seen)
    must_stand_in(stay, State.IN)
    if stay.missing_at is None:
        raise CannotStay([Reason("not_missing", _("The person is not missed."))])
    stay.missing_at = None
    save(stay, "missing_at")
    say(stay, NoteKind.MISSING, words, by=by, at=at)
    for kind in ("stay_missing", "stay_missing_house"):
        finish_tasks_about(about=stay, kind=kind, by=by, at=at)
    return told("stay.found", stay, by=by, at=at)


@transaction.atomic
def leave(
    *,
    stay: Stay,
    code: str,
    out_at: datetime,
    by: User,
    at: datetime,
    words: str = "",
    seen: int | None = None,
) -> Stay:
    """The person left, for a coded reason; the bed is free from then on. Without word: an alarm to the case manager."""
    stay = locked(stay, seen=seen)
    must_stand_in(stay, State.IN)
    reasons = []
    if not is_code("stay_exit_reasons", code):
        reasons.append(Reason("no_code", _("Choose a reason."), "code"))
    if out_at < stay.in_at:
        reasons.append(Reason("out_before_in", _("Nobody leaves before coming in."), "out_at"))
    if out_at > at:
        reasons.append(Reason("in_the_future", _("This lies in the future."), "out_at"))
    if reasons:
        raise CannotStay(reasons)
    stay.state, stay.code, stay.out_at = State.OUT, code, out_at
    with constraints_as_reasons():
        save(stay, "state", "code", "out_at")
        placing.give_back(stay, out_at)
    feed(stay.house, by=by, at=at)
    say(stay, NoteKind.EXIT, words, by=by, at=at)
    _settle(stay, by, at)
    return told("stay.left", stay, by=by, at=at, code=code, out_at=out_at)


def _settle(stay: Stay, by: User, at: datetime) -> None:
    """What was to be done about the stay is done; things that were left behind are still to be given back."""
    for kind in KINDS:
        if not (kind == "stay_missing" and stay.code == rules.LEFT_WITHOUT_WORD):
            finish_tasks_about(about=stay, kind=kind, by=by, at=at)
    if stay.belongings.filter(returned_at=None).exists():
        start_task(
            kind="stay_belongings", about=stay, agency=stay.agency, assignee=stay.house.head, by=by, at=at
        )
