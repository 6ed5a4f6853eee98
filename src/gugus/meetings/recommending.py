"""The one seam to `followup`: recommendations go there when minutes are approved, late ones come back for an agenda."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.base.refusals import Reason
from gugus.directory.models import TaskForce
from gugus.followup.actions.moving import CannotFollowUp
from gugus.followup.actions.recording import Origin, Told, doubts, record_recommendation
from gugus.followup.codes import OriginKind
from gugus.followup.models import Recommendation
from gugus.meetings.actions.moving import written
from gugus.meetings.codes import PointKind
from gugus.meetings.models import Meeting, Point
from gugus.meetings.openings import Opening
from gugus.meetings.wording import short

MOST = 50


def hand_over(meeting: Meeting, at: datetime) -> tuple[int, int]:
    """Give each recommendation of approved minutes to `followup`. Returns how many went, and how many could not.

    The paragraph's id is the recommendation's, so that twice is once. What cannot go (its owner left the task force
    meanwhile) stays in the minutes without a reference; the caller tells the secretariat. Called by the worker.
    """
    rows = Point.objects.unscoped(because="the worker hands approved recommendations on")
    rows = rows.filter(meeting=meeting, dropped_at=None, kind=PointKind.RECOMMENDATION, recommendation="")
    went = left = 0
    for one in rows.select_related("owner", "data_key").order_by("number"):
        try:
            made = _recorded(meeting, one, at)
        except CannotFollowUp:
            left += 1
            continue
        rows.filter(pk=one.pk).update(recommendation=made.ref)
        went += 1
    if went:
        written("meeting.recommended", meeting, by=None, at=at, changes={"number": went})
    return went, left


def doubts_about(meeting: Meeting, at: datetime) -> list[Reason]:
    """What `followup` would refuse of the recommendations as they stand, before the minutes are finished."""
    rows = Point.objects.unscoped(because="the meeting came through its gate").select_related(
        "owner", "data_key"
    )
    rows = rows.filter(meeting=meeting, dropped_at=None, kind=PointKind.RECOMMENDATION)
    whole = rows.filter(owner__isnull=False, due_on__isnull=False).exclude(field="")
    place = gettext_lazy("Paragraph %(number)d: %(why)s")
    return [
        Reason(one.code, place % {"number": point.number, "why": one.words})
        for point in whole.order_by("number")
        for one in doubts(meeting.task_force, _told(point), _origin(meeting), at)
    ]


def _recorded(meeting: Meeting, point: Point, at: datetime) -> Recommendation:
    return record_recommendation(
        force=meeting.task_force, told=_told(point), origin=_origin(meeting), by=meeting.written_by, at=at,
        key=point.pk,
    )  # fmt: skip


def _told(point: Point) -> Told:
    return Told(point.text or "", point.owner, point.due_on, point.field, target=point.target or "")


def _origin(meeting: Meeting) -> Origin:
    return Origin(OriginKind.MEETING, timezone.localdate(meeting.starts_at), ref=meeting.ref)


def late_recommendations(viewer: Viewer, task_force: TaskForce, at: datetime) -> Iterable[Opening]:
    """Recommendations whose day has passed, the longest waiting first, for an agenda."""
    if not viewer.has(Section.FOLLOWUP, Verb.SEE):
        return []
    rows = Recommendation.objects.visible_to(viewer).running().filter(task_force=task_force)
    late = (
        rows.filter(due_on__lt=timezone.localdate(at)).select_related("owner", "data_key").order_by("due_on")
    )
    title = _("%(ref)s, %(owner)s: %(words)s")
    return [
        Opening(
            "recommendations_late", one.ref,
            title % {"ref": one.ref, "owner": one.owner.name, "words": short(one.text)},
        )
        for one in late[:MOST]
    ]  # fmt: skip
