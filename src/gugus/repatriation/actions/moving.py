"""The heart of every step: lock, ask, change, tell."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.cases.models import Case
from gugus.outbox.actions import announce
from gugus.repatriation import rules
from gugus.repatriation.codes import LegState
from gugus.repatriation.models import Leg, Repatriation, TravelPaper

BECAUSE = "came through the gate"


class CannotReturn(Cannot):
    """The return cannot be written, moved or ended like this; all reasons at once."""


def locked(repatriation: Repatriation, *, seen: int | None = None) -> Repatriation:
    """The return, locked for this transaction; Stale when somebody changed it since version `seen`."""
    rows = Repatriation.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "agency", "holder").get(pk=repatriation.pk)
    check_version(fresh, seen)
    return fresh


def must_handle(repatriation: Repatriation, by: User) -> None:
    """Refuse whoever neither answers for the return nor holds the person."""
    if by.agency_id not in {repatriation.agency_id, repatriation.holder_id}:
        raise CannotReturn([Reason("not_yours", _("Another agency has the person now."))])


def must_answer_for(repatriation: Repatriation, by: User) -> None:
    """Refuse whoever does not answer for the return."""
    if by.agency_id != repatriation.agency_id:
        raise CannotReturn([Reason("not_yours", _("Another agency answers for this return."))])


def must_stand_in(repatriation: Repatriation, states: Iterable[str]) -> None:
    """Refuse a step that does not belong to the state."""
    if repatriation.state not in set(states):
        sentence = _("This return is %(state)s: this step does not fit any more.")
        words = {"state": repatriation.get_state_display()}
        raise CannotReturn([Reason("not_from_here", sentence % words)])


def kept(repatriation: Repatriation, **values) -> None:
    """Save these values and let everybody's open forms notice."""
    for name, value in values.items():
        setattr(repatriation, name, value)
    repatriation.version += 1
    repatriation.save(update_fields=[*values, "version"])


def settled(repatriation: Repatriation) -> None:
    """While it is being prepared, the state follows from what was recorded."""
    if repatriation.state not in rules.PREPARING:
        return
    state = rules.step_of(facts_of(repatriation))
    if state != repatriation.state:
        kept(repatriation, state=state)


def facts_of(repatriation: Repatriation) -> rules.Facts:
    """What was recorded of the preparation. One query."""
    papers = TravelPaper.objects.unscoped(because=BECAUSE).filter(repatriation=repatriation)
    return rules.Facts(
        traced=bool(repatriation.tracing),
        consented=repatriation.consented_at is not None,
        assessed=rules.is_safe(repatriation.risk, repatriation.overridden_at is not None),
        papers=not papers.filter(state__in=[*rules.OPEN_PAPERS, "refused"]).exists(),
        scheduled=repatriation.scheduled_at is not None,
    )


def legs_in_order(repatriation: Repatriation) -> list[Leg]:
    """The legs that count, in their order; the return is locked."""
    rows = Leg.objects.unscoped(because=BECAUSE).filter(repatriation=repatriation)
    return list(rows.exclude(state=LegState.CANCELLED).select_related("data_key").order_by("number"))


def span_of(leg: Leg) -> rules.Span:
    """A leg as the rules see it."""
    return rules.Span(leg.departs_at, leg.arrives_at, leg.departed_at, leg.arrived_at, leg.state)


def told(
    verb: str, about: models.Model, *, of: Repatriation, by: User | None, at: datetime, code: str = "", words: str = "",
    changes=None, **facts,
) -> None:  # fmt: skip
    """Into the trail of the case, and to whoever waits. The event tells of `about` and names return and case."""
    written(verb, about, of=of, by=by, at=at, code=code, words=words, changes=changes)
    announce(
        verb, about=about, at=at, by=str(by.pk) if by else "", repatriation=str(of.pk), ref=of.ref,
        case=str(of.case_id), person=str(of.person_id), **facts,
    )  # fmt: skip


def written(
    verb: str, about: models.Model, *, of: Repatriation, by: User | None, at: datetime, code: str = "", words: str = "",
    changes=None,
) -> None:  # fmt: skip
    """Into the trail only. The case may be hidden from a guest, so the trail is given its key alone."""
    case = Case(pk=of.case_id)
    record(verb, about=about, within=case, by=by, at=at, reason=code, words=words, changes=changes)


def read_repatriation(*, repatriation: Repatriation, by: User, at: datetime) -> None:
    """Somebody read a return; the trail of the case keeps it."""
    written("repatriation.read", repatriation, of=repatriation, by=by, at=at)
