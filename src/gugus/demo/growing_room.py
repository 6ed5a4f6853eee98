"""A grown task-force room: recommendations, meetings with minutes, an action plan with reports. To measure with.

Written by the product's own actions, so that each has its lines, its task and its entry in the trail.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from gugus.access.models import User
from gugus.actionplan.codes import Better
from gugus.actionplan.lines import Line
from gugus.actionplan.matrix import Figure
from gugus.actionplan.models import Plan as ActionPlan
from gugus.actionplan.planning import Paper, add_line, move_plan, write_plan
from gugus.actionplan.queries import works_to_report
from gugus.actionplan.reporting import Done, activities_of, hand_in, open_reports, write_entry
from gugus.directory.codes import WorkField
from gugus.directory.models import Agency, TaskForce
from gugus.followup.actions.ending import drop
from gugus.followup.actions.progress import add_progress
from gugus.followup.actions.recording import Origin, Told, record_recommendation
from gugus.followup.models import Recommendation
from gugus.meetings.actions import closing, inviting, minuting, planning
from gugus.meetings.actions.minuting import Written
from gugus.meetings.models import Item, Meeting
from gugus.taskforce.queries import members_on

BECAUSE = "grown records are counted"
TITLE = "Ukuran"
PER_MEETING, PER_ACTIVITY = 10, 3  # recommendations for each
DAYS = 5 * 365  # how far back they reach
FIELDS = tuple(WorkField.values)
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Room:
    """Who writes, who signs, who sat in it all the time."""

    force: TaskForce
    secretary: User
    chair: User
    members: list[Agency]
    at: datetime


def grow_room(number: int, *, at: datetime, tell: Tell) -> None:
    """`number` recommendations, a tenth as many meetings, a third as many activities; goes on where it stopped.

    The connection must be the worker's and the demo loaded: its secretary and its chair write.
    """
    if number:
        room = _room(at)
        _grow(number // PER_MEETING, _meetings(room), lambda n: _meet(room, n), "meetings", tell)
        _grow(number, _recommendations(room), lambda n: _recommend(room, n), "recommendations", tell)
        _plan(room, number // PER_ACTIVITY, tell)
        with connection.cursor() as cursor:
            cursor.execute("analyze")


def _room(at: datetime) -> Room:
    secretary, chair = (User.objects.get(username=name) for name in ("wulan", "arif"))
    force = TaskForce.objects.get(
        memberships__agency=secretary.agency, memberships__secretariat=True, level="city"
    )
    today = timezone.localdate(at)
    then = set(members_on(force, today - timedelta(days=DAYS)))
    return Room(force, secretary, chair, [one for one in members_on(force, today) if one in then], at)


def _grow(wanted: int, there: int, write: Callable[[int], None], what: str, tell: Tell) -> None:
    for n in range(there, wanted):
        with transaction.atomic():
            write(n)
        if (n + 1) % 500 == 0 or n + 1 == wanted:
            tell(f"{n + 1:,} of {wanted:,} {what}")


def _recommendations(room: Room) -> int:
    rows = Recommendation.objects.unscoped(because=BECAUSE)
    return rows.filter(task_force=room.force, origin_kind="letter", written_at__lte=room.at).count()


def _meetings(room: Room) -> int:
    return Meeting.objects.unscoped(because=BECAUSE).filter(task_force=room.force).count()


def _recommend(room: Room, n: int) -> None:
    """Two of five are dropped, the others run, half of them late."""
    chance = Random(n)
    said = room.at - timedelta(days=1 + n * 7919 % DAYS)
    on = timezone.localdate(said)
    told = Told(
        f"Rekomendasi ukuran {n}: memperbaiki alur kerja bersama", room.members[n % len(room.members)],
        _due(on, room, chance), chance.choice(FIELDS), "Satu alur disepakati",
    )  # fmt: skip
    origin = Origin("letter", on, "", "Surat ukuran (rekaan)")
    one = record_recommendation(force=room.force, told=told, origin=origin, by=room.secretary, at=said)
    if n % 5 < 2:
        words = Origin("letter", timezone.localdate(room.at), "", "Keputusan ukuran (rekaan)")
        drop(
            recommendation=one, decision=words, words="Tidak diperlukan lagi.", by=room.secretary, at=room.at
        )
    elif person := User.objects.filter(agency=one.owner, is_active=True).first():
        add_progress(
            recommendation=one, words="Naskah dibahas.", by=person, at=room.at, share=chance.randrange(95)
        )


def _due(said: date, room: Room, chance: Random) -> date:
    today = timezone.localdate(room.at)
    return said + timedelta(
        days=30 + (chance.randrange(60) if chance.random() < 0.5 else (today - said).days)
    )


def _meet(room: Room, n: int) -> None:
    begins = room.at - timedelta(days=1 + n * 7919 % DAYS)
    plan = planning.Plan(
        kind="plenary",
        title=f"{TITLE} {n}: rapat pleno",
        starts_at=begins,
        minutes=120,
        approver=room.chair,
    )
    before = begins - timedelta(days=10)
    meeting = planning.write_meeting(task_force=room.force, plan=plan, by=room.secretary, at=before)
    for title in ("Tindak lanjut", "Laporan bidang", "Jadwal"):
        planning.add_item(meeting=meeting, title=title, by=room.secretary, at=before)
    inviting.invite(meeting=meeting, agencies=room.members, by=room.secretary, at=before)
    inviting.begin(meeting=meeting, by=room.secretary, at=begins)
    pen = uuid4()
    for item in Item.objects.unscoped(because=BECAUSE).filter(meeting=meeting):
        _write(room, meeting, item, pen, begins)
    minuting.finish_minutes(meeting=meeting, by=room.secretary, at=begins + timedelta(hours=2))
    closing.approve(meeting=meeting, by=room.chair, at=begins + timedelta(hours=3))


def _write(room: Room, meeting: Meeting, item: Item, pen: UUID, at: datetime) -> None:
    told = Written(key=uuid4(), text="Setiap bidang melaporkan kemajuannya.", seen=0, pen=pen, item=item)
    minuting.write_point(meeting=meeting, written_down=told, by=room.secretary, at=at)


def _plan(room: Room, activities: int, tell: Tell) -> None:
    """One plan in force instead of the one that is, and the reports of its first period; a half is no plan."""
    year = timezone.localdate(room.at).year
    title = f"Rencana {TITLE.lower()} {activities:,}"
    plans = ActionPlan.objects.unscoped(because=BECAUSE).filter(task_force=room.force)
    if not activities or plans.filter(title=title).exists():
        return
    begun = room.at - timedelta(days=330)
    with transaction.atomic():
        for running in plans.filter(state="in_force"):
            move_plan(plan=running, to="closed", by=room.secretary, at=room.at)
        paper = Paper(title, year - 1, year + 3, "half", 20, basis_words="Ukuran (rekaan)")
        plan = write_plan(force=room.force, paper=paper, by=room.secretary, at=begun - timedelta(days=40))
        for n in range(activities):
            add_line(plan=plan, line=_line(room, n, year), by=room.secretary, at=begun - timedelta(days=30))
        plan = move_plan(plan=plan, to="approved", by=room.chair, at=begun - timedelta(days=5))
        plan = move_plan(plan=plan, to="in_force", by=room.secretary, at=begun)
    tell(f"{activities:,} activities of a plan")
    with transaction.atomic():
        for report in open_reports(plan=plan, at=room.at - timedelta(days=25)):
            _report(room, report)
    tell("its first reports")


def _line(room: Room, n: int, year: int) -> Line:
    return Line(
        FIELDS[n % len(FIELDS)], f"Strategi {n % 30}", f"Program {n % 150}", f"Kegiatan {n}",
        room.members[n % len(room.members)], f"Indikator {n}", "kegiatan", Better.MORE, Figure(Decimal(n % 9)), [],
        {each: Figure(Decimal(10 + n % 40)) for each in range(year - 1, year + 4)},
        {(each, "apbd"): Decimal(10_000_000) for each in (year - 1, year)},
    )  # fmt: skip


def _report(room: Room, report) -> None:
    by = User.objects.filter(agency=report.agency, is_active=True).first()
    if by is None:
        return
    for work in works_to_report(report, activities_of(report)):
        reached = {one.indicator.pk: Figure(Decimal(8)) for one in work.measures}
        done = Done(spent_apbd=Decimal(5_000_000), evidence="Laporan ukuran", reached=reached)
        write_entry(report=report, activity=work.activity, done=done, by=by, at=room.at - timedelta(days=20))
    hand_in(report=report, by=by, at=room.at - timedelta(days=15))
