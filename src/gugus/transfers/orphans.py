"""Files that nobody can open: found every hour, counted by a command, made somebody's task. The count is to be zero."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from gugus.access.codes import Role
from gugus.cases.codes import CaseState
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.directory.queries import today_successor
from gugus.notices.actions import notify
from gugus.tasks.actions import finish_tasks_about, start_task
from gugus.tasks.models import Task
from gugus.transfers.queries import able_users

BECAUSE = "the worker looks for files that nobody can open"
NO_MANAGER, NOBODY = "case_without_manager", "files_nobody_opens"


@dataclass(frozen=True, slots=True)
class Orphaned:
    """An agency with open cases that nobody there can open."""

    agency: Agency
    number: int


def _open_cases() -> QuerySet[Case]:
    rows = Case.objects.unscoped(because=BECAUSE)
    return rows.filter(state__in=[CaseState.OPEN, CaseState.ON_HOLD], forgotten_at=None)


def _able_agencies(at: datetime) -> QuerySet[Agency]:
    today = timezone.localdate(at)
    return Agency.objects.valid_on(today).filter(pk__in=able_users(today).values("agency"))


def files_nobody_opens(at: datetime) -> list[Orphaned]:
    """By agency: it ended, or none of its people may work on a case any more."""
    rows = _open_cases().exclude(agency__in=_able_agencies(at)).order_by()
    counted = dict(rows.values_list("agency").annotate(n=Count("pk")))
    return [Orphaned(one, counted[one.pk]) for one in Agency.objects.filter(pk__in=counted).order_by("name")]


def cases_without_manager(at: datetime) -> QuerySet[Case]:
    """Their agency could open them, but nobody answers: no manager, one who left, one of another agency or role."""
    able = able_users(timezone.localdate(at)).filter(agency=F("agency")).values("pk")
    rows = _open_cases().filter(agency__in=_able_agencies(at))
    return rows.filter(
        Q(manager=None) | ~Q(manager__in=able) | ~Q(manager__agency=F("agency"))
    ).select_related("agency", "data_key")  # fmt: skip


def raise_alarm(at: datetime) -> dict[str, int]:
    """A task for the agency itself, its successor or the hosting agency; what was mended meanwhile is settled."""
    waiting = list(cases_without_manager(at)[:500])
    for case in waiting:
        with transaction.atomic():
            start_task(kind=NO_MANAGER, about=case, agency=case.agency, by=None, at=at, risk=case.risk)
            notify(code=NO_MANAGER, about=case, at=at, agency=case.agency, role=Role.SUPERVISOR)
    gone = files_nobody_opens(at)
    for one in gone:
        with transaction.atomic():
            _ask_somebody(one, at)
    _settle(waiting, gone, at)
    return {NO_MANAGER: len(waiting), NOBODY: sum(one.number for one in gone)}


def _ask_somebody(one: Orphaned, at: datetime) -> None:
    successor = today_successor(one.agency)
    to = (
        successor
        if successor.pk != one.agency.pk
        else Agency.objects.filter(slug=settings.HOST_AGENCY).first()
    )
    if to is None:
        return
    start_task(
        kind=NOBODY, about=one.agency, agency=to, by=None, at=at, risk="high",
        title_params={"agency": one.agency.name, "number": one.number},
    )  # fmt: skip
    notify(code=NOBODY, about=one.agency, at=at, agency=to, role=(Role.SUPERVISOR, Role.ADMINISTRATOR))


def _settle(waiting: list[Case], gone: list[Orphaned], at: datetime) -> None:
    for kind, still in ((NO_MANAGER, {one.pk for one in waiting}), (NOBODY, {one.agency.pk for one in gone})):
        rows = Task.objects.unscoped(because=BECAUSE).open().filter(kind=kind).exclude(about_id__in=still)
        for task in rows:
            rows_of = Case if task.about_kind == "case" else Agency
            finish_tasks_about(about=rows_of(pk=task.about_id), kind=kind, by=None, at=at)
