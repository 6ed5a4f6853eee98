"""What follows a move: somebody's task with its clock, holds that end, notices that do not wait for the morning."""

from datetime import datetime
from uuid import UUID

from gugus.access.codes import Role
from gugus.access.models import User
from gugus.arrivals import rules
from gugus.arrivals.codes import OfferState, State
from gugus.arrivals.models import Headsup, Offer
from gugus.directory.models import Agency
from gugus.notices.actions import notify
from gugus.providers.capacity import free_hold
from gugus.tasks.actions import finish_tasks_about, start_task

ANSWERERS = (Role.LIAISON, Role.SUPERVISOR, Role.CASE_MANAGER)
HIGH = "high"
WORK = ("arrival_answer", "arrival_decide", "arrival_close")


def told(headsup: Headsup, agencies: list[UUID], at: datetime) -> None:
    """The asked agencies get a task and a notice at once; the sender must say in the end what came of it."""
    if headsup.state != State.SENT:
        return
    due_at = rules.answer_due(at, headsup.from_at)
    for agency in Agency.objects.filter(pk__in=agencies):
        start_task(
            kind="arrival_answer", about=headsup, agency=agency, by=None, at=at, due_at=due_at, risk=HIGH
        )
        notify(code="arrival_asked", about=headsup, at=at, agency=agency, role=ANSWERERS, risk=HIGH)
    _sender_task("arrival_close", headsup, at, due_at=headsup.to_at)


def answered(headsup: Headsup, offer: Offer, at: datetime) -> None:
    """The asked agency's task is done; the sender decides on an offer, or looks further."""
    finish_tasks_about(about=headsup, kind="arrival_answer", by=offer.written_by, at=at, agency=offer.agency)
    refused = offer.state == OfferState.REFUSED
    if offer.state == OfferState.OPEN and headsup.state == State.SENT:
        _sender_task("arrival_decide", headsup, at, due_at=rules.answer_due(at, headsup.from_at))
    notify(
        code="arrival_refused" if refused else "arrival_offered", about=headsup, at=at, users=_senders(headsup),
        risk=HIGH,
    )  # fmt: skip


def withdrawn(headsup: Headsup, at: datetime) -> None:
    """An offer is gone: the sender is told at once and must look further."""
    if headsup.state == State.SENT:
        _sender_task("arrival_decide", headsup, at, due_at=rules.answer_due(at, headsup.from_at))
    notify(code="arrival_withdrawn", about=headsup, at=at, users=_senders(headsup), risk=HIGH)


def decided(headsup: Headsup, offer: Offer, at: datetime) -> None:
    """Taken or not needed: whoever offered is told; what is not needed is free again."""
    if offer.state in {OfferState.DECLINED, OfferState.EXPIRED}:
        free_hold(because=offer.pk, by=None, at=at)
    code = "arrival_taken" if offer.state == OfferState.TAKEN else "arrival_declined"
    if offer.state in {OfferState.TAKEN, OfferState.DECLINED}:
        notify(code=code, about=headsup, at=at, users=_offerers(offer), risk=HIGH)
    open_ones = Offer.objects.unscoped(because="the worker's own").filter(
        headsup=headsup, state=OfferState.OPEN
    )
    if not open_ones.exists():
        finish_tasks_about(about=headsup, kind="arrival_decide", by=offer.decided_by, at=at)


def extended(headsup: Headsup, at: datetime) -> None:
    """They come later: everybody asked is told, the sender's last task moves with the window."""
    for agency in Agency.objects.filter(pk__in=headsup.asked):
        notify(code="arrival_extended", about=headsup, at=at, agency=agency, role=ANSWERERS, risk=HIGH)
    finish_tasks_about(about=headsup, kind="arrival_close", by=None, at=at)
    _sender_task("arrival_close", headsup, at, due_at=headsup.to_at)


def ended(headsup: Headsup, at: datetime) -> None:
    """Nobody waits any more; holds end, those who came take their places; everybody asked is told."""
    for kind in WORK:
        finish_tasks_about(about=headsup, kind=kind, by=None, at=at)
    offers = Offer.objects.unscoped(because="the worker's own").filter(
        headsup=headsup, capacity__isnull=False
    )
    for offer in offers:
        free_hold(because=offer.pk, by=None, at=at, arrived=offer.arrived or 0)
    code = f"arrival_{headsup.state}"
    for agency in Agency.objects.filter(pk__in=headsup.asked):
        notify(code=code, about=headsup, at=at, agency=agency, role=ANSWERERS, risk=HIGH)
    if headsup.state == State.EXPIRED:
        notify(code=code, about=headsup, at=at, users=_senders(headsup), risk=HIGH)
        _sender_task("arrival_expired", headsup, at, due_at=at)


def _sender_task(kind: str, headsup: Headsup, at: datetime, *, due_at: datetime) -> None:
    start_task(
        kind=kind, about=headsup, agency=headsup.agency, assignee=headsup.written_by, by=None, at=at, due_at=due_at,
        risk=HIGH,
    )  # fmt: skip


def _senders(headsup: Headsup) -> list[User]:
    return [headsup.written_by] if headsup.written_by else []


def _offerers(offer: Offer) -> list[User]:
    return [offer.written_by] if offer.written_by else []
