"""Write down a conference, put questions on its agenda, invite, find another time, cancel."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.cases.actions import locked as locked_case
from gugus.cases.actions import must_be_open, own_row
from gugus.cases.models import Case
from gugus.conferences import queries, rules
from gugus.conferences.actions.moving import CannotConfer, kept, locked, moved, must_stand_in, told, written
from gugus.conferences.codes import ITEM_SECTIONS, Answer, Kind, State
from gugus.conferences.models import Conference, Invitation, Item
from gugus.directory.models import Agency
from gugus.kernel.ids import new_id
from gugus.tasks.actions import finish_tasks_about, start_task

PREPARED = (State.DRAFT, State.PLANNED)


@dataclass(frozen=True, slots=True)
class Plan:
    """When, where, why, and who leads. `starts_at` is aware; `minutes` is how long."""

    kind: Kind
    starts_at: datetime
    minutes: int
    chair: User
    writer: User | None = None
    place: str = ""
    words: str = ""


@transaction.atomic
def write_conference(
    *, case: Case, plan: Plan, by: User, at: datetime, key: UUID | None = None
) -> Conference:
    """A draft: nobody else knows of it. The same `key` twice (a double click) gives the same conference."""
    case = locked_case(case)
    if key and (earlier := own_row(case.conferences, key, written_by=by)):
        return earlier
    must_be_open(case)
    _must_fit(plan, case.agency_id, at)
    conference = Conference(
        id=key or new_id(), case=case, agency_id=case.agency_id, kind=plan.kind, starts_at=plan.starts_at,
        minutes=plan.minutes, chair=plan.chair, writer=plan.writer, place=plan.place or None,
        words=plan.words or None, written_by=by, written_at=at,
    )  # fmt: skip
    conference.save(force_insert=True)
    written("conference.written", conference, by=by, at=at, changes={"kind": plan.kind})
    return conference


@transaction.atomic
def change_plan(
    *, conference: Conference, plan: Plan, by: User, at: datetime, seen: int | None = None
) -> Conference:
    """Another place, chair or reason; a draft may change its time too (a planned one is moved instead)."""
    fresh = locked(conference, seen=seen)
    must_stand_in(fresh, *PREPARED)
    if fresh.state == State.PLANNED and (plan.starts_at, plan.minutes) != (fresh.starts_at, fresh.minutes):
        sentence = _("The agencies know this time already: give the conference another time instead.")
        raise CannotConfer([Reason("time_is_known", sentence, "starts_at")])
    _must_fit(plan, fresh.agency_id, at)
    kept(
        fresh, kind=plan.kind, starts_at=plan.starts_at, minutes=plan.minutes, chair=plan.chair,
        writer=plan.writer, place=plan.place or None, words=plan.words or None,
    )  # fmt: skip
    written("conference.changed", fresh, by=by, at=at, changes={"kind": plan.kind})
    return fresh


@transaction.atomic
def add_item(
    *, conference: Conference, section: str, question: str, words: str, by: User, at: datetime
) -> Item:
    """One more question. Agencies that do not read its section never see it."""
    fresh = locked(conference)
    must_stand_in(fresh, *PREPARED, State.RUNNING)
    return put_item(fresh, section=section, question=question, words=words, by=by, at=at)


def put_item(
    conference: Conference, *, section: str, question: str, words: str, by: User, at: datetime, said: str = "",
    addendum: bool = False,
) -> Item:  # fmt: skip
    """The row itself, after the last one; the conference is locked."""
    if section not in ITEM_SECTIONS:
        raise CannotConfer([Reason("no_such_section", _("Choose a part of the file."), "section")])
    last = conference.items.aggregate(last=Max("number"))["last"] or 0
    item = Item(
        conference=conference, case_id=conference.case_id, host_id=conference.agency_id, number=last + 1,
        section=section, question=question, words=words or None, said=said or None, addendum=addendum,
        written_by=by, written_at=at,
    )  # fmt: skip
    item.save(force_insert=True)
    verb = "conference.addendum" if addendum else "conference.item_added"
    written(verb, conference, by=by, at=at, changes={"section": section, "question": question})
    return item


@transaction.atomic
def take_off(*, conference: Conference, item: Item, by: User, at: datetime) -> None:
    """The question is not asked: only before the meeting, as long as nothing was said or decided."""
    fresh = locked(conference)
    must_stand_in(fresh, *PREPARED)
    Item.objects.unscoped(because="the agency's own agenda").filter(pk=item.pk, conference=fresh).delete()
    written("conference.item_removed", fresh, by=by, at=at, changes={"question": item.question})


@transaction.atomic
def invite(
    *, conference: Conference, agencies: Iterable[Agency], by: User, at: datetime, seen: int | None = None
) -> Conference:
    """Tell the agencies on the case, and only those. The host's own place is written down with them."""
    wanted = list(agencies)
    fresh = locked(conference, seen=seen)
    _must_invite(fresh, wanted, at)
    fresh = moved(
        fresh,
        State.PLANNED,
        by=by,
        seen=None,
        invited=sorted({one.pk for one in wanted} | set(fresh.invited)),
    )
    for agency in wanted:
        _invited(fresh, agency, Answer.WAITING, by, at)
    _invited(fresh, by.agency, Answer.COMES, by, at)
    start_task(
        kind="conference_prepare", about=fresh, within=fresh.case,
        agency=by.agency, assignee=fresh.chair, due_at=max(at, fresh.starts_at - rules.REMIND_BEFORE), by=by, at=at,
    )  # fmt: skip
    changes = {"agencies": [one.slug for one in wanted]}
    return told("conference.planned", fresh, by=by, at=at, changes=changes)


def _must_invite(conference: Conference, wanted: list[Agency], at: datetime) -> None:
    on_case = {
        one.pk for one in queries.on_case(Case(pk=conference.case_id, agency_id=conference.agency_id), at)
    }
    reasons = []
    if not wanted and conference.state == State.DRAFT:
        reasons.append(Reason("nobody", _("Choose who is invited."), "agencies"))
    for stranger in (one for one in wanted if one.pk not in on_case):
        sentence = _("%(agency)s does not work on this case. Refer first; who accepts can be invited.")
        reasons.append(Reason("not_on_case", sentence % {"agency": stranger.name}, "agencies"))
    if conference.starts_at <= at:
        reasons.append(Reason("in_the_past", _("Choose a moment in the future."), "starts_at"))
    if not conference.items.exists():
        reasons.append(Reason("no_agenda", _("Put at least one question on the agenda first.")))
    if reasons:
        raise CannotConfer(reasons)


def _invited(conference: Conference, agency: Agency, answer: Answer, by: User, at: datetime) -> None:
    if conference.invitations.filter(agency=agency).exists():
        return
    own = answer == Answer.COMES
    Invitation(
        conference=conference, host_id=conference.agency_id, agency=agency, answer=answer,
        answered_by=by if own else None, answered_at=at if own else None,
    ).save(force_insert=True)  # fmt: skip


@transaction.atomic
def move_to(
    *, conference: Conference, starts_at: datetime, minutes: int, code: str, by: User, at: datetime,
    seen: int | None = None,
) -> Conference:  # fmt: skip
    """Another time, for a coded reason. Everybody is asked again."""
    reasons = _time_hurdles(starts_at, minutes, at)
    if not code:
        reasons.append(Reason("no_code", _("Choose a reason."), "code"))
    if reasons:
        raise CannotConfer(reasons)
    fresh = moved(
        conference, State.PLANNED, by=by, seen=seen, starts_at=starts_at, minutes=minutes, code=code
    )
    guests = fresh.invitations.exclude(agency_id=fresh.agency_id)
    guests.update(answer=Answer.WAITING, code="", answered_at=None, answered_by=None)
    return told("conference.moved", fresh, by=by, at=at, code=code, changes={"starts_at": starts_at})


@transaction.atomic
def cancel(
    *, conference: Conference, code: str, by: User, at: datetime, seen: int | None = None
) -> Conference:
    """It does not take place, for a coded reason; what was written stays."""
    if not code:
        raise CannotConfer([Reason("no_code", _("Choose a reason."), "code")])
    fresh = moved(conference, State.CANCELLED, by=by, seen=seen, code=code)
    for kind in ("conference_prepare", "conference_answer"):
        finish_tasks_about(about=fresh, kind=kind, by=by, at=at)
    return told("conference.cancelled", fresh, by=by, at=at, code=code)


def _must_fit(plan: Plan, agency_id: UUID, at: datetime) -> None:
    reasons = _time_hurdles(plan.starts_at, plan.minutes, at)
    for field, person in (("chair", plan.chair), ("writer", plan.writer)):
        if person is not None and (person.agency_id != agency_id or not person.is_active):
            reasons.append(Reason("not_ours", _("Choose somebody of your own agency."), field))
    if reasons:
        raise CannotConfer(reasons)


def _time_hurdles(starts_at: datetime, minutes: int, at: datetime) -> list[Reason]:
    reasons = []
    if starts_at <= at:
        reasons.append(Reason("in_the_past", _("Choose a moment in the future."), "starts_at"))
    if not rules.SHORTEST <= minutes <= rules.LONGEST:
        reasons.append(Reason("length", _("Between 15 minutes and 8 hours."), "minutes"))
    return reasons
