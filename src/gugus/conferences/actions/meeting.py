"""Answer an invitation, begin the meeting, write down what was said and decided."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.conferences import queries, rules
from gugus.conferences.actions.moving import CannotConfer, locked, moved, must_stand_in, told, written
from gugus.conferences.codes import Answer, State
from gugus.conferences.models import Conference, Decision, Invitation, Item, Shown
from gugus.directory.models import Agency
from gugus.tasks.actions import finish_tasks_about, start_task


@transaction.atomic
def answer_invitation(
    *, conference: Conference, answer: str, by: User, at: datetime, code: str = "", contribution: str = "",
    people: str = "",
) -> Invitation:  # fmt: skip
    """The invited agency says whether it comes, who (`people`), or what it writes instead. It may say so again."""
    mine = own_invitation(conference, by)
    reasons = []
    if mine.conference.state not in rules.ANSWERABLE or mine.conference.starts_at <= at:
        reasons.append(Reason("too_late", _("This conference no longer waits for answers.")))
    if answer not in {Answer.COMES, Answer.WRITES, Answer.DECLINES}:
        reasons.append(Reason("no_answer", _("Choose an answer."), "answer"))
    if answer == Answer.DECLINES and not code:
        reasons.append(Reason("no_code", _("Choose a reason."), "code"))
    if answer == Answer.WRITES and not contribution.strip():
        reasons.append(Reason("nothing_written", _("Write what the others should know."), "contribution"))
    if reasons:
        raise CannotConfer(reasons)
    mine.answer, mine.code = answer, code if answer == Answer.DECLINES else ""
    mine.answered_by, mine.answered_at = by, at
    mine.people, mine.contribution = people or None, contribution or None
    mine.save(update_fields=["answer", "code", "answered_by", "answered_at", "people", "contribution"])
    finish_tasks_about(about=conference, kind="conference_answer", by=by, at=at)
    told("conference.answered", mine.conference, by=by, at=at, code=code, changes={"answer": answer})
    return mine


def own_invitation(conference: Conference, by: User) -> Invitation:
    """The invitation of one's own agency, locked, with the conference as it stands once the lock is held.

    A guest cannot lock the conference itself: the database lets only the host change it.
    """
    rows = Invitation.objects.unscoped(because="the agency's own invitation").select_for_update(of=("self",))
    mine = rows.select_related("data_key").get(conference=conference, agency_id=by.agency_id)
    mine.conference = Conference.objects.unscoped(because="came through the gate").get(pk=conference.pk)
    return mine


@transaction.atomic
def begin(
    *, conference: Conference, came: Iterable[UUID], by: User, at: datetime, seen: int | None = None
) -> Conference:
    """The meeting begins: who is there, and what is open to each agency at this moment; the minutes keep both."""
    fresh = moved(conference, State.RUNNING, by=by, seen=seen, begun_at=at)
    there = set(came) | {fresh.agency_id}
    for one in queries.invitations_of(fresh):
        one.came = one.agency_id in there
        one.save(update_fields=["came"])
    _keep_shown(fresh, there, at)
    for kind in ("conference_prepare", "conference_answer"):
        finish_tasks_about(about=fresh, kind=kind, by=by, at=at)
    start_task(
        kind="conference_minutes", about=fresh, within=fresh.case,
        agency=by.agency, assignee=fresh.writer or fresh.chair, due_at=at + rules.WRITE_WITHIN, by=by, at=at,
    )  # fmt: skip
    return told("conference.begun", fresh, by=by, at=at, changes={"came": len(there)})


def _keep_shown(conference: Conference, there: set[UUID], at: datetime) -> None:
    """What was shown to whom: the grants of this moment, for agencies that are there and sections on the agenda."""
    asked = set(conference.items.values_list("section", flat=True))
    rows = [
        Shown(
            conference=conference, host_id=conference.agency_id, agency_id=agency, section=section,
            basis=grant.basis, because_kind=grant.because_kind, until_at=grant.until_at,
        )
        for agency, open_parts in queries.open_parts(conference.case_id, at).items() if agency in there
        for section, grant in open_parts.items() if section in asked
    ]  # fmt: skip
    Shown.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def write_said(*, conference: Conference, item: Item, said: str, by: User, at: datetime) -> Item:
    """What was said on a question; the last writer's words stay, the trail keeps that they changed."""
    fresh = locked(conference)
    must_stand_in(fresh, State.RUNNING)
    row = Item.objects.unscoped(because="the agency's own agenda").select_for_update(of=("self",))
    item = row.select_related("data_key").get(pk=item.pk, conference=fresh)
    item.said = said or None
    item.save(update_fields=["said"])
    written("conference.said", fresh, by=by, at=at, changes={"item": item.number})
    return item


@transaction.atomic
def decide(
    *, conference: Conference, item: Item, kind: str, words: str, by: User, at: datetime,
    to_agency: Agency | None = None, due_on: date | None = None, dissent: str = "", key: UUID | None = None,
) -> Decision:  # fmt: skip
    """A decision on a question, perhaps with an agency that carries it out until a day (local).

    That agency must be able to read the question's section. The same `key` twice gives the same decision.
    """
    fresh = locked(conference)
    if key and (earlier := item.decisions.filter(pk=key).first()):
        return earlier
    must_stand_in(fresh, State.RUNNING)
    if reasons := _hurdles(fresh, item, words, to_agency, due_on, at):
        raise CannotConfer(reasons)
    decision = Decision(
        item=item, kind=kind, words=words, dissent=dissent or None, to_agency=to_agency, due_on=due_on,
        written_by=by, written_at=at,
    )  # fmt: skip
    if key:
        decision.pk = key
    decision.save(force_insert=True)
    changes = {"item": item.number, "kind": kind, "to": to_agency.slug if to_agency else ""}
    written("conference.decided", fresh, by=by, at=at, changes=changes)
    return decision


def _hurdles(
    conference: Conference,
    item: Item,
    words: str,
    to_agency: Agency | None,
    due_on: date | None,
    at: datetime,
) -> list[Reason]:
    reasons = []
    if not words.strip():
        reasons.append(Reason("nothing_decided", _("Write what was decided."), "words"))
    if to_agency is not None and due_on is None:
        reasons.append(Reason("no_day", _("Until which day?"), "due_on"))
    if to_agency is None and due_on is not None:
        reasons.append(Reason("nobody_does_it", _("Which agency carries it out?"), "to_agency"))
    if due_on is not None and due_on < timezone.localdate(at):
        reasons.append(Reason("in_the_past", _("Choose a day that has not passed."), "due_on"))
    if to_agency is not None and to_agency.pk != conference.agency_id:
        parts = queries.open_parts(conference.case_id, at).get(to_agency.pk, {})
        if item.section not in parts:
            sentence = _("%(agency)s does not read this part of the file, so it could not read the decision.")
            reasons.append(Reason("part_closed", sentence % {"agency": to_agency.name}, "to_agency"))
    return reasons


@transaction.atomic
def carry_out(*, decision: Decision, result: str, by: User, at: datetime) -> Decision:
    """The agency that was to carry it out (or the one that holds the conference) says that it was done, and how."""
    rows = Decision.objects.unscoped(because="came through the gate").select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "item__conference").get(pk=decision.pk)
    conference = fresh.item.conference
    if by.agency_id not in {fresh.to_agency_id, fresh.item.host_id}:
        raise CannotConfer([Reason("not_yours", _("Another agency carries this out."))])
    if fresh.done_at or fresh.to_agency_id is None:
        raise CannotConfer([Reason("done_already", _("This decision was already carried out."))])
    must_stand_in(conference, State.MINUTED, State.APPROVED)
    if not result.strip():
        raise CannotConfer([Reason("nothing_told", _("Write what was done."), "result")])
    fresh.result, fresh.done_at, fresh.done_by = result, at, by
    fresh.save(update_fields=["result", "done_at", "done_by"])
    finish_tasks_about(about=fresh, kind="conference_decision", by=by, at=at)
    told("conference.decision_done", conference, by=by, at=at, changes={"kind": fresh.kind})
    return fresh
