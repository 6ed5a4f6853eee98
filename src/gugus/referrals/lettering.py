"""What the referral letter (surat rujukan) says, with the name or without; ask under the letter's language."""

from gugus import law
from gugus.referrals.models import Referral
from gugus.referrals.wording import preview_lines, word


def letter_facts(referral: Referral, *, preview: bool) -> dict:
    """Letterhead of the sender, the preview in words, and the coded boxes of the tear-off slip."""
    sender = referral.agency
    contact = " · ".join(part for part in (sender.phone, sender.email) if part)
    return {
        "letterhead": {"name": sender.name, "address": contact},
        "preview": preview_lines(referral) if preview else [],
        "reasons": [
            (one.code, word("referral_decline_reasons", one.code))
            for one in law.codes("referral_decline_reasons")
        ],
    }
