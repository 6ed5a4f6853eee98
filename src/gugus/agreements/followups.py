"""What follows a step: tasks for whoever must sign or renew, notices for whoever decides. Run by the worker."""

from datetime import datetime, timedelta
from uuid import UUID

from gugus.access.codes import FieldClass, Role, Scope, Section, Verb
from gugus.access.rules import reach
from gugus.agreements.codes import State
from gugus.agreements.models import Agreement, Signatory
from gugus.notices.actions import notify
from gugus.tasks.actions import finish_tasks_about, start_task

SIGN, RENEW = "agreement_sign", "agreement_renew"
TO_SIGN = timedelta(days=7)
# Notices that go to everybody who decides, of every party; the others go to the writer's agency.
TO_ALL = {"in_force", "noticed", "ended", "superseded", "running_out", "taken_over"}


def deciders() -> list[Role]:
    """The roles that sign for an agency."""
    nothing = Scope.NOTHING
    return [one for one in Role if reach([one], Section.AGREEMENT, Verb.DECIDE, FieldClass.OPEN) > nothing]


def follow(agreement: Agreement, what: str, *, at: datetime, by: UUID | None) -> None:
    """Tasks and notices after a step; `what` is the last part of its topic."""
    parties = list(agreement.signatories.select_related("agency"))
    _signatures(agreement, parties, at)
    if agreement.state != State.IN_FORCE:
        finish_tasks_about(about=agreement, kind=RENEW, by=None, at=at)
    if what == "running_out":
        for one in parties:
            _ask(agreement, one, RENEW, agreement.ends_at, at)
    if what == "proposed":
        told = [one.agency for one in parties if not one.decision]
    elif what in TO_ALL:
        told = [one.agency for one in parties]
    elif what == "withdrawn":
        told = [one.agency for one in parties if one.agency_id != agreement.agency_id]
    else:
        told = [agreement.agency]
    for agency in told:
        notify(code=f"agreement_{what}", about=agreement, at=at, agency=agency, role=deciders(), but_not=by)


def _signatures(agreement: Agreement, parties: list[Signatory], at: datetime) -> None:
    """Whoever must still sign has a task, nobody else."""
    waits = [one for one in parties if not one.decision] if agreement.state == State.PROPOSED else []
    if len(waits) < sum(one.agency_id != agreement.agency_id for one in parties):
        finish_tasks_about(about=agreement, kind=SIGN, by=None, at=at)
    for one in waits:
        _ask(agreement, one, SIGN, at + TO_SIGN, at)


def _ask(agreement: Agreement, part: Signatory, kind: str, due_at: datetime, at: datetime) -> None:
    start_task(kind=kind, about=agreement, agency=part.agency, by=None, at=at, due_at=due_at)
