"""Ask, approve, refuse, withdraw. The second person's yes runs what was asked, once, in the same transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.approvals import policies
from gugus.approvals.codes import State
from gugus.approvals.kinds import kind_of
from gugus.approvals.models import Request, digest_of
from gugus.approvals.rules import facts_that_are_not_open
from gugus.audit.actions import Named, record
from gugus.base.refusals import Cannot, Reason
from gugus.outbox.actions import announce

LEAST_REASON = 10


class CannotAsk(Cannot):
    """This may not be asked, or not by this person."""


class CannotDecide(Cannot):
    """This request may not be decided now, or not by this person."""


@transaction.atomic
def ask(
    kind: str,
    *,
    facts: Mapping[str, Any],
    reason: str,
    by: User,
    at: datetime,
    about: models.Model | Named | None = None,
    key: str | None = None,
) -> Request:
    """Ask for something that needs two people. `facts` are open and frozen; `reason` is sealed. Raises CannotAsk.

    The same `key` of the same person gives the same request.
    """
    if not_open := facts_that_are_not_open(facts):
        raise ValueError(f"A request carries open facts only, not: {', '.join(not_open)}")
    key = str(key or "")
    if key and (earlier := _earlier(by, key)):
        return earlier
    _must_be_askable(kind, facts, reason, about, by, at)
    request = _made(kind, dict(facts), reason.strip(), about, by, at, key)
    try:
        with transaction.atomic():  # a twin that runs at this moment makes us wait here, then lose
            request.save(force_insert=True)
    except IntegrityError:
        if key and (earlier := _earlier(by, key)):
            return earlier
        raise
    record("approval.asked", about=request, within=about, by=by, at=at, changes={"kind": kind} | dict(facts))
    _tell("asked", request, at)
    return request


@transaction.atomic
def approve(*, request: Request, by: User, at: datetime, seen: str | None = None) -> Request:
    """The second person says yes: it happens now, or not at all (then the request stays open).

    `seen` is the digest that the second person saw. Raises CannotDecide, or what the thing itself refuses.
    """
    request = _locked(request)
    hurdles = policies.hurdles_to_approving(request, by, at)
    if seen is not None and seen != request.digest:
        hurdles.append(policies.READ_AGAIN)
    if hurdles:
        raise CannotDecide(hurdles)
    _decide(request, State.APPROVED, by, at)
    import_string(request.named.runs)(request=request, by=by, at=at)
    record("approval.approved", about=request, within=_about(request), by=by, at=at, reason=request.kind)
    _tell("approved", request, at)
    return request


@transaction.atomic
def refuse(*, request: Request, by: User, at: datetime, reason: str) -> Request:
    """The second person says no, and why. Raises CannotDecide."""
    request = _locked(request)
    hurdles = policies.hurdles_to_deciding(request, by, at)
    if not reason.strip():
        hurdles.append(Reason("reason_needed", _("Say why not."), "reason"))
    if hurdles:
        raise CannotDecide(hurdles)
    _decide(request, State.REFUSED, by, at, reason.strip()[:2000])
    record("approval.refused", about=request, within=_about(request), by=by, at=at, reason=request.kind)
    _tell("refused", request, at)
    return request


@transaction.atomic
def withdraw(*, request: Request, by: User, at: datetime) -> Request:
    """The person who asked needs it no longer. Raises CannotDecide."""
    request = _locked(request)
    hurdles = [] if request.waits(at) else [policies.NOT_WAITING]
    if by.pk != request.asked_by_id:
        hurdles.append(Reason("not_yours", _("Only the person who asked withdraws a request.")))
    if hurdles:
        raise CannotDecide(hurdles)
    _decide(request, State.WITHDRAWN, by, at)
    record("approval.withdrawn", about=request, within=_about(request), by=by, at=at, reason=request.kind)
    _tell("withdrawn", request, at)
    return request


@transaction.atomic
def run_out(*, request: Request, at: datetime) -> bool:
    """Nobody decided in time; the person who asked is told. False when somebody just did."""
    request = _locked(request)
    if request.state != State.ASKED or request.until_at > at:
        return False
    _decide(request, State.RUN_OUT, None, at)
    agency = request.agency
    record(
        "approval.run_out",
        about=request,
        by=None,
        at=at,
        reason=request.kind,
        changes={"agency": agency.slug},
    )
    _tell("run_out", request, at)
    return True


def _must_be_askable(kind: str, facts: Mapping, reason: str, about: Any, by: User, at: datetime) -> None:
    named = kind_of(kind)
    if named is None:
        raise CannotAsk([policies.UNKNOWN_KIND])
    hurdles = policies.hurdles_to_asking(
        named, by, facts=dict(facts), about_id=about.pk if about else None, at=at
    )
    if len(reason.strip()) < LEAST_REASON:
        words = _("Say in a sentence why this is needed.")
        hurdles.append(Reason("reason_needed", words, "reason"))
    if hurdles:
        raise CannotAsk(hurdles)


def _made(kind: str, facts: dict, reason: str, about: Any, by: User, at: datetime, key: str) -> Request:
    request = Request(
        kind=kind, agency_id=by.agency_id, facts=facts, reason=reason[:2000], asked_by=by, asked_at=at,
        until_at=at + kind_of(kind).lives, key=key[:80],
        about_kind=_kind(about), about_id=about.pk if about else None, about_ref=getattr(about, "ref", "") or "",
    )  # fmt: skip
    request.digest = digest_of(request)
    return request


def _kind(about: models.Model | Named | None) -> str:
    if about is None:
        return ""
    return about.kind if isinstance(about, Named) else about._meta.model_name


def _about(request: Request) -> Named | None:
    if not request.about_kind:
        return None
    return Named(request.about_kind, request.about_id, request.about_ref)


def _earlier(by: User, key: str) -> Request | None:
    rows = Request.objects.unscoped(because="one's own earlier request")
    return rows.filter(asked_by=by, key=key[:80]).first()


def _locked(request: Request) -> Request:
    rows = Request.objects.unscoped(because="the request came through its gate; the database decides too")
    return (
        rows.select_for_update(of=("self",))
        .select_related("asked_by", "agency", "data_key")
        .get(pk=request.pk)
    )


def _decide(request: Request, state: State, by: User | None, at: datetime, reason: str | None = None) -> None:
    request.state, request.decided_by, request.decided_at = state, by, at
    request.decision_reason = reason
    request.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])


def _tell(what: str, request: Request, at: datetime) -> None:
    announce(
        f"approval.{what}",
        about=request,
        at=at,
        kind=request.kind,
        agency=str(request.agency_id),
        asked_by=str(request.asked_by_id),
    )
