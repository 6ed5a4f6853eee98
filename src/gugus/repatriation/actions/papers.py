"""Papers of a return: needed, asked for, granted or refused."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.cases.actions import own_row
from gugus.kernel.ids import new_id
from gugus.law.lists import UnknownCode, code
from gugus.repatriation import rules
from gugus.repatriation.actions.moving import (
    BECAUSE,
    CannotReturn,
    locked,
    must_handle,
    must_stand_in,
    settled,
    told,
)
from gugus.repatriation.codes import PAPERS, PaperState
from gugus.repatriation.models import Repatriation, TravelPaper


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What a paper says. Number and note are sealed."""

    state: str
    number: str = ""
    asked_on: date | None = None
    issued_on: date | None = None
    valid_until: date | None = None
    note: str = ""


@transaction.atomic
def write_paper(
    *,
    repatriation: Repatriation,
    kind: str,
    facts: PaperFacts,
    by: User,
    at: datetime,
    key: UUID | None = None,
) -> TravelPaper:
    """One more paper. The same `key` twice makes one."""
    fresh = locked(repatriation)
    if key and (earlier := own_row(fresh.papers, key, written_by=by)):
        return earlier
    must_handle(fresh, by)
    must_stand_in(fresh, rules.RUNNING)
    reasons = _hurdles(facts, at)
    try:
        code(PAPERS, kind)
    except UnknownCode:
        reasons.append(Reason("unknown_code", _("Choose from the list."), "kind"))
    if reasons:
        raise CannotReturn(reasons)
    paper = TravelPaper(
        id=key or new_id(),
        repatriation=fresh,
        agency_id=by.agency_id,
        kind=kind,
        written_by=by,
        written_at=at,
    )
    _fill(paper, facts, at)
    paper.save(force_insert=True)
    settled(fresh)
    told("repatriation.paper", fresh, of=fresh, by=by, at=at, changes={"kind": kind, "state": facts.state})
    return paper


@transaction.atomic
def change_paper(*, paper: TravelPaper, facts: PaperFacts, by: User, at: datetime) -> TravelPaper:
    """It was asked for, granted with a number and a last day, or refused."""
    fresh = locked(paper.repatriation)
    must_handle(fresh, by)
    must_stand_in(fresh, rules.RUNNING)
    if reasons := _hurdles(facts, at):
        raise CannotReturn(reasons)
    rows = TravelPaper.objects.unscoped(because=BECAUSE).select_related("data_key")
    own = rows.select_for_update(of=("self",)).get(pk=paper.pk)
    _fill(own, facts, at)
    own.save()
    settled(fresh)
    told(
        "repatriation.paper", fresh, of=fresh, by=by, at=at, changes={"kind": own.kind, "state": facts.state}
    )
    return own


def _fill(paper: TravelPaper, facts: PaperFacts, at: datetime) -> None:
    today = timezone.localdate(at)
    paper.state, paper.number, paper.note = facts.state, facts.number or None, facts.note or None
    paper.issued_on, paper.valid_until = facts.issued_on, facts.valid_until
    paper.asked_on = facts.asked_on or paper.asked_on
    if facts.state == PaperState.ASKED and paper.asked_on is None:
        paper.asked_on = today
    answered = facts.state in {PaperState.GRANTED, PaperState.REFUSED}
    paper.answered_on = (paper.answered_on or today) if answered else None


def _hurdles(facts: PaperFacts, at: datetime) -> list[Reason]:
    today, reasons = timezone.localdate(at), []
    if facts.state not in PaperState.values:
        reasons.append(Reason("no_state", _("Choose how it stands."), "state"))
    if facts.issued_on and facts.valid_until and facts.valid_until < facts.issued_on:
        reasons.append(
            Reason("expires_before_issued", _("It cannot expire before it was issued."), "valid_until")
        )
    for name in ("asked_on", "issued_on"):
        day = getattr(facts, name)
        if day is not None and day > today:
            reasons.append(Reason("in_the_future", _("This day has not come yet."), name))
    if facts.issued_on and facts.state in rules.OPEN_PAPERS:
        reasons.append(Reason("issued_is_granted", _("A paper that was issued is granted."), "state"))
    return reasons
