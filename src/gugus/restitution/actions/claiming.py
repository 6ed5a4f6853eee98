"""A claim begins when the right was explained; against whom; and who of them owes no more."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gugus.access.models import User
from gugus.cases.actions import must_be_open, own_row
from gugus.cases.codes import PartyRole
from gugus.cases.models import Case, Party
from gugus.kernel.ids import new_id
from gugus.restitution import queries, rules
from gugus.restitution.actions.base import locked, not_in_the_future, refuse, told
from gugus.restitution.actions.ledger import take_back_grants
from gugus.restitution.codes import Liability, State
from gugus.restitution.models import Claim, Debtor, Turn


@transaction.atomic
def open_claim(
    *,
    case: Case,
    party: Party,
    accused: Iterable[Party],
    told_on: date,
    by: User,
    at: datetime,
    liability: str = Liability.JOINT,
    words: str = "",
    key: UUID | None = None,
) -> Claim:
    """The survivor was told of her right (UU 21/2007 art. 48) on a local day. The same `key` twice is one claim."""
    if key and (
        earlier := own_row(Claim.objects.unscoped(because="the same form"), key, case=case, written_by=by)
    ):
        return earlier
    must_be_open(case)
    owing = list({one.pk: one for one in accused}.values())
    refuse(_hurdles(case, party, owing, told_on, at), in_the_future="told_on")
    claim = Claim(
        id=key or new_id(), case=case, person=party.person, liability=liability, told_on=told_on, words=words or None,
        written_by=by, written_at=at,
    )  # fmt: skip
    claim.save(force_insert=True)
    tracks = queries.tracks_of(case)
    for one in owing:
        Debtor(claim=claim, party=one, proceeding=tracks.get(one.pk)).save(force_insert=True)
    Turn(claim=claim, to_state=State.TOLD, on=told_on, agency_id=by.agency_id, by=by, at=at).save(
        force_insert=True
    )
    changes = {"liability": liability, "convicts": len(owing), "told_on": told_on}
    return told("restitution.opened", claim, by=by, at=at, changes=changes)


def _hurdles(case: Case, party: Party, owing: list[Party], told_on: date, at: datetime) -> list[str]:
    hurdles = not_in_the_future(told_on, at)
    if party.case_id != case.pk or party.role != PartyRole.SURVIVOR or party.until_at is not None:
        hurdles.append("not_in_case")
    if not owing:
        hurdles.append("no_debtor")
    if any(one.case_id != case.pk or one.role != PartyRole.ACCUSED for one in owing):
        hurdles.append("not_in_case")
    rows = Claim.objects.unscoped(because="the case came through its gate")
    held = rows.filter(case=case, person=party.person_id, debtors__party__in=[one.pk for one in owing])
    if held.exclude(state__in=rules.ENDED).exists():
        hurdles.append("claims_already")
    return list(dict.fromkeys(hurdles))


@transaction.atomic
def release(
    *, claim: Claim, debtor: Debtor, on: date, by: User, at: datetime, seen: int | None = None
) -> Claim:
    """One of several convicts was acquitted on appeal. Jointly the others owe the whole; an own share falls away."""
    claim = locked(claim, seen=seen)
    others = [one for one in queries.debtors_of(claim) if one.pk != debtor.pk and one.released_on is None]
    hurdles = not_in_the_future(on, at)
    if debtor.claim_id != claim.pk:
        hurdles.append("not_in_case")
    if debtor.released_on is not None:
        hurdles.append("released")
    if not others:
        hurdles.append("last_debtor")
    if claim.state in rules.ENDED:
        hurdles.append("ended")
    refuse(hurdles)
    if claim.liability == Liability.SHARES:
        take_back_grants(claim=claim, on=on, by=by, at=at, debtor=debtor)
    debtor.released_on = on
    debtor.save(update_fields=["released_on"])
    return told("restitution.released", claim, by=by, at=at, changes={"released_on": on})
