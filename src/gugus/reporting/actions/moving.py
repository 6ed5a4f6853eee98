"""What all verbs of this context share: the refusal, the locked row, telling the trail and the worker."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.outbox.actions import announce
from gugus.reporting import rules
from gugus.reporting.codes import State
from gugus.reporting.models import Chapter, ForceReport
from gugus.reporting.wording import REVEALS

BECAUSE = "it came through its gate; row-level security holds"


class CannotReport(Cannot):
    """Nothing was changed; every reason at once."""


TOO_LATE = Reason("too_late", _("The report has gone further meanwhile. Look at where it stands now."))


def locked(report: ForceReport, *, seen: int | None = None) -> ForceReport:
    """The row, held until the transaction ends. Raises Stale."""
    rows = ForceReport.objects.unscoped(because=BECAUSE).select_related(
        "task_force", "agency", "replaces", "data_key"
    )
    fresh = rows.select_for_update(of=("self",)).get(pk=report.pk)
    check_version(fresh, seen)
    return fresh


def locked_chapter(chapter: Chapter, *, seen: int | None = None) -> Chapter:
    """The row, held until the transaction ends; its report is read after that, since a merge may have held it."""
    rows = Chapter.objects.unscoped(because=BECAUSE).select_related("agency", "data_key")
    fresh = rows.select_for_update(of=("self",)).get(pk=chapter.pk)
    reports = ForceReport.objects.unscoped(because=BECAUSE).select_related("task_force", "agency", "data_key")
    fresh.report = reports.get(pk=fresh.report_id)
    check_version(fresh, seen)
    return fresh


def must_be(report: ForceReport, *states: str) -> None:
    """Refuse unless the report stands where the verb belongs."""
    if report.state not in states:
        raise CannotReport([TOO_LATE])


def must_be_open(report: ForceReport) -> None:
    """Refuse once the report was merged."""
    must_be(report, State.DRAFT, State.WRITING)


def about_nobody(**texts: str | None) -> list[Reason]:
    """A reason at its field for each text that seems to point to somebody: every member agency reads it."""
    return [
        Reason(code, REVEALS[code], name) for name, text in texts.items() for code in rules.points_of(text)
    ]


def save(row: ForceReport | Chapter, *names: str) -> None:
    """Raise the version and write these fields down."""
    row.version += 1
    row.save(update_fields=[*names, "version"])


def told(verb: str, report: ForceReport, *, by: User | None, at: datetime, about: Any = None, reason: str = "",
         words: str = "", changes: dict | None = None) -> None:  # fmt: skip
    """One line in the trail, and the worker hears of it."""
    record(verb, about=about or report, within=report if about else None, by=by, at=at, reason=reason, words=words,
           changes=changes or {})  # fmt: skip
    facts = {"by": str(by.pk) if by else "", "ref": report.ref}
    if isinstance(about, Chapter):
        facts["chapter"] = str(about.pk)
    announce(verb, about=report, at=at, **facts)
