"""Write the minutes, by more than one hand, without losing a word.

A paragraph stands at a version. Whoever sends a text says which version it was written over. If somebody else wrote
meanwhile, nothing is overwritten: the text is kept beside the one that stands until a person has brought both together.
A text that another hand replaces stays as an earlier one. Each save is one transaction under the lock of the meeting.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.base.versions import check_version
from gugus.directory.models import Agency
from gugus.meetings import rules
from gugus.meetings.actions.moving import CannotMeet, locked, must_stand_in, told, written
from gugus.meetings.actions.planning import SOMEBODY
from gugus.meetings.codes import PointKind, State, WordingKind
from gugus.meetings.models import Item, Meeting, Point, Wording
from gugus.meetings.recommending import doubts_about
from gugus.tasks.actions import finish_tasks_about

WORDS = {
    "empty": _("A paragraph has no text."),
    "no_owner": _("A recommendation does not say which agency carries it out."),
    "no_day": _("A recommendation has no day."),
    "too_early": _("The day of a recommendation lies before the meeting."),
    "no_field": _("A recommendation has no field of work."),
    "names_somebody": SOMEBODY,
    "rivals": _("A paragraph was written by two hands at once: bring both texts together first."),
}


SAID_BESIDE = ("said_by", "target", "owner", "due_on", "field")  # what stands beside the text of a paragraph


@dataclass(frozen=True, slots=True)
class Written:
    """What one hand sends of one paragraph. `seen` is the version it was written over, 0 for a new one."""

    key: UUID
    text: str
    seen: int
    pen: UUID
    kind: str = PointKind.DISCUSSION
    item: Item | None = None
    said_by: str = ""
    owner: Agency | None = None
    due_on: date | None = None
    field: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of it: the paragraph, and the text beside it when somebody else wrote meanwhile."""

    point: Point
    beside: Wording | None = field(default=None)


@transaction.atomic
def write_point(*, meeting: Meeting, written_down: Written, by: User, at: datetime) -> Kept:
    """Keep a text. Never refused for its content: what was typed must not be lost. Raises CannotMeet when too late.

    The key is made by the page, so that a new paragraph that is sent twice is one.
    """
    fresh = locked(meeting)
    must_stand_in(fresh, *rules.WRITABLE)
    if len(written_down.text) > rules.MOST_WORDS:
        sentence = _("A paragraph holds at most 8,000 characters: begin a new one.")
        raise CannotMeet([Reason("too_long", sentence, "text")])
    point = _locked_point(fresh, written_down.key)
    if point is None:
        if not written_down.text.strip():
            raise CannotMeet([Reason("empty", _("Write what was said."), "text")])
        return Kept(_begun(fresh, written_down, by, at))
    outcome = rules.outcome_of_saving(
        now=point.version, seen=written_down.seen, same_pen=point.pen == written_down.pen,
        same_text=point.dropped_at is None and _same(point, written_down),
    )  # fmt: skip
    if outcome == "beside":
        _brought_back(point)
        return Kept(point, _beside(fresh, point, written_down, by, at))
    if outcome == "save":
        _replace(fresh, point, written_down, by, at)
    return Kept(point)


def _brought_back(point: Point) -> None:
    """Somebody wrote on in what another one took out: both texts are shown again, and a person decides."""
    if point.dropped_at is not None:
        point.dropped_at = point.dropped_by = None
        point.version += 1
        point.save(update_fields=["dropped_at", "dropped_by", "version"])


def _locked_point(meeting: Meeting, key: UUID) -> Point | None:
    rows = Point.objects.unscoped(because="the meeting came through the gate").select_for_update(of=("self",))
    return rows.select_related("data_key", "changed_by").filter(pk=key, meeting=meeting).first()


def _begun(meeting: Meeting, told_of: Written, by: User, at: datetime) -> Point:
    last = meeting.points.aggregate(last=Max("number"))["last"] or 0
    point = Point(
        id=told_of.key, meeting=meeting, number=last + 1, pen=told_of.pen, written_by=by, written_at=at,
        changed_by=by, changed_at=at, text=told_of.text, **_facts(told_of),
    )  # fmt: skip
    point.save(force_insert=True)
    written(
        "meeting.point_written", meeting, by=by, at=at, changes={"point": point.number, "kind": point.kind}
    )
    return point


def _facts(told_of: Written) -> dict:
    asks = told_of.kind == PointKind.RECOMMENDATION
    return {
        "kind": told_of.kind,
        "item": told_of.item,
        "said_by": told_of.said_by.strip() or None,
        "owner": told_of.owner if asks else None,
        "due_on": told_of.due_on if asks else None,
        "field": told_of.field if asks else "",
        "target": told_of.target.strip() or None if asks else None,
    }


def _same(point: Point, told_of: Written) -> bool:
    facts = _facts(told_of)
    return point.text == told_of.text and all(getattr(point, name) == value for name, value in facts.items())


def _replace(meeting: Meeting, point: Point, told_of: Written, by: User, at: datetime) -> None:
    """The new text stands. Words of another hand, and a text that shrinks much, are kept as an earlier one.

    So are the words of the same page when this request is an old one that was held up on its way.
    """
    same_pen, facts = point.pen == told_of.pen, _facts(told_of)
    in_turn = same_pen and told_of.seen == point.version
    replaced = [name for name in SAID_BESIDE if getattr(point, name) and getattr(point, name) != facts[name]]
    if rules.keeps_earlier(point.text or "", told_of.text, same_pen=in_turn) or (replaced and not in_turn):
        _keep_earlier(meeting, point, by, at)
    for name, value in facts.items():
        setattr(point, name, value)
    point.text, point.pen, point.changed_by, point.changed_at = told_of.text, told_of.pen, by, at
    point.dropped_at = point.dropped_by = None
    point.version += 1
    point.save(
        update_fields=[
            "text", "pen", "changed_by", "changed_at", "dropped_at", "dropped_by", "version", *facts,
        ]
    )  # fmt: skip
    if not same_pen:  # one entry when a hand begins, not one for every pause of it
        changes = {"point": point.number, "kind": point.kind}
        written("meeting.point_written", meeting, by=by, at=at, changes=changes)


def _keep_earlier(meeting: Meeting, point: Point, by: User, at: datetime) -> None:
    """What stood so far, whole, among the earlier texts."""
    Wording(
        meeting=meeting, point=point, kind=WordingKind.EARLIER, seen=point.version, text=point.text, pen=point.pen,
        by=point.changed_by, at=point.changed_at, settled_at=at, settled_by=by, point_kind=point.kind,
        **{name: getattr(point, name) for name in SAID_BESIDE},
    ).save(force_insert=True)  # fmt: skip


def _beside(meeting: Meeting, point: Point, told_of: Written, by: User, at: datetime) -> Wording:
    """The text of a hand that did not see the last version; the same hand writes on in the same place."""
    rows = Wording.objects.unscoped(because="the meeting came through the gate").select_for_update(
        of=("self",)
    )
    facts = _facts(told_of)
    said = {name: facts[name] for name in SAID_BESIDE} | {"text": told_of.text, "point_kind": told_of.kind}
    rival = rows.filter(point=point, pen=told_of.pen, kind=WordingKind.RIVAL, settled_at=None).first()
    if rival is not None:
        for name, value in (said | {"at": at, "by": by}).items():
            setattr(rival, name, value)
        rival.save(update_fields=[*said, "at", "by"])
        return rival
    rival = Wording(
        meeting=meeting, point=point, kind=WordingKind.RIVAL, seen=told_of.seen, pen=told_of.pen, by=by, at=at, **said,
    )  # fmt: skip
    rival.save(force_insert=True)
    written("meeting.point_doubled", meeting, by=by, at=at, changes={"point": point.number})
    return rival


@transaction.atomic
def merge_point(
    *, meeting: Meeting, point: Point, text: str, seen: int, rivals: list[UUID], by: User, at: datetime
) -> Point:
    """A person brought the texts together. `rivals` are those that were looked at; what came later still waits.

    Raises Stale when the text that stands changed meanwhile.
    """
    fresh = locked(meeting)
    must_stand_in(fresh, *rules.WRITABLE)
    if not text.strip():
        raise CannotMeet([Reason("empty", _("Write what stands from now on."), "text")])
    row = _locked_point(fresh, point.pk)
    check_version(row, seen)
    _keep_earlier(fresh, row, by, at)
    rows = Wording.objects.unscoped(because="the meeting came through the gate")
    rows.filter(point=row, kind=WordingKind.RIVAL, settled_at=None, pk__in=rivals).update(
        settled_at=at, settled_by=by
    )
    row.text, row.pen, row.changed_by, row.changed_at = text, None, by, at
    row.version += 1
    row.save(update_fields=["text", "pen", "changed_by", "changed_at", "version"])
    written(
        "meeting.point_merged", fresh, by=by, at=at, changes={"point": row.number, "texts": len(rivals) + 1}
    )
    return row


@transaction.atomic
def drop_point(*, meeting: Meeting, point: Point, by: User, at: datetime, seen: int | None = None) -> Point:
    """A paragraph does not belong into the minutes; its words stay and can come back. Not while two texts wait."""
    fresh = locked(meeting)
    must_stand_in(fresh, *rules.WRITABLE)
    row = _locked_point(fresh, point.pk)
    check_version(row, seen)
    if row.wordings.filter(kind=WordingKind.RIVAL, settled_at=None).exists():
        raise CannotMeet([Reason("rivals", WORDS["rivals"])])
    row.dropped_at, row.dropped_by, row.version = at, by, row.version + 1
    row.save(update_fields=["dropped_at", "dropped_by", "version"])
    written("meeting.point_dropped", fresh, by=by, at=at, changes={"point": row.number})
    return row


@transaction.atomic
def order_points(*, meeting: Meeting, order: list[UUID], by: User, at: datetime) -> None:
    """The paragraphs in another order; those not named keep theirs behind the named ones."""
    fresh = locked(meeting)
    must_stand_in(fresh, *rules.WRITABLE)
    place = {pk: number for number, pk in enumerate(order)}
    _number(fresh, lambda one: place.get(one.pk, len(place)))
    written("meeting.points_ordered", fresh, by=by, at=at)


def _number(meeting: Meeting, rank) -> None:
    """Number the paragraphs anew by a rank; equal ones in the order in which they stood."""
    rows = Point.objects.unscoped(because="came through the gate").filter(meeting=meeting)
    points = sorted(rows.select_related("item"), key=lambda one: (rank(one), one.number, one.pk))
    for number, one in enumerate(points, start=1):
        one.number = number
    rows.bulk_update(points, ["number"])


def _as_read(point: Point) -> tuple:
    """Line by line of the agenda, then what belongs to no line; what was taken out comes last."""
    return point.dropped_at is not None, point.item is None, point.item.number if point.item else 0


def hurdles(meeting: Meeting) -> list[Reason]:
    """Why the minutes cannot be finished yet, each reason once, with the number of the paragraph."""
    rows = Point.objects.unscoped(because="came through the gate").select_related("data_key")
    points = list(rows.filter(meeting=meeting, dropped_at=None))
    if not points:
        return [Reason("no_points", _("Nothing was written down yet."))]
    doubled = set(
        Wording.objects.unscoped(because="came through the gate")
        .filter(meeting=meeting, kind=WordingKind.RIVAL, settled_at=None)
        .values_list("point_id", flat=True)
    )
    reasons, on = [], timezone.localdate(meeting.starts_at)
    for one in points:
        codes = rules.missing_of_point(
            kind=one.kind, text=one.text or "", has_owner=one.owner_id is not None,
            has_day=one.due_on is not None, has_field=bool(one.field),
            in_time=one.due_on is None or one.due_on >= on,
        )  # fmt: skip
        codes += ["names_somebody"] if rules.tells_of_somebody(one.text, one.target, one.said_by) else []
        codes += ["rivals"] if one.pk in doubled else []
        place = _("Paragraph %(number)d: %(why)s")
        reasons += [Reason(code, place % {"number": one.number, "why": WORDS[code]}) for code in codes]
    return reasons


@transaction.atomic
def finish_minutes(*, meeting: Meeting, by: User, at: datetime, seen: int | None = None) -> Meeting:
    """The minutes are drafted: members read them, the named person approves. Raises CannotMeet, Stale.

    Paragraphs are numbered as they are read, since the number is how they are cited.
    """
    fresh = locked(meeting, seen=seen)
    must_stand_in(fresh, State.HELD)
    reasons = hurdles(fresh) + doubts_about(fresh, at)
    if fresh.approver_id is None:
        reasons.append(Reason("no_approver", _("Name who approves the minutes first."), "approver"))
    if reasons:
        raise CannotMeet(reasons)
    _number(fresh, _as_read)
    fresh.state, fresh.minuted_at, fresh.version = State.MINUTED, at, fresh.version + 1
    fresh.roll_digest, fresh.roll_until = "", None
    fresh.save(update_fields=["state", "minuted_at", "version", "roll_digest", "roll_until"])
    finish_tasks_about(about=fresh, kind="meeting_minutes", by=by, at=at)
    return told("meeting.minuted", fresh, by=by, at=at)


@transaction.atomic
def reopen_minutes(*, meeting: Meeting, by: User, at: datetime, seen: int | None = None) -> Meeting:
    """Something is missing or wrong: the secretariat writes on. The approver may send them back like this too."""
    fresh = locked(meeting, seen=seen)
    must_stand_in(fresh, State.MINUTED)
    fresh.state, fresh.minuted_at, fresh.version = State.HELD, None, fresh.version + 1
    fresh.save(update_fields=["state", "minuted_at", "version"])
    finish_tasks_about(about=fresh, kind="meeting_approve", by=by, at=at)
    return told("meeting.reopened", fresh, by=by, at=at)
