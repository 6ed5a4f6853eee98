"""The report on unusual access: figures of an agency by colleague and week, counted from the trail itself."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.directory.models import Agency
from gugus.trail.codes import Figure
from gugus.trail.groups import Group, verbs_of
from gugus.trail.hours import off_hours_sql, off_hours_values, zone_of
from gugus.trail.models import Assessment, Threshold
from gugus.trail.rules import Limits, Unusual, standing_out

WEEKS = 8  # of past beside the week that is looked at

# One pass over one agency's entries of nine weeks, through the index of agency and moment.
_COUNT = """
with mine as (
  select actor_id, verb, about_kind, about_id, parent_id, changes, at, date_trunc('week', at at time zone %s)::date week
  from audit_entry where agency_id = %s and actor_id is not null and at >= %s and at < %s
), worked as (
  select distinct actor_id, coalesce(parent_id, about_id) file from mine where not verb = any(%s)
)
select m.actor_id, m.week,
  count(*) filter (where verb = any(%s)),
  count(distinct about_id) filter (where about_kind = 'person'),
  count(distinct coalesce(parent_id, about_id)) filter (where verb = any(%s) and about_kind <> '' and w.file is null),
  count(*) filter (where {off_hours}),
  count(*) filter (where verb in ('person.searched', 'person.hinted')
    and changes -> 'shown' = '[]' and changes -> 'pointed_to' = '[]'),
  count(*) filter (where verb like 'emergency.%%' or changes -> '@' ? 'emergency'),
  count(*) filter (where verb = any(%s)),
  count(*) filter (where verb = any(%s))
from mine m left join worked w on w.actor_id = m.actor_id and w.file = coalesce(m.parent_id, m.about_id)
group by 1, 2
"""
_ORDER = (
    Figure.UNMASKINGS, Figure.PERSONS, Figure.FOREIGN, Figure.OFF_HOURS, Figure.EMPTY_SEARCHES, Figure.EMERGENCIES,
    Figure.EXPORTS, Figure.REFUSALS,
)  # fmt: skip

Weeks = dict[Figure, dict[UUID, dict[date, int]]]


@dataclass(frozen=True, slots=True)
class Line:
    """One unusual figure of one colleague, with what was found out about it."""

    user: User
    figure: Figure
    found: Unusual
    past: tuple[tuple[date, int], ...]
    judged: Assessment | None


def monday(day: date) -> date:
    """The first day of a week."""
    return day - timedelta(days=day.weekday())


def report(agency: Agency, week: date) -> list[Line]:
    """What stands out in the week that begins on `week`; what was judged comes last."""
    counted, limits = figures(agency, week), limits_on(week)
    judged = {
        (one.user_id, one.figure): one
        for one in Assessment.objects.unscoped(because="row-level security: own agency").filter(
            agency_id=agency.pk, week=week
        ).select_related("by", "data_key")
    }  # fmt: skip
    found = [
        (who, figure, one)
        for figure, weeks in counted.items()
        for who, one in standing_out(weeks, week, limits[figure]).items()
    ]
    users = User.objects.in_bulk({who for who, _, _ in found})
    lines = [
        Line(users[who], figure, one, _past(counted[figure][who], week), judged.get((who, figure)))
        for who, figure, one in found
        if who in users
    ]
    return sorted(lines, key=lambda line: (line.judged is not None, -line.found.value, line.user.full_name))


def unjudged(viewer: Viewer, today: date) -> int:
    """How many figures of the last whole week wait for this viewer; one's own are for a colleague."""
    lines = report(viewer.user.agency, monday(today) - timedelta(weeks=1))
    return sum(1 for line in lines if line.judged is None and line.user.pk != viewer.user_id)


def figures(agency: Agency, week: date) -> Weeks:
    """Every figure by colleague and week, for the week and those before it in which the colleague was there at all."""
    place = zone_of(agency.area_code)
    begins = _moment(week - timedelta(weeks=WEEKS), place)
    reads, openings = verbs_of(Group.READ), verbs_of(Group.OPENING)
    leaving, refused = verbs_of(Group.LEAVING), verbs_of(Group.REFUSAL)
    values = [place, agency.pk, begins, _moment(week + timedelta(weeks=1), place),
              [*reads, *openings, *leaving, *refused], openings, [*reads, *openings],
              *off_hours_values(place), leaving, refused]  # fmt: skip
    counted: Weeks = {figure: defaultdict(dict) for figure in _ORDER}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(off_hours=off_hours_sql("at")), values)
        for who, when, *counts in cursor.fetchall():
            for figure, count in zip(_ORDER, counts, strict=True):
                counted[figure][who][when] = count
    return counted


def limits_on(day: date) -> dict[Figure, Limits]:
    """The thresholds that count on a day."""
    rows = {row.figure: row for row in Threshold.objects.valid_on(day)}
    usual = Threshold(deviations=3, least=10)
    found = {figure: rows.get(figure.value, usual) for figure in Figure}
    return {figure: Limits(float(row.deviations), row.least) for figure, row in found.items()}


def _past(known: dict[date, int], week: date) -> tuple[tuple[date, int], ...]:
    weeks = [week - timedelta(weeks=number) for number in range(WEEKS, -1, -1)]
    return tuple((one, known.get(one, 0)) for one in weeks)


def _moment(day: date, place: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(place)).astimezone(UTC)
