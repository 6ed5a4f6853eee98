"""Verbs of the data protection officer. Each asks; what cannot be undone waits for a second person and the worker.

For `privacy`, when an erasure that somebody asked for is granted:

    parting = what_stays(person, at=at)            # reading: what would go, what stays and why (legal exceptions)
    run = forget_person(person=person, request_ref="D-…", reason="…", by=officer, at=at)
    run = forget_case(case=case, request_ref="D-…", reason="…", by=officer, at=at)

Both raise CannotForget with every reason when nothing may go. They ask for approval (kind "retention.run", section
privacy); once it is given, the worker forgets within a minute and announces "retention.done" (about the run; facts:
request, certificate, done). `run.ref` is the number of the certificate to come. A refused or late request announces
"retention.dropped" in the same way.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.approvals.actions import ask
from gugus.approvals.models import Request
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.cases.models import Case
from gugus.outbox.actions import announce
from gugus.people.models import Person
from gugus.retention import rules
from gugus.retention.codes import RunKind, RunState
from gugus.retention.due import Due
from gugus.retention.models import Item, Run
from gugus.retention.parting import Parting, of_case, what_stays
from gugus.retention.preview import preview

__all__ = ["CannotForget", "Parting", "ask_run", "forget_case", "forget_person", "run_approved", "what_stays"]

MOST = 5000  # records of one run: what a second person can still look through by class and year
RUN = "retention.run"


class CannotForget(Cannot):
    """Nothing of this may be forgotten now; all reasons at once."""


@transaction.atomic
def ask_run(
    *, agency, on: date, reason: str, by: User, at: datetime, classes: Sequence[str] = (), seen: str = ""
) -> Run:
    """Freeze the list of what is due on a day (today or earlier) and ask a second person. Raises CannotForget.

    `seen` is the digest of the list that the officer looked at: if it changed meanwhile, nothing is asked.
    """
    if on > timezone.localdate(at):
        raise CannotForget(
            [Reason("in_the_future", _("A list can be made for today or an earlier day."), "on")]
        )
    found = preview(agency, on, at=at, classes=classes)
    if not found.free:
        raise CannotForget([Reason("nothing_due", _("Nothing is due that may go."))])
    if seen and seen != found.digest:
        words = _("The list has changed since you looked at it. Look at it again.")
        raise CannotForget([Reason("list_changed", words)])
    return _ask(RunKind.SCHEDULE, found.free[:MOST], on=on, reason=reason, by=by, at=at)


@transaction.atomic
def forget_person(*, person: Person, request_ref: str, reason: str, by: User, at: datetime) -> Run:
    """Ask to forget one person, with the reports and cases that are about nobody else. Raises CannotForget."""
    parting = what_stays(person, at=at)
    if not parting.goes:
        raise CannotForget([Reason(one.code, one.words) for stays in parting.stays for one in stays.why])
    return _ask(
        RunKind.REQUEST,
        parting.goes,
        on=timezone.localdate(at),
        reason=reason,
        by=by,
        at=at,
        request=request_ref,
    )


@transaction.atomic
def forget_case(*, case: Case, request_ref: str, reason: str, by: User, at: datetime) -> Run:
    """Ask to forget one case with its reports and the persons who appear nowhere else. Raises CannotForget."""
    parting = of_case(case, at=at)
    if not parting.goes:
        raise CannotForget([Reason(one.code, one.words) for stays in parting.stays for one in stays.why])
    return _ask(
        RunKind.REQUEST,
        parting.goes,
        on=timezone.localdate(at),
        reason=reason,
        by=by,
        at=at,
        request=request_ref,
    )


def run_approved(*, request: Request, by: User, at: datetime) -> None:
    """The second person agreed to exactly this list; the worker begins within a minute. Called by approvals."""
    run = _run_of(request)
    told = (request.facts.get("digest"), request.facts.get("count"))
    if run.state != RunState.ASKED or told != (run.digest, run.count):
        raise CannotForget([Reason("list_changed", _("This list is no longer what was asked."))])
    run.state, run.decided_by, run.decided_at = RunState.APPROVED, by, at
    run.version += 1
    run.save(update_fields=["state", "decided_by", "decided_at", "version"])
    record("retention.approved", about=run, by=by, at=at, changes={"digest": run.digest, "count": run.count})
    announce("retention.approved", about=run, at=at)


@transaction.atomic
def drop_run(*, run: Run, state: str, at: datetime, by: User | None = None) -> Run:
    """Nobody agreed: the list is dropped; a new one can be asked."""
    run = _locked(run)
    if run.state != RunState.ASKED:
        return run
    run.state, run.ended_at = state, at
    run.save(update_fields=["state", "ended_at"])
    record("retention.dropped", about=run, by=by, at=at, reason=state)
    announce("retention.dropped", about=run, at=at, request=run.request_ref)
    return run


def _ask(
    kind: str, items: Sequence[Due], *, on: date, reason: str, by: User, at: datetime, request: str = ""
) -> Run:
    run = Run(
        agency_id=by.agency_id, kind=kind, as_of=on, request_ref=request, asked_by=by, asked_at=at,
        count=len(items), digest=rules.list_digest(one.named for one in items), note=reason.strip() or None,
    )  # fmt: skip
    facts = {
        "digest": run.digest,
        "count": run.count,
        "on": on.isoformat(),
        "kind": str(kind),
        "request": request,
    }
    facts |= {f"class_{code}": number for code, number in _by_class(items).items()}
    run.request_of_approval = ask(RUN, facts=facts, reason=reason, about=run, by=by, at=at).pk
    _save_only_one(run)
    _freeze(run, items)
    changes = {"count": run.count, "digest": run.digest, "as_of": on}
    record("retention.asked", about=run, by=by, at=at, changes=changes)
    return run


def _save_only_one(run: Run) -> None:
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as refused:
        if "one_run_of_the_schedule" not in str(refused):
            raise
        words = _("Another list of your agency is still waiting or running.")
        raise CannotForget([Reason("already_running", words)]) from None


def _freeze(run: Run, items: Iterable[Due]) -> None:
    rows = [
        Item(
            run=run, kind=one.kind, record_id=one.pk, record_ref=one.ref, record_class=one.record_class,
            rule=one.rule, due_on=one.due_on,
        )
        for one in items
    ]  # fmt: skip
    Item.objects.bulk_create(rows, batch_size=500)


def _by_class(items: Iterable[Due]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in items:
        counts[one.record_class or one.kind] = counts.get(one.record_class or one.kind, 0) + 1
    return counts


def _run_of(request: Request) -> Run:
    return (
        Run.objects.unscoped(because="named by an approved request")
        .select_for_update(of=("self",))
        .get(pk=request.about_id)
    )


def _locked(run: models.Model) -> Run:
    return (
        Run.objects.unscoped(because="the run came through its gate")
        .select_for_update(of=("self",))
        .get(pk=run.pk)
    )
