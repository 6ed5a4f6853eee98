"""What the worker notices about cases: nobody was in touch for too long, and whether the law still runs."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from gugus.audit.actions import record
from gugus.cases import panels
from gugus.cases.actions import locked, touch
from gugus.cases.clocks import SILENCE, silent_since
from gugus.cases.models import Case
from gugus.cases.states import watch
from gugus.notices.actions import notify
from gugus.tasks.actions import finish_tasks_about, start_task
from gugus.tasks.models import Task

BECAUSE = "the worker looks after every open case"
AT_ONCE = 500


def silent_cases(at: datetime) -> list[Case]:
    """Open cases in which nobody was in touch for longer than the risk allows, and nobody is asked to yet."""
    too_long = Q(pk=None)
    for risk, limit in silent_since(at).items():
        too_long |= Q(risk=risk) & (
            Q(last_contact_at__lt=limit) | Q(last_contact_at=None, opened_at__lt=limit)
        )
    asked = Task.objects.unscoped(because=BECAUSE).open().filter(kind="no_contact", about_id=OuterRef("pk"))
    rows = Case.objects.unscoped(because=BECAUSE).filter(too_long, state="open").exclude(Exists(asked))
    return list(rows.select_related("agency", "manager", "data_key").order_by("opened_at")[:AT_ONCE])


@transaction.atomic
def ask_for_contact(*, case: Case, at: datetime) -> None:
    """The manager is asked to be in touch. The clock ran from the last contact, so the task is late from the start."""
    case = locked(case)
    since = case.last_contact_at or case.opened_at
    if case.state != "open" or since >= silent_since(at).get(case.risk, since):
        return
    start_task(
        kind="no_contact", about=case, within=case, agency=case.agency, assignee=case.manager, by=None, at=since,
        clock=SILENCE[case.risk], risk="high" if case.risk == "high" else "",
    )  # fmt: skip


def watched_cases() -> list[Case]:
    """Closed cases under legal monitoring."""
    rows = Case.objects.unscoped(because=BECAUSE).filter(state="closed", watch_since__isnull=False)
    return list(rows.select_related("agency", "manager", "data_key"))


@transaction.atomic
def look_at_the_law(*, case: Case, at: datetime) -> None:
    """Monitoring goes on while a criminal case or restitution runs; when nothing runs it ends and the manager hears."""
    case = locked(case)
    if case.state != "closed" or case.watch_since is None:
        return
    if panels.running_after(case):
        watch(case, by=None, at=at)
        return
    case.watch_since = None
    touch(case, "watch_since")
    finish_tasks_about(about=case, kind="legal_watch", by=None, at=at)
    record("case.watch_ended", about=case, within=case, by=None, at=at)
    notify(code="case_watch_ended", about=case, at=at, users=[case.manager] if case.manager else [])


def look_after(at: datetime) -> None:
    """One round; each case in a transaction of its own."""
    for case in silent_cases(at):
        ask_for_contact(case=case, at=at)
    for case in watched_cases():
        look_at_the_law(case=case, at=at)
