"""A guest answers: the existing actions of a referral, on the receiver's side, without a user."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from gugus.guests import secrets
from gugus.guests.codes import PassState, Reach
from gugus.guests.entering import as_guest
from gugus.guests.models import Deed, GuestPass
from gugus.guests.queries import Visit, voice
from gugus.referrals import rules as referral_rules
from gugus.referrals.codes import Way
from gugus.referrals.models import Referral
from gugus.referrals.moving import CannotMove, not_from_here
from gugus.referrals.steps import STEPS, Step


def possible_steps(here: Visit) -> list[Step]:
    """What the guest can do now: the receiver's own steps, or the final report in the grace."""
    state = here.referral.state
    return [step for step in STEPS if state in step.origins and _fits(step, here)]


def is_for_guests(step: Step) -> bool:
    """Is this a step of the asked office at all?"""
    if step.to is None:
        return True
    return any(
        step.to in referral_rules.next_states(origin, referral_rules.RECEIVER) for origin in step.origins
    )


def _fits(step: Step, here: Visit) -> bool:
    if here.reach == Reach.GRACE:
        return step.to is None
    return step.to in referral_rules.next_states(here.referral.state, referral_rules.RECEIVER)


@transaction.atomic
def answer(
    *,
    here: Visit,
    step: Step,
    words: Mapping[str, Any],
    name: str,
    position: str,
    at: datetime,
    seen: int | None = None,
) -> Referral:
    """One step of the referral, marked as a guest's, with who says to have taken it. Raises what the step raises.

    A pass that was taken back meanwhile answers nothing: the whole step is undone.
    """
    digests = secrets.session_digests(here.session)
    with voice("move", digests), as_guest(here.guest_pass):
        asked = Referral(pk=here.referral.pk)
        moved = step.run(referral=asked, by=None, way=Way.GUEST, at=at, seen=seen, **words)
        # The referral first, then the pass: the same order as in `make_pass`, so that nobody waits for ever.
        rows = GuestPass.objects.unscoped(because="the session's own").filter(session_digest__in=digests)
        still = rows.select_for_update().filter(state=PassState.OPEN).first()
        if still is None:
            raise CannotMove([not_from_here()])
        done = step.to or moved.state
        Deed(guest_pass=still, at=at, to_state=done, name=name, position=position).save(force_insert=True)
    return moved
