"""A merged agency's successor takes over its files: by law, with two people and numbers beforehand; the worker moves.

Every case gets a transfer of its own (kind succession), so that its history, its minutes and the guard of the database
are the same as for an offered one. It goes on after a crash where it stopped.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.access.viewer import Viewer
from gugus.approvals.actions import ask
from gugus.approvals.models import Request
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.cases.models import Case
from gugus.directory.models import Agency
from gugus.intake.models import Report
from gugus.outbox.actions import announce
from gugus.people.models import Person
from gugus.transfers import queries
from gugus.transfers.actions import step_to
from gugus.transfers.codes import Basis, EndCode, Kind, State
from gugus.transfers.codes import Reason as Why
from gugus.transfers.going import rest_of, take_along
from gugus.transfers.handing_over import hand_over
from gugus.transfers.models import Step, Succession, Transfer
from gugus.transfers.rules import OPEN

KIND = "transfer.succession"
BECAUSE = "the worker carries out what two people agreed to"
AT_ONCE = 50


class CannotSucceed(Cannot):
    """These files cannot be taken over like this."""


def ask_to_succeed(
    *, agency: Agency, manager: User, reason: str, viewer: Viewer, at: datetime, key: str | None = None
) -> Request:
    """Ask a second person to agree that this merged agency's files come to us. The numbers asked for are frozen."""
    found = _left_by(agency.pk, viewer, at)
    if not queries.managers(viewer.agency_id, timezone.localdate(at)).filter(pk=manager.pk).exists():
        words = _("Choose an active colleague of your agency who may manage cases.")
        raise CannotSucceed([Reason("no_manager", words, "manager")])
    facts = {
        "agency": agency.slug, "manager": manager.username, "cases": found.cases, "open_cases": found.open_cases,
        "reports": found.reports,
    }  # fmt: skip
    return ask(KIND, facts=facts, reason=reason, about=agency, by=viewer.user, at=at, key=key)


def may_ask(*, viewer: Viewer, facts: dict, about_id: UUID | None, at: datetime) -> list[Reason]:
    """Asked when asking and again when approving: is there still something to take over, as much as was said?"""
    found = next(
        (one for one in queries.left_behind(viewer, timezone.localdate(at)) if one.agency.pk == about_id),
        None,
    )
    if found is None:
        return [Reason("nothing_left", _("There is nothing of this agency to take over."))]
    if found.cases != facts.get("cases"):
        return [Reason("changed", _("The numbers have changed since. Ask again."))]
    return []


def run_approved(*, request: Request, by: User, at: datetime) -> None:
    """The second person said yes: from now on the worker moves the files."""
    manager = User.objects.get(username=request.facts["manager"])
    one = Succession(
        agency_id=request.about_id, to_agency_id=request.agency_id, manager=manager, request_id=request.pk,
        request_ref=request.ref, asked_by=request.asked_by, approved_by=by, approved_at=at,
    )  # fmt: skip
    one.save(force_insert=True)
    record("transfer.succession_agreed", about=one, by=by, at=at, changes={"from": request.facts["agency"]})
    announce("succession.agreed", about=one, at=at)


def carry_on(one: Succession, *, at: datetime, most: int = AT_ONCE) -> int:
    """Move the next cases, each in a transaction of its own, then the rest; returns how many cases moved."""
    ids = list(
        Case.objects.unscoped(because=BECAUSE)
        .filter(agency=one.agency_id)
        .order_by("opened_at")
        .values_list("pk", flat=True)
    )[:most]
    moved = sum(_take_over(one, pk, at) for pk in ids)
    if len(ids) < most and not Case.objects.unscoped(because=BECAUSE).filter(agency=one.agency_id).exists():
        _finish(one, at)
    return moved


@transaction.atomic
def _take_over(one: Succession, pk: UUID, at: datetime) -> bool:
    case = Case.objects.unscoped(because=BECAUSE).select_for_update(of=("self",)).get(pk=pk)
    if case.agency_id != one.agency_id:
        return False
    _withdraw_open(case, at)
    transfer = Transfer(
        kind=Kind.SUCCESSION, case=case, agency_id=one.agency_id, to_agency_id=one.to_agency_id, state=State.ACCEPTED,
        reason=Why.LAW, basis=Basis.LEGAL_DUTY, risk=case.risk, case_version=case.version, written_by=one.asked_by,
        written_at=one.approved_at, offered_at=one.approved_at, answered_at=one.approved_at,
        answered_by=one.approved_by, manager=one.manager, request_ref=one.request_ref,
    )  # fmt: skip
    transfer.save(force_insert=True)
    Step(transfer=transfer, at=at, by=one.approved_by, from_state=State.DRAFT, to_state=State.ACCEPTED).save()
    done = hand_over(transfer=transfer, at=at).state == State.MOVED
    if done:
        Succession.objects.unscoped(because=BECAUSE).filter(pk=one.pk).update(moved=F("moved") + 1)
    return done


def _withdraw_open(case: Case, at: datetime) -> None:
    rows = (
        Transfer.objects.unscoped(because=BECAUSE)
        .filter(case=case, state__in=OPEN)
        .select_for_update(of=("self",))
    )
    for transfer in rows:
        step_to(transfer, State.WITHDRAWN, by=None, at=at, code=EndCode.SUCCESSION)
        record("transfer.withdrawn", about=transfer, within=case, by=None, at=at, reason=EndCode.SUCCESSION)


@transaction.atomic
def _finish(one: Succession, at: datetime) -> None:
    """Reports without a case and persons of no file come along last."""
    one = Succession.objects.unscoped(because=BECAUSE).select_for_update(of=("self",)).get(pk=one.pk)
    if one.done_at is not None:
        return
    reports = (
        Report.objects.unscoped(because=BECAUSE).filter(agency=one.agency_id).values_list("pk", flat=True)
    )
    persons = (
        Person.objects.unscoped(because=BECAUSE).filter(agency=one.agency_id).values_list("pk", flat=True)
    )
    going = rest_of(
        one.agency_id, reports=reports, persons=persons, target=one.to_agency_id, because=one.pk, at=at,
        by=one.approved_by_id,
    )  # fmt: skip
    went = take_along(going)
    one.done_at = at
    one.save(update_fields=["done_at"])
    changes: dict[str, Any] = {"rows": len(went), "number": one.moved}
    record("transfer.succession_done", about=one, by=one.approved_by, at=at, changes=changes)
    announce("succession.done", about=one, at=at, agency=str(one.to_agency_id), by=str(one.asked_by_id))


def _left_by(agency: UUID, viewer: Viewer, at: datetime) -> queries.LeftBehind:
    for one in queries.left_behind(viewer, timezone.localdate(at)):
        if one.agency.pk == agency:
            return one
    raise CannotSucceed(
        [Reason("nothing_left", _("There is nothing of this agency to take over."), "agency")]
    )
