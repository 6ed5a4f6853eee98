"""Meetings: too few of a kind, minutes that wait, answers that are missing, what comes next."""

from collections import Counter
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.access.codes import Scope, Section, Verb
from gugus.meetings.codes import Answer, State
from gugus.meetings.models import Invitation, Meeting
from gugus.meetings.queries import meetings_for
from gugus.meetings.rules import WRITE_WITHIN
from gugus.room.parts import SHOWN, Ask, Line, Owed, Pile, Told
from gugus.room.rules import YEAR, wanted
from gugus.taskforce.codes import MeetingKind
from gugus.taskforce.policies import Sight
from gugus.taskforce.queries import frequencies_on

TOOK_PLACE = (State.HELD, State.MINUTED, State.APPROVED)
MOST_OWED = 200


def tell(sight: Sight, at: datetime) -> Told | None:
    """Eight queries. Members read the answer of their own agency only, which the note says."""
    viewer = sight.viewer
    if viewer.reach(Section.MEETING, Verb.SEE) < Scope.TASK_FORCE:
        return None
    rows = meetings_for(viewer).filter(task_force=sight.force).select_related("approver", "data_key")
    note = "" if sight.host else _("Of the answers to invitations you see that of your own agency.")
    return Told(
        piles=(_few(sight, rows, at), _unwritten(sight, rows, at), _unsigned(sight, rows)),
        owed=_unanswered(sight, at), coming=_coming(sight, rows, at), note=note,
    )  # fmt: skip


def _few(sight: Sight, rows: QuerySet[Meeting], at: datetime) -> Pile:
    """Kinds of meetings that were held less often in the last twelve months than the task force set itself."""
    day = timezone.localdate(at)
    since = rows.filter(state__in=TOOK_PLACE, starts_at__gt=at - YEAR, starts_at__lte=at)
    held = Counter(since.order_by().values_list("kind", flat=True))
    page = reverse("taskforce:detail", args=[sight.force.ref])
    lines = []
    for one in frequencies_on(sight.force, day):
        due = wanted(one.times_a_year, max(one.valid_from, sight.force.valid_from), day)
        if held[one.kind] < due:
            said = _("%(kind)s: %(held)d of %(due)d in twelve months") % {
                "kind": MeetingKind(one.kind).label, "held": held[one.kind], "due": due,
            }  # fmt: skip
            note = (
                one.source if one.confirmed else _("The number is the task force's own; no rule was named.")
            )
            lines.append(Line(said, page, note))
    return Pile(
        "meetings_few", Ask.LATE, _("Meetings held too seldom"), len(lines), reverse("meetings:list"),
        _("The secretariat, which invites."), lines, yours=sight.host,
    )  # fmt: skip


def _unwritten(sight: Sight, rows: QuerySet[Meeting], at: datetime) -> Pile:
    """Meetings whose minutes are not finished within five days."""
    late = rows.filter(state=State.HELD, starts_at__lt=at - WRITE_WITHIN).order_by("starts_at")
    return Pile(
        "minutes_late", Ask.LATE, _("Minutes not written after five days"), late.count(), _minutes(),
        _("The secretariat, which writes them."), _lines(late), yours=sight.host,
    )  # fmt: skip


def _unsigned(sight: Sight, rows: QuerySet[Meeting]) -> Pile:
    """Minutes that one named person has to approve."""
    waiting = rows.filter(state=State.MINUTED).order_by("starts_at")
    own = waiting.filter(approver_id=sight.viewer.user_id).exists()
    return Pile(
        "minutes_unsigned", Ask.DECIDE, _("Minutes to approve or send back"), waiting.count(), _minutes(),
        _("The person named in each line."), _lines(waiting), yours=own,
    )  # fmt: skip


def _minutes() -> str:
    return f"{reverse('meetings:list')}?tab=minutes"


def _lines(rows: QuerySet[Meeting]) -> list[Line]:
    return [
        Line(one.title or one.ref, reverse("meetings:detail", args=[one.ref]),
             one.approver.full_name if one.approver else "", timezone.localdate(one.starts_at), _("held on"))
        for one in rows[:SHOWN]
    ]  # fmt: skip


def _unanswered(sight: Sight, at: datetime) -> list[Owed]:
    """Agencies that were invited to a coming meeting and have not answered; row security narrows it for members."""
    rows = Invitation.objects.unscoped(
        because="of a task force that came through its gate; row security holds"
    )
    rows = rows.filter(
        meeting__task_force=sight.force, meeting__state=State.INVITED, meeting__starts_at__gt=at
    )
    rows = rows.filter(answer=Answer.WAITING).select_related("agency", "data_key", "meeting")
    return [
        Owed(
            one.agency.name if one.agency else one.office or "",
            _("Answer to the invitation to %(ref)s") % {"ref": one.meeting.ref},
            reverse("meetings:detail", args=[one.meeting.ref]), timezone.localdate(one.meeting.starts_at), late=False,
        )
        for one in rows.order_by("meeting__starts_at", "pk")[:MOST_OWED]
    ]  # fmt: skip


def _coming(sight: Sight, rows: QuerySet[Meeting], at: datetime) -> list[Line]:
    """The next meetings; drafts for the secretariat alone."""
    states = [State.INVITED, State.DRAFT] if sight.host else [State.INVITED]
    coming = rows.filter(state__in=states, starts_at__gt=at).order_by("starts_at")[:SHOWN]
    return [
        Line(one.title or one.ref, reverse("meetings:detail", args=[one.ref]),
             f"{one.get_kind_display()} · {one.get_state_display()}", timezone.localdate(one.starts_at))
        for one in coming
    ]  # fmt: skip
