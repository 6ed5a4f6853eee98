"""What the sender may type in for the other office, and which of its steps that is."""

from gugus.guests import slips
from gugus.referrals.policies import Sight
from gugus.referrals.steps import STEPS, Step


def may_type(sight: Sight) -> bool:
    """Is there an answer that the sender could type in now?"""
    referral = sight.referral
    return sight.may_act and bool(slips.sayable(referral)) and not slips.answered_by_account(referral)


def step_to(to: str, sight: Sight) -> Step:
    """The other side's step into this state from where the referral is."""
    return next(one for one in STEPS if one.to == to and sight.referral.state in one.origins)
