"""Referrals that the old owner sent: the new owner is the sender. Clocks and receivers' access stay.

What the new owner itself was asked for has no other side any more and ends.
"""

from collections.abc import Iterable

from django.db.models import F

from gugus.base.along import BECAUSE, Counted, Going, Moves, Went
from gugus.referrals import rules
from gugus.referrals.codes import State
from gugus.referrals.models import Batch, Move, Referral
from gugus.tasks.models import Task

TOOK_OVER = "transferred"  # why a referral ended: the asked agency took the whole case


def _of(going: Going):
    return Referral.objects.unscoped(because=BECAUSE).filter(case__in=going.cases, agency=going.origin)


def _running(going: Going):
    return _of(going).exclude(state__in=rules.ENDED)


def move_referrals(going: Going) -> Iterable[Went]:
    """All of them, drafts and ended ones too."""
    refs = list(_of(going).values_list("ref", flat=True))
    _end_what_answers_itself(going)
    _of(going).update(agency=going.target, version=F("version") + 1)
    return [Went("referral", ref) for ref in refs]


def move_batches(going: Going) -> Iterable[Went]:
    """What was asked for several persons in one go."""
    rows = Batch.objects.unscoped(because=BECAUSE).filter(case__in=going.cases, agency=going.origin)
    rows.update(agency=going.target)
    return ()


def _end_what_answers_itself(going: Going) -> None:
    own = list(_running(going).filter(to_agency=going.target).values_list("pk", "state"))
    Move.objects.bulk_create(
        [
            Move(
                referral_id=pk,
                at=going.at,
                by_id=going.by,
                from_state=state,
                to_state=_end_of(state),
                code=TOOK_OVER,
            )
            for pk, state in own
        ]
    )
    for end in (State.REVOKED, State.DONE):
        ids = [pk for pk, state in own if _end_of(state) == end]
        rows = Referral.objects.unscoped(because=BECAUSE).filter(pk__in=ids)
        rows.update(
            state=end, code=TOOK_OVER, ended_at=going.at, state_at=going.at, clock_from=None, due_at=None
        )
    tasks = Task.objects.unscoped(because=BECAUSE).open().filter(
        about_kind="referral", about_id__in=[pk for pk, _state in own]
    )  # fmt: skip
    tasks.update(done_at=going.at, done_by=going.by, version=F("version") + 1)


def _end_of(state: str) -> State:
    return State.REVOKED if state in {State.DRAFT, State.SENT} else State.DONE


COUNTS = (Counted("referrals", lambda going: _running(going).count()),)
MOVES = (Moves("referrals.Referral", move_referrals), Moves("referrals.Batch", move_batches))
STAYS = {
    "referrals.Move": "history: to which agency a step led",
    "referrals.Words": "who wrote it; who reads it follows the referral",
}
