"""Write down a meeting, compose its agenda, name who speaks, note which figures are shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.directory.models import TaskForce
from gugus.files.models import Attachment
from gugus.kernel.ids import new_id
from gugus.meetings import rules, shown_figures
from gugus.meetings.actions.moving import CannotMeet, kept, locked, must_stand_in, written
from gugus.meetings.codes import TYPED, Kind, State
from gugus.meetings.models import Item, Meeting, Paper, Shown, Speaker
from gugus.meetings.openings import Opening

SPOKEN = (*rules.PREPARED, State.HELD, State.MINUTED)  # until the minutes are approved
SOMEBODY = _(
    "This looks like a number or a file of a person. Meetings of the task force show nobody: take it out."
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What, when, where, who leads. `starts_at` is aware; `minutes` is how long; `approver` signs the minutes."""

    kind: Kind
    title: str
    starts_at: datetime
    minutes: int
    room: str = ""
    fields: tuple[str, ...] = ()
    legal_basis: str = ""
    letter_number: str = ""
    opened_by: str = ""
    chaired_by: str = ""
    words: str = ""
    approver: User | None = None
    follows: Meeting | None = None


TYPED_FIELDS = ("title", "room", "legal_basis", "letter_number", "opened_by", "chaired_by", "words")


def must_tell_of_nobody(**texts: str | None) -> list[Reason]:
    """Numbers of papers, phones and references of files do not belong into a meeting: a reason for each field."""
    return [
        Reason("names_somebody", SOMEBODY, field)
        for field, text in texts.items()
        if rules.tells_of_somebody(text)
    ]


@transaction.atomic
def write_meeting(
    *, task_force: TaskForce, plan: Plan, by: User, at: datetime, key: UUID | None = None
) -> Meeting:
    """A draft of the secretariat. The same `key` twice (a double click) gives the same meeting. Raises CannotMeet."""
    rows = Meeting.objects.unscoped(because="the form carries the key of the row it makes")
    if key and (earlier := rows.filter(pk=key, written_by=by).first()):
        return earlier
    _must_fit(plan, at)
    meeting = Meeting(
        id=key or new_id(), task_force=task_force, agency_id=by.agency_id, written_by=by, written_at=at,
        **_values(plan),
    )  # fmt: skip
    meeting.save(force_insert=True)
    written("meeting.written", meeting, by=by, at=at, changes={"kind": plan.kind})
    return meeting


@transaction.atomic
def change_plan(*, meeting: Meeting, plan: Plan, by: User, at: datetime, seen: int | None = None) -> Meeting:
    """Other words, room or people; a draft may change its time too (an invited meeting is postponed instead).

    Until the minutes are approved, so that what was really the case can be written down: who opened it, which room.
    """
    fresh = locked(meeting, seen=seen)
    must_stand_in(fresh, State.DRAFT, State.INVITED, State.POSTPONED, State.HELD, State.MINUTED)
    if fresh.state != State.DRAFT and (plan.starts_at, plan.minutes) != (fresh.starts_at, fresh.minutes):
        sentence = _("The agencies know this time already: postpone the meeting and invite again.")
        raise CannotMeet([Reason("time_is_known", sentence, "starts_at")])
    _must_fit(plan, at, timed=fresh.state == State.DRAFT)
    kept(fresh, **_values(plan))
    written("meeting.changed", fresh, by=by, at=at, changes={"kind": plan.kind})
    return fresh


def _values(plan: Plan) -> dict:
    typed = {name: getattr(plan, name).strip() or None for name in TYPED_FIELDS}
    return typed | {
        "kind": plan.kind, "starts_at": plan.starts_at, "minutes": plan.minutes, "fields": list(plan.fields),
        "approver": plan.approver, "follows": plan.follows,
    }  # fmt: skip


def _must_fit(plan: Plan, at: datetime, *, timed: bool = True) -> None:
    reasons = must_tell_of_nobody(**{name: getattr(plan, name) for name in TYPED_FIELDS})
    if not plan.title.strip():
        reasons.append(Reason("no_title", _("Say what the meeting is about."), "title"))
    if timed and plan.starts_at <= at:
        reasons.append(Reason("in_the_past", _("Choose a moment in the future."), "starts_at"))
    if not rules.SHORTEST <= plan.minutes <= rules.LONGEST:
        reasons.append(Reason("length", _("Between 15 minutes and 3 days."), "minutes"))
    if plan.kind == Kind.INTER_FIELD and len(set(plan.fields)) < 2:
        reasons.append(Reason("fields", _("Choose at least two fields of work."), "fields"))
    if plan.approver is not None and not plan.approver.is_active:
        reasons.append(Reason("not_here", _("This colleague does not work here any more."), "approver"))
    if reasons:
        raise CannotMeet(reasons)


@transaction.atomic
def add_item(
    *, meeting: Meeting, title: str, by: User, at: datetime, words: str = "", minutes: int | None = None
) -> Item:
    """One more line of the agenda, typed by the secretariat."""
    fresh = locked(meeting)
    must_stand_in(fresh, *rules.PREPARED, State.HELD)
    reasons = must_tell_of_nobody(title=title, words=words)
    if not title.strip():
        reasons.append(Reason("no_title", _("Say what is talked about."), "title"))
    if reasons:
        raise CannotMeet(reasons)
    item = _put(fresh, by, at, title=title.strip(), words=words.strip() or None, minutes=minutes)
    written("meeting.item_added", fresh, by=by, at=at, changes={"source": TYPED})
    return item


@transaction.atomic
def pick_items(*, meeting: Meeting, openings: Iterable[Opening], by: User, at: datetime) -> int:
    """Put open items of the registers on the agenda; what stands there already stays once. Returns how many are new."""
    fresh = locked(meeting)
    must_stand_in(fresh, *rules.PREPARED)
    there = set(fresh.items.values_list("source", "source_ref"))
    new = [one for one in openings if (one.source, one.ref) not in there]
    for one in new:
        _put(fresh, by, at, title=str(one.title), source=one.source, source_ref=one.ref, count=one.count)
    written("meeting.items_picked", fresh, by=by, at=at, changes={"number": len(new)})
    return len(new)


def _put(meeting: Meeting, by: User, at: datetime, **values) -> Item:
    last = meeting.items.aggregate(last=Max("number"))["last"] or 0
    item = Item(meeting=meeting, number=last + 1, written_by=by, written_at=at, **values)
    item.save(force_insert=True)
    return item


@transaction.atomic
def order_items(*, meeting: Meeting, order: list[UUID], by: User, at: datetime) -> None:
    """The agenda in another order. Lines that are not named keep their order behind the named ones."""
    fresh = locked(meeting)
    must_stand_in(fresh, *rules.PREPARED, State.HELD)
    rows = list(Item.objects.unscoped(because="the agenda came through the gate").filter(meeting=fresh))
    place = {pk: number for number, pk in enumerate(order)}
    rows.sort(key=lambda one: (place.get(one.pk, len(place)), one.number, one.pk))
    for number, one in enumerate(rows, start=1):
        one.number = number
    Item.objects.unscoped(because="the agenda came through the gate").bulk_update(rows, ["number"])
    written("meeting.items_ordered", fresh, by=by, at=at)


@transaction.atomic
def take_off(*, meeting: Meeting, item: Item, by: User, at: datetime) -> None:
    """A line leaves the agenda: only before the meeting, and only while nothing was written under it."""
    fresh = locked(meeting)
    must_stand_in(fresh, *rules.PREPARED)
    if item.points.exists() or Shown.objects.unscoped(because="of this agenda").filter(item=item).exists():
        raise CannotMeet([Reason("has_words", _("Something stands under this line already."))])
    rows = Item.objects.unscoped(because="the agenda came through the gate")
    rows.filter(pk=item.pk, meeting=fresh).delete()
    written("meeting.item_removed", fresh, by=by, at=at, changes={"source": item.source})


@transaction.atomic
def add_speaker(*, meeting: Meeting, name: str, position: str, topic: str, by: User, at: datetime) -> Speaker:
    """Somebody speaks on a topic. Until the minutes are approved."""
    fresh = locked(meeting)
    must_stand_in(fresh, *SPOKEN)
    told = _told_of_speaker(name, position, topic)
    last = fresh.speakers.aggregate(last=Max("number"))["last"] or 0
    speaker = Speaker(meeting=fresh, number=last + 1, written_by=by, written_at=at, **told)
    speaker.save(force_insert=True)
    written("meeting.speaker_added", fresh, by=by, at=at)
    return speaker


@transaction.atomic
def change_speaker(
    *, meeting: Meeting, speaker: Speaker, name: str, position: str, topic: str, by: User, at: datetime
) -> Speaker:
    """Another name, office or topic; the material stays. Until the minutes are approved."""
    fresh = locked(meeting)
    must_stand_in(fresh, *SPOKEN)
    told = _told_of_speaker(name, position, topic)
    for field, value in told.items():
        setattr(speaker, field, value)
    speaker.save(update_fields=[*told])
    written("meeting.speaker_changed", fresh, by=by, at=at, changes={"number": speaker.number})
    return speaker


def _told_of_speaker(name: str, position: str, topic: str) -> dict:
    """What is kept of a speaker. Raises CannotMeet."""
    reasons = must_tell_of_nobody(name=name, position=position, topic=topic)
    if not name.strip():
        reasons.append(Reason("no_name", _("Say who speaks."), "name"))
    if not topic.strip():
        reasons.append(Reason("no_topic", _("Say on what."), "topic"))
    if reasons:
        raise CannotMeet(reasons)
    return {"name": name.strip(), "position": position.strip() or None, "topic": topic.strip()}


@transaction.atomic
def drop_speaker(*, meeting: Meeting, speaker: Speaker, by: User, at: datetime) -> None:
    """Somebody did not speak after all: until the minutes are approved, and only without material."""
    fresh = locked(meeting)
    must_stand_in(fresh, *SPOKEN)
    there = Attachment.objects.unscoped(because="the meeting came through the gate").present()
    papers = Paper.objects.unscoped(because="the meeting came through the gate").filter(speaker=speaker)
    if papers.filter(attachment__in=there).exists():
        raise CannotMeet([Reason("has_material", _("This speaker has material: take that back first."))])
    papers.update(speaker=None)
    rows = Speaker.objects.unscoped(because="the meeting came through the gate")
    rows.filter(pk=speaker.pk, meeting=fresh).delete()
    written("meeting.speaker_removed", fresh, by=by, at=at)


@transaction.atomic
def show_figure(
    *, meeting: Meeting, figure_kind: str, figure_ref: str, title: str, by: User, at: datetime,
    item: Item | None = None,
) -> Shown:  # fmt: skip
    """A frozen figure is (to be) shown: its kind and reference are kept, never a number. Twice is once."""
    fresh = locked(meeting)
    must_stand_in(fresh, *rules.PREPARED, State.HELD, State.MINUTED)
    rows = Shown.objects.unscoped(because="the meeting came through the gate").filter(meeting=fresh)
    if earlier := rows.filter(figure_kind=figure_kind, figure_ref=figure_ref).first():
        return earlier
    reasons = must_tell_of_nobody(title=title)
    if not shown_figures.exists(fresh.task_force_id, figure_kind, figure_ref):
        reasons.append(Reason("no_such_figure", _("This task force has no such figure."), "figure"))
    if reasons:
        raise CannotMeet(reasons)
    shown = Shown(
        meeting=fresh, item=item, figure_kind=figure_kind, figure_ref=figure_ref, title=title or None,
        shown_by=by, shown_at=at,
    )  # fmt: skip
    shown.save(force_insert=True)
    written("meeting.figure_shown", fresh, by=by, at=at, changes={"figure": figure_ref})
    return shown
