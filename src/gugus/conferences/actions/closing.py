"""Minutes: written, read, agreed or objected to, approved; addenda afterwards; the conference is closed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.base.vault import trail_digest
from gugus.conferences import queries, rules
from gugus.conferences.actions.meeting import own_invitation
from gugus.conferences.actions.moving import CannotConfer, locked, moved, must_stand_in, told, written
from gugus.conferences.actions.planning import put_item
from gugus.conferences.codes import State
from gugus.conferences.models import Conference, Decision, Invitation, Item
from gugus.tasks.actions import finish_tasks_about


@transaction.atomic
def finish_minutes(*, conference: Conference, by: User, at: datetime, seen: int | None = None) -> Conference:
    """The minutes are written: whoever was there reads them, and who is to carry something out begins."""
    reasons = []
    for item in queries.items_of(conference):
        if not item.said and not item.decided:
            sentence = _("Question %(number)d has neither words nor a decision.")
            reasons.append(Reason("item_empty", sentence % {"number": item.number}))
    if reasons:
        raise CannotConfer(reasons)
    fresh = moved(conference, State.MINUTED, by=by, seen=seen, minuted_at=at)
    finish_tasks_about(about=fresh, kind="conference_minutes", by=by, at=at)
    return told("conference.minuted", fresh, by=by, at=at)


@transaction.atomic
def reopen_minutes(*, conference: Conference, by: User, at: datetime, seen: int | None = None) -> Conference:
    """Something is missing: write on. Every yes and objection so far is asked for anew."""
    fresh = moved(conference, State.RUNNING, by=by, seen=seen, minuted_at=None)
    fresh.invitations.update(agreed_at=None, agreed_by=None, objected=False)
    finish_tasks_about(about=fresh, kind="conference_agree", by=by, at=at)
    return told("conference.reopened", fresh, by=by, at=at)


@transaction.atomic
def agree(
    *, conference: Conference, by: User, at: datetime, objection: str = "", objects: bool = False
) -> Invitation:
    """An agency that was there says yes to the minutes, or what is wrong with them. An objection stays in them."""
    mine = own_invitation(conference, by)
    fresh = mine.conference
    must_stand_in(fresh, State.MINUTED)
    if objects and not objection.strip():
        raise CannotConfer([Reason("objection_needs_words", _("Write what is wrong."), "objection")])
    if not mine.came:
        raise CannotConfer([Reason("was_not_there", _("Your agency was not at this conference."))])
    mine.objected, mine.objection = objects, objection or None if objects else None
    mine.agreed_at, mine.agreed_by = None if objects else at, by
    mine.save(update_fields=["objected", "objection", "agreed_at", "agreed_by"])
    finish_tasks_about(about=fresh, kind="conference_agree", by=by, at=at)
    told("conference.objected" if objects else "conference.agreed", fresh, by=by, at=at)
    return mine


@transaction.atomic
def approve(*, conference: Conference, by: User, at: datetime, seen: int | None = None) -> Conference:
    """The chair or a supervisor of the host signs the minutes. From now on nobody changes them; addenda may follow."""
    fresh = locked(conference, seen=seen)
    must_stand_in(fresh, State.MINUTED)
    if not rules.may_approve(queries.invitations_of(fresh), fresh.agency_id):
        sentence = _("Another agency that was there must agree first.")
        raise CannotConfer([Reason("nobody_agreed", sentence)])
    also = {"approved_at": at, "approved_by": by, "digest": digest_of(fresh)}
    fresh = moved(fresh, State.APPROVED, by=by, seen=None, **also)
    finish_tasks_about(about=fresh, kind="conference_agree", by=by, at=at)
    told("conference.approved", fresh, by=by, at=at, changes={"digest": fresh.digest})
    return _closed_if_done(fresh, by=by, at=at)


def digest_of(conference: Conference) -> str:
    """A keyed digest of the minutes as they stand: whoever has the key proves later that no word was changed."""
    lines = [conference.ref, conference.starts_at.isoformat()]
    for item in queries.items_of(conference):
        if item.addendum:
            continue
        lines += [str(item.number), item.section, item.question, item.words or "", item.said or ""]
        for one in item.decided:
            due = one.due_on.isoformat() if one.due_on else ""
            lines += [one.kind, one.words or "", one.dissent or "", str(one.to_agency_id or ""), due]
    return trail_digest("conference.minutes", "\x1f".join(lines))


@transaction.atomic
def add_addendum(
    *, conference: Conference, section: str, question: str, said: str, by: User, at: datetime
) -> Item:
    """A correction or something that became known: beside the approved minutes, never in them."""
    fresh = locked(conference)
    must_stand_in(fresh, State.APPROVED, State.CLOSED)
    if not said.strip():
        raise CannotConfer([Reason("nothing_written", _("Write what is added."), "said")])
    return put_item(
        fresh, section=section, question=question, words="", said=said, addendum=True, by=by, at=at
    )


@transaction.atomic
def close(*, conference: Conference, by: User, at: datetime, seen: int | None = None) -> Conference:
    """Everything was carried out. Refused while a decision waits."""
    if waiting(conference):
        raise CannotConfer([Reason("decisions_wait", _("A decision was not carried out yet."))])
    fresh = moved(conference, State.CLOSED, by=by, seen=seen)
    return told("conference.closed", fresh, by=by, at=at)


def waiting(conference: Conference) -> int:
    """How many decisions somebody still has to carry out."""
    rows = Decision.objects.unscoped(because="the conference came through its gate")
    return rows.filter(item__conference=conference, to_agency__isnull=False, done_at=None).count()


def _closed_if_done(conference: Conference, *, by: User, at: datetime) -> Conference:
    if waiting(conference):
        return conference
    fresh = moved(conference, State.CLOSED, by=by, seen=None)
    written("conference.closed", fresh, by=by, at=at)
    return fresh


def read_conference(*, conference: Conference, by: User, at: datetime) -> None:
    """Somebody read what is written in a conference; the trail of the case keeps it."""
    written("conference.read", conference, by=by, at=at)


def print_paper(*, conference: Conference, paper: str, by: User, at: datetime) -> None:
    """An invitation or the minutes were drawn for paper."""
    written("conference.printed", conference, by=by, at=at, changes={"paper": paper})
