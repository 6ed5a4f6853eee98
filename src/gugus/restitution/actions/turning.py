"""Turns of a claim: applied, complete, assessed, demanded, ruled, notified, warned, seized … settled or not."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from gugus.access.models import User
from gugus.cases.models import Party
from gugus.cases.rules import is_child
from gugus.kernel.ids import new_id
from gugus.restitution import queries, rules
from gugus.restitution.actions.base import locked, not_in_the_future, refuse, same_form, told
from gugus.restitution.actions.ledger import add_amounts, take_back_grants
from gugus.restitution.codes import Kind, State
from gugus.restitution.models import Claim, Debtor, Turn

# Amounts that come with a turn, and the day that the turn sets.
STAGE_OF = {State.ASSESSED: Kind.ASSESSED, State.DEMANDED: Kind.DEMANDED, State.GRANTED: Kind.GRANTED}
DAY_OF = {
    State.APPLIED: "applied_on", State.GRANTED: "granted_on", State.NOTIFIED: "notice_on", State.WARNED: "warned_on",
}  # fmt: skip


@transaction.atomic
def turn(
    *,
    claim: Claim,
    to: str,
    on: date,
    by: User,
    at: datetime,
    code: str = "",
    document: str = "",
    words: str = "",
    debtor: Debtor | None = None,
    months: int | None = None,
    amounts: Mapping[str, Decimal] | None = None,
    seen: int | None = None,
    key: UUID | None = None,
) -> Claim:
    """Move a claim on a local day. `amounts` by head of loss come with what was assessed, demanded or granted."""
    if same_form(Turn, claim, key, by):
        return claim
    claim = locked(claim, seen=seen)
    if not rules.may_move(claim.state, to):
        refuse(["no_such_move"])
    refuse(not_in_the_future(on, at))
    if amounts:
        add_amounts(
            claim=claim, stage=STAGE_OF[State(to)], amounts=amounts, on=on, by=by, at=at, debtor=debtor,
            document=document,
        )  # fmt: skip
    refuse(rules.hurdles_to_turn(to, queries.balance_of(claim), origin=claim.state, code=code))
    if to in rules.VOIDS:
        take_back_grants(claim=claim, on=on, by=by, at=at)
    _write(claim, to, on, by, at, key, code=code, document=document or None, words=words or None, debtor=debtor,
           months=months)  # fmt: skip
    fields = _set_days(claim, to, on)
    return told(
        "restitution.turned", claim, by=by, at=at, code=code, changes={"to": to, "on": on}, fields=fields
    )


def _write(claim: Claim, to: str, on: date, by: User, at: datetime, key: UUID | None, **facts) -> None:
    Turn(
        id=key or new_id(), claim=claim, from_state=claim.state, to_state=to, on=on, agency_id=by.agency_id, by=by,
        at=at, **facts,
    ).save(force_insert=True)  # fmt: skip
    claim.state = to


def _set_days(claim: Claim, to: str, on: date) -> list[str]:
    if to not in DAY_OF:
        return ["state"]
    setattr(claim, DAY_OF[State(to)], on)
    return ["state", DAY_OF[State(to)]]


@transaction.atomic
def apply(
    *,
    claim: Claim,
    on: date,
    route: str,
    applicant: str,
    by: User,
    at: datetime,
    applicant_name: str = "",
    document: str = "",
    words: str = "",
    seen: int | None = None,
    key: UUID | None = None,
) -> Claim:
    """The application is handed in: by whom, and on which way. A child does not apply alone."""
    if same_form(Turn, claim, key, by):
        return claim
    claim = locked(claim, seen=seen)
    if not rules.may_move(claim.state, State.APPLIED):
        refuse(["no_such_move"])
    rows = Party.objects.unscoped(because="the case came through its gate")
    party = (
        rows.select_related("person")
        .filter(case=claim.case_id, person=claim.person_id, role="survivor")
        .first()
    )
    child = is_child(party.age_at_act, party.person.birth_year, on) if party else None
    # Who was a child at the act applies alone once grown up: the age on the day of applying counts, if it is known.
    grown = (
        party is not None and party.person.birth_year is not None and on.year - party.person.birth_year > 18
    )
    refuse(
        not_in_the_future(on, at)
        + rules.hurdles_to_applying(applicant, is_child=child and not grown)
        + rules.hurdles_to_turn(State.APPLIED, queries.balance_of(claim))
    )
    claim.route, claim.applicant, claim.applicant_name = route, applicant, applicant_name or None
    _write(claim, State.APPLIED, on, by, at, key, document=document or None, words=words or None)
    claim.applied_on = on
    changes = {"to": State.APPLIED, "on": on, "route": route, "applicant": applicant}
    fields = ["state", "applied_on", "route", "applicant", "applicant_name"]
    return told("restitution.turned", claim, by=by, at=at, changes=changes, fields=fields)


@transaction.atomic
def note_day(*, claim: Claim, which: str, on: date, by: User, at: datetime, seen: int | None = None) -> Claim:
    """A day from which a clock runs: `knew_on` the verdict became known, `copy_on` the copy of the ruling came."""
    if which not in {"knew_on", "copy_on"}:
        raise ValueError(which)
    claim = locked(claim, seen=seen)
    refuse(not_in_the_future(on, at) + (["ended"] if claim.state in rules.ENDED else []))
    setattr(claim, which, on)
    return told("restitution.day_noted", claim, by=by, at=at, changes={which: on}, fields=[which])
