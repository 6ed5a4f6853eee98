"""Bring a matrix, look at it without writing anything, take it over, undo it. Its file is kept sealed meanwhile."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from gugus.access.models import User
from gugus.actionplan import matrix, rules
from gugus.actionplan.codes import DropCode, LoadState
from gugus.actionplan.filling import put_lines
from gugus.actionplan.heart import BECAUSE, CannotPlan, locked_plan, save
from gugus.actionplan.lines import Line
from gugus.actionplan.matrix import Heads, Row
from gugus.actionplan.models import Activity, Entry, Indicator, Load, Plan, Target
from gugus.actionplan.planning import NOT_NOW
from gugus.actionplan.queries import activities_in, offices, places_in
from gugus.audit.actions import record
from gugus.base.refusals import Reason
from gugus.base.versions import check_version
from gugus.groups import reading
from gugus.groups.reading import CannotRead
from gugus.kernel.ids import new_id
from gugus.taskforce.queries import members_on

# Four columns a year, those in front and the reported ones behind; more than any list of people has.
MOST_COLUMNS = len(matrix.HEADINGS) + len(matrix.BY_YEAR) * rules.MOST_YEARS + 20


@dataclass
class Looked:
    """A matrix as it reads now; nothing of it was written. Raises CannotRead when it is first read."""

    load: Load

    @cached_property
    def content(self) -> bytes:
        if not self.load.content:
            raise CannotRead([Reason("gone", _("The file was thrown away. Bring it once more."), "file")])
        return b64decode(self.load.content)

    @cached_property
    def lines(self) -> Sequence[Sequence[str]]:
        found = reading.look(self.content)
        how = reading.Reading(found.form, found.encoding, found.separator, self.load.sheet)
        found = reading.read(self.content, how, columns=MOST_COLUMNS)
        rows = [list(line) for line in found.rows]
        for down, along in found.numeric:
            rows[down][along] = matrix.typed(rows[down][along])
        return rows

    @cached_property
    def heads(self) -> Heads:
        return matrix.find_heads(self.lines, self.load.plan.years)

    @cached_property
    def rows(self) -> list[Row]:
        plan = self.load.plan
        members = offices(members_on(plan.task_force, timezone.localdate(self.load.brought_at)))
        there = activities_in(plan)
        return matrix.rows_of(
            self.lines, self.heads, agencies=members, known=places_in(plan), activities=there
        )

    @property
    def unknown(self) -> Sequence[str]:
        """Headings of columns that nobody understood; what stands below them is not taken over."""
        return self.heads.unknown

    @property
    def good(self) -> list[Row]:
        """Rows that would be added."""
        return [one for one in self.rows if one.is_good and not one.known]

    @property
    def bad(self) -> list[Row]:
        return [one for one in self.rows if not one.is_good]

    @property
    def known(self) -> list[Row]:
        """Rows that the plan has already; they are left out."""
        return [one for one in self.rows if one.is_good and one.known]


@transaction.atomic
def bring(
    *,
    plan: Plan,
    content: bytes,
    file_name: str,
    by: User,
    at: datetime,
    sheet: int = 0,
    key: UUID | None = None,
) -> Load:
    """Keep a file sealed and say how its rows read. Raises CannotRead, CannotPlan. The same `key` twice is once."""
    plan = locked_plan(plan)
    if key and (earlier := plan.loads.filter(pk=key, brought_by=by).first()):
        return earlier
    if plan.state not in rules.WRITABLE | rules.REVISABLE:
        raise CannotPlan([NOT_NOW])
    load = Load(
        id=key or new_id(), plan=plan, content=b64encode(content).decode(), file_name=file_name[:120], sheet=sheet,
        brought_by=by, brought_at=at,
    )  # fmt: skip
    looked = Looked(load)
    if looked.heads.missing:
        raise CannotPlan([_heads_reason(looked.heads), *_other_sheets(content)])
    if len(looked.rows) > rules.MOST_IN_FILE:
        raise CannotPlan([Reason("too_many", _("The matrix has more than 2,000 rows. Split it."), "file")])
    load.total, load.good = len(looked.rows), len(looked.good)
    load.save(force_insert=True)
    changes = {"rows": load.total, "good": load.good}
    record("actionplan.matrix_brought", about=plan, by=by, at=at, changes=changes)
    return load


def _other_sheets(content: bytes) -> list[Reason]:
    """The matrix may stand behind a cover: which sheets the file has."""
    names = reading.sheet_names(content)
    if len(names) < 2:
        return []
    listed = ", ".join(f"{place} {name[:40]}" for place, name in enumerate(names[:12], start=1))
    words = _("The file has several sheets; say which one holds the matrix: %(sheets)s.")
    return [Reason("which_sheet", words % {"sheets": listed}, "sheet")]


def _heads_reason(heads: Heads) -> Reason:
    """Which headings are missing, which nobody understood, and what they are to be called."""
    missing = ", ".join(f"“{matrix.HEADINGS[one][0]}”" for one in heads.missing)
    words = _("These headings are missing: %(missing)s.") % {"missing": missing}
    if heads.unknown:
        unknown = ", ".join(f"“{one[:40]}”" for one in heads.unknown[:8])
        words += " " + _("These were not understood: %(unknown)s. Take the empty matrix as a pattern.") % {
            "unknown": unknown
        }
    return Reason("headings", words, "file")


@transaction.atomic
def apply(*, load: Load, by: User, at: datetime, seen: int | None = None) -> Load:
    """Take the good rows over, all of them or none; bad ones and those that are there already stay out."""
    plan = locked_plan(load.plan)
    load = _locked(load, seen=seen)
    if load.state != LoadState.LOOKED or plan.state not in rules.WRITABLE | rules.REVISABLE:
        raise CannotPlan([NOT_NOW])
    looked = Looked(load)
    good = looked.good
    if not good:
        raise CannotPlan([Reason("nothing_good", _("No row of this matrix can be taken over."))])
    there = Indicator.objects.unscoped(because=BECAUSE).filter(plan=plan).count()
    if there + len(good) > rules.MOST_ROWS:
        raise CannotPlan([Reason("too_many", _("A plan has at most 5,000 rows."))])
    load.added = [one.pk for one in put_lines(plan, [_line(row) for row in good], by=by, at=at)]
    load.state, load.applied_at = LoadState.APPLIED, at
    save(load, "added", "state", "applied_at")
    save(plan)
    record("actionplan.matrix_taken_over", about=plan, by=by, at=at, changes={"rows": len(good)})
    return load


def _line(row: Row) -> Line:
    texts = row.texts
    return Line(
        field=row.field_code, strategy=texts["strategy"], programme=texts["programme"], activity=texts["activity"],
        agency=row.agency, indicator=texts["indicator"], unit=texts["unit"], better=row.better,
        baseline=row.baseline, supporting=row.supporting, targets=row.targets, budgets=row.budgets,
    )  # fmt: skip


@transaction.atomic
def undo(*, load: Load, by: User, at: datetime, seen: int | None = None) -> Load:
    """Drop what an import added. Raises CannotPlan when somebody has worked with it since."""
    plan = locked_plan(load.plan)
    load = _locked(load, seen=seen)
    if load.state != LoadState.APPLIED:
        raise CannotPlan([NOT_NOW])
    touched = Indicator.objects.unscoped(because=BECAUSE).filter(pk__in=load.added).values("activity")
    live = Activity.objects.unscoped(because=BECAUSE).filter(pk__in=touched, dropped_at=None)
    ids = list(live.select_for_update().values_list("pk", flat=True))
    if worked := _worked_on(load, ids):
        words = _(
            "Somebody has worked with rows of this import since: %(names)s. Take single activities out instead."
        )
        raise CannotPlan([Reason("worked_on", words % {"names": ", ".join(worked[:10])})])
    rows = Activity.objects.unscoped(because=BECAUSE).filter(pk__in=ids)
    rows.update(dropped_at=at, dropped_code=DropCode.UNDONE, version=F("version") + 1)
    load.state, load.undone_at, load.content = LoadState.UNDONE, at, None
    save(load, "state", "undone_at", "content")
    save(plan)
    record("actionplan.matrix_undone", about=plan, by=by, at=at, changes={"rows": len(load.added)})
    return load


def _worked_on(load: Load, ids: Sequence[UUID]) -> list[str]:
    """Activities that were changed, or have indicators of others, reports or revised targets. Four queries."""
    others = Indicator.objects.unscoped(because=BECAUSE).filter(plan=load.plan, activity__in=ids)
    told = Entry.objects.unscoped(because=BECAUSE).filter(report__plan=load.plan, activity__in=ids)
    revised = Target.objects.unscoped(because=BECAUSE).filter(plan=load.plan, edition__gt=1)
    added, worked = set(load.added), set(told.values_list("activity_id", flat=True))
    worked |= {activity for activity, key in others.values_list("activity_id", "pk") if key not in added}
    worked |= set(revised.values_list("indicator__activity_id", flat=True))
    rows = Activity.objects.unscoped(because=BECAUSE).filter(plan=load.plan, pk__in=ids)
    return sorted(one.ref for one in rows if one.version > 1 or one.pk in worked)


def _locked(load: Load, *, seen: int | None) -> Load:
    rows = Load.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    row = rows.select_related("plan__task_force", "data_key").get(pk=load.pk)
    check_version(row, seen)
    return row
