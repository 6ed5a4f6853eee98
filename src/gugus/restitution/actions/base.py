"""What every action on a claim shares: lock, refuse in words, tell the trail and the outbox."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.audit.actions import record
from gugus.base.refusals import Cannot, Reason
from gugus.base.versions import check_version
from gugus.cases.models import Case
from gugus.outbox.actions import announce
from gugus.restitution import queries
from gugus.restitution.deadlines import keep_clocks
from gugus.restitution.models import Claim, Debtor, LedgerLine

BECAUSE = "came through the gate"


class CannotClaim(Cannot):
    """The claim or its ledger cannot be changed like this; all reasons at once."""


WORDS = {
    "not_positive": (_("An amount is a positive number of rupiah."), "amount"),
    "whose_share": (_("The convicts owe in shares: say whose share this is."), "debtor"),
    "more_than_deposited": (_("That is more than lies with the court."), "amount"),
    "more_than_granted": (_("That is more than the court granted her and she has not received yet."), "amount"),
    "more_than_owed": (
        _("That is more than is still owed. Is there a zero too many? If more was paid, say so below."), "amount",
    ),
    "handed_out_already": (_("The court has handed money out of this. Take that line back first."), ""),
    "nothing_claimed": (_("Write down at least one loss first."), ""),
    "nothing_assessed": (_("Write down what LPSK assessed."), ""),
    "nothing_demanded": (_("Write down what the prosecutor demands."), ""),
    "nothing_granted": (_("Write down what the court grants."), ""),
    "remainder_left": (_("Something is still owed."), ""),
    "money_waits": (_("Money still lies with the court and was not handed out."), ""),
    "nothing_owed": (_("Nothing is owed any more."), ""),
    "not_given_back": (_("Money still lies with the court. Write down that it was given back first."), ""),
    "no_code": (_("Choose a reason."), "code"),
    "child_alone": (_("A child applies through a parent, a guardian, a proxy or LPSK."), "applicant"),
    "in_the_future": (_("This lies in the future."), "on"),
    "no_such_move": (_("The claim is not at a point from which this follows."), ""),
    "stage_not_reached": (_("The claim has not come this far: this stage has no amounts yet."), "stage"),
    "no_amount": (_("Write at least one amount."), ""),
    "taken_back": (_("This line was taken back already."), ""),
    "counter_line": (_("A counter-line is not taken back. Write the right line anew."), ""),
    "ended": (_("The claim has ended. Say first that a payment did not come, then take it back."), ""),
    "no_debtor": (_("Choose at least one convict."), "debtors"),
    "not_in_case": (_("This person has no such role in the case."), "person"),
    "claims_already": (_("She has a running claim against this person already."), "debtors"),
    "released": (_("This person was acquitted and owes nothing."), "debtor"),
    "last_debtor": (_("Nobody else owes. Say that the whole ruling fell away instead."), ""),
    "receiver_needed": (_("Say who received it."), "receiver"),
    "nothing_forgotten": (_("A file that was made anonymous is not written into."), ""),
}  # fmt: skip


def refuse(codes: Iterable[str], **fields: str) -> None:
    """Raise CannotClaim for these codes, if there are any. `fields` puts a code at another field."""
    reasons = [Reason(code, WORDS[code][0], fields.get(code, WORDS[code][1])) for code in codes]
    if reasons:
        raise CannotClaim(reasons)


def locked(claim: Claim, *, seen: int | None = None) -> Claim:
    """The claim, held until the end of the transaction, so that two payments never count the same remainder."""
    rows = Claim.objects.unscoped(because=BECAUSE).select_for_update(of=("self",))
    fresh = rows.select_related("data_key", "case__agency", "case__manager").get(pk=claim.pk)
    check_version(fresh, seen)
    if fresh.case.forgotten_at is not None:
        refuse(["nothing_forgotten"])
    return fresh


def not_in_the_future(on: date, at: datetime) -> list[str]:
    """A day that has not come."""
    return ["in_the_future"] if on > timezone.localdate(at) else []


def same_form(model: type, claim: Claim, key: Any, by: User):
    """The row that the same form made a moment ago, or None."""
    if key is None:
        return None
    rows = model.objects.unscoped(because="the same form was sent twice")
    who = {"written_by": by} if model is LedgerLine else {"by": by}
    return rows.filter(pk=key, claim=claim, **who).first()


def debtor_of(claim: Claim, debtor: Debtor | None, on: date) -> list[str]:
    """Does this convict owe on this claim?"""
    if debtor is None:
        return []
    if debtor.claim_id != claim.pk:
        return ["not_in_case"]
    return ["released"] if debtor.released_on is not None and debtor.released_on <= on else []


def told(
    verb: str,
    claim: Claim,
    *,
    by: User,
    at: datetime,
    changes: Mapping[str, Any],
    code: str = "",
    fields: Iterable[str] = (),
) -> Claim:
    """Save, keep the clocks, write one line of the trail, say it to whoever listens.

    The trail is read by supervisors and officers for data protection: it says kinds and days, never an amount.
    """
    claim.version += 1
    claim.save(update_fields=[*fields, "version"])
    day = next((changes[name] for name in ("on", "copy_on", "knew_on") if name in changes), None)
    keep_clocks(claim=claim, balance=queries.balance_of(claim), by=by, at=at, on=day)
    record(verb, about=claim, within=Case(pk=claim.case_id), by=by, at=at, reason=code, changes=changes)
    announce(verb, about=claim, at=at, by=str(by.pk), agency=str(by.agency_id))
    return claim
