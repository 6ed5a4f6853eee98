"""Verbs about standing in for a colleague: ask, accept, end. Roles are lent as they are, live; never further."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import Delegation, User
from gugus.access.rules import lendable
from gugus.access.viewer import Viewer
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.outbox.actions import announce

LONGEST = timedelta(days=92)


class CannotLend(Cannot):
    """Nobody can stand in like this; all reasons at once."""


def delegations(viewer: Viewer) -> QuerySet[Delegation]:
    """The delegations of the viewer's agency; row security sees to it."""
    rows = Delegation.objects.unscoped(because="row security: lenders of one's own agency")
    return rows.filter(lender__agency_id=viewer.agency_id).select_related("lender", "deputy", "data_key")


@transaction.atomic
def ask_deputy(
    viewer: Viewer, *, deputy: User, from_on: date, until_on: date, reason: str, at: datetime
) -> Delegation:
    """Ask a colleague to stand in from day to day; nothing is lent before the colleague accepts."""
    if reasons := _hurdles(viewer, deputy, from_on, until_on, reason, at):
        raise CannotLend(reasons)
    made = Delegation(
        lender=viewer.user, deputy=deputy, from_on=from_on, until_on=until_on, reason=reason.strip(), asked_at=at
    )  # fmt: skip
    made.save(force_insert=True)
    changes = {"deputy": deputy, "from": from_on, "until": until_on}
    record("access.deputy_asked", about=made, by=viewer.user, at=at, changes=changes)
    _announce("delegation.asked", made, at, to=[deputy.pk])
    return made


@transaction.atomic
def accept(viewer: Viewer, *, delegation: Delegation, at: datetime) -> Delegation:
    """The colleague agrees: from the first day on the files are within reach. Twice is once."""
    made = _locked(viewer, delegation)
    if made.deputy_id != viewer.user_id or made.ended_at or made.until_on < timezone.localdate(at):
        raise CannotLend([Reason("not_yours", _("This request is not open to you any more."))])
    if made.accepted_at is None:
        made.accepted_at = at
        made.save(update_fields=["accepted_at"])
        changes = {"lender": made.lender, "from": made.from_on, "until": made.until_on}
        record("access.deputy_accepted", about=made, by=viewer.user, at=at, changes=changes)
        _announce("delegation.accepted", made, at, to=[made.lender_id], supervisors=True)
    return made


@transaction.atomic
def end(viewer: Viewer, *, delegation: Delegation, at: datetime, supervises: bool = False) -> Delegation:
    """Either side (or who supervises the agency) ends it, or declines before it began. Twice is once."""
    made = _locked(viewer, delegation)
    if viewer.user_id not in {made.lender_id, made.deputy_id} and not supervises:
        raise CannotLend([Reason("not_yours", _("This request is not open to you any more."))])
    if made.ended_at is None:
        made.ended_at, made.ended_by = at, viewer.user
        made.save(update_fields=["ended_at", "ended_by"])
        changes = {"lender": made.lender, "deputy": made.deputy}
        verb = "access.deputy_ended" if made.accepted_at else "access.deputy_declined"
        record(verb, about=made, by=viewer.user, at=at, changes=changes)
        told = [pk for pk in (made.lender_id, made.deputy_id) if pk != viewer.user_id]
        _announce("delegation.ended", made, at, to=told)
    return made


def _hurdles(viewer: Viewer, deputy: User, from_on, until_on, reason: str, at: datetime) -> list[Reason]:
    reasons, today = [], timezone.localdate(at)
    if viewer.stands_in_for:
        reasons.append(Reason("not_further", _("What was lent to you is not lent further.")))
    if not lendable(viewer.roles):
        reasons.append(Reason("nothing_lendable", _("Your roles are held in person and cannot be lent.")))
    if deputy.pk == viewer.user_id or deputy.agency_id != viewer.agency_id or not deputy.is_active:
        reasons.append(Reason("not_a_colleague", _("Choose a colleague of your agency."), "deputy"))
    if from_on < today:
        reasons.append(Reason("past", _("Choose today or a later day."), "from_on"))
    if not from_on <= until_on <= from_on + LONGEST:
        words = _("The last day comes after the first one, at most three months later.")
        reasons.append(Reason("too_long", words, "until_on"))
    if not reason.strip():
        reasons.append(Reason("no_reason", _("Write down why."), "reason"))
    lent = delegations(viewer).filter(lender=viewer.user, ended_at=None)
    if lent.filter(from_on__lte=until_on, until_on__gte=from_on).exists():
        words = _("For some of these days you have asked somebody already. End that first.")
        reasons.append(Reason("overlaps", words, "from_on"))
    return reasons


def _locked(viewer: Viewer, delegation: Delegation) -> Delegation:
    return delegations(viewer).select_for_update(of=("self",)).get(pk=delegation.pk)


def _announce(topic: str, made: Delegation, at: datetime, *, to: list, supervisors: bool = False) -> None:
    announce(
        topic, about=made, at=at, to=[str(pk) for pk in to],
        agency=str(made.lender.agency_id) if supervisors else "",
    )  # fmt: skip
