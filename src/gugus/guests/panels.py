"""What guests add to the sender's page of a referral: the link, who answered through it, paper, numbered letters."""

from datetime import datetime

from gugus.guests import queries, rules
from gugus.guests.codes import PassState
from gugus.guests.policies import may_type
from gugus.referrals.policies import Sight

TEMPLATE = "guests/_card.html"


def provide(sight: Sight, at: datetime) -> dict | None:
    """For the sender only; None where there is nothing to see and nothing to do."""
    if not sight.is_sender or sight.referral.sent_at is None:
        return None
    viewer, referral = sight.viewer, sight.referral
    passes = queries.passes_of(viewer, referral)
    may_invite = sight.may_act and referral.state in rules.OPENABLE
    slips, letters = queries.slips_of(viewer, referral), queries.letters_of(viewer, referral)
    if not (passes or slips or letters or may_invite):
        return None
    return {
        "passes": passes,
        "running": next((one for one in passes if one.state != PassState.ENDED), None),
        "deeds": queries.deeds_of(passes) if sight.reads_words else [],
        "slips": slips,
        "letters": letters,
        "reads_words": sight.reads_words,
        "may_invite": may_invite,
        "may_type": may_type(sight),
        "without_accounts": not queries.has_accounts(referral.to_agency_id),
        "referral": referral,
        "now": at,
    }
