"""Which meetings there are, and what stands in one."""

from collections import Counter
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from gugus.access.codes import Scope, Section, Verb
from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.directory.models import Agency, TaskForce
from gugus.directory.queries import of_office, offices_of, seats_of, today
from gugus.documents.models import Document
from gugus.files.models import Attachment
from gugus.meetings.codes import Answer, PaperKind, State, Tab, WordingKind
from gugus.meetings.models import (
    Addendum,
    Attendee,
    Invitation,
    Item,
    Meeting,
    Paper,
    Point,
    Shown,
    Speaker,
    Wording,
)
from gugus.taskforce.queries import members_on

BECAUSE = "the meeting came through its gate; row security holds"
FEED_BACK, FEED_AHEAD = timedelta(days=31), timedelta(days=366)


def meetings_for(viewer: Viewer) -> QuerySet[Meeting]:
    """Everything within reach: the meetings of the task forces in which the viewer's agency sits."""
    rows = Meeting.objects.visible_to(viewer)
    if not viewer.is_known or viewer.reach(Section.MEETING, Verb.SEE) < Scope.TASK_FORCE:
        return rows.none().admitted("no right in meetings")
    return rows


def listed(viewer: Viewer, tab: str, at: datetime) -> QuerySet[Meeting]:
    """One tab; what comes first stands first."""
    rows = meetings_for(viewer).select_related("task_force", "agency", "data_key")
    if tab == Tab.ANSWER:
        mine = Invitation.objects.unscoped(because="one's own invitations")
        mine = mine.filter(of_office(viewer.agency_id, today()), answer=Answer.WAITING)
        return rows.filter(state=State.INVITED, starts_at__gt=at, pk__in=mine.values("meeting")).order_by(
            "starts_at"
        )
    if tab == Tab.MINUTES:
        return rows.filter(state__in=[State.HELD, State.MINUTED]).order_by("starts_at")
    if tab == Tab.PAST:
        return rows.filter(state__in=[State.APPROVED, State.CANCELLED]).order_by("-starts_at")
    return rows.filter(state__in=[State.DRAFT, State.INVITED, State.POSTPONED]).order_by("starts_at")


def for_calendar(viewer: Viewer, at: datetime) -> list[Meeting]:
    """What a calendar shows: a month back, a year ahead; no drafts."""
    rows = meetings_for(viewer).exclude(state=State.DRAFT).select_related("task_force", "data_key")
    return list(rows.filter(starts_at__range=(at - FEED_BACK, at + FEED_AHEAD)).order_by("starts_at")[:500])


def agenda_of(meeting: Meeting) -> list[Item]:
    """The lines of the agenda in their order. One query."""
    return list(Item.objects.unscoped(because=BECAUSE).filter(meeting=meeting).select_related("data_key"))


def speakers_of(meeting: Meeting) -> list[Speaker]:
    """Who speaks, with their material (`material`, a list of papers). Two queries."""
    papers = papers_query(meeting).filter(kind=PaperKind.MATERIAL)
    rows = Speaker.objects.unscoped(because=BECAUSE).filter(meeting=meeting).select_related("data_key")
    return list(rows.prefetch_related(Prefetch("papers", queryset=papers, to_attr="material")))


def papers_query(meeting: Meeting) -> QuerySet[Paper]:
    """Files of the meeting that were not taken back."""
    there = Attachment.objects.unscoped(because=BECAUSE).present()
    rows = Paper.objects.unscoped(because=BECAUSE).filter(meeting=meeting, attachment__in=there)
    return rows.select_related("attachment__data_key", "shown_by")


def papers_of(meeting: Meeting) -> list[Paper]:
    """All files of the meeting. One query."""
    return list(papers_query(meeting))


def invitations_of(meeting: Meeting) -> list[Invitation]:
    """All for the secretariat, one's own for a member. One query."""
    rows = Invitation.objects.unscoped(because=BECAUSE).filter(meeting=meeting)
    return list(rows.select_related("agency", "answered_by", "data_key"))


def attendees_of(meeting: Meeting) -> list[Attendee]:
    """The list for the secretariat, one's own line for a member. One query."""
    rows = Attendee.objects.unscoped(because=BECAUSE).filter(meeting=meeting)
    return list(rows.select_related("agency", "data_key"))


def points_of(meeting: Meeting, *, dropped: bool = False) -> list[Point]:
    """The paragraphs in their order, with `rivals`: how many texts wait beside each. Two queries."""
    rows = Point.objects.unscoped(because=BECAUSE).filter(meeting=meeting, dropped_at__isnull=not dropped)
    points = list(rows.select_related("owner", "changed_by", "data_key", "item__data_key"))
    waiting = Counter(
        Wording.objects.unscoped(because=BECAUSE)
        .filter(meeting=meeting, kind=WordingKind.RIVAL, settled_at=None)
        .values_list("point_id", flat=True)
    )
    for one in points:
        one.rivals = waiting[one.pk]
    return points


def rivals_of(point: Point) -> list[Wording]:
    """Texts that were written at the same time and wait, the earliest first."""
    rows = Wording.objects.unscoped(because=BECAUSE).select_related("by", "owner", "data_key")
    return list(rows.filter(point=point, kind=WordingKind.RIVAL, settled_at=None))


def earlier_of(point: Point) -> list[Wording]:
    """Texts that stood before or were brought together, the latest first."""
    rows = Wording.objects.unscoped(because=BECAUSE).select_related("by", "owner", "data_key")
    return list(rows.filter(point=point, settled_at__isnull=False).order_by("-at"))


def changed_since(meeting: Meeting, since: datetime, pen: UUID | None) -> int:
    """How many paragraphs other hands wrote since a moment."""
    rows = Point.objects.unscoped(because=BECAUSE).filter(meeting=meeting, changed_at__gt=since)
    return rows.exclude(pen=pen).count()


def shown_at(meeting: Meeting) -> list[Shown]:
    """Figures that were shown, by reference."""
    return list(Shown.objects.unscoped(because=BECAUSE).filter(meeting=meeting).select_related("data_key"))


def addenda_of(meeting: Meeting) -> list[Addendum]:
    """What was added beside the approved minutes."""
    rows = Addendum.objects.unscoped(because=BECAUSE).select_related("written_by", "data_key")
    return list(rows.filter(meeting=meeting))


def to_invite(task_force: TaskForce, meeting: Meeting, at: datetime) -> list[Agency]:
    """Members of the task force on the day of the meeting that are not invited yet."""
    known = {one.agency_id for one in invitations_of(meeting)}
    day = timezone.localdate(meeting.starts_at)
    return [one for one in members_on(task_force, day) if one.pk not in known]


def may_sign(task_force: TaskForce, at: datetime) -> QuerySet[User]:
    """Active colleagues of the member agencies, from whom the person is named who approves."""
    members = [one.pk for one in members_on(task_force, timezone.localdate(at))]
    rows = User.objects.filter(agency__in=members, is_active=True).select_related("agency")
    return rows.filter(assignments__role__in=["chair", "secretariat"]).distinct().order_by("full_name")


def last_of_kind(meeting: Meeting, viewer: Viewer) -> QuerySet[Meeting]:
    """Meetings of the same task force before this one, the newest first."""
    rows = meetings_for(viewer).filter(task_force=meeting.task_force, starts_at__lt=meeting.starts_at)
    return rows.filter(state=State.APPROVED).order_by("-starts_at")


def is_hosted(viewer: Viewer, task_force: TaskForce) -> bool:
    """Does the viewer's agency keep the secretariat of a task force today?"""
    seats = seats_of(viewer.agency_id, today())
    return seats.filter(task_force=task_force, secretariat=True).exists()


def writers_of(meeting: Meeting) -> list[str]:
    """Who wrote the minutes (notulis), by name."""
    rows = Point.objects.unscoped(because=BECAUSE).filter(meeting=meeting, dropped_at=None)
    return sorted(set(rows.values_list("written_by__full_name", flat=True)) - {None})


def letter_number(viewer: Viewer, meeting: Meeting) -> str:
    """The number of the latest invitation letter that was made here and not struck out; only its office sees it."""
    rows = Document.objects.all().of_office(viewer).filter(kind="meeting_invitation", about_id=meeting.pk)
    made = rows.filter(void_code="").exclude(number="")
    return made.order_by("-ready_at").values_list("number", flat=True).first() or ""


def own_of(viewer: Viewer, invitations: list[Invitation], on: date) -> Invitation | None:
    """The invitation of one's own agency, or of an office that it followed."""
    if not invitations:
        return None
    offices = offices_of(viewer.agency_id, on)
    return next((one for one in invitations if one.agency_id in offices), None)
