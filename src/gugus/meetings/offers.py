"""What is put before the secretariat for an agenda: late referrals, clocks not kept, points of the last minutes.

Everything is counted by agency and protected, or named by a reference that leads to no person. Late recommendations
are offered by `recommending`.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.access.codes import Section, Verb
from gugus.access.viewer import Viewer
from gugus.directory.models import TaskForce
from gugus.directory.queries import agency_names
from gugus.kernel.periods import Kind, Period
from gugus.meetings.codes import PointKind, State
from gugus.meetings.models import Meeting, Point
from gugus.meetings.openings import Opening
from gugus.meetings.wording import short
from gugus.statistics.counting import HIDDEN, Counter, Scale
from gugus.statistics.referring import RECEIVED, ReferralCounter
from gugus.taskforce.queries import members_on

CLOCKS = {
    "triage_kept": ("reportfact", gettext_lazy("Risk of reports was judged too late")),
    "answer_kept": ("referralfact", gettext_lazy("Referrals were answered too late")),
    "kept": ("servicefact", gettext_lazy("Services came later than seven days")),
}


def referrals_over_clock(viewer: Viewer, task_force: TaskForce, at: datetime) -> Iterable[Opening]:
    """Members of the task force with referrals that are open and over their clock; the counts are protected."""
    if not viewer.has(Section.FIGURES, Verb.SEE):
        return []
    today = timezone.localdate(at)
    period = Period.containing(Kind.YEAR, today)
    counter = ReferralCounter(period, Scale(exact=False), today, RECEIVED)
    groups = counter.groups("to_agency_id", "over_clock")
    numbers: dict[str, list[int]] = {}
    for (agency, over), one in groups.items():
        numbers.setdefault(agency, [0, 0])[0 if over == "true" else 1] += one.n
    agencies = sorted(numbers)
    shown = counter.shown_table([numbers[one] for one in agencies])
    members = {str(one.pk) for one in members_on(task_force, today)}
    late = [
        (agency, row[0]) for agency, row in zip(agencies, shown, strict=True)
        if agency in members and row[0] != 0
    ]  # fmt: skip
    names = agency_names({UUID(agency) for agency, _number in late})
    title = _("Referrals over their clock: %(agency)s")
    return sorted(
        (
            Opening(
                "referrals_late",
                f"{period.code}:{agency}",
                title % {"agency": names[UUID(agency)]},
                str(number),
            )
            for agency, number in late
        ),
        key=lambda one: str(one.title),
    )


def alarms(viewer: Viewer, task_force: TaskForce, at: datetime) -> Iterable[Opening]:
    """Clocks of the law that were not kept this year, counted over all agencies and protected."""
    if not viewer.has(Section.FIGURES, Verb.SEE):
        return []
    today = timezone.localdate(at)
    period = Period.containing(Kind.YEAR, today)
    counter = Counter(period, Scale(exact=False), today)
    found = []
    for dim, (fact, title) in CLOCKS.items():
        kept, due = counter.share(fact, dim)
        late = HIDDEN if isinstance(kept, str) or isinstance(due, str) else due - kept
        if late:
            found.append(Opening("alarms", f"{period.code}:{dim}", title, str(late)))
    return found


def last_minutes(viewer: Viewer, task_force: TaskForce, at: datetime) -> Iterable[Opening]:
    """Decisions and inputs of the task force's last approved minutes, so that the next meeting hears of them."""
    rows = Meeting.objects.visible_to(viewer).filter(task_force=task_force, state=State.APPROVED)
    last = rows.order_by("-starts_at").first()
    if last is None:
        return []
    points = Point.objects.unscoped(because="the minutes were approved; row security holds")
    points = points.filter(meeting=last, dropped_at=None, kind__in=[PointKind.DECISION, PointKind.INPUT])
    title = _("%(kind)s of %(number)s, paragraph %(place)d: %(words)s")
    return [
        Opening(
            "last_minutes", f"{last.ref}:{one.number}",
            title % {
                "kind": one.get_kind_display(), "number": last.number, "place": one.number, "words": short(one.text),
            },
        )
        for one in points.select_related("data_key").order_by("number")
    ]  # fmt: skip
