"""Verdicts: what a court said of each charge, by instance. A later instance stands beside the earlier one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.access.models import User
from gugus.base.refusals import Reason
from gugus.directory.models import Agency
from gugus.justice import rules
from gugus.justice.actions.heart import CannotPursue, locked, must_be_kept, refuse_if
from gugus.justice.actions.moving import stand_on
from gugus.justice.codes import Instance
from gugus.justice.models import Charge, Proceeding, Ruling, Verdict
from gugus.kernel.ids import new_id

WORDS = {
    "sentence_without_conviction": _("Only a conviction carries a sentence."),
    "months_and_life": _("Either months or life."),
    "substitute_without_fine": _("Months instead of a fine need a fine."),
    "negative": _("This cannot be negative."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What is ruled on one charge. `fine` in whole rupiah, exact; `substitute` months if it is not paid."""

    charge: UUID
    outcome: str
    months: int | None = None
    life: bool = False
    fine: int | None = None
    substitute: int | None = None


@transaction.atomic
def give_verdict(
    *, proceeding: Proceeding, instance: str, on: date, rulings: Sequence[Said], by: User, at: datetime,
    number: str = "", court: Agency | None = None, court_name: str = "", key: UUID | None = None,
    seen: int | None = None,
) -> Verdict:  # fmt: skip
    """A court ruled on every charge, on a day (local). The proceeding moves on with it; cassation ends it."""
    fresh = locked(proceeding)
    if key and (earlier := fresh.verdicts.filter(pk=key).first()):
        return earlier
    fresh = locked(proceeding, seen=seen)
    must_be_kept(fresh.case)
    charges = {one.pk: one for one in fresh.charges.filter(dropped_on=None)}
    _must_fit(fresh, instance, on, rulings, charges, at)
    to = rules.VERDICTS[instance][1]
    verdict = Verdict(
        id=key or new_id(), proceeding=fresh, instance=instance, ruled_on=on, court=court,
        court_name=court_name.strip() or None, number=number.strip() or None,
        final_on=on if instance in {Instance.CASSATION, Instance.REVIEW} else None, written_by=by, written_at=at,
    )  # fmt: skip
    verdict.save(force_insert=True)
    for one in rulings:
        _rule(verdict, charges[one.charge], one)
    stand_on(fresh, to, on=on, by=by, at=at, document=number)
    return verdict


def _rule(verdict: Verdict, charge: Charge, said: Said) -> None:
    Ruling(
        verdict=verdict, charge=charge, outcome=said.outcome, months=said.months, life=said.life,
        substitute_months=said.substitute, fine=said.fine, data_key=verdict.data_key,
    ).save(force_insert=True)  # fmt: skip


def _must_fit(
    proceeding: Proceeding, instance: str, on: date, rulings: Sequence[Said], charges: dict, at: datetime
) -> None:
    known = {one.charge for one in rulings} & charges.keys()
    refuse_if(
        rules.hurdles_to_verdict(
            stage=proceeding.stage,
            instance=instance,
            on=on,
            last_on=proceeding.stage_on,
            today=timezone.localdate(at),
            charges=len(charges),
            rulings=len(known) if len(rulings) == len(known) else -1,
        )  # fmt: skip
    )
    reasons = [
        Reason(code, WORDS[code], f"{field_of(code)}_{one.charge}")
        for one in rulings
        for code in rules.sentence_wrong(one.outcome, one.months, one.life, one.fine, one.substitute)
    ]
    if reasons:
        raise CannotPursue(reasons)


def field_of(code: str) -> str:
    """The field of a ruling's form at which a refusal stands."""
    return {"substitute_without_fine": "substitute", "months_and_life": "months"}.get(code, "outcome")
