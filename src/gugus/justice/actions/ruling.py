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
from gugus.justice import queries, rules
from gugus.justice.actions.heart import (
    CannotPursue,
    changed,
    due_of,
    locked,
    must_be_kept,
    refuse_if,
    told,
)
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


@transaction.atomic
def correct_verdict(
    *, proceeding: Proceeding, verdict: Verdict, on: date, rulings: Sequence[Said], reason: str, by: User, at: datetime,
    number: str = "", court: Agency | None = None, court_name: str = "", key: UUID | None = None,
    seen: int | None = None,
) -> Verdict:  # fmt: skip
    """What a court said was written down wrongly, of any instance: the right words stand beside the first, with why.

    The first is void and stays readable; steps that followed stay. Whoever was told of it is told again.
    """
    fresh = locked(proceeding)
    if key and (earlier := fresh.verdicts.filter(pk=key).first()):
        return earlier
    fresh = locked(proceeding, seen=seen)
    must_be_kept(fresh.case)
    wrong = fresh.verdicts.select_for_update(of=("self",)).get(pk=verdict.pk)
    if wrong.void_at is not None:
        raise CannotPursue([Reason("void", _("This verdict is void or was corrected already."))])
    moves, verdicts = list(fresh.moves.all()), list(fresh.verdicts.all())
    step = queries.step_of(wrong, moves, verdicts)
    charges = _ruled_charges(wrong)
    after, before = queries.days_beside(step, moves, verdicts)
    known = {one.charge for one in rulings} & charges.keys()
    refuse_if(
        rules.hurdles_to_correction(
            on=on,
            after=after,
            before=before,
            today=timezone.localdate(at),
            charges=len(charges),
            rulings=len(known) if len(rulings) == len(known) else -1,
            reason=reason,
        )  # fmt: skip
    )
    _must_be_lawful(rulings)
    wrong.void_at = at
    wrong.save(update_fields=["void_at"])
    right = Verdict(
        id=key or new_id(), proceeding=fresh, instance=wrong.instance, ruled_on=on, court=court, corrects=wrong,
        court_name=court_name.strip() or None, number=number.strip() or None, reason=reason.strip(),
        final_on=_final_on(wrong, on), written_by=by, written_at=at,
    )  # fmt: skip
    right.save(force_insert=True)
    for one in rulings:
        _rule(right, charges[one.charge], one)
    _stand_since(fresh, wrong, on)
    told(
        "proceeding.corrected", fresh, by=by, at=at,
        changes={"instance": wrong.instance, "before": wrong.ruled_on, "on": on}, move=str(step.pk),
        correction=sum(one.corrects_id is not None for one in queries.wordings_of(right, [*verdicts, right])),
    )  # fmt: skip
    return right


def _ruled_charges(wrong: Verdict) -> dict[UUID, Charge]:
    """The charges of which the first wording spoke; a correction speaks of the same."""
    return {one.charge_id: one.charge for one in wrong.rulings.select_related("charge")}


def _final_on(wrong: Verdict, on: date) -> date | None:
    """Cassation and review are final on their day; another verdict stays final since when it was."""
    return on if wrong.instance in {Instance.CASSATION, Instance.REVIEW} else wrong.final_on


def _stand_since(proceeding: Proceeding, wrong: Verdict, on: date) -> None:
    """Where the verdict brought the proceeding to its present stage, that stage began on the right day."""
    if proceeding.stage != rules.VERDICTS[wrong.instance][1] or proceeding.stage_on != wrong.ruled_on:
        changed(proceeding)
        return
    changed(proceeding, stage_on=on, stage_due_at=due_of(proceeding, proceeding.stage, on))


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
    _must_be_lawful(rulings)


def _must_be_lawful(rulings: Sequence[Said]) -> None:
    """Refuse sentences that no court can have spoken."""
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
